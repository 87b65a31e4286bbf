"""The one door: what it lets through, what it refuses, and that a refusal leaves nothing behind."""

from datetime import timedelta

import pytest
from django.utils import timezone

from roadmap.models import Activity, ActivityResponsible
from roadmap.permissions import Role
from roadmap.workflow import ACTIVITY, CANCEL_ACTIVITY, FINISH_ACTIVITY, START_ACTIVITY
from tests.factories import make_activity, make_roadmap, make_school, make_user
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, Table, TransitionError, perform

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def director(school):
    return make_user(school, Role.DIRECTOR)


@pytest.fixture
def teacher(school):
    return make_user(school, Role.TEACHER)


@pytest.fixture
def activity(school, director, teacher):
    """Return a planned row of a roadmap in force; the teacher answers for it."""
    roadmap = make_roadmap(school, state="approved", approved_on=TODAY(), approved_by=director)
    row = make_activity(roadmap)
    ActivityResponsible.objects.create(activity=row, employee=teacher.employee, is_main=True)
    return row


def rows():
    return Activity.objects.select_related("roadmap__school")


def unchanged(activity):
    activity.refresh_from_db()
    return activity.state == Activity.State.PLANNED and not HistoryEntry.objects.of(activity).exists()


def test_a_step_moves_the_record_and_writes_history(activity, teacher):
    yesterday = TODAY() - timedelta(1)
    changed = perform(START_ACTIVITY, activity.pk, actor=teacher, queryset=rows(), comment=" начали ", on=yesterday)
    assert changed.state == Activity.State.IN_PROGRESS
    [entry] = HistoryEntry.objects.of(activity)
    assert (entry.actor, entry.from_state, entry.to_state) == (teacher, "planned", "in_progress")
    assert (entry.comment, entry.effective_on, entry.action) == ("начали", yesterday, "roadmap.activity.start")


def test_other_fields_change_with_the_state_and_are_told(activity, teacher):
    perform(
        FINISH_ACTIVITY, activity.pk, actor=teacher, queryset=rows(), values=lambda row: {"done_on": row.ends_on}
    )  # fmt: skip
    activity.refresh_from_db()
    assert activity.done_on == activity.ends_on
    assert HistoryEntry.objects.of(activity).get().changes == {"выполнено": [None, "31.12.2021"]}


def test_a_second_click_finds_the_door_closed(activity, teacher):
    perform(START_ACTIVITY, activity.pk, actor=teacher, queryset=rows())
    with pytest.raises(TransitionError, match="сейчас «идёт»"):
        perform(START_ACTIVITY, activity.pk, actor=teacher, queryset=rows())
    assert HistoryEntry.objects.of(activity).count() == 1


def test_whoever_may_not_is_told_who_can(activity, school):
    with pytest.raises(NotAllowed, match="ответственный"):
        perform(START_ACTIVITY, activity.pk, actor=make_user(school, Role.TEACHER), queryset=rows())
    assert unchanged(activity)


def test_a_director_of_another_school_may_nothing(activity):
    with pytest.raises(NotAllowed):
        perform(START_ACTIVITY, activity.pk, actor=make_user(make_school(), Role.DIRECTOR), queryset=rows())
    assert unchanged(activity)


def test_the_system_passes_the_right_but_not_the_state(activity):
    perform(FINISH_ACTIVITY, activity.pk, actor=None, queryset=rows(), values={"done_on": TODAY()})
    assert HistoryEntry.objects.of(activity).get().actor_name == "Система"
    with pytest.raises(TransitionError):
        perform(FINISH_ACTIVITY, activity.pk, actor=None, queryset=rows())


@pytest.mark.parametrize("comment", ["", "   ", None])
def test_a_step_that_needs_a_reason_does_not_go_without(activity, director, comment):
    with pytest.raises(TransitionError, match="Почему отменено"):
        perform(CANCEL_ACTIVITY, activity.pk, actor=director, queryset=rows(), comment=comment)
    assert unchanged(activity)


def test_nothing_happens_tomorrow(activity, teacher):
    with pytest.raises(TransitionError, match="ещё не наступил"):
        perform(START_ACTIVITY, activity.pk, actor=teacher, queryset=rows(), on=TODAY() + timedelta(1))
    assert unchanged(activity)


def test_what_is_missing_stops_the_step_and_is_named_beforehand(activity, teacher):
    type(activity.roadmap).objects.filter(pk=activity.roadmap_id).update(state="draft")
    activity.roadmap.refresh_from_db()
    [missing] = START_ACTIVITY.blockers(activity)
    assert "Карта ещё не утверждена" in missing.message
    with pytest.raises(TransitionError, match="Карта ещё не утверждена"):
        perform(START_ACTIVITY, activity.pk, actor=teacher, queryset=rows())
    assert unchanged(activity)


def test_buttons_are_the_steps_that_state_and_person_allow(activity, teacher, director):
    assert [step.name for step in ACTIVITY.for_user(teacher, activity)] == ["start", "finish"]
    assert [step.name for step in ACTIVITY.for_user(director, activity)] == [
        "start",
        "finish",
        "not_required",
        "cancel",
    ]


def test_a_table_refuses_two_steps_of_one_name_and_an_unknown_one():
    table = Table("roadmap.Activity")
    facts = {"label": "", "done": "", "who": lambda user, obj: True, "refusal": ""}
    table.add("start", "planned", "in_progress", **facts)
    with pytest.raises(ValueError, match="named twice"):
        table.add("start", "planned", "done", **facts)
    with pytest.raises(KeyError):
        table["stop"]
