"""What a planner should know of a team though it forbids nothing (domain text, section 5.2)."""

from django.db.models import F

from audits.models import Audit
from audits.models.criterion import Subject
from audits.services.impartiality import in_force
from roadmap.models import AssociationMember
from roadmap.services.training import longest
from vsoko.wording import NBSP, day_num


def team_warnings(case, members, people, first, last, *, audit=None):
    """Return sentences about these people auditing from `first` to `last`.

    `members` are their memberships; `audit` is the one being planned, if it is stored.
    """
    return mutual(case, members, people, first, last, audit) + untrained(people, last)


def warnings_of(audit, case, judged, people):
    return team_warnings(case, judged.members, people, audit.starts_on, audit.ends_on, audit=audit)


def untrained(people, day):
    """Return a sentence for each whose training ends before that day; what was never written down warns of nothing."""
    return [
        f"{one.employee}: обучение аудитора действует по {day_num(one.valid_until)}, к концу аудита срок выйдет."
        for one in longest(people).values()
        if not one.holds_on(day)
    ]


def mutual(case, members, people, first, last, audit):
    """Return a sentence for each association that audits this one after having been audited by its members last."""
    named = {employee.pk for employee in people}
    theirs = {
        row.association_id: row.association
        for row in members
        if row.employee_id in named and row.association_id != case.association_id and in_force(row, first, last)
    }
    if not theirs:
        return []
    earlier = Audit.objects.filter(association__in=theirs, subject=Subject.ASSOCIATION, starts_on__lte=first)
    earlier = earlier.exclude(state=Audit.State.CANCELLED).exclude(pk=audit.pk if audit else None)
    latest, auditors = {}, {}
    rows = earlier.order_by("starts_on", "pk").annotate(auditor=F("team__employee"))
    for one in rows:
        latest[one.association_id] = one
        auditors.setdefault(one.pk, {one.lead_id}).add(one.auditor)
    known = set().union(*auditors.values()) - {None}
    ours = AssociationMember.objects.filter(association=case.association_id, employee__in=known)
    ours = list(ours.select_related("association", "employee")) if known else []
    return [
        f"{theirs[pk]} и {ours[0].association} проверяют друг друга подряд: аудит №{NBSP}{one.number} "
        f"вели {', '.join(names)}. Лучше назначить аудиторов из другого объединения."
        for pk, one in latest.items()
        if (names := sorted({row.employee.short_name for row in ours if counted(row, one, auditors)}))
    ]


def counted(row, audit, auditors):
    """Return whether this member was one of the auditors of that audit and a member on some of its days."""
    return row.employee_id in auditors[audit.pk] and in_force(row, audit.starts_on, audit.ends_on)
