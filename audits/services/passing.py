"""How audits, actions, checks, criteria, indicators and measures pass from one person to another (roadmap.services.handover)."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audits.models import (
    Action,
    Audit,
    AuditProgramme,
    AuditTeamMember,
    CorrectivePlan,
    Criterion,
    DevelopmentGoal,
    EffectivenessCheck,
    Finding,
    ImprovementItem,
    Indicator,
)
from audits.services.effectiveness import checks, put_checker
from audits.services.impartiality import Case, Known, in_force, judge, own_questions, refuse_partial_team
from audits.services.planning import audits
from audits.services.progress import put_responsible
from roadmap.permissions import Role
from roadmap.services.passing import can_log_in, passes, put, taken, tell_passed
from vsoko import notifications
from vsoko.holdings import HeldKind, held_kinds
from vsoko.wording import full_stop
from vsoko.workflow import TransitionError

AUDITING = (Role.GROUP_HEAD, Role.AUDITOR)

# --- аудиты ---------------------------------------------------------------------------------------------------------


def held_audits():
    return audits().filter(state__in=Audit.OPEN)


def audits_of(audit, person):
    """Return whether the person audits: as the lead or in the team."""
    return audit.lead_id == person.pk or any(member.employee_id == person.pk for member in audit.team.all())


def refused_audits(pks, *, former, to, actor):
    """Say of which audits the other person may be neither auditor nor auditee."""
    today, known = timezone.localdate(), Known.of(to)
    joined = AuditTeamMember.objects.filter(audit=OuterRef("pk"))
    rows = held_audits().filter(pk__in=pks).prefetch_related(None).prefetch_related("sampled_programmes")
    rows = rows.annotate(
        audited=Q(lead=former) | Exists(joined.filter(employee=former)),
        audited_by_other=Q(lead=to) | Exists(joined.filter(employee=to)),
    )
    auditing = [*known.roles, *(row for row in former.appointments.all() if passes(row, former, today))]
    auditing = [row for row in auditing if row.role in AUDITING]
    why = {}
    for audit in rows:
        if audit.auditee_id == former.pk and audit.audited_by_other:
            why[audit.pk] = f"{to.short_name} этот аудит проверяет и отвечать за объект не может."
        elif audit.audited:
            why[audit.pk] = barred(audit, former, to, known, auditing)
    return {pk: words for pk, words in why.items() if words}


def barred(audit, former, to, known, auditing):
    """Return why a person may not audit in place of another, or nothing. Roles pass first: what one was, the other becomes."""
    if audit.lead_id == former.pk and named_in_programme(audit):
        return "Руководитель назван в утверждённой программе: его меняет изменение программы."
    if reasons := judge(Case.of(audit), [to], known).barred.get(to.pk):
        return f"{to.short_name} не может проверять: {', '.join(reasons)}."
    if not any(in_force(row, audit.starts_on, max(audit.ends_on, timezone.localdate())) for row in auditing):
        return f"{to.short_name} не входит в рабочую группу аудитором."
    return ""


def named_in_programme(audit):
    programme = audit.programme
    return (
        audit.state == Audit.State.PLANNED
        and programme is not None
        and programme.state == AuditProgramme.State.APPROVED
    )


def pass_audit(pk, *, former, to, **facts):
    """Let the other person answer for the subject, lead the audit or be of its team; questions not answered yet go along."""
    held = Q(auditee=former) | Q(lead=former) | Q(pk__in=former.audits_joined.values("audit"))
    audit = taken(held_audits().filter(held), pk)
    people = {"former": former, "to": to, **facts}
    if why := refused_audits([pk], former=former, to=to, actor=None):
        raise TransitionError(why[pk])
    if audit.auditee_id == former.pk:
        put(audit, "auditee", **people)
    if not audits_of(audit, former):
        return
    joined = audit.team.filter(employee=former)
    if audit.lead_id == former.pk:
        put(audit, "lead", **people)
        audit.team.filter(employee=to).delete()
    if joined.exists():
        joined.delete()
        if audit.lead_id != to.pk:
            audit.team.get_or_create(employee=to)
        tell_passed(audit, what="аудитор", **people)
    team = [member.employee for member in audit.team.all() if member.employee_id != audit.lead_id]
    refuse_partial_team(Case.of(audit), audit.lead, team)
    pass_questions(audit, former, to)


def pass_questions(audit, former, to):
    """Give what is not answered yet, and the meetings, to the other person; a question of one's own stays open to the team."""
    items = list(audit.items.filter(assigned_to=former, answered_by=None).select_related("criterion"))
    own = own_questions(audit, items)
    for item in items:
        item.assigned_to = None if own.get(item.pk) == to.pk else to
    audit.items.bulk_update(items, ["assigned_to"])
    audit.meetings.filter(auditor=former).update(auditor=to)


# --- действия и проверки --------------------------------------------------------------------------------------------


def held_actions():
    """Return also what waits to be accepted: whoever holds it answers for it again if it comes back."""
    rows = Action.objects.filter(state__in=(Action.State.PROPOSED, *Action.OPEN))
    rows = rows.exclude(plan__state=CorrectivePlan.State.COMPLETED)
    return rows.select_related("plan__school", "finding", "responsible__user")


def refused_actions(pks, *, former, to, actor):
    judged = EffectivenessCheck.objects.filter(checker=to, state=EffectivenessCheck.State.ASSIGNED)
    own = Action.objects.filter(pk__in=pks, finding__in=judged.values("finding")).values_list("pk", flat=True)
    words = (
        f"{to.short_name} проверяет результативность по этому несоответствию: сначала назначьте другого проверяющего."
    )
    return dict.fromkeys(own, words)


def pass_action(pk, *, former, to, actor, basis, on):
    action = taken(held_actions(), pk, responsible=former)
    if why := refused_actions([pk], former=former, to=to, actor=actor):
        raise TransitionError(why[pk])
    if action.state == Action.State.PROPOSED:
        # Nobody has been charged with it yet: it is a line of a plan that is being written.
        put(action, "responsible", former=former, to=to, actor=actor, basis=basis, on=on)
    else:
        put_responsible(action, to, actor=actor, reason=basis, on=on)
        notifications.over(f"action:{action.pk}")


def held_plans():
    """Return the plans that are not approved yet: their paper passes for itself, once there is one."""
    unfinished = (CorrectivePlan.State.DRAFT, CorrectivePlan.State.ON_APPROVAL)
    return CorrectivePlan.objects.filter(state__in=unfinished).select_related("school", "author__employee")


def refused_plans(pks, *, former, to, actor):
    words = full_stop(f"Составляет его тот, у кого есть вход: сначала откройте вход сотруднику {to.short_name}")
    return {} if can_log_in(to) else dict.fromkeys(pks, words)


def pass_plan(pk, *, former, to, actor, **facts):
    plan = taken(held_plans(), pk, author=former.user)
    if why := refused_plans([pk], former=former, to=to, actor=actor):
        raise TransitionError(why[pk])
    plan.author = to.user
    plan.save(update_fields=["author"])
    tell_passed(plan, what="составил", former=former, to=to, actor=actor, **facts)


def held_checks():
    return checks().filter(state=EffectivenessCheck.State.ASSIGNED, finding__state=Finding.State.VERIFYING)


def refused_checks(pks, *, former, to, actor):
    acted = Action.objects.carried_out_by(to).values("finding")
    own = EffectivenessCheck.objects.filter(pk__in=pks, finding__in=acted).values_list("pk", flat=True)
    return dict.fromkeys(own, f"{to.short_name} исполняет или исполнял(а) действие по этому несоответствию.")


def pass_check(pk, *, former, to, actor, basis, on):
    check = taken(held_checks(), pk, checker=former)
    put_checker(check, actor=actor, checker=to, due_on=check.due_on, comment=basis)


# --- перечни --------------------------------------------------------------------------------------------------------


def held_criteria():
    return Criterion.objects.filter(is_active=True).select_related("school")


def held_indicators():
    return Indicator.objects.filter(is_active=True).select_related("school")


def held_goals():
    return DevelopmentGoal.objects.filter(state=DevelopmentGoal.State.ACTIVE).select_related("school")


def held_measures():
    waiting = (ImprovementItem.State.PROPOSED, ImprovementItem.State.ACCEPTED, ImprovementItem.State.APPROVED)
    return ImprovementItem.objects.filter(state__in=waiting).select_related("school", "analysis__roadmap")


def answered(title, rows, words, page):
    """Return a kind of records that somebody answers for and no rule ties to a person."""

    def give(pk, *, former, **facts):
        put(taken(rows(), pk, responsible=former), "responsible", former=former, **facts)

    return HeldKind(title, rows, ("responsible",), words, page, give)


def register():
    people = ("auditee", "lead", "team__employee")
    kinds = {
        "audits": HeldKind(
            "Аудиты", held_audits, people, "number", ("audit-detail", "pk"), pass_audit, refused_audits, "Аудит № {}".format
        ),
        "plans": HeldKind(
            "Планы в работе", held_plans, ("author__employee",), "number", ("plan-detail", "pk"), pass_plan, refused_plans,
            "План № {}".format,
        ),
        "actions": HeldKind(
            "Действия планов", held_actions, ("responsible",), "text", ("action-detail", "pk"), pass_action, refused_actions
        ),
        "checks": HeldKind(
            "Проверки результативности", held_checks, ("checker",), "finding__title", ("finding-detail", "finding"),
            pass_check, refused_checks,
        ),
        "criteria": answered("Критерии", held_criteria, "question", ("criterion-detail", "pk")),
        "indicators": answered("Показатели", held_indicators, "name", ("indicator-detail", "pk")),
        "goals": answered("Цели программы развития", held_goals, "text", ("goal-detail", "pk")),
        "measures": answered(
            "Меры по совершенствованию", held_measures, "text", ("improvement-list", "analysis__roadmap")
        ),
    }  # fmt: skip
    for name, kind in kinds.items():
        held_kinds.register(name, kind)
