"""The period of observation after the last action: when it ends and what was found in it (domain text, sections 4.5, 4.6)."""

from datetime import timedelta

from django.db.models import Count
from django.utils import timezone

from audits.models import Action, Finding
from vsoko.wording import day_num, plural


def actions_of_round(finding, number):
    """Return the actions of a round that were not taken off."""
    return finding.actions.filter(round=number).exclude(state=Action.State.CANCELLED)


def last_done(finding, number):
    """Return the day on which the last action of a round was carried out, or None where there is none."""
    return max(filter(None, actions_of_round(finding, number).values_list("done_on", flat=True)), default=None)


def first_day_of_check(finding, number):
    """Return the first day on which the effect of a round may be judged, by the term of the school."""
    done = last_done(finding, number)
    return done and done + timedelta(days=finding.school.check_after_days)


def repeats_observed(check, until):
    """Return the findings of the same criterion and subject registered between the last action of the round and that day."""
    finding, done = check.finding, last_done(check.finding, check.round)
    if finding.criterion_id is None or done is None:
        return Finding.objects.none()
    same = Finding.objects.nonconformities().filter(
        school=finding.school_id,
        criterion=finding.criterion_id,
        audit__subject=finding.audit.subject,
        audit__association=finding.audit.association_id,
        course_programme=finding.course_programme_id,
        registered_on__gt=done,
        registered_on__lte=until,
    )
    return same.exclude(state=Finding.State.WITHDRAWN).exclude(pk=finding.pk).order_by("registered_on", "pk")


def found(check):
    """Return {criterion of effect: what the records show about it}, a sentence each; a person judges."""
    rows = list(actions_of_round(check.finding, check.round).annotate(proofs=Count("evidence")))
    accepted = [row for row in rows if row.state == Action.State.ACCEPTED]
    proofs = plural(sum(row.proofs for row in accepted), "свидетельство,свидетельства,свидетельств")
    today = timezone.localdate()
    same = [f"№ {one.number} от {day_num(one.registered_on)}: {one.title}" for one in repeats_observed(check, today)]
    done = last_done(check.finding, check.round)
    period = f"С {day_num(done)} по {day_num(today)}" if done else "До сих пор"
    signs = "; ".join(row.sign.rstrip(".") for row in rows if row.sign)
    nothing = (
        "по этому критерию у этого объекта ничего не записано."
        if check.finding.criterion_id
        else "повторы посмотрите сами: критерий не назван, программа их не узнаёт."
    )
    return {
        "proved": f"Принято действий: {len(accepted)} из {len(rows)}, приложено: {proofs}.",
        "no_repeat": f"{period} по этому критерию записано {'; '.join(same)}." if same else f"{period} {nothing}",
        "reached": f"Признак: {signs}." if signs else "",
    }
