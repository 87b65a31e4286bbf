"""Planning an audit: its number, subject, days and an impartial team. A planned audit of an approved programme is
moved by an edition of the programme (see programmes)."""

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from audits.models import Audit, AuditTeamMember, ChecklistTemplate
from audits.models.criterion import Subject
from audits.permissions import plans_audits
from audits.services import programme_changes
from audits.services.impartiality import Case, refuse_partial_team
from roadmap.models import Appointment, Employee, Roadmap
from roadmap.models.activity import Stage
from roadmap.permissions import Role
from roadmap.services.activities import settle_stage
from vsoko import history
from vsoko.wording import day_num
from vsoko.workflow import NotAllowed, TransitionError

PLANNERS = "Аудиты планирует руководитель рабочей группы или заместитель директора по УВР."
OBJECTIVES = {
    Subject.ASSOCIATION: "Оценить, выполняет ли объединение установленные требования и Положение о ВСОКО.",
    Subject.PROGRAMME: "Оценить, соответствует ли программа и её реализация установленным требованиям.",
    Subject.SCHOOL: "Оценить, выполняет ли школа установленные требования и Положение о ВСОКО.",
}
SCOPE = {
    Subject.ASSOCIATION: "Документы и работа объединения за проверяемый период.",
    Subject.PROGRAMME: "Программа, журнал и результаты за проверяемый период.",
    Subject.SCHOOL: "Документы и работа школы за проверяемый период.",
}
FIELDS = (
    "subject", "association", "course_programme", "starts_on", "ends_on", "period_from", "period_to", "objectives",
    "scope", "template", "sections", "auditee", "lead", "unscheduled", "basis",
)  # fmt: skip


def audits():
    return Audit.objects.select_related(
        "school", "roadmap__school", "programme", "association", "course_programme", "lead", "auditee", "template"
    ).prefetch_related("team__employee")


def auditing(first, last):
    """Return a condition on employees: head or auditor of a working group on some of those days."""
    held = Appointment.objects.within(first, last).filter(role__in=[Role.GROUP_HEAD, Role.AUDITOR])
    return Exists(held.filter(employee=OuterRef("pk")))


@transaction.atomic
def plan_audit(roadmap_pk, *, actor, team=(), sampled_programmes=(), why="", **fields):
    """Plan an audit with the next number of the year and return it.

    `why` is what history keeps beside it. The roadmaps of the year are locked, so two planners never take one number;
    a number is never given again.
    """
    roadmap = Roadmap.objects.select_related("school").get(pk=roadmap_pk)
    if not plans_audits(actor, roadmap):
        raise NotAllowed(PLANNERS)
    year = roadmap.label[:4]
    same_year = Roadmap.objects.select_for_update().filter(school=roadmap.school, label__startswith=year).order_by("pk")
    locked = {row.pk: row for row in same_year}
    roadmap = locked[roadmap.pk]
    if roadmap.state == Roadmap.State.CLOSED:
        raise TransitionError(
            f"{roadmap.year_words.capitalize()} закрыт: новый аудит планируют в карте следующего года."
        )
    audit = Audit(school=roadmap.school, roadmap=roadmap, **fields)
    check_plan(audit, team, sampled_programmes)
    if not audit.unscheduled:
        audit.programme = programme_changes.programme_for_new_audit(roadmap)
    last = Audit.objects.filter(roadmap__in=locked).aggregate(last=Max("sequence"))["last"] or 0
    audit.sequence = last + 1
    audit.number = f"{year}-{audit.sequence:02d}"
    audit.save()
    name_team(audit, team)
    audit.sampled_programmes.set(sampled_programmes)
    history.record(
        audit, actor=actor, action="audits.audit.plan", sentence="Аудит запланирован", to_state=audit.state, comment=why
    )
    settle_stage(roadmap, Stage.AUDITS)
    return audit


@transaction.atomic
def edit_audit(pk, *, actor, team, sampled_programmes, **fields):
    """Change a planned audit and return it.

    In an approved programme days and lead wait in its draft edition; without one the change is refused.
    """
    audit = audits().select_for_update(of=("self",)).get(pk=pk)
    if not plans_audits(actor, audit):
        raise NotAllowed(PLANNERS)
    if audit.state != Audit.State.PLANNED:
        raise TransitionError(f"Аудит сейчас «{audit.get_state_display()}»: условия меняют до начала аудита.")
    if unknown := set(fields) - set(FIELDS):
        raise ValueError(f"not conditions of an audit: {sorted(unknown)}")
    before = condition_of(audit, fields)
    stored = {name: getattr(audit, name) for name in fields}
    for name, value in fields.items():
        setattr(audit, name, value)
    check_plan(audit, team, sampled_programmes)
    for name in programme_changes.hold_back(audit, stored, actor=actor):
        setattr(audit, name, stored[name])
    audit.save(update_fields=list(fields))
    name_team(audit, team)
    audit.sampled_programmes.set(sampled_programmes)
    changes = {label: [was, now] for label, was, now in compare(before, condition_of(audit, fields))}
    if changes:
        history.record(
            audit, actor=actor, action="audits.audit.edit", sentence="Условия аудита изменены", changes=changes
        )
    return audit


def condition_of(audit, fields):
    values = {
        str(Audit._meta.get_field(name).verbose_name): value for name, value in history.snapshot(audit, fields).items()
    }
    values["Аудиторы"] = [str(member) for member in audit.team.select_related("employee").order_by("employee")]
    values["Программы выборки"] = [str(programme) for programme in audit.sampled_programmes.all()]
    return values


def compare(before, after):
    return [(label, was, after[label]) for label, was in before.items() if was != after[label]]


def name_team(audit, team):
    """Make these employees the team beside the lead."""
    wanted = {employee.pk for employee in team} - {audit.lead_id}
    audit.team.exclude(employee__in=wanted).delete()
    present = set(audit.team.values_list("employee", flat=True))
    AuditTeamMember.objects.bulk_create(
        AuditTeamMember(audit=audit, employee_id=employee) for employee in sorted(wanted - present)
    )


def check_plan(audit, team, sampled):
    """Fill in what follows from the subject and raise TransitionError, naming the field, where something is wrong."""
    check_days(audit)
    check_repeated(audit)
    settle_subject(audit)
    settle_checklist(audit)
    if foreign := [programme for programme in sampled if programme.association_id != audit.association_id]:
        raise TransitionError(
            f"Программа {foreign[0]} не относится к проверяемому МО: уберите её из выборки.", field="sampled_programmes"
        )
    people = [audit.lead, *team]
    named = Employee.objects.filter(school=audit.school, pk__in=[employee.pk for employee in people])
    group = set(named.filter(auditing(audit.starts_on, audit.ends_on)))
    for employee in people:
        if employee not in group:
            raise TransitionError(
                f"{employee.short_name} на дни аудита не входит в рабочую группу аудитором: назначьте роль или выберите другого.",
                field="lead" if employee == audit.lead else "team",
            )
    case = Case(
        audit.school_id, audit.subject, audit.association_id, audit.auditee_id,
        tuple([audit.course_programme] if audit.course_programme else sampled),
        ((audit.period_from, audit.period_to), (audit.starts_on, audit.ends_on)),
    )  # fmt: skip
    refuse_partial_team(case, audit.lead, team)


def check_days(audit):
    if audit.ends_on < audit.starts_on:
        raise TransitionError("Аудит кончается раньше, чем начинается: поправьте дни.", field="ends_on")
    if audit.period_to < audit.period_from:
        raise TransitionError("Проверяемый период кончается раньше, чем начинается: поправьте даты.", field="period_to")
    if audit.period_to > audit.ends_on:
        raise TransitionError(
            f"Проверяемый период не может кончаться позже аудита, {day_num(audit.ends_on)}: поправьте даты.",
            field="period_to",
        )
    if audit.unscheduled and not audit.basis.strip():
        raise TransitionError("Запишите основание: почему понадобился внеплановый аудит.", field="basis")


def check_repeated(audit):
    """Refuse to repeat an audit of another subject, one that has no questions yet, or to follow up where all was well."""
    base = audit.based_on
    if base is None:
        return
    if (base.school_id, base.subject, base.association_id) != (audit.school_id, audit.subject, audit.association_id):
        raise TransitionError("Повторить можно аудит того же объекта: выберите тот же объект.", field="association")
    if base.state not in Audit.LOCKED:
        raise TransitionError(f"Отчёт об аудите № {base.number} ещё не сдан: повторить его пока нельзя.")
    if audit.follow_up and not nonconformities_asked(base):
        raise TransitionError(f"В аудите № {base.number} нет вопросов с несоответствиями: контролировать нечего.")


def nonconformities_asked(audit):
    """Return whether an audit has nonconformities that a follow-up can ask about again."""
    found = audit.findings.nonconformities().exclude(state__in=["draft", "withdrawn"])
    return found.filter(item__criterion__is_active=True).exists()


def settle_subject(audit):
    """Leave the one subject that is audited, and who answers for it: by default the chair, or the programme's author."""
    if audit.subject == Subject.ASSOCIATION:
        audit.course_programme = None
        if audit.association is None:
            raise TransitionError("Выберите МО, которое проверяется.", field="association")
    elif audit.subject == Subject.PROGRAMME:
        if audit.course_programme is None:
            raise TransitionError("Выберите программу, которая проверяется.", field="course_programme")
        audit.association = audit.course_programme.association
    else:
        audit.association = audit.course_programme = None
    if audit.auditee_id is None:
        author = audit.course_programme.author if audit.subject == Subject.PROGRAMME else None
        audit.auditee = author or chair_of(audit)
    if audit.auditee_id is None:
        raise TransitionError(
            "Выберите, кто отвечает за объект: он ознакомится с отчётом и составит план.", field="auditee"
        )


def chair_of(audit):
    if audit.association is None:
        return None
    held = Appointment.objects.within(audit.starts_on, audit.ends_on).filter(
        association=audit.association, role=Role.CHAIR
    )
    appointment = held.select_related("employee").order_by("acting", "-starts_on").first()
    return appointment.employee if appointment else None


def settle_checklist(audit):
    if audit.template is None:
        fitting = ChecklistTemplate.objects.filter(school=audit.school, applies_to=audit.subject, is_active=True)
        audit.template = fitting.first()
    if audit.template is None:
        raise TransitionError("Для такого объекта нет чек-листа: составьте его в разделе «Критерии».", field="template")
    if audit.template.applies_to != audit.subject:
        raise TransitionError(
            f"Чек-лист «{audit.template}» для другого объекта: выберите подходящий.", field="template"
        )
    known = set(audit.template.criteria.values_list("section", flat=True))
    if lost := [section for section in audit.sections if section not in known]:
        raise TransitionError(f"В чек-листе нет раздела «{lost[0]}»: отметьте разделы заново.", field="sections")
