"""Associations and programmes of additional education: composition by days, and who keeps it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Appointment, Association, CourseProgramme
from roadmap.permissions import Role, rights
from roadmap.services.associations import (
    add_members,
    close_association,
    create_association,
    edit_association,
    end_membership,
)
from tests.factories import join, make_association, make_employee, make_school, make_user
from vsoko.models import HistoryEntry, User
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
NAME = "МО учителей математики"


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def administrator(school):
    return make_user(school, Role.ADMINISTRATOR)


@pytest.fixture
def teacher(school):
    return make_user(school, Role.TEACHER, last_name="Циркулев")


def days(role, association):
    rows = Appointment.objects.filter(role=role, association=association).order_by("starts_on")
    return [(row.employee.last_name, row.starts_on, row.ends_on) for row in rows]


def test_an_association_is_created_with_its_chair(client, administrator, teacher):
    client.force_login(administrator)
    fields = {"name": f"  {NAME} ", "chair": teacher.employee.pk, "since": "2026-09-01", "basis": "приказ № 5"}
    answer = client.post(reverse("association-create"), fields)
    association = Association.objects.get()
    assert answer.url == association.get_absolute_url()
    assert association.name == NAME
    assert days(Role.CHAIR, association) == [("Циркулев", date(2026, 9, 1), None)]
    [entry] = HistoryEntry.objects.of(association)
    assert entry.changes == {"председатель МО": ["", teacher.employee.short_name]}


def test_an_empty_list_has_one_button_that_begins_it(client, administrator, school):
    client.force_login(administrator)
    for count in (0, 1):
        if count:
            make_association(school)
        page = client.get(reverse("association-list")).content.decode()
        assert page.count(f'href="{reverse("association-create")}"') == 1


def test_a_name_is_used_once(client, administrator, school):
    make_association(school, NAME)
    make_association(make_school(), "МО учителей физики")
    client.force_login(administrator)
    answer = client.post(reverse("association-create"), {"name": NAME, "since": "2026-09-01"})
    assert "уже есть" in answer.context["form"].errors["name"][0]
    client.post(reverse("association-create"), {"name": "МО учителей физики", "since": "2026-09-01"})
    assert Association.objects.filter(school=school).count() == 2


def test_a_new_chair_begins_where_the_former_ends(administrator, teacher, school):
    association = create_association(
        school, actor=administrator, name=NAME, chair=teacher.employee, since=date(2025, 9, 1)
    )
    other = make_employee(school, "Линейкина")
    edit_association(association.pk, actor=administrator, name=NAME, chair=other, since=date(2026, 9, 1))
    assert days(Role.CHAIR, association) == [
        ("Циркулев", date(2025, 9, 1), date(2026, 8, 31)),
        ("Линейкина", date(2026, 9, 1), None),
    ]
    assert rights(User.objects.get(pk=teacher.pk)).chaired == frozenset()


def test_who_stays_keeps_the_first_day_and_an_edit_of_nothing_leaves_no_trace(administrator, teacher, school):
    association = create_association(
        school, actor=administrator, name=NAME, chair=teacher.employee, since=date(2025, 9, 1)
    )
    edit_association(association.pk, actor=administrator, name=NAME, chair=teacher.employee, since=date(2026, 9, 1))
    assert days(Role.CHAIR, association) == [("Циркулев", date(2025, 9, 1), None)]
    assert HistoryEntry.objects.of(association).count() == 1


def test_a_mistake_of_the_same_day_leaves_no_chair_behind(administrator, teacher, school):
    day = date(2026, 9, 1)
    association = create_association(school, actor=administrator, name=NAME, chair=teacher.employee, since=day)
    other = make_employee(school, "Линейкина")
    edit_association(association.pk, actor=administrator, name=NAME, chair=other, since=day)
    assert days(Role.CHAIR, association) == [("Линейкина", day, None)]


def test_members_come_and_go_with_their_days(client, administrator, teacher, school):
    association = make_association(school)
    client.force_login(administrator)
    address = reverse("member-add", args=[association.pk])
    client.post(address, {"employees": [teacher.employee.pk], "since": "2026-09-01"})
    member = association.members.get()
    offered = client.get(address).context["form"].fields["employees"].queryset
    assert teacher.employee not in offered
    client.post(reverse("member-end", args=[member.pk]), {"on": "2026-10-31"})
    member.refresh_from_db()
    assert (member.starts_on, member.ends_on) == (date(2026, 9, 1), date(2026, 10, 31))
    page = client.get(association.get_absolute_url())
    assert (page.context["members"], page.context["past_members"]) == ([], [member])


def test_a_member_is_not_entered_twice_and_does_not_leave_before_coming(administrator, teacher, school):
    association = make_association(school)
    member = join(association, teacher.employee, starts_on=date(2026, 9, 1))
    with pytest.raises(TransitionError, match="Уже в объединении"):
        add_members(association.pk, actor=administrator, employees=[teacher.employee], since=date(2026, 10, 1))
    with pytest.raises(TransitionError, match="В объединении с 01.09.2026"):
        end_membership(member.pk, actor=administrator, on=date(2026, 8, 1))


def test_a_closed_association_keeps_its_past_and_takes_nothing_new(client, administrator, teacher, school):
    today = timezone.localdate()
    association = create_association(
        school, actor=administrator, name=NAME, chair=teacher.employee, since=today - timedelta(10)
    )
    member = join(association, teacher.employee)
    client.force_login(administrator)
    client.post(reverse("association-close", args=[association.pk]), {"on": today.isoformat()})
    association.refresh_from_db()
    member.refresh_from_db()
    assert (association.closed_on, member.ends_on) == (today, today)
    assert days(Role.CHAIR, association)[0][2] == today
    with pytest.raises(TransitionError, match="упразднено"):
        add_members(association.pk, actor=administrator, employees=[make_employee(school)])
    assert [
        row.name for row in client.get(reverse("association-list"), {"state": "closed"}).context["object_list"]
    ] == [NAME]
    assert list(client.get(reverse("association-list")).context["object_list"]) == []


def test_nothing_is_closed_tomorrow(administrator, school):
    with pytest.raises(TransitionError, match="ещё не наступил"):
        close_association(make_association(school).pk, actor=administrator, on=timezone.localdate() + timedelta(1))


def test_a_teacher_sees_associations_and_changes_none(client, teacher, school):
    association = make_association(school, NAME)
    client.force_login(teacher)
    assert NAME in client.get(reverse("association-list")).content.decode()
    page = client.get(association.get_absolute_url()).content.decode()
    assert reverse("member-add", args=[association.pk]) not in page
    for name in ("association-edit", "association-close", "member-add"):
        assert client.get(reverse(name, args=[association.pk])).status_code == 403
    with pytest.raises(NotAllowed):
        create_association(school, actor=teacher, name="Своё")


def test_another_school_sees_none(client, school):
    association = make_association(school)
    member = join(association, make_employee(school))
    client.force_login(make_user(make_school(), Role.ADMINISTRATOR))
    for name in ("association-detail", "association-edit", "association-close", "member-add"):
        assert client.get(reverse(name, args=[association.pk])).status_code == 404
    assert client.get(reverse("member-end", args=[member.pk])).status_code == 404


@pytest.mark.one_database
@pytest.mark.parametrize("name", ["association-list", "course-programme-list", "association-detail"])
def test_pages_cost_the_same_for_any_number_of_rows(client, administrator, school, name, django_assert_max_num_queries):
    big = make_association(school)
    address = reverse(name, args=[big.pk] if name.endswith("detail") else [])
    client.force_login(administrator)
    spent = set()
    for rows in (1, 29):
        for _ in range(rows):
            association = make_association(school)
            user = make_user(school, Role.CHAIR, Role.CURATOR, association=association)
            join(association, user.employee)
            join(big, user.employee)
            CourseProgramme.objects.create(
                school=school, name="Шахматы", focus="sports", association=big, author=user.employee
            )
        client.get(address)
        with django_assert_max_num_queries(15) as queries:
            client.get(address)
        spent.add(len(queries))
    assert len(spent) == 1


# --- программы дополнительного образования --------------------------------------------------------------------------


def test_a_programme_is_entered_and_changed_with_its_teachers(client, administrator, teacher):
    client.force_login(administrator)
    fields = {"name": "Шахматы и логика", "focus": "sports", "hours": "72", "teachers": [teacher.employee.pk]}
    answer = client.post(reverse("course-programme-create"), fields)
    programme = CourseProgramme.objects.get()
    assert answer.url == programme.get_absolute_url()
    assert list(programme.teachers.all()) == [teacher.employee]
    client.post(reverse("course-programme-edit", args=[programme.pk]), fields | {"hours": "144", "teachers": []})
    assert HistoryEntry.objects.of(programme).first().changes == {
        "часов": [72, 144],
        "педагоги": [[teacher.employee.short_name], []],
    }


def test_a_teacher_reads_programmes_and_changes_none(client, teacher, school):
    programme = CourseProgramme.objects.create(school=school, name="Шахматы", focus="sports")
    client.force_login(teacher)
    assert client.get(programme.get_absolute_url()).status_code == 200
    assert client.get(reverse("course-programme-edit", args=[programme.pk])).status_code == 403
    assert client.post(reverse("course-programme-create"), {}).status_code == 403
