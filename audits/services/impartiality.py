"""Nobody audits the own work (domain text, section 5.2; ISO 19011, clause 4). Asked at appointment, start and report.

Membership may be entered backwards, so a team that was clean when it was named is asked again at every gate.
"""

from dataclasses import dataclass

from django.db.models import F, Q

from audits.models.checklist import Answer
from audits.models.criterion import Subject
from roadmap.models import Appointment, AssociationMember, CourseProgramme
from roadmap.permissions import ASSOCIATION_ROLES, Role
from vsoko.wording import day_num
from vsoko.workflow import TransitionError


@dataclass(frozen=True)
class Case:
    """What is audited and when, as far as it is known: an audit, or a form that is still being filled in."""

    school_id: int
    subject: str
    association_id: int | None = None
    auditee_id: int | None = None
    programmes: tuple = ()
    windows: tuple = ()

    @classmethod
    def of(cls, audit):
        programmes = [audit.course_programme] if audit.course_programme else audit.sampled_programmes.all()
        return cls(
            audit.school_id,
            audit.subject,
            audit.association_id,
            audit.auditee_id,
            tuple(programmes),
            ((audit.period_from, audit.period_to), (audit.starts_on, audit.ends_on)),
        )

    def on_some_day(self):
        """Return a condition on dated rows: in force on any day of the audited period or of the audit itself."""
        found = Q(pk__in=[])
        for first, last in self.windows:
            since = Q(starts_on__isnull=True) | Q(starts_on__lte=last)
            found |= since & (Q(ends_on__isnull=True) | Q(ends_on__gte=first))
        return found


def dates(row):
    """Return « с 01.09.2020 по 15.02.2021», as much of it as is known."""
    since = f" с {day_num(row.starts_on)}" if row.starts_on else ""
    return since + (f" по {day_num(row.ends_on)}" if row.ends_on else "")


def reasons(case, employees):
    """Return {employee pk: [why this person may not audit]} for those who may not, by three queries for any number."""
    employees = [employee.pk for employee in employees]
    found = {}

    def add(employee_id, reason):
        found.setdefault(employee_id, []).append(reason)

    if case.auditee_id in employees:
        add(case.auditee_id, "отвечает за проверяемый объект")
    held = Appointment.objects.filter(case.on_some_day(), employee__in=employees, school=case.school_id)
    of_subject = Q(role=Role.DIRECTOR)
    if case.subject == Subject.ASSOCIATION and case.association_id:
        members = AssociationMember.objects.filter(case.on_some_day(), employee__in=employees)
        for member in members.filter(association=case.association_id):
            add(member.employee_id, f"член этого МО{dates(member)}")
        of_subject |= Q(role__in=ASSOCIATION_ROLES, association=case.association_id)
    for appointment in held.filter(of_subject):
        what = "директор школы" if appointment.role == Role.DIRECTOR else appointment.get_role_display()
        add(appointment.employee_id, f"{what}{dates(appointment)}")
    by_pk = {programme.pk: programme for programme in case.programmes}
    for programme in case.programmes:
        if programme.author_id in employees:
            add(programme.author_id, f"автор программы {programme}")
    if by_pk:
        taught = CourseProgramme.teachers.through.objects.filter(courseprogramme__in=by_pk, employee__in=employees)
        for programme, employee in taught.values_list("courseprogramme", "employee"):
            add(employee, f"ведёт программу {by_pk[programme]}")
    return found


def refuse_partial(case, people, *, field=None):
    """Raise TransitionError naming the first of the people who may not audit, and why."""
    found = reasons(case, people)
    for employee in people:
        if employee.pk in found:
            raise TransitionError(
                f"{employee.short_name} не может проверять: {', '.join(found[employee.pk])}. Назначьте другого аудитора.",
                field=field,
            )


def team_of(audit):
    """Return the lead auditor and the members of the team."""
    return [audit.lead, *(member.employee for member in audit.team.all())]


def own_questions(audit, items):
    """Return {item pk: employee pk} of questions of a school audit for which somebody in the school answers.

    That person is barred from this question only, not from the whole audit (domain text, section 5.2).
    """
    if audit.subject != Subject.SCHOOL:
        return {}
    return {item.pk: item.criterion.responsible_id for item in items if item.criterion.responsible_id}


def refuse_partial_audit(audit):
    """Raise TransitionError when the team of an audit is not impartial, or nobody in it may ask some question."""
    team = team_of(audit)
    refuse_partial(Case.of(audit), team)
    if audit.subject == Subject.SCHOOL and len({employee.pk for employee in team}) == 1:
        own = audit.items.filter(criterion__responsible=team[0]).first()
        if own:
            raise TransitionError(
                f"{own.code}: за этот вопрос в школе отвечает {team[0].short_name}, а другого аудитора нет. "
                "Добавьте в группу ещё одного аудитора."
            )


def refuse_own_answers(audit):
    """Raise TransitionError when somebody answered a question of a school audit for which that person is responsible."""
    if audit.subject != Subject.SCHOOL:
        return
    own = audit.items.exclude(answer=Answer.NOT_CHECKED).filter(criterion__responsible__user=F("answered_by"))
    item = own.select_related("criterion__responsible").first()
    if item:
        raise TransitionError(
            f"{item.code}: на вопрос ответил(а) {item.criterion.responsible.short_name}, а за него же отвечает в школе. "
            "Пусть этот вопрос проверит другой аудитор."
        )
