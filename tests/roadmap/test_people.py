"""Colleagues, their way in and out: who keeps their cards, who only sees them."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Appointment, Employee
from roadmap.permissions import Role, rights
from roadmap.services.appointments import appoint
from roadmap.services.people import add_employee, bring_back, dismiss, edit_employee, free_username, open_account
from tests import factories
from tests.factories import PASSWORD, join, make_association, make_employee, make_school, make_user
from vsoko.models import HistoryEntry, User
from vsoko.workflow import NotAllowed, TransitionError

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


@pytest.fixture
def teacher(school):
    return make_user(school, Role.TEACHER, last_name="Глаголина")


def sentences(obj):
    return [entry.sentence for entry in HistoryEntry.objects.of(obj)]


def fresh(user):
    """Return the user as the next request meets them."""
    return User.objects.get(pk=user.pk)


# --- карточка -------------------------------------------------------------------------------------------------------


def test_a_person_is_entered_by_whoever_manages_people(client, administrator):
    client.force_login(administrator)
    answer = client.post(reverse("employee-create"), CARD)
    employee = Employee.objects.get(last_name="Колбина")
    assert employee.school == administrator.school
    assert sentences(employee) == ["Сотрудник внесён"]
    assert employee.user is None
    assert not employee.appointments.exists()
    assert f'href="{reverse("employee-create")}">Внести ещё сотрудника' in client.get(answer.url).content.decode()


def test_a_teacher_enters_nobody(client, teacher, school):
    client.force_login(teacher)
    assert client.get(reverse("employee-create")).status_code == 403
    refusal = client.post(reverse("employee-create"), CARD)
    assert "ведут администратор" in refusal.content.decode()
    with pytest.raises(NotAllowed):
        add_employee(school, actor=teacher, **CARD)
    assert not Employee.objects.filter(last_name="Колбина").exists()


def test_what_is_missing_is_said_beside_the_field_and_nothing_typed_is_lost(client, administrator):
    client.force_login(administrator)
    answer = client.post(reverse("employee-create"), CARD | {"position": ""})
    assert answer.status_code == 422
    assert answer.context["form"].errors == {"position": ["Заполните это поле."]}
    assert 'value="Раиса"' in answer.content.decode()


def test_name_and_mail_of_the_login_follow_the_card(administrator, teacher):
    edit_employee(teacher.employee.pk, actor=administrator, last_name="Запятая", email="z@school.example")
    teacher.refresh_from_db()
    assert teacher.name.startswith("Запятая")
    assert teacher.email == "z@school.example"


def test_an_edit_that_changes_nothing_leaves_no_trace(administrator, teacher):
    edit_employee(teacher.employee.pk, actor=administrator, position=teacher.employee.position)
    assert sentences(teacher.employee) == []


def test_a_deputy_keeps_no_card_of_those_who_stand_above(client, deputy, director, administrator):
    """An e-mail or a link of theirs would be a way to their rights."""
    client.force_login(deputy)
    for person in (director, administrator):
        for name in ("employee-edit", "employee-invite", "employee-leave", "appointment-create"):
            assert client.get(reverse(name, args=[person.employee.pk])).status_code == 403
        with pytest.raises(NotAllowed):
            edit_employee(person.employee.pk, actor=deputy, email="mine@school.example")
        with pytest.raises(NotAllowed):
            open_account(person.employee.pk, actor=deputy, username="x")


def test_a_colleague_sees_name_post_and_association_only(client, teacher, school):
    other = make_employee(school, "Колбина", email="kolbina@school.example")
    join(make_association(school, "МО естественных наук"), other)
    client.force_login(teacher)
    page = client.get(other.get_absolute_url()).content.decode()
    assert "Колбина" in page
    assert "МО естественных наук" in page
    assert "kolbina@school.example" not in page
    assert reverse("employee-edit", args=[other.pk]) not in page


def test_another_school_sees_nobody(client, teacher):
    client.force_login(make_user(make_school(), Role.ADMINISTRATOR))
    for name in ("employee-detail", "employee-edit", "employee-invite", "employee-leave", "appointment-create"):
        assert client.get(reverse(name, args=[teacher.employee.pk])).status_code == 404
    assert "Глаголина" not in client.get(reverse("employee-list")).content.decode()


# --- список ---------------------------------------------------------------------------------------------------------


def found(client, **query):
    return [employee.last_name for employee in client.get(reverse("employee-list"), query).context["object_list"]]


def test_people_are_found_by_name_post_role_and_association(client, administrator, school):
    chemist = make_employee(school, "Щёткина", position="учитель химии")
    association = make_association(school)
    join(association, chemist)
    join(association, make_employee(school, "Ушедшая"), ends_on=timezone.localdate() - timedelta(1))
    client.force_login(administrator)
    assert found(client, q="щетк") == ["Щёткина"]
    assert found(client, q="ХИМИИ") == ["Щёткина"]
    assert found(client, role=Role.ADMINISTRATOR) == ["Скрепкина"]
    assert found(client, association=association.pk) == ["Щёткина"]
    assert found(client, q="никого") == []


def test_who_has_left_is_shown_on_demand(client, administrator, school):
    make_employee(school, "Ушедшая", left_on=date(2021, 6, 1))
    client.force_login(administrator)
    assert found(client) == ["Скрепкина"]
    assert found(client, left="left") == ["Ушедшая"]
    assert found(client, left="all") == ["Скрепкина", "Ушедшая"]


@pytest.mark.one_database
def test_the_list_costs_the_same_for_any_number_of_people(client, administrator, school, django_assert_max_num_queries):
    client.force_login(administrator)
    spent = set()
    for rows in (1, 29):
        for _ in range(rows):
            association = make_association(school)
            user = make_user(school, Role.TEACHER, Role.CHAIR, association=association)
            join(association, user.employee)
        client.get(reverse("employee-list"))
        with django_assert_max_num_queries(15) as queries:
            client.get(reverse("employee-list"))
        spent.add(len(queries))
    assert len(spent) == 1


# --- вход -----------------------------------------------------------------------------------------------------------


def test_a_link_is_shown_once_and_lets_the_person_in(client, administrator, school):
    employee = make_employee(school, "Чернильникова", email="ch@school.example")
    client.force_login(administrator)
    address = reverse("employee-invite", args=[employee.pk])
    assert client.get(address).context["form"].initial["username"] == "chernilnikova"
    answer = client.post(address, {"username": "chernilnikova", "by_mail": "on"})
    link = answer.context["link"]
    assert answer["Cache-Control"] == "no-store"
    assert link in mail.outbox[0].body
    employee.refresh_from_db()
    assert (employee.user.name, employee.user.has_usable_password()) == (employee.short_name, False)
    assert link not in client.get(employee.get_absolute_url()).content.decode()
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"new_password1": PASSWORD, "new_password2": PASSWORD})
    assert fresh(employee.user).check_password(PASSWORD)


def test_a_login_that_is_taken_is_refused(client, administrator, teacher, school):
    employee = make_employee(school)
    client.force_login(administrator)
    answer = client.post(reverse("employee-invite", args=[employee.pk]), {"username": teacher.username.upper()})
    assert answer.status_code == 422
    assert "уже занят" in answer.content.decode()
    assert free_username(make_employee(school, "user")) not in User.objects.values_list("username", flat=True)


def test_a_new_link_keeps_the_login_and_the_old_password_until_it_is_used(administrator, teacher):
    user = open_account(teacher.employee.pk, actor=administrator, username="")
    assert user == teacher
    assert fresh(user).check_password(PASSWORD)


# --- увольнение -----------------------------------------------------------------------------------------------------


def test_leaving_ends_roles_and_memberships_and_closes_the_login(client, administrator, teacher, school):
    today = timezone.localdate()
    membership = join(make_association(school), teacher.employee)
    later = factories.appoint(teacher.employee, Role.SECRETARY, starts_on=today + timedelta(5))
    client.force_login(administrator)
    client.post(reverse("employee-leave", args=[teacher.employee.pk]), {"on": today.isoformat()})
    membership.refresh_from_db()
    assert membership.ends_on == today
    assert Appointment.objects.get(employee=teacher.employee).ends_on == today
    assert not Appointment.objects.filter(pk=later.pk).exists()
    assert not fresh(teacher).is_active
    assert not client.login(username=teacher.username, password=PASSWORD)


def test_nobody_leaves_tomorrow_or_twice(administrator, teacher):
    today = timezone.localdate()
    with pytest.raises(TransitionError, match="ещё не наступил"):
        dismiss(teacher.employee.pk, actor=administrator, on=today + timedelta(1))
    dismiss(teacher.employee.pk, actor=administrator, on=today)
    with pytest.raises(TransitionError, match="уже записано"):
        dismiss(teacher.employee.pk, actor=administrator, on=today)


def test_who_comes_back_enters_again_without_the_old_roles(client, administrator, teacher):
    dismiss(teacher.employee.pk, actor=administrator, on=timezone.localdate() - timedelta(1))
    client.force_login(administrator)
    client.post(reverse("employee-leave", args=[teacher.employee.pk]))
    assert fresh(teacher).is_active
    assert rights(fresh(teacher)).roles == frozenset()


def test_who_has_left_gets_neither_role_nor_link(administrator, teacher):
    dismiss(teacher.employee.pk, actor=administrator, on=timezone.localdate())
    employee = Employee.objects.get(pk=teacher.employee.pk)
    with pytest.raises(TransitionError, match="уволен"):
        appoint(employee, Role.SECRETARY, actor=administrator)
    with pytest.raises(TransitionError, match="уволен"):
        open_account(employee.pk, actor=administrator, username="new")
    bring_back(employee.pk, actor=administrator)
    assert open_account(employee.pk, actor=administrator, username="") == teacher
