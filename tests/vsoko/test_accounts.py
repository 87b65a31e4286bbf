"""Coming in and going out: login, lockout, passwords, one-time links."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password
from django.core import mail
from django.urls import reverse

from roadmap.permissions import Role
from tests.factories import PASSWORD, make_school, make_user
from vsoko import demo_logins
from vsoko.invitations import invitation_path, mail_invitation
from vsoko.models import User

pytestmark = pytest.mark.django_db
NEW_PASSWORD = "линейка и циркуль"


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def teacher(school):
    user = make_user(school, Role.TEACHER, last_name="Глаголина")
    User.objects.filter(pk=user.pk).update(email="glagolina@school.example")
    return User.objects.get(pk=user.pk)


def enter(client, username, password):
    return client.post(reverse("login"), {"username": username, "password": password})


def set_password(client, path, password=NEW_PASSWORD):
    """Follow a link that sets a password, to its form and through it."""
    form = client.get(path, follow=True)
    return client.post(form.request["PATH_INFO"], {"new_password1": password, "new_password2": password}, follow=True)


def test_a_person_enters_and_leaves(client, teacher):
    assert enter(client, teacher.username, PASSWORD).url == reverse("desk")
    assert client.get(reverse("logout")).status_code == 405
    assert client.get(reverse("desk")).status_code == 200
    client.post(reverse("logout"))
    assert client.get(reverse("desk")).url == f"{reverse('login')}?next=/"


def test_who_is_inside_already_is_led_to_the_desk(client, teacher):
    client.force_login(teacher)
    assert client.get(reverse("login")).url == reverse("desk")


def test_the_demo_school_shows_its_logins(client):
    school = make_school(is_demo=True)
    User.objects.create_user("director", demo_logins.PASSWORD, school=school, name="Линейкин П.А.")
    page = client.get(reverse("login")).content.decode()
    assert "director" in page
    assert "Линейкин" in page
    assert demo_logins.PASSWORD in page


def test_a_real_school_shows_nobody(client, school):
    User.objects.create_user("director", PASSWORD, school=school, name="Линейкин П.А.")
    page = client.get(reverse("login")).content.decode()
    assert "Линейкин" not in page
    assert demo_logins.PASSWORD not in page


def test_guessing_a_password_closes_the_door_for_a_while(client, teacher, settings):
    settings.AXES_ENABLED = True
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert enter(client, teacher.username, "не он").status_code == 200
    locked = enter(client, teacher.username, "не он")
    assert locked.status_code == 429
    assert "Вход закрыт на четверть часа" in locked.content.decode()
    assert enter(client, teacher.username, PASSWORD).status_code == 429


def test_a_password_is_changed_by_who_knows_the_old_one(client, teacher):
    client.force_login(teacher)
    fields = {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD}
    assert client.post(reverse("password_change"), fields | {"old_password": "не он"}).status_code == 200
    assert client.post(reverse("password_change"), fields | {"old_password": PASSWORD}).url == reverse("profile")
    teacher.refresh_from_db()
    assert teacher.check_password(NEW_PASSWORD)
    assert client.get(reverse("desk")).status_code == 200


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("мел", "Пароль короче 10 знаков"),
        ("1029384756102", "В пароле одни цифры"),
        ("glagolina-1", "Пароль похож на логин"),
        ("password123", "Такой пароль знают все"),
    ],
)
def test_a_weak_password_is_told_what_it_lacks(client, teacher, password, sentence):
    User.objects.filter(pk=teacher.pk).update(username="glagolina1")
    client.force_login(teacher)
    answer = client.post(
        reverse("password_change"), {"old_password": PASSWORD, "new_password1": password, "new_password2": password}
    )
    assert sentence in answer.content.decode()


def test_a_forgotten_password_is_set_anew_by_mail(client, teacher):
    client.post(reverse("password_reset"), {"email": teacher.email})
    [letter] = mail.outbox
    assert letter.subject == "ВСОКО: новый пароль"
    path = re.search(r"http://testserver(\S+)", letter.body)[1]
    set_password(client, path)
    teacher.refresh_from_db()
    assert teacher.check_password(NEW_PASSWORD)


def test_an_unknown_address_gets_the_same_answer_and_no_letter(client, teacher):
    answer = client.post(reverse("password_reset"), {"email": "nobody@school.example"})
    assert answer.url == reverse("password_reset_done")
    assert mail.outbox == []


def test_an_invitation_lets_in_once(client, school):
    user = User.objects.create_user("kolbina", school=school, name="Колбина Р.М.")
    path = invitation_path(user)
    inside = set_password(client, path)
    assert inside.redirect_chain[-1][0] == reverse("desk")
    assert inside.context["user"] == user
    client.logout()
    assert "Ссылка больше не действует" in client.get(path).content.decode()


def test_an_invitation_ends_after_three_days(client, school):
    path = invitation_path(User.objects.create_user("kolbina", school=school))
    with time_machine.travel(timedelta(days=3, minutes=1)):
        assert "Ссылка больше не действует" in client.get(path).content.decode()


def test_an_invitation_does_not_open_a_closed_account(client, school):
    user = User.objects.create_user("kolbina", school=school, is_active=False)
    assert "Ссылка больше не действует" in client.get(invitation_path(user)).content.decode()


def test_a_reset_link_is_no_invitation(client, teacher):
    path = invitation_path(teacher).replace("/invite/", "/password/reset/")
    assert "Ссылка больше не действует" in client.get(path).content.decode()


def test_the_invitation_goes_by_mail_and_a_dead_server_is_told(teacher, settings):
    assert mail_invitation(teacher, "http://school/invite/1/x/")
    assert "http://school/invite/1/x/" in mail.outbox[0].body
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert not mail_invitation(teacher, "http://school/invite/1/x/")


def test_a_closed_account_is_outside_at_once(client, teacher):
    client.force_login(teacher)
    User.objects.filter(pk=teacher.pk).update(is_active=False)
    assert client.get(reverse("desk")).status_code == 302


def test_the_profile_shows_the_own_account(client, teacher):
    client.force_login(teacher)
    page = client.get(reverse("profile")).content.decode()
    assert teacher.username in page
    assert teacher.employee.get_absolute_url() in page


def test_before_there_is_a_school_everybody_is_led_to_its_opening(client):
    assert client.get(reverse("login")).url == reverse("setup")


def test_somebody_without_a_school_sees_no_page_of_one(client, school):
    client.force_login(User.objects.create_user("root", PASSWORD))
    assert client.get(reverse("desk")).status_code == 403


def test_a_password_hashed_in_more_memory_fits_and_is_hashed_anew(settings):
    settings.PASSWORD_HASHERS = ["vsoko.hashers.Hasher"]
    kept = []
    assert check_password("один-два-три", Argon2PasswordHasher().encode("один-два-три", "s" * 22), kept.append)
    assert kept == ["один-два-три"]
    assert "m=19456" in make_password("один-два-три")
