"""Падежи on the card: every form is shown and can be corrected, and a person's word wins."""

import pytest
from django.urls import reverse

from roadmap.declension import OBLIQUE, forms_of
from roadmap.models import Employee
from roadmap.permissions import Role
from roadmap.services.people import edit_employee
from tests.factories import make_employee, make_school, make_user
from vsoko.models import HistoryEntry

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def keeper(client):
    user = make_user(make_school(), Role.ADMINISTRATOR)
    client.force_login(user)
    return user


@pytest.fixture
def owl(keeper):
    return make_employee(keeper.employee.school, "Сова", position="сурдопереводчик")


def page(employee):
    return reverse("employee-cases", args=[employee.pk])


def offered(client, employee):
    form = client.get(page(employee)).context["form"]
    return {name: value for name in form.fields if (value := form[name].value())}


def test_all_forms_are_offered_and_doubt_is_said(client, keeper, owl):
    form = client.get(page(owl)).context["form"]
    assert form["last_name-род"].value() == "Совы"
    assert form["first_name-дат"].value() == "Анне"
    assert len(form.fields) == 4 * 5 + 2
    assert {name.split("-")[0] for name, field in form.fields.items() if field.help_text} == {"last_name", "position"}


def test_a_correction_wins_and_is_written_down(client, keeper, owl):
    answer = client.post(page(owl), offered(client, owl) | {"last_name-дат": "Сове  Мудрой"})
    assert answer.status_code == 302
    owl.refresh_from_db()
    surname = forms_of(owl, "last_name")
    assert surname["дат"] == "Сове Мудрой"
    assert surname.doubtful == {*OBLIQUE} - {"дат"}
    assert HistoryEntry.objects.of(owl).get().changes["фамилия"] == ["", "дат: Сове Мудрой"]


def test_a_doubtful_guess_is_sure_once_a_person_has_checked_it(client, keeper, owl):
    client.post(page(owl), offered(client, owl) | {"last_name-checked": "on"})
    owl.refresh_from_db()
    assert not forms_of(owl, "last_name").doubtful
    assert forms_of(owl, "position").doubtful == {*OBLIQUE}


def test_only_what_differs_from_the_hint_is_kept(client, keeper, owl):
    client.post(page(owl), offered(client, owl) | {"first_name-твор": "Анною"})
    owl.refresh_from_db()
    assert owl.case_forms == {"first_name": {"твор": "Анною"}}


def test_the_hint_can_be_taken_back(client, keeper, owl):
    Employee.objects.filter(pk=owl.pk).update(
        case_forms={"last_name": {"род": "Совухи"}, "first_name": {"род": "Анки"}}
    )
    assert client.post(page(owl), {"hint": "last_name"}).status_code == 302
    owl.refresh_from_db()
    assert owl.case_forms == {"first_name": {"род": "Анки"}}
    assert forms_of(owl, "last_name")["род"] == "Совы"


def test_an_emptied_form_takes_the_hint(client, keeper, owl):
    Employee.objects.filter(pk=owl.pk).update(case_forms={"first_name": {"род": "Анки"}})
    client.post(page(owl), {"first_name-род": ""})
    owl.refresh_from_db()
    assert owl.case_forms == {}


def test_saving_the_same_writes_no_history(client, keeper, owl):
    for _ in range(2):
        client.post(page(owl), offered(client, owl) | {"last_name-род": "Совины"})
    assert HistoryEntry.objects.of(owl).count() == 1


@pytest.mark.parametrize(
    ("card", "left"),
    [
        ({"last_name": "Совина"}, {"position"}),
        ({"position": "тьютор"}, {"last_name"}),
        ({"gender": "m"}, {"position"}),
        ({"email": "sova@example.org"}, {"last_name", "position"}),
    ],
)
def test_cases_of_a_changed_word_are_forgotten(keeper, owl, card, left):
    forms = {"last_name": {"род": "Совухи"}, "position": {"род": "сурдопереводчика"}}
    Employee.objects.filter(pk=owl.pk).update(case_forms=forms)
    edit_employee(owl.pk, actor=keeper, **card)
    owl.refresh_from_db()
    assert set(owl.case_forms) == left


def test_who_has_no_patronymic_is_not_asked_for_its_cases(client, keeper):
    lee = make_employee(keeper.employee.school, "Ли", patronymic="")
    assert not any(name.startswith("patronymic") for name in client.get(page(lee)).context["form"].fields)
