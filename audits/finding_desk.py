"""What findings, plans and actions put on people's desks: one duty is one line, whatever it is made of."""

from itertools import groupby

from django.db.models import OuterRef, Q, Subquery
from django.urls import reverse

from audits.models import Action, ActionDueChange, CorrectivePlan, EffectivenessCheck, Finding
from audits.models.finding import NONCONFORMITIES, Grade
from roadmap.permissions import Role, rights
from vsoko.registries import DeskSource, Duty, Expectation, desk_sources
from vsoko.wording import plural
from vsoko.workdays import add_working_days

S = Finding.State
NONCONFORMITY = "несоответствие,несоответствия,несоответствий"
NONCONFORMITY_WITH = "несоответствием,несоответствиями,несоответствиями"


def finding_duties(user, today):
    """Acknowledge, plan, and decide about objections."""
    held = rights(user)
    if held.employee is None:
        return []
    answers = Q(audit__auditee=held.employee) | Q(association__in=held.associations.get(Role.CHAIR, ()))
    wanted = Q(answers, state__in=[S.OPEN, S.ACKNOWLEDGED])
    if held.has(Role.GROUP_HEAD):
        wanted |= Q(state=S.DISPUTED) & ~Q(grade=Grade.MAJOR)
    if held.has(Role.DIRECTOR):
        wanted |= Q(state=S.DISPUTED, grade=Grade.MAJOR)
    rows = Finding.objects.filter(wanted, school=user.school_id, grade__in=NONCONFORMITIES)
    # What was found without effect is read anew: its days count from the check, not from the audit.
    denied = EffectivenessCheck.objects.filter(finding=OuterRef("pk"), state=EffectivenessCheck.State.NOT_EFFECTIVE)
    rows = rows.annotate(denied_on=Subquery(denied.order_by("-checked_on").values("checked_on")[:1]))
    rows = rows.select_related("school", "audit__plan", "audit__association", "audit__course_programme")
    duties = []
    for (audit, state), group in groupby(
        rows.order_by("audit", "state", "sequence"), lambda row: (row.audit, row.state)
    ):
        findings = list(group)
        if state == S.OPEN:
            duties.append(_to_acknowledge(audit, findings))
        elif state == S.ACKNOWLEDGED:
            duties.extend(_to_plan(audit, findings))
        else:
            duties.extend(_to_decide(finding) for finding in findings)
    return duties


def _to_acknowledge(audit, findings):
    first = findings[0]
    since = max(filter(None, (first.registered_on, first.denied_on)))
    given = plural(len(findings), NONCONFORMITY_WITH)
    return Duty(
        key=f"acknowledge:{audit.pk}",
        title=f"Ознакомиться с {given} аудита № {audit.number}",
        url=first.get_absolute_url(),
        due=add_working_days(since, first.school.objection_days),
        detail=audit.subject_name,
        word="ждёт ознакомления",
    )


def _to_plan(audit, findings):
    plan = getattr(audit, "plan", None)
    amount = plural(len(findings), NONCONFORMITY)
    if plan is None:
        url, word = f"{reverse('plan-create')}?audit={audit.pk}", "плана нет"
    elif plan.state == CorrectivePlan.State.DRAFT:
        url, word = plan.get_absolute_url(), "черновик"
    elif plan.state == CorrectivePlan.State.ON_APPROVAL:
        return
    else:
        url, word = plan.get_absolute_url(), "нужно дополнение"
    returned = any(finding.returns for finding in findings)
    yield Duty(
        key=f"plan:{audit.pk}",
        title=f"{'Дополнить' if returned else 'Представить'} план корректирующих мероприятий: {audit.subject_name}",
        url=url,
        due=None if returned else audit.plan_due_on,
        detail=f"Аудит № {audit.number}, {amount}",
        shape="back" if returned else ("draft" if plan else "wait"),
        word=word,
    )


def _to_decide(finding):
    return Duty(
        key=f"dispute:{finding.pk}",
        title=f"Решить об особом мнении по несоответствию {finding.number}",
        url=finding.get_absolute_url(),
        due=add_working_days(finding.acknowledged_on, finding.school.objection_days),
        detail=finding.title,
        shape="split",
        word="разногласие",
    )


def actions_of(user):
    """Return the actions that the user carries out or accepts and the nearest five of others that are waited for; read once."""
    if "_actions_of_desk" not in user.__dict__:
        user.__dict__["_actions_of_desk"] = _read_actions(user)
    return user.__dict__["_actions_of_desk"]


def _read_actions(user):
    held = rights(user)
    if held.employee is None:
        return []
    mine = Q(responsible=held.employee, state__in=Action.OWED)
    reported = Q(state=Action.State.DONE) & ~Q(done_by=user) & ~Q(responsible=held.employee)
    wanted = mine | (reported if held.has(Role.GROUP_HEAD) else reported & Q(finding__audit__lead=held.employee))
    if held.has(Role.GROUP_HEAD, Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING):
        owed = Action.objects.filter(plan__school=user.school_id, state__in=Action.OWED)
        nearest = owed.exclude(responsible=held.employee).order_by("due_on", "id")[:5]
        wanted |= Q(pk__in=nearest.values("pk"))
    rows = Action.objects.filter(wanted, plan__school=user.school_id)
    return list(rows.select_related("finding", "responsible"))


def waited_for(user, action):
    return action.state != Action.State.DONE and action.responsible_id != rights(user).employee.pk


def action_duties(user, today):
    """Carry out, and accept what others carried out."""
    rows = [row for row in actions_of(user) if not waited_for(user, row)]
    return [_to_accept(row) if row.state == Action.State.DONE else _to_do(row) for row in rows]


def _to_do(action):
    return Duty(
        key=f"action:{action.pk}",
        title=action.text,
        url=action.get_absolute_url(),
        due=action.due_on,
        detail=f"{action.get_kind_display().capitalize()}, несоответствие {action.finding.number}",
        shape="back" if action.returned else action.state_shape,
        word="возвращено" if action.returned else action.get_state_display(),
    )


def _to_accept(action):
    return Duty(
        key=f"accept:{action.pk}",
        title=f"Принять результат по несоответствию {action.finding.number}",
        url=action.get_absolute_url(),
        detail=f"{action.responsible.short_name}: {action.text}",
        word="ждёт приёмки",
        since=action.done_on,
    )


def check_duties(user, today):
    """Check the effect, and name who checks it."""
    held = rights(user)
    if held.employee is None:
        return []
    wanted = Q(checker=held.employee)
    if held.has(Role.GROUP_HEAD):
        wanted |= Q(checker=None)
    rows = EffectivenessCheck.objects.filter(
        wanted, finding__school=user.school_id, finding__state=S.VERIFYING, state=EffectivenessCheck.State.ASSIGNED
    )
    duties = []
    for check in rows.select_related("finding"):
        verb = "Проверить результативность" if check.checker_id else "Назначить проверяющего"
        duties.append(
            Duty(
                key=f"check:{check.pk}",
                title=f"{verb} по несоответствию {check.finding.number}",
                url=check.get_absolute_url(),
                due=max(check.due_on, today) if check.checker_id else None,
                remind_from=check.due_on,
                detail=check.finding.title,
                word="пора проверять" if check.due_on <= today else f"не раньше {check.due_on:%d.%m}",
            )
        )
    return duties


def due_change_duties(user, today):
    """Decide about requests for another day."""
    held = rights(user)
    rows = ActionDueChange.objects.filter(
        state=ActionDueChange.State.ASKED, assignment__plan__school=user.school_id, assignment__state__in=Action.OWED
    ).exclude(asked_by=user)
    if not held.has(Role.DIRECTOR):
        rows = rows.filter(assignment__plan__approved_by=user).exclude(assignment__finding__grade=Grade.MAJOR)
    return [
        Duty(
            key=f"due:{row.pk}",
            title=f"Решить о сроке по несоответствию {row.assignment.finding.number}",
            url=row.get_absolute_url(),
            detail=f"{row.asked_by}: {row.reason}",
            word="ждёт решения",
            since=row.asked_on,
        )
        for row in rows.select_related("assignment__finding", "asked_by")
    ]


def expected_actions(user, today):
    """What the head of the group and deputies wait for: open actions of others, the nearest five."""
    return [
        Expectation(
            who=row.responsible.short_name,
            detail=f"действие по несоответствию {row.finding.number}",
            due=row.due_on,
            url=row.get_absolute_url(),
        )
        for row in actions_of(user)
        if waited_for(user, row)
    ]


def register():
    desk_sources.register("findings", DeskSource(finding_duties))
    desk_sources.register("actions", DeskSource(action_duties, expected_actions))
    desk_sources.register("checks", DeskSource(check_duties))
    desk_sources.register("due_changes", DeskSource(due_change_duties))
