"""What the programme of a year could take in, by risk: who proposes says why and when, a person accepts it or not."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Min
from django.urls import reverse

from audits.models.criterion import Subject
from audits.permissions import plans_audits
from audits.services.impartiality import Case, reasons
from audits.services.planning import OBJECTIVES, PLANNERS, SCOPE, auditing, plan_audit
from audits.services.programmes import programmes
from audits.services.risk import Risk, Risks
from roadmap.models import Appointment, Employee
from roadmap.models.activity import Stage
from roadmap.permissions import Role
from vsoko.models import CalendarPeriod
from vsoko.workdays import months_before
from vsoko.workflow import NotAllowed, TransitionError

ORDERED_BEFORE = 14  # days between today and the first proposed audit: its order and its plan come before
SHORTEST = 3  # working days that a week must have for an audit
NO_WEEK = "Свободной недели до конца года не осталось: выберите дни сами."
NOBODY = "Некому вести этот аудит: все аудиторы в эти дни связаны с объектом. Выберите дни и группу сами."


@dataclass
class Proposal:
    """A subject with its risk and the week in which it could be audited; no days where the year has no week left."""

    risk: Risk
    starts_on: date | None = None
    ends_on: date | None = None

    @property
    def sections(self):
        return [] if self.risk.is_deep else self.risk.sections

    @property
    def form_query(self):
        """Return what the address of the form says of this proposal."""
        subject = f"association={self.risk.association.pk}" if self.risk.association else "subject=school"
        return f"{subject}&proposed=1"

    def conditions(self):
        """Return what of the conditions of an audit follows from the proposal."""
        risk = self.risk
        objectives = OBJECTIVES[risk.subject]
        if risk.had_findings:
            objectives += " Проверить, устранены ли прошлые несоответствия."
        known = {"objectives": objectives, "scope": SCOPE[risk.subject], "sections": self.sections}
        if self.starts_on is None:
            return known
        before = months_before(self.starts_on, 12)
        since = max(before, risk.last_on + timedelta(days=1)) if risk.last_on else before
        until = self.starts_on - timedelta(days=1)
        return known | {
            "starts_on": self.starts_on, "ends_on": self.ends_on, "period_from": min(since, until), "period_to": until,
        }  # fmt: skip


def proposals(roadmap):
    """Return what no audit of the year covers yet, the heaviest risk first, each in a free week of its own."""
    risks = Risks(roadmap)
    left = [
        risk for risk in risks.all() if (risk.subject, risk.association and risk.association.pk) not in risks.covered
    ]
    left += filter(None, [risks.rest_of_school()])
    weeks = free_weeks(roadmap, {audit.starts_on.isocalendar()[:2] for audit in risks.planned}, risks.today)
    return [Proposal(risk, *next(weeks, (None, None))) for risk in left]


def free_weeks(roadmap, taken, today):
    """Yield (first, last working day) of the weeks without another audit, vacation or exams, up to the end of the year."""
    calendar = CalendarPeriod.objects.calendar(roadmap.school_id)
    audits_from = roadmap.activities.filter(stage=Stage.AUDITS).aggregate(first=Min("starts_on"))["first"]
    begin = max(audits_from or roadmap.period_from, roadmap.period_from)
    if today <= roadmap.period_to:
        begin = max(begin, today + timedelta(days=ORDERED_BEFORE))
    monday = begin - timedelta(days=begin.weekday())
    while monday <= roadmap.period_to:
        week = [monday + timedelta(days=number) for number in range(5)]
        days = [
            day
            for day in week
            if begin <= day <= roadmap.period_to and calendar.is_working(day) and not calendar.break_on(day)
        ]
        if len(days) >= SHORTEST and monday.isocalendar()[:2] not in taken:
            yield days[0], days[-1]
        monday += timedelta(days=7)


def proposal_for(roadmap, key):
    """Return the proposal of a subject, or None where the year has it already."""
    return next((one for one in proposals(roadmap) if one.risk.key == key), None)


@transaction.atomic
def accept_proposal(pk, *, actor, key):
    """Plan the audit that a programme is proposed, with an impartial lead, and return it; its conditions may be changed."""
    programme = programmes().select_for_update(of=("self",)).get(pk=pk)
    if not plans_audits(actor, programme):
        raise NotAllowed(PLANNERS)
    found = proposal_for(programme.roadmap, key)
    if found is None:
        raise TransitionError("Этот объект в году уже есть: обновите страницу.")
    form = f"{reverse('audit-create')}?{found.form_query}"
    if found.starts_on is None:
        raise TransitionError(NO_WEEK, url=form)
    auditee = answering(programme.school_id, found)
    return plan_audit(
        programme.roadmap_id, actor=actor, why=" ".join(found.risk.reasons), subject=found.risk.subject,
        association=found.risk.association, course_programme=None, template=None, auditee=auditee,
        lead=lead_for(programme, found, auditee, form), **found.conditions(),
    )  # fmt: skip


def answering(school_id, found):
    """Return who answers for the school as a whole; for an association planning itself finds its chair."""
    if found.risk.subject != Subject.SCHOOL:
        return None
    held = Appointment.objects.filter(school=school_id).covering(found.starts_on).holders()
    return held.get(Role.DEPUTY_EDU) or held.get(Role.DIRECTOR)


def lead_for(programme, found, auditee, form):
    """Return the impartial auditor who leads the fewest audits of the year."""
    conditions = found.conditions()
    windows = ((conditions["period_from"], conditions["period_to"]), (found.starts_on, found.ends_on))
    staff = Employee.objects.filter(school=programme.school_id, left_on=None)
    group = list(staff.filter(auditing(found.starts_on, found.ends_on)))
    association = found.risk.association
    case = Case(
        programme.school_id, found.risk.subject, association.pk if association else None,
        auditee.pk if auditee else None, (), windows,
    )  # fmt: skip
    barred = reasons(case, group)
    led = Counter(programme.roadmap.audits.exclude(state="cancelled").values_list("lead", flat=True))
    free = [employee for employee in group if employee.pk not in barred]
    if not free:
        raise TransitionError(NOBODY, url=form)
    return min(free, key=lambda employee: (led[employee.pk], str(employee), employee.pk))
