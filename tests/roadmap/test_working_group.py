"""The working group of a year: who forms it, who cannot be in it, and every former composition with its days."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Appointment, Roadmap, WorkingGroup
from roadmap.permissions import Role, rights
from roadmap.services.documents import register_document
from roadmap.services.working_group import form_group
from tests.factories import approve_paper, make_employee, make_paper, make_roadmap, make_school, make_user
from vsoko.models import HistoryEntry, User
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def director(school):
    return make_user(school, Role.DIRECTOR, last_name="Линейкин")


@pytest.fixture
def deputy(school):
    return make_user(school, Role.DEPUTY_EDU, last_name="Чернильникова")


@pytest.fixture
def roadmap(school):
    return make_roadmap(school, "2026/2027", period_from=SEPTEMBER, period_to=date(2027, 8, 31))


@pytest.fixture
def auditors(school):
    return [make_employee(school, name) for name in ("Азбукина", "Пеналова")]


def composition(group):
    rows = group.appointments.order_by("employee__last_name", "starts_on")
    return [(row.employee.last_name, row.role, row.starts_on, row.ends_on) for row in rows]


def test_a_group_is_formed_on_its_page_by_an_order(client, deputy, director, roadmap, auditors, school):
    paper = make_paper(school, "D03", author=deputy, roadmap=roadmap, title="О создании рабочей группы")
    approve_paper(paper, director=director)
    order = register_document(paper.pk, actor=deputy, number="6-од", dated=SEPTEMBER)
    client.force_login(deputy)
    fields = {
        "head": deputy.employee.pk, "auditors": [one.pk for one in auditors], "since": "2026-09-01", "document": order.pk,
    }  # fmt: skip
    client.post(reverse("working-group-form"), fields)
    group = WorkingGroup.objects.get()
    assert group.document == order
    assert composition(group) == [
        ("Азбукина", Role.AUDITOR, SEPTEMBER, None),
        ("Пеналова", Role.AUDITOR, SEPTEMBER, None),
        ("Чернильникова", Role.GROUP_HEAD, SEPTEMBER, None),
    ]
    assert group.appointments.first().basis == "О создании рабочей группы от 01.09.2026 №\u00a06-од"
    assert rights(User.objects.get(pk=deputy.pk)).has(Role.GROUP_HEAD)


def test_a_change_keeps_the_former_composition_with_its_days(deputy, roadmap, auditors, school):
    group = form_group(roadmap, actor=deputy, head=deputy.employee, auditors=auditors, since=SEPTEMBER)
    fresh = make_employee(school, "Скрепкина")
    form_group(roadmap, actor=deputy, head=deputy.employee, auditors=[auditors[0], fresh], since=OCTOBER)
    assert composition(group) == [
        ("Азбукина", Role.AUDITOR, SEPTEMBER, None),
        ("Пеналова", Role.AUDITOR, SEPTEMBER, date(2026, 9, 30)),
        ("Скрепкина", Role.AUDITOR, OCTOBER, None),
        ("Чернильникова", Role.GROUP_HEAD, SEPTEMBER, None),
    ]
    changed, created = HistoryEntry.objects.of(group)
    assert (created.sentence, changed.sentence) == ("Рабочая группа создана", "Состав рабочей группы изменён")
    assert list(changed.changes) == ["внутренний аудитор"]


def test_the_director_is_nobodys_auditor(deputy, director, roadmap, auditors):
    with pytest.raises(TransitionError, match="директор и в аудиторскую группу не входит"):
        form_group(roadmap, actor=deputy, head=deputy.employee, auditors=[director.employee], since=SEPTEMBER)
    with pytest.raises(TransitionError, match="директор"):
        form_group(roadmap, actor=deputy, head=director.employee, auditors=auditors, since=SEPTEMBER)
    assert not WorkingGroup.objects.exists()


def test_a_new_group_may_end_the_roles_of_the_former_year(client, deputy, roadmap, auditors, school):
    past = make_roadmap(school, "2021")
    old = form_group(past, actor=deputy, head=deputy.employee, auditors=auditors, since=date(2021, 1, 15))
    client.force_login(deputy)
    assert "end_former" in client.get(reverse("working-group-form")).context["form"].fields
    form_group(
        roadmap, actor=deputy, head=deputy.employee, auditors=auditors[:1], since=SEPTEMBER, end_former=True
    )  # fmt: skip
    assert {row[3] for row in composition(old)} == {date(2026, 8, 31)}


def test_a_closed_year_keeps_its_group(deputy, director, roadmap, auditors):
    today = timezone.localdate()
    Roadmap.objects.update(state="closed", approved_on=today, approved_by=director)
    with pytest.raises(TransitionError, match="Год закрыт"):
        form_group(roadmap, actor=deputy, head=deputy.employee, auditors=auditors, since=SEPTEMBER)


def test_a_teacher_reads_the_composition_and_changes_nothing(client, deputy, roadmap, auditors, school):
    form_group(roadmap, actor=deputy, head=deputy.employee, auditors=auditors, since=SEPTEMBER)
    teacher = make_user(school, Role.TEACHER)
    client.force_login(teacher)
    assert "Азбукина" in client.get(reverse("working-group")).content.decode()
    assert client.get(reverse("working-group-form")).status_code == 403
    with pytest.raises(NotAllowed):
        form_group(roadmap, actor=teacher, head=teacher.employee, auditors=auditors, since=SEPTEMBER)


def test_who_may_form_the_first_group_is_led_to_its_form(client, deputy, roadmap):
    client.force_login(deputy)
    page = client.get(reverse("working-group")).content.decode()
    assert f'href="{reverse("working-group-form")}?roadmap={roadmap.pk}"' in page


def test_a_group_of_another_school_or_without_a_year_is_not_there(client, roadmap):
    stranger = make_user(make_school(), Role.DEPUTY_EDU)
    client.force_login(stranger)
    assert client.get(reverse("working-group"), {"roadmap": roadmap.pk}).status_code == 404
    assert client.get(reverse("working-group"), {"roadmap": "x"}).status_code == 404
    assert "дорожной карты пока нет" in client.get(reverse("working-group")).content.decode()
    assert client.get(reverse("working-group-form")).status_code == 404


def test_only_an_order_in_force_of_this_year_can_be_its_ground(client, deputy, director, roadmap, school):
    make_paper(school, "D03", author=deputy, roadmap=roadmap)
    approve_paper(make_paper(school, "D03", author=deputy, roadmap=make_roadmap(school, "2021")), director=director)
    approve_paper(make_paper(school, "D01", author=deputy, roadmap=roadmap), director=director)
    client.force_login(deputy)
    assert list(client.get(reverse("working-group-form")).context["form"].fields["document"].queryset) == []


@pytest.mark.one_database
def test_the_page_costs_the_same_for_any_number_of_members(
    client, deputy, roadmap, school, django_assert_max_num_queries
):
    client.force_login(deputy)
    spent = set()
    for day, size in ((SEPTEMBER, 1), (OCTOBER, 30)):
        people = [make_employee(school) for _ in range(size)]
        form_group(roadmap, actor=deputy, head=deputy.employee, auditors=people, since=day)
        client.get(reverse("working-group"))
        with django_assert_max_num_queries(15) as queries:
            client.get(reverse("working-group"))
        spent.add(len(queries))
    assert len(spent) == 1
    assert Appointment.objects.filter(role=Role.AUDITOR).count() == 31
    assert SEPTEMBER + timedelta(29) == Appointment.objects.filter(ends_on__isnull=False).get().ends_on
