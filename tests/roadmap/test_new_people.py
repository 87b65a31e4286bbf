"""Entering people one after another: card, role and login by one form, nothing of it half-way."""

from datetime import date

import pytest
from django.core import mail
from django.urls import reverse

from roadmap.models import Employee
from roadmap.permissions import Role
from tests.factories import make_association, make_school, make_user
from vsoko.models import User

pytestmark = pytest.mark.django_db
CARD = {"last_name": "Колбина", "first_name": "Раиса", "patronymic": "", "gender": "f", "position": "учитель химии"}


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def administrator(school):
    return make_user(school, Role.ADMINISTRATOR, last_name="Скрепкина")


@pytest.fixture
def director(school):
    return make_user(school, Role.DIRECTOR, last_name="Линейкин")


@pytest.fixture
def deputy(school):
    return make_user(school, Role.DEPUTY_EDU, last_name="Чернильникова")


def test_a_person_gets_card_role_and_login_by_one_form(client, administrator, school):
    chaired = make_association(school)
    client.force_login(administrator)
    choices = {"role": "chair", "association": chaired.pk, "starts_on": "2026-09-01", "login": "link", "username": ""}
    answer = client.post(reverse("employee-create"), CARD | choices)
    employee = Employee.objects.get(last_name="Колбина")
    held = employee.appointments.get()
    assert (held.role, held.association, held.starts_on) == (Role.CHAIR, chaired, date(2026, 9, 1))
    assert employee.user.username == "kolbina"
    assert "no-store" in answer["Cache-Control"]
    page = answer.content.decode()
    assert "Внести ещё сотрудника" in page
    assert "Задайте пароль" in client.get(answer.context["link"], follow=True).content.decode()
    assert mail.outbox == []


def test_the_link_of_a_new_person_goes_by_mail_where_asked(client, administrator):
    client.force_login(administrator)
    asked = CARD | {"login": "mail"}
    refusal = client.post(reverse("employee-create"), asked)
    assert refusal.context["form"].errors == {"email": ["Укажите почту, на которую отправить ссылку."]}
    assert client.post(reverse("employee-create"), asked | {"email": "kolbina@school.example"}).context["mailed"]
    assert mail.outbox[0].to == ["kolbina@school.example"]


@pytest.mark.parametrize(
    ("choices", "field", "words"),
    [
        ({"role": "administrator", "login": "link", "username": "skrepkina"}, "username", "уже занят"),
        ({"role": "director", "login": "link"}, "role", "уже есть"),
        ({"role": "chair"}, "association", "Выберите МО"),
    ],
)
def test_what_cannot_be_given_leaves_no_half_entered_person(client, administrator, director, choices, field, words):
    User.objects.filter(pk=administrator.pk).update(username="skrepkina")
    client.force_login(administrator)
    answer = client.post(reverse("employee-create"), CARD | choices)
    assert answer.status_code == 422
    assert words in answer.context["form"].errors[field][0]
    assert not Employee.objects.filter(last_name="Колбина").exists()


def test_a_deputy_gives_no_role_of_those_who_stand_above_to_a_new_person(client, deputy):
    client.force_login(deputy)
    for role in ("director", "administrator", "auditor"):
        assert "role" in client.post(reverse("employee-create"), CARD | {"role": role}).context["form"].errors
    assert not Employee.objects.filter(last_name="Колбина").exists()


def test_one_person_is_not_entered_twice_unawares(client, administrator):
    client.force_login(administrator)
    client.post(reverse("employee-create"), CARD)
    again = client.post(reverse("employee-create"), CARD)
    assert "уже внесён" in again.context["form"].errors["namesake"][0]
    assert Employee.objects.filter(last_name="Колбина").count() == 1
    client.post(reverse("employee-create"), CARD | {"namesake": "on"})
    assert Employee.objects.filter(last_name="Колбина").count() == 2
