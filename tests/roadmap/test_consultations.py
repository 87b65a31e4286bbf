"""Consultations: who records them, about whom, and how the roadmap row follows."""

from datetime import date

import pytest

from roadmap.models import Activity, Consultation
from roadmap.permissions import Role
from roadmap.services.consultations import edit_consultation, record_consultation
from tests.factories import make_activity, make_association, make_user
from tests.roadmap.years import make_year
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    world = make_year("consultation")
    world.associations = [make_association(world.school), make_association(world.school)]
    return world


def record(world, association=None, actor=None, **fields):
    fields = {
        "activity": world.rows[0],
        "held_on": date(2021, 2, 10),
        "consultant": world.deputy.employee,
        "association": association or world.associations[0],
        "topic": "Порядок внутреннего аудита",
    } | fields
    return record_consultation(world.roadmap, actor=actor or world.deputy, **fields)


def test_row_starts_with_the_first_and_is_done_with_every_association(world):
    record(world, world.associations[0], held_on=date(2021, 2, 10))
    assert Activity.objects.get().state == "in_progress"
    record(world, world.associations[1], held_on=date(2021, 2, 24))
    row = Activity.objects.get()
    assert (row.state, row.done_on) == ("done", date(2021, 2, 24))


def test_record_is_in_history_on_its_day(world):
    consultation = record(world)
    entry = HistoryEntry.objects.of(consultation).get()
    assert (entry.actor, entry.effective_on) == (world.deputy, date(2021, 2, 10))


def test_correction_says_what_was(world):
    consultation = record(world)
    edit_consultation(consultation.pk, actor=world.deputy, topic="Критерии аудита")
    changes = HistoryEntry.objects.of(consultation).first().changes
    assert changes == {"о чём": ["Порядок внутреннего аудита", "Критерии аудита"]}


def test_correction_moves_the_fact_to_its_true_row(world):
    other = make_activity(world.roadmap, "consultation")
    consultation = record(world)
    edit_consultation(consultation.pk, actor=world.deputy, activity=other)
    assert Activity.objects.get(pk=other.pk).state == "in_progress"


def test_consultation_ahead_is_not_recorded(world):
    with pytest.raises(TransitionError, match="впереди"):
        record(world, held_on=date(2999, 1, 1))
    assert not Consultation.objects.exists()


def test_consultation_concerns_somebody(world):
    with pytest.raises(TransitionError, match="МО или направленность"):
        record_consultation(
            world.roadmap,
            actor=world.deputy,
            held_on=date(2021, 2, 10),
            consultant=world.deputy.employee,
            topic="О чём-то",
        )


def test_group_records_and_teacher_does_not(world):
    record(world, actor=make_user(world.school, Role.AUDITOR))
    with pytest.raises(NotAllowed):
        record(world, actor=world.teacher)
    with pytest.raises(NotAllowed):
        edit_consultation(Consultation.objects.get().pk, actor=world.teacher, topic="Другое")
