"""Roles for a period: what they allow on which days, who gives them, and who must always remain."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Appointment
from roadmap.permissions import Role, rights
from roadmap.services.appointments import appoint, end_appointment
from roadmap.services.people import dismiss
from tests import factories
from tests.factories import make_school, make_user
from vsoko.models import HistoryEntry, User
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


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


def test_a_role_gives_rights_from_its_first_to_its_last_day(administrator, teacher):
    today = timezone.localdate()
    appoint(teacher.employee, Role.DEPUTY_UPBRINGING, actor=administrator, starts_on=today + timedelta(1))
    assert not rights(fresh(teacher)).has(Role.DEPUTY_UPBRINGING)
    Appointment.objects.filter(role=Role.DEPUTY_UPBRINGING).update(starts_on=today, ends_on=today)
    assert rights(fresh(teacher)).has(Role.DEPUTY_UPBRINGING)
    Appointment.objects.filter(role=Role.DEPUTY_UPBRINGING).update(
        starts_on=today - timedelta(2), ends_on=today - timedelta(1)
    )
    assert not rights(fresh(teacher)).has(Role.DEPUTY_UPBRINGING)


def test_a_role_is_given_on_its_page(client, administrator, teacher):
    client.force_login(administrator)
    fields = {"role": Role.SECRETARY, "starts_on": "2026-09-01", "basis": "приказ от 01.09.2026 № 45-лс"}
    client.post(reverse("appointment-create", args=[teacher.employee.pk]), fields)
    held = Appointment.objects.get(role=Role.SECRETARY)
    assert (held.employee, held.starts_on, held.basis) == (teacher.employee, date(2026, 9, 1), fields["basis"])
    assert sentences(teacher.employee)[0].startswith("Назначение: секретарь школы")


def test_a_chair_needs_an_association_and_days_need_their_order(client, administrator, teacher):
    client.force_login(administrator)
    fields = {"role": Role.CHAIR, "starts_on": "2026-09-01", "ends_on": "2026-08-01"}
    answer = client.post(reverse("appointment-create", args=[teacher.employee.pk]), fields)
    assert set(answer.context["form"].errors) == {"association", "ends_on"}


def test_a_deputy_gives_neither_the_directors_nor_the_administrators_role(client, deputy, teacher):
    client.force_login(deputy)
    offered = (
        client.get(reverse("appointment-create", args=[teacher.employee.pk])).context["form"].fields["role"].choices
    )
    assert not {Role.DIRECTOR, Role.ADMINISTRATOR} & {value for value, _ in offered}
    with pytest.raises(NotAllowed):
        appoint(deputy.employee, Role.ADMINISTRATOR, actor=deputy)


def test_one_director_at_a_time_but_somebody_may_act_for_them(administrator, director, teacher):
    with pytest.raises(TransitionError, match="Директор в эти дни уже есть"):
        appoint(teacher.employee, Role.DIRECTOR, actor=administrator)
    appoint(teacher.employee, Role.DIRECTOR, actor=administrator, acting=True)
    held = rights(fresh(teacher))
    assert held.has(Role.DIRECTOR)
    assert Role.DIRECTOR in held.acting


def test_the_same_role_is_not_given_twice_for_the_same_days(administrator, teacher):
    with pytest.raises(TransitionError, match="уже есть"):
        appoint(teacher.employee, Role.TEACHER, actor=administrator, starts_on=timezone.localdate())


def test_roles_of_the_group_are_given_by_its_composition_only(administrator, teacher):
    with pytest.raises(TransitionError, match="Рабочая группа"):
        appoint(teacher.employee, Role.AUDITOR, actor=administrator)


def test_a_role_ends_and_stays_in_the_card(client, administrator, teacher):
    client.force_login(administrator)
    held = Appointment.objects.get(employee=teacher.employee)
    yesterday = timezone.localdate() - timedelta(1)
    client.post(reverse("appointment-end", args=[held.pk]), {"on": yesterday.isoformat()})
    held.refresh_from_db()
    assert held.ends_on == yesterday
    page = client.get(teacher.employee.get_absolute_url())
    assert (page.context["roles"], page.context["past_roles"]) == ([], [held])


def test_a_role_does_not_end_before_it_began(administrator, teacher):
    held = factories.appoint(teacher.employee, Role.SECRETARY, starts_on=date(2026, 9, 1))
    with pytest.raises(TransitionError, match="Роль дана с 01.09.2026"):
        end_appointment(held.pk, actor=administrator, on=date(2026, 8, 31))


def test_the_directors_place_is_not_left_empty_silently(client, administrator, director):
    client.force_login(administrator)
    address = reverse("appointment-end", args=[Appointment.objects.get(employee=director.employee).pk])
    today = timezone.localdate().isoformat()
    assert "единственный директор" in client.get(address).content.decode()
    refused = client.post(address, {"on": today})
    assert refused.context["form"].errors.keys() == {"confirmed"}
    page = client.post(address, {"on": today, "confirmed": "on"}, follow=True)
    assert "нет действующего директора" in page.content.decode()


def test_somebody_always_remains_who_can_give_roles(administrator):
    held = Appointment.objects.get(employee=administrator.employee)
    with pytest.raises(TransitionError, match="Сначала назначьте другого администратора"):
        end_appointment(held.pk, actor=administrator, on=timezone.localdate())
    with pytest.raises(TransitionError, match="Сначала назначьте другого администратора"):
        dismiss(administrator.employee.pk, actor=administrator, on=timezone.localdate())
