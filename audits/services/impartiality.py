"""Nobody audits the own work (domain text, section 5.2; ISO 19011, clause 4). Asked at appointment, start and report.

Membership may be entered backwards, so a team that was clean when it was named is asked again at every gate.
"""

from dataclasses import dataclass

from django.db.models import F, Q

from audits.models import Exemption
from audits.models.checklist import Answer
from audits.models.criterion import Subject
from roadmap.models import Appointment, AssociationMember, CourseProgramme
from roadmap.permissions import ASSOCIATION_ROLES, Role
from vsoko.wording import day_num
from vsoko.workflow import TransitionError


class Firm(str):
    """A reason that no exemption of the director lifts."""


@dataclass(frozen=True)
class Judgement:
    """Who of some people may not audit, and who may by an exemption: {pk: reasons} and {pk: (Exemption, reasons)}.

    `members` are all their memberships, read on the way.
    """

    barred: dict
    exempted: dict
    members: tuple = ()


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
    def of(cls, audit, *, sampled=True):
        """Return the case of an audit; without `sampled` the programmes of its sample are not asked for."""
        programmes = [audit.course_programme] if audit.course_programme else []
        if sampled and not programmes:
            programmes = audit.sampled_programmes.all()
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

    def is_touched_by(self, row):
        """Return whether a dated row is in force on such a day."""
        return any(in_force(row, first, last) for first, last in self.windows)


def in_force(row, first, last):
    """Return whether a dated row holds on at least one day of the period."""
    return (row.starts_on is None or row.starts_on <= last) and (row.ends_on is None or row.ends_on >= first)


@dataclass(frozen=True)
class Known:
    """What may keep one person from auditing anything, read once for many cases; `taught` are (programme, person)."""

    members: list
    roles: list
    taught: list
    granted: list

    @classmethod
    def of(cls, person):
        return cls(
            list(person.memberships.select_related("association")),
            list(person.appointments.all()),
            list(
                CourseProgramme.teachers.through.objects.filter(employee=person).values_list(
                    "courseprogramme", "employee"
                )
            ),
            list(person.exemptions.order_by("until", "id")),
        )


def memberships(case, employees):
    """Return in which associations these people are or were; of an audit of an association only, by one query."""
    if case.subject != Subject.ASSOCIATION or not case.association_id:
        return []
    return list(AssociationMember.objects.filter(employee__in=employees).select_related("association"))


def dates(row):
    """Return « с 01.09.2020 по 15.02.2021», as much of it as is known."""
    since = f" с {day_num(row.starts_on)}" if row.starts_on else ""
    return since + (f" по {day_num(row.ends_on)}" if row.ends_on else "")


def reasons(case, employees, members=None, known=None):
    """Return {employee pk: [why this person may not audit]} for those who may not, by three queries for any number.

    `members` are their memberships where the caller has read them; with what is `known` of the one person asked about no query
    is made at all.
    """
    members = memberships(case, employees) if members is None else members
    employees = [employee.pk for employee in employees]
    found = {}

    def add(employee_id, reason):
        found.setdefault(employee_id, []).append(reason)

    if case.auditee_id in employees:
        add(case.auditee_id, Firm("отвечает за проверяемый объект"))
    if case.subject == Subject.ASSOCIATION and case.association_id:
        for member in members:
            if member.association_id == case.association_id and case.is_touched_by(member):
                add(member.employee_id, f"член этого МО{dates(member)}")
    for appointment in roles_that_bar(case, employees, known):
        if appointment.role == Role.DIRECTOR:
            add(appointment.employee_id, Firm(f"директор школы{dates(appointment)}"))
        else:
            add(appointment.employee_id, f"{appointment.get_role_display()}{dates(appointment)}")
    by_pk = {programme.pk: programme for programme in case.programmes}
    for programme in case.programmes:
        if programme.author_id in employees:
            add(programme.author_id, f"автор программы {programme}")
    if by_pk:
        if known is None:
            taught = CourseProgramme.teachers.through.objects.filter(courseprogramme__in=by_pk, employee__in=employees)
            taught = taught.values_list("courseprogramme", "employee")
        else:
            taught = [row for row in known.taught if row[0] in by_pk]
        for programme, employee in taught:
            add(employee, f"ведёт программу {by_pk[programme]}")
    return found


def roles_that_bar(case, employees, known=None):
    """Return the appointments of these people that keep them from auditing the case: director, chair or curator of the subject."""
    association = case.association_id if case.subject == Subject.ASSOCIATION else None
    if known is not None:
        return [
            row
            for row in known.roles
            if case.is_touched_by(row)
            and (
                row.role == Role.DIRECTOR
                or (association and row.role in ASSOCIATION_ROLES and row.association_id == association)
            )
        ]
    of_subject = Q(role=Role.DIRECTOR)
    if association:
        of_subject |= Q(role__in=ASSOCIATION_ROLES, association=association)
    held = Appointment.objects.filter(case.on_some_day(), employee__in=employees, school=case.school_id)
    return held.filter(of_subject)


def exemptions(case, employees, known=None):
    """Return {employee pk: Exemption} of those whom the director lets audit this subject up to its last known day."""
    if case.association_id and case.subject == Subject.ASSOCIATION:
        subject = {"association_id": [case.association_id]}
    elif case.subject == Subject.PROGRAMME and case.programmes:
        subject = {"course_programme_id": [programme.pk for programme in case.programmes]}
    else:
        return {}
    last = max((last for _, last in case.windows), default=None)
    if last is None or not employees:
        return {}
    if known is not None:
        [(name, pks)] = subject.items()
        return {one.employee_id: one for one in known.granted if one.lasts_to(last) and getattr(one, name) in pks}
    granted = Exemption.objects.filter(**{f"{name}__in": pks for name, pks in subject.items()}).lasting_to(last)
    granted = granted.filter(school=case.school_id, employee__in=employees)
    return {one.employee_id: one for one in granted.order_by("until", "id")}


def judge(case, employees, known=None):
    """Return the Judgement on these people, by one query more than their reasons."""
    members = memberships(case, employees) if known is None else known.members
    found, granted = reasons(case, employees, members, known), exemptions(case, employees, known)
    lifted = {
        pk: (granted[pk], why)
        for pk, why in found.items()
        if pk in granted and not any(isinstance(one, Firm) for one in why)
    }
    return Judgement({pk: why for pk, why in found.items() if pk not in lifted}, lifted, tuple(members))


def refuse_partial_team(case, lead, team):
    """Raise TransitionError naming the first who may not audit, and why; or that an exempted one works unaccompanied."""
    judged = judge(case, [lead, *team])
    for employee in (lead, *team):
        if employee.pk in judged.barred:
            raise TransitionError(
                f"{employee.short_name} не может проверять: {', '.join(judged.barred[employee.pk])}. "
                "Назначьте другого аудитора; если заменить некем, исключение разрешает директор.",
                field="lead" if employee == lead else "team",
            )
    if alone := unaccompanied(judged, [lead, *team]):
        raise TransitionError(alone, field="team")


def unaccompanied(judged, people):
    """Return what is wrong where only exempted people audit: the exemption calls for a second, impartial auditor."""
    if not judged.exempted or any(employee.pk not in judged.exempted for employee in people):
        return ""
    names = ", ".join(sorted({employee.short_name for employee in people}))
    return f"В группе только {names}, по исключению директора. Добавьте второго аудитора, которому ничто не мешает."


def told_exemptions(audit):
    """Return a sentence for each member of the team who audits by an exemption, for the report."""
    team = team_of(audit)
    granted = exemptions(Case.of(audit, sampled=False), team)
    found = reasons(Case.of(audit), team) if granted else {}
    return [
        f"{employee.short_name} проверяет по письменному исключению директора от {day_num(granted[employee.pk].granted_on)}, "
        f"действует по {day_num(granted[employee.pk].until)}. Что мешает: {'; '.join(found[employee.pk])}. "
        f"Почему заменить некем: {' '.join(granted[employee.pk].reason.split())}"
        for employee in team
        if employee.pk in granted and employee.pk in found
    ]


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
    refuse_partial_team(Case.of(audit), team[0], team[1:])
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
