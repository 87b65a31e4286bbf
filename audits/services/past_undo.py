"""The last load of earlier years taken back: whole, and only as long as nothing stands on what it has brought."""

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from audits.models import Action, Audit, CorrectivePlan, EffectivenessCheck, Finding, PastImport, RootCause
from audits.permissions import drafts_for_director
from audits.services.past_import import KEEPERS, LOADED
from roadmap.models import Roadmap
from roadmap.services.undoing import refuse_if_touched, refuse_if_used, standing_on
from vsoko import history, search
from vsoko.models import School
from vsoko.workflow import NotAllowed, TransitionError

# In this order they go: nothing is left that points to what has gone.
MADE = (Action, CorrectivePlan, Finding, Audit)
LINKS = (PastImport, PastImport.actions.through, PastImport.years.through)  # the load itself stands in nobody's way


def last_import(school):
    """Return the latest load that was not taken back, or None."""
    rows = PastImport.objects.filter(school=school).standing()
    return rows.select_related("source_file", "loaded_by__employee").first()


@transaction.atomic
def undo_import(pk, *, actor):
    """Delete all that the last load has brought and return it; the load and its file stay as a fact of history.

    Raises TransitionError where something was built on it since: the sentence says what stands in the way.
    """
    if not drafts_for_director(actor):
        raise NotAllowed(KEEPERS)
    past = last_import(School.objects.select_for_update(of=("self",)).get(pk=actor.school_id))
    if past is None or past.pk != pk:
        raise TransitionError("Эту загрузку уже отменили или после неё была другая: откройте страницу заново.")
    own = {model: model.objects.filter(past_import=past) for model in (CorrectivePlan, Finding, Audit)}
    own[Action] = Action.objects.filter(past_imports=past)
    own[RootCause] = RootCause.objects.filter(finding__past_import=past)
    own[EffectivenessCheck] = EffectivenessCheck.objects.filter(finding__past_import=past)
    refuse_if_used(own, LINKS)
    refuse_if_touched(own, Q(action=LOADED))
    joined = joined_audits(past)
    for rows in own.values():
        search.forget(rows)
    own[Finding].update(repeat_of=None)
    for model in MADE:
        own[model].delete()
    as_before(joined)
    for roadmap in past.years.all():
        remove_year(past, roadmap)
    past.undone_by, past.undone_at = actor, timezone.now()
    past.save(update_fields=["undone_by", "undone_at"])
    history.record(past, actor=actor, action="audits.pastimport.undo", sentence="Загрузка прошлых лет отменена")
    return past


def joined_audits(past):
    """Return the ids of audits of earlier loads that this one has brought findings or actions to."""
    joined = Q(findings__past_import=past) | Q(findings__actions__past_imports=past)
    return list(Audit.objects.filter(joined).exclude(past_import=past).values_list("pk", flat=True).distinct())


def as_before(audits):
    """What the load had opened anew in audits of earlier loads is over again: their plans, and the day of a plan."""
    unfinished = Q(actions__state__in=Action.OPEN)
    plans = CorrectivePlan.objects.filter(audit__in=audits, state=CorrectivePlan.State.APPROVED).exclude(unfinished)
    for plan in plans.annotate(last=Max("actions__accepted_on")):
        CorrectivePlan.objects.filter(pk=plan.pk).update(state=CorrectivePlan.State.COMPLETED, completed_on=plan.last)
    owing = Finding.objects.filter(audit__in=audits, state__in=[Finding.State.OPEN, Finding.State.ACKNOWLEDGED])
    led = Q(pk__in=owing.values("audit")) | Q(plan__isnull=False, plan__past_import=None)
    Audit.objects.filter(pk__in=audits).exclude(led).update(plan_due_on=None)


def remove_year(past, roadmap):
    """Delete a year that the load has begun, unless something else is in it by now."""
    own = {Roadmap: Roadmap.objects.filter(pk=roadmap.pk)}
    if roadmap.state != Roadmap.State.DRAFT or next(standing_on(own, LINKS), None):
        return
    search.forget(own[Roadmap])
    past.years.remove(roadmap)
    roadmap.delete()
