"""The way in beside the password: the second step, logins that end, and the log of what was refused."""

from datetime import timedelta

import pyotp
import pytest
import time_machine
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roadmap.permissions import Role
from tests.factories import PASSWORD, make_school, make_user
from tests.vsoko.test_accounts import enter, set_password
from vsoko import reminders, second_factor
from vsoko.invitations import invitation_path
from vsoko.models import HistoryEntry, Refusal, ReserveCode, School, SecondFactor, Session, User

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
CODE = reverse("login-code")
ENROL = reverse("second-factor")
REFUSALS = reverse("refusal-list")
DESK = reverse("desk")


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def admin(school):
    return make_user(school, Role.ADMINISTRATOR, last_name="Скрепкина")


@pytest.fixture
def teacher(school):
    return make_user(school, Role.TEACHER, last_name="Глаголина")


def code_of(key, seconds=0):
    return pyotp.TOTP(key).at(timezone.now() + timedelta(seconds=seconds))


def enrol(client, user, **typed):
    """Turn the second step on by its page and return (key of the application, answer)."""
    client.force_login(user)
    page = client.get(ENROL)
    key = page.context["key"].replace(" ", "")
    form = {"offer": page.context["form"]["offer"].value(), "code": code_of(key), "password": PASSWORD}
    return key, client.post(ENROL, form | typed)


def test_after_the_password_comes_a_code_of_the_telephone_each_once(client, admin):
    with time_machine.travel("2026-03-02 09:00:05", tick=False) as clock:
        assert enrol(client, admin, password="не он")[1].status_code == 422
        _, refused = enrol(client, admin, code="000000")
        assert refused.status_code == 422
        assert second_factor.WRONG in refused.content.decode()
        assert not SecondFactor.objects.exists()
        key, shown = enrol(client, admin)
        reserve = shown.context["codes"]
        assert len(set(reserve)) == 10
        assert shown["Cache-Control"] == "no-store"
        # The key stands nowhere in the database, nor do reserve codes.
        kept = str(list(SecondFactor.objects.values())) + str(list(ReserveCode.objects.values()))
        assert key not in kept
        assert reserve[0] not in kept
        client.post(reverse("logout"))

        assert enter(client, admin.username, PASSWORD).url == CODE
        assert client.get(DESK).status_code == 302  # not inside yet
        used = client.post(CODE, {"code": code_of(key)})
        assert used.status_code == 422, "the code that turned it on opens nothing any more"
        clock.shift(30)
        assert client.post(CODE, {"code": f" {code_of(key)[:3]} {code_of(key)[3:]} "}).url == DESK
        assert client.get(DESK).status_code == 200
        for answer in (302, 422):
            other = Client()
            enter(other, admin.username, PASSWORD)
            assert other.post(CODE, {"code": reserve[0].upper()}).status_code == answer
        # Whoever only has the link of an invitation stands before the same step.
        client.logout()
        set_password(client, invitation_path(User.objects.get(pk=admin.pk)))
        assert client.get(DESK).status_code == 302
        assert admin.username in client.get(CODE).content.decode()
        clock.shift(11 * 60)
        assert client.get(CODE).url == reverse("login")


def test_an_offer_serves_its_person_for_an_hour_and_once(client, admin, teacher):
    foreign = second_factor.offer(teacher)
    assert enrol(client, admin, offer=foreign)[1].status_code == 422
    late = second_factor.offer(admin)
    with time_machine.travel(timedelta(hours=2)):
        _, answer = enrol(client, admin, offer=late)
        assert "Прошло больше часа" in answer.content.decode()
        assert answer.context["form"]["offer"].value() != late
    own = second_factor.offer(admin)
    key = second_factor.key_of(admin, second_factor.nonce_of(admin, own))
    form = {"offer": own, "code": code_of(key), "password": PASSWORD}
    assert [client.post(ENROL, form).status_code for _ in range(2)] == [200, 422]


def test_a_school_asks_a_second_step_of_who_opens_the_doors_of_others(client, school, admin, teacher):
    School.objects.filter(pk=school.pk).update(second_factor_required=True)
    client.force_login(teacher)
    assert client.get(DESK).status_code == 200
    client.force_login(admin)
    assert client.get(DESK).url == client.post(reverse("employee-create")).url == ENROL
    _, shown = enrol(client, admin)
    assert client.get(DESK).status_code == 200
    remove = client.post(reverse("second-factor-remove"), {"password": PASSWORD})
    assert "Школа требует второго шага" in remove.content.decode()
    assert (
        client.post(reverse("second-factor-codes"), {"password": PASSWORD}).context["codes"] != shown.context["codes"]
    )
    School.objects.filter(pk=school.pk).update(second_factor_required=False)
    assert client.post(reverse("second-factor-remove"), {"password": PASSWORD}).status_code == 302
    assert not SecondFactor.objects.exists()
    assert not ReserveCode.objects.exists()


def test_a_lost_telephone_is_helped_by_the_administrator_and_history_knows(client, admin, teacher):
    enrol(client, teacher)
    phone = Client()
    phone.force_login(teacher)
    client.force_login(admin)
    reset = reverse("employee-second-factor-reset", args=[teacher.employee.pk])
    assert client.post(reset, {"comment": ""}).status_code == 422
    assert client.post(reset, {"comment": "Разбила телефон."}).status_code == 302
    assert client.post(reset, {"comment": "Ещё раз."}).status_code == 422
    assert phone.get(DESK).status_code == 302
    assert enter(phone, teacher.username, PASSWORD).url == DESK
    page = client.get(teacher.employee.get_absolute_url()).content.decode()
    for words in ("Включён второй шаг входа", "Второй шаг входа сброшен", "Разбила телефон."):
        assert words in page
    enrol(client, admin)
    own = reverse("employee-second-factor-reset", args=[admin.employee.pk])
    assert client.post(own, {"comment": "Себе."}).status_code == 403
    call_command("reset_second_factor", admin.username)
    assert HistoryEntry.objects.filter(actor=None, sentence="Второй шаг входа сброшен").exists()
    with pytest.raises(CommandError, match="логином nobody"):
        call_command("reset_second_factor", "nobody")


def test_codes_are_guessed_no_longer_than_passwords_and_not_from_everywhere(client, admin, settings):
    settings.AXES_ENABLED = True
    key, _ = enrol(client, admin)
    client.logout()
    enter(client, admin.username, PASSWORD)
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert client.post(CODE, {"code": "123"}).status_code == 422
    assert client.post(CODE, {"code": "123"}).status_code == 429
    assert client.post(CODE, {"code": code_of(key, 30)}).status_code == 429
    assert list(Refusal.objects.values_list("kind", "times").order_by("kind")) == [("code", 8), ("locked", 1)]
    AccessAttempt.objects.all().delete()
    SecondFactor.objects.update(wrong=second_factor.MOST_WRONG)
    answer = client.post(CODE, {"code": code_of(key, 30)})
    assert second_factor.CLOSED in answer.content.decode()


def test_a_flood_closes_one_login_at_one_address_until_it_ends_or_is_lifted(client, admin, teacher, settings):
    settings.AXES_ENABLED = True
    at_school, at_home = {"REMOTE_ADDR": "10.0.0.1"}, {"REMOTE_ADDR": "10.9.9.9"}

    def attempt(user, password, **place):
        form = {"username": user.username, "password": password}
        return Client().post(reverse("login"), form, **place).status_code

    for _ in range(settings.AXES_FAILURE_LIMIT):
        attempt(teacher, "не он", **at_school)
    assert attempt(teacher, PASSWORD, **at_school) == 429
    assert attempt(admin, PASSWORD, **at_school) == 302, "a colleague behind the same address"
    assert attempt(teacher, PASSWORD, **at_home) == 302, "the same person elsewhere"

    client.force_login(admin)
    unlock = reverse("employee-unlock", args=[teacher.employee.pk])
    assert unlock in client.get(teacher.employee.get_absolute_url()).content.decode()
    assert client.post(unlock).status_code == 302
    assert client.post(unlock).status_code == 422
    assert attempt(teacher, PASSWORD, **at_school) == 302

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(settings.AXES_FAILURE_LIMIT):
            attempt(teacher, "не он", **at_school)
        for _ in range(3):
            clock.shift(5 * 60 + 1)
            status = attempt(teacher, PASSWORD, **at_school)  # knocking does not keep it closed
        assert status == 302


def test_what_was_refused_is_read_by_the_administrator_and_forgotten(client, school, admin, teacher, settings):
    settings.AXES_ENABLED = True
    stranger = make_user(make_school(), Role.TEACHER)
    client.force_login(admin)
    assert "Отказов пока нет" in client.get(REFUSALS).content.decode()
    for password in ("первый-тайный", "второй-тайный"):
        enter(Client(), teacher.username, password)
    enter(Client(), stranger.username, "не он")
    enter(Client(), "moy-parol-po-oshibke", "не он")  # of which school, nobody knows
    link = invitation_path(teacher)
    set_password(Client(), link)
    for _ in range(2):
        assert "Ссылка больше не действует" in Client().get(link).content.decode()
    inside = Client()
    inside.force_login(User.objects.get(pk=teacher.pk))
    assert inside.get(reverse("school-edit")).status_code == 403

    page = client.get(REFUSALS)
    rows = {(row.kind, row.user_id, row.times) for row in page.context["object_list"]}
    assert rows == {("password", teacher.pk, 2), ("link", teacher.pk, 2), ("forbidden", teacher.pk, 1)}
    words = page.content.decode()
    assert not any(secret in words for secret in ("тайный", "moy-parol", link.split("/")[3]))
    assert len(client.get(REFUSALS, {"kind": "link", "user": teacher.pk}).context["object_list"]) == 1
    assert "ничего не нашлось" in client.get(REFUSALS, {"since": "2100-01-01"}).content.decode()

    row = Refusal.objects.filter(school=school).first()
    with CaptureQueriesContext(connection) as few:
        client.get(REFUSALS)
    Refusal.objects.bulk_create(
        Refusal(school=school, user=teacher, kind="link", path="/", began_at=row.began_at, last_at=row.last_at)
        for _ in range(60)
    )
    with CaptureQueriesContext(connection) as many:
        assert "страница 1 из 2" in client.get(REFUSALS).content.decode()
    assert len(few) == len(many) <= 15

    reminders.send_morning(timezone.localtime().replace(hour=7) + timedelta(days=school.refusal_days + 1))
    assert not Refusal.objects.filter(school=school).exists()
    assert not AccessAttempt.objects.exists()


def test_logins_end_by_themselves_by_hand_and_with_a_new_password(client, school, teacher):
    School.objects.filter(pk=school.pk).update(idle_minutes=30)
    chrome, phone = (
        "Mozilla/5.0 (Windows NT 10.0) Chrome/109.0 Safari/537.36",
        "Mozilla/5.0 (iPhone) Version/16 Safari/604.1",
    )
    browsers = {}
    for agent in (chrome, phone):
        browsers[agent] = Client(headers={"User-Agent": agent})
        enter(browsers[agent], teacher.username, PASSWORD)
    page = browsers[chrome].get(reverse("profile"))
    assert [row.device for row in page.context["logins"]] == ["Chrome, Windows", "Safari, iPhone"]
    key = Session.objects.get(device="Safari, iPhone").pk
    assert key not in page.content.decode()
    # Nobody ends the login of somebody else.
    client.force_login(make_user(school, Role.TEACHER))
    end = reverse("session-end", args=[page.context["logins"][1].name])
    assert client.post(end).status_code == 404
    assert browsers[chrome].post(end).status_code == 302
    assert browsers[phone].get(DESK).status_code == 302
    assert browsers[chrome].post(end).status_code == 404

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for minutes in (20, 20):
            clock.shift(minutes * 60)
            assert browsers[chrome].get(DESK).status_code == 200
        clock.shift(31 * 60)
        answer = browsers[chrome].get(DESK, follow=True)
        assert answer.redirect_chain[0][0] == f"{reverse('login')}?next=/"
        assert "Вход закрыт: прошло больше чем 30\xa0минут" in answer.content.decode()

        for browser in browsers.values():
            enter(browser, teacher.username, PASSWORD)
        new = "линейка и циркуль"
        browsers[chrome].post(
            reverse("password_change"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
        )
        assert [row.is_present for row in browsers[chrome].get(reverse("profile")).context["logins"]] == [True]
        assert browsers[phone].get(DESK).status_code == 302
        clock.shift(15 * 24 * 3600)
        reminders.send_morning(timezone.localtime().replace(hour=7))
        assert not Session.objects.exists()


def test_every_page_carries_the_headers_that_close_the_rest(client, school):
    headers = client.get(reverse("login")).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    for rule in ("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "script-src 'self'"):
        assert rule in headers["Content-Security-Policy"]
