"""Records of consultations: row 6 of the roadmap is carried out by them."""

from django.db import transaction
from django.utils import timezone

from roadmap.models import Consultation
from roadmap.permissions import consults
from roadmap.services.activities import settle_activity
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError

FIELDS = ("activity", "held_on", "consultant", "association", "focus", "topic", "outcome")
CONSULTS = "Консультации записывают руководители и рабочая группа."


@transaction.atomic
def record_consultation(roadmap, *, actor, **fields):
    """Write a consultation down and return it; the roadmap row follows."""
    consultation = Consultation(school=roadmap.school, roadmap=roadmap, **fields)
    _check(consultation, actor)
    consultation.save()
    history.record(
        consultation, actor=actor, action="roadmap.consultation.create", sentence="Консультация записана",
        on=consultation.held_on,
    )  # fmt: skip
    settle_activity(consultation.activity, on=consultation.held_on)
    return consultation


@transaction.atomic
def edit_consultation(pk, *, actor, **fields):
    """Correct a record and return it; both the former and the present roadmap row follow."""
    consultation = Consultation.objects.select_for_update(of=("self",)).select_related("school", "roadmap").get(pk=pk)
    former = consultation.activity
    before = history.snapshot(consultation, fields)
    for name, value in fields.items():
        setattr(consultation, name, value)
    _check(consultation, actor)
    consultation.save(update_fields=list(fields))
    changes = history.differences(consultation, before, history.snapshot(consultation, fields))
    history.record(
        consultation, actor=actor, action="roadmap.consultation.edit", sentence="Запись исправлена", changes=changes
    )
    for activity in {former, consultation.activity} - {None}:
        settle_activity(activity, on=consultation.held_on)
    return consultation


def _check(consultation, actor):
    if not consults(actor, consultation):
        raise NotAllowed(CONSULTS)
    if consultation.held_on > timezone.localdate():
        raise TransitionError("Консультация ещё впереди: запишите её, когда она пройдёт.")
    if not (consultation.association_id or consultation.focus):
        raise TransitionError("Укажите МО или направленность: чья это консультация.")
