"""The first visit, and what the school decides about itself afterwards."""

import pytest
from django.urls import reverse

from roadmap.models import Appointment, DocumentKind, Employee, LegalAct
from roadmap.permissions import Role, rights
from roadmap.services.references import save_reference
from roadmap.services.setting_up import code_of, set_up_school
from tests.factories import make_school, make_user
from vsoko.models import HistoryEntry, School, User
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
PASSWORD = "карандаш и ластик"
FORM = {
    "full_name": "Государственное бюджетное общеобразовательное учреждение школа № 463",
    "short_name": "ГБОУ школа № 463",
    "city": "Санкт-Петербург",
    "last_name": "Линейкин",
    "first_name": "Пётр",
    "patronymic": "Андреевич",
    "gender": "m",
    "administrator": "other",
    "admin_last_name": "Скрепкина",
    "admin_first_name": "Ирина",
    "admin_gender": "f",
    "admin_position": "инженер",
    "username": "skrepkina",
    "password": PASSWORD,
    "password_again": PASSWORD,
}


def held(name):
    return rights(Employee.objects.get(last_name=name).user).roles


def test_the_first_visit_opens_the_school_and_lets_its_administrator_in(client):
    assert client.get("/").url == reverse("setup")
    answer = client.post(reverse("setup"), FORM, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("desk")
    assert "Первые шаги" in answer.content.decode()
    assert f'href="{reverse("roster-import")}"' in answer.content.decode()
    school = School.objects.get()
    assert (school.code, school.short_name) == ("school-463", "ГБОУ школа № 463")
    assert DocumentKind.objects.filter(school=school).exists()
    assert held("Скрепкина") == {Role.ADMINISTRATOR}
    director = Appointment.objects.get(role=Role.DIRECTOR).employee
    assert (director.last_name, director.user) == ("Линейкин", None)
    assert set(HistoryEntry.objects.values_list("actor_name", flat=True)) == {"Система"}


def test_the_director_may_be_the_administrator(client):
    client.post(reverse("setup"), FORM | {"administrator": "director", "username": "director", "code": "s463"})
    assert School.objects.get().code == "s463"
    assert code_of("Лицей «Пенал»") == "litsey-penal"
    assert Employee.objects.count() == 1
    assert held("Линейкин") == {Role.ADMINISTRATOR, Role.DIRECTOR}


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("short_name", "", "Заполните это поле"),
        ("admin_last_name", "", "Впишите администратора"),
        ("admin_gender", "", "Впишите администратора"),
        ("username", "скрепкина", "латиницей"),
        ("password_again", "другой пароль", "Пароли не совпали"),
        ("password", "1234567890", "знают все"),
        ("code", "школа 463", ""),
    ],
)
def test_a_mistake_is_said_beside_its_field_and_nothing_is_half_made(client, field, value, words):
    fields = FORM | {field: value} | ({"password_again": value} if field == "password" else {})
    answer = client.post(reverse("setup"), fields)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert words in answer.context["form"].errors[field][0]
    assert not School.objects.exists()
    assert not User.objects.exists()


def test_there_is_no_second_first_visit(client):
    make_school()
    assert client.get(reverse("setup")).url == reverse("desk")
    assert client.post(reverse("setup"), FORM).url == reverse("desk")
    assert School.objects.count() == 1
    with pytest.raises(TransitionError, match="уже открыта"):
        set_up_school(school={}, director={}, administrator=None, username="x", password="y")


# --- настройки и справочники ----------------------------------------------------------------------------------------


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def administrator(school):
    return make_user(school, Role.ADMINISTRATOR)


def form_values(page):
    form = page.context["form"]
    return {name: "" if (value := form[name].value()) is None else value for name in form.fields}


def test_names_and_terms_of_the_school_are_changed(client, administrator, school):
    client.force_login(administrator)
    values = form_values(client.get(reverse("school-edit")))
    client.post(reverse("school-edit"), values | {"plan_due_days": "7"})
    school.refresh_from_db()
    assert school.plan_due_days == 7
    assert HistoryEntry.objects.of(school).get().changes == {"план после отчёта": [10, 7]}


def test_a_kind_of_paper_is_changed_within_the_own_school(client, administrator, school):
    kind = DocumentKind.objects.get(school=school, code="D01")
    client.force_login(administrator)
    address = reverse("document-kind-edit", args=[kind.pk])
    values = form_values(client.get(address)) | {"visa_roles": [Role.DEPUTY_EDU], "open_to_staff": "on"}
    client.post(address, values)
    kind.refresh_from_db()
    assert kind.visa_roles == [Role.DEPUTY_EDU]
    wrong = client.post(address, values | {"number_pattern": "од"})
    assert wrong.context["form"].errors == {"number_pattern": ["Оставьте в образце место для номера: {n}."]}
    foreign = DocumentKind.objects.get(school=make_school(), code="D01")
    assert client.get(reverse("document-kind-edit", args=[foreign.pk])).status_code == 404


def test_a_legal_act_is_entered_and_changed(client, administrator, school):
    client.force_login(administrator)
    client.post(reverse("legal-act-create"), {"title": "Приказ Минпросвещения России", "number": "1"})
    act = LegalAct.objects.get(school=school, number="1", title="Приказ Минпросвещения России")
    client.post(reverse("legal-act-edit", args=[act.pk]), {"title": act.title, "number": "2"})
    act.refresh_from_db()
    assert act.number == "2"


def test_references_are_kept_by_administrator_and_director_only(client, school):
    deputy = make_user(school, Role.DEPUTY_EDU)
    client.force_login(deputy)
    kind = DocumentKind.objects.filter(school=school).first()
    act = LegalAct.objects.filter(school=school).first()
    pages = [
        reverse("school-edit"), reverse("document-kind-list"), reverse("document-kind-edit", args=[kind.pk]),
        reverse("legal-act-create"), reverse("legal-act-edit", args=[act.pk]),
    ]  # fmt: skip
    assert [client.get(page).status_code for page in pages] == [403] * len(pages)
    assert client.get(reverse("legal-act-list")).status_code == 200
    with pytest.raises(NotAllowed):
        save_reference(LegalAct, actor=deputy, school=school, pk=act.pk, title="Другой")


@pytest.mark.parametrize("name", ["legal-act-list", "document-kind-list", "school-edit"])
def test_pages_of_references_cost_little(client, administrator, name, django_assert_max_num_queries):
    client.force_login(administrator)
    with django_assert_max_num_queries(12):
        assert client.get(reverse(name)).status_code == 200
