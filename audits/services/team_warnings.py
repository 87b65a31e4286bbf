"""What a planner should know of a team though it forbids nothing (domain text, section 5.2)."""

from audits.models import Audit
from audits.models.criterion import Subject
from roadmap.models import AssociationMember
from vsoko.wording import NBSP


def team_warnings(case, people, first, last, *, audit=None):
    """Return sentences about these people auditing from `first` to `last`; `audit` is the one being planned, if stored."""
    return mutual(case, people, first, last, audit)


def warnings_of(case, audit, people):
    return team_warnings(case, people, audit.starts_on, audit.ends_on, audit=audit)


def mutual(case, people, first, last, audit):
    """Return a sentence for each association that audits this one after having been audited by its members last."""
    if case.subject != Subject.ASSOCIATION or not case.association_id:
        return []
    joined = AssociationMember.objects.within(first, last).filter(employee__in=people)
    theirs = {row.association_id: row.association for row in joined.select_related("association")}
    theirs.pop(case.association_id, None)
    if not theirs:
        return []
    earlier = Audit.objects.filter(association__in=theirs, subject=Subject.ASSOCIATION, starts_on__lte=first)
    earlier = earlier.exclude(state=Audit.State.CANCELLED).exclude(pk=audit.pk if audit else None)
    latest = {}
    for one in earlier.order_by("starts_on", "pk").prefetch_related("team"):
        latest[one.association_id] = one
    auditors = {one.pk: {one.lead_id, *(member.employee_id for member in one.team.all())} for one in latest.values()}
    ours = AssociationMember.objects.filter(
        association=case.association_id, employee__in=set().union(*auditors.values())
    )
    ours = list(ours.select_related("association", "employee")) if auditors else []
    return [
        f"{theirs[pk]} и {ours[0].association} проверяют друг друга подряд: аудит №{NBSP}{one.number} "
        f"вели {', '.join(names)}. Лучше назначить аудиторов из другого объединения."
        for pk, one in latest.items()
        if (names := sorted({row.employee.short_name for row in ours if counted(row, one, auditors)}))
    ]


def counted(row, audit, auditors):
    """Return whether this member was one of the auditors of that audit and a member on some of its days."""
    begun = row.starts_on is None or row.starts_on <= audit.ends_on
    return row.employee_id in auditors[audit.pk] and begun and (row.ends_on is None or row.ends_on >= audit.starts_on)
