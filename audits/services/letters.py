"""Whom a step with a nonconformity concerns, told at its moment: one small function for each.

Nobody is told of a deed of his own or of another school's; one person once, however many roles he has. What is done takes
away the unread notices that called for it.
"""

from django.db.models import Q

from audits.finding_workflow import accepts_action, decides_due_change
from audits.models import ActionDueChange, Finding
from audits.models.finding import Grade
from roadmap.models import Appointment
from roadmap.permissions import LEADERS, Role
from roadmap.services.letters import holders, turn
from vsoko import notifications
from vsoko.models import Notification, User
from vsoko.wording import day_num, full_stop, plural
from vsoko.workdays import add_working_days
from vsoko.workflow import fact_day

Kind = Notification.Kind
NONCONFORMITY_WITH = "несоответствием,несоответствиями,несоответствиями"
ACTION_FORMS = "действие,действия,действий"


def others(school_id, users, *doers):
    """Return each of these users once, without those whose deed it is and those of another school."""
    found = {user.pk: user for user in users if user is not None and user.school_id == school_id}
    for doer in doers:
        if doer is not None:
            found.pop(doer.pk, None)
    return list(found.values())


def answering(audit):
    """Return who answers for the audited subject: the named person, and the chair of today."""
    known = Q(employee=audit.auditee_id)
    if audit.association_id:
        chairs = Appointment.objects.filter(association=audit.association_id, role=Role.CHAIR)
        known |= Q(employee__in=chairs.covering(fact_day(None)).values("employee"))
    return User.objects.filter(known)


def named(finding):
    return f"{finding.number}, {finding.title}"


# --- несоответствие -------------------------------------------------------------------------------------------------


def tell_registered(audit, findings, actor):
    """The report is in: all its nonconformities wait for who answers for the subject, in one letter."""
    if not findings:
        return
    first = findings[0]
    last = add_working_days(first.registered_on, first.school.objection_days)
    lines = "\n".join(f"{finding.number}: {finding.title}" for finding in findings)
    notifications.notify(
        others(audit.school_id, answering(audit), actor),
        kind=Kind.READ,
        key=f"registered:{turn(audit)}",
        duty=f"acknowledge:{audit.pk}",
        subject=f"Ознакомиться с {plural(len(findings), NONCONFORMITY_WITH)} аудита № {audit.number}",
        text=f"{lines}\nПодтвердите ознакомление или заявите особое мнение до {day_num(last)}.",
        url=first.get_absolute_url() if len(findings) == 1 else audit.get_absolute_url(),
    )


def reading_is_over(finding):
    """Where the last nonconformity of an audit is answered, nobody is called to read them any more."""
    if not finding.audit.findings.filter(state=Finding.State.OPEN).exists():
        notifications.over(f"acknowledge:{finding.audit_id}")


def tell_disputed(finding, actor):
    """An objection waits for the head of the group, or for the director where the nonconformity is a major one."""
    decides = Role.DIRECTOR if finding.grade == Grade.MAJOR else Role.GROUP_HEAD
    last = add_working_days(finding.acknowledged_on, finding.school.objection_days)
    reading_is_over(finding)
    notifications.notify(
        others(finding.school_id, holders(finding.school_id, [decides]), actor),
        kind=Kind.DECIDE,
        key=f"disputed:{turn(finding)}",
        duty=f"dispute:{finding.pk}",
        subject=f"Решить об особом мнении: {named(finding)}",
        text=f"{full_stop(finding.objection)}\nРешите до {day_num(last)}.",
        url=finding.get_absolute_url(),
    )


def tell_upheld(finding, actor):
    tell_decision(finding, actor, "Оставлено в силе", "\nЗапишите причину и внесите действия в план.")


def tell_withdrawn(finding, actor, plans):
    """`plans` are those that its proposed actions have left."""
    left = f"\nДействия по нему убраны из плана № {plans[0].number}." if plans else ""
    tell_decision(finding, actor, "Несоответствие снято", left)


def tell_decision(finding, actor, outcome, next_step=""):
    """Whoever answers for the subject is told what was decided about a nonconformity, and on what grounds."""
    notifications.over(f"dispute:{finding.pk}")
    reading_is_over(finding)
    notifications.notify(
        others(finding.school_id, answering(finding.audit), actor),
        kind=Kind.DECIDED,
        key=f"decided:{turn(finding)}",
        subject=f"{outcome}: {named(finding)}",
        text=f"Основание: {full_stop(finding.objection_decision)}{next_step}",
        url=finding.get_absolute_url(),
    )


# --- план -----------------------------------------------------------------------------------------------------------


def tell_plan_returned(plan, document, *, remark, actor):
    """Whoever handed the paper in is told by the paper itself; who began the plan may be somebody else."""
    notifications.returned(
        others(plan.school_id, [plan.author], actor, document.author),
        title=document.title,
        remark=remark,
        key=f"plan:{turn(plan)}",
        url=plan.get_absolute_url(),
    )


def tell_plan_approved(plan, document, actions, actor):
    """The plan, or its addendum, is in force: each responsible gets one letter with the own actions, the authors one."""
    doers, by_person = (actor, document.approved_by), {}
    what = "Утверждён план" if document.owner == plan else "Утверждено дополнение к плану"
    outcome = f"{what} № {plan.number}"
    for action in actions:
        for user in others(plan.school_id, [action.responsible.user], *doers):
            by_person.setdefault(user, []).append(action)
    for user, own in by_person.items():
        _tell_given(plan, outcome, user, own, key=f"given:{turn(document)}")
    started = plural(len(actions), "действие передано,действия переданы,действий передано")
    notifications.notify(
        others(plan.school_id, [plan.author, document.author], *doers, *by_person),
        kind=Kind.DECIDED,
        key=f"approved:{turn(document)}",
        subject=f"{outcome}: {plan.subject_name}",
        text=f"{started} исполнителям.",
        url=plan.get_absolute_url(),
    )


def _tell_given(plan, outcome, user, actions, key):
    first, alone = actions[0], len(actions) == 1
    given = first.text if alone else f"{plural(len(actions), ACTION_FORMS)} по плану № {plan.number}"
    lines = [f"{full_stop(action.words)} Срок: {day_num(action.due_on)}." for action in actions]
    notifications.notify(
        [user],
        kind=Kind.ASSIGNED,
        key=key,
        duty=f"action:{first.pk}" if alone else "",
        subject=f"Вам поручено: {given}",
        text="\n".join([f"{outcome}.", *lines]),
        url=first.get_absolute_url() if alone else plan.get_absolute_url(),
    )


# --- действие -------------------------------------------------------------------------------------------------------


def tell_handed_over(action, handover, actor):
    former = full_stop(f"Прежний ответственный: {handover.handed_from}")
    notifications.over(f"action:{action.pk}")
    notifications.notify(
        others(action.school_id, [action.responsible.user], actor),
        kind=Kind.ASSIGNED,
        key=f"handed:{turn(action)}",
        duty=f"action:{action.pk}",
        subject=f"Вам передано: {action.text}",
        text=f"{former} {full_stop(handover.reason)}\nСрок: {day_num(action.due_on)}.",
        url=action.get_absolute_url(),
    )


def accepting(action):
    """Return who is asked to look at what was done: the lead of the audit and the heads of the group; else a leader."""
    lead, school_id = action.finding.audit.lead, action.school_id
    asked = [lead and lead.user, *holders(school_id, [Role.GROUP_HEAD])]
    may = [user for user in asked if user is not None and accepts_action(user, action)]
    return may or [user for user in holders(school_id, LEADERS) if accepts_action(user, action)]


def tell_reported(action, actor):
    asked = action.due_changes.filter(state=ActionDueChange.State.ASKED)
    notifications.over(f"action:{action.pk}", *(f"due:{change.pk}" for change in asked))
    notifications.notify(
        others(action.school_id, accepting(action), actor),
        kind=Kind.DECIDE,
        key=f"reported:{turn(action)}",
        duty=f"accept:{action.pk}",
        subject=f"Принять результат: {action.text}",
        text=f"{action.responsible}: {full_stop(action.report)}\nНесоответствие {named(action.finding)}.",
        url=action.get_absolute_url(),
    )


def tell_work_returned(action, remark, actor):
    notifications.over(f"accept:{action.pk}")
    notifications.returned(
        others(action.school_id, [action.responsible.user], actor),
        title=action.text,
        remark=remark,
        key=turn(action),
        duty=f"action:{action.pk}",
        url=action.get_absolute_url(),
    )


def work_is_over(action):
    """An action that is accepted or taken off calls nobody any more."""
    changes = action.due_changes.values_list("pk", flat=True)
    notifications.over(f"action:{action.pk}", f"accept:{action.pk}", *(f"due:{pk}" for pk in changes))


# --- срок -----------------------------------------------------------------------------------------------------------


def tell_due_asked(change, actor):
    """Another day is asked for: it waits for who may grant it, who has approved the plan or the director."""
    action = change.assignment
    asked = [action.plan.approved_by, *holders(action.school_id, [Role.DIRECTOR])]
    notifications.notify(
        others(action.school_id, [user for user in asked if user and decides_due_change(user, change)], actor),
        kind=Kind.DECIDE,
        key=f"due:{turn(action)}",
        duty=f"due:{change.pk}",
        subject=f"Решить о сроке: {action.text}",
        text=f"{change.asked_by}: {day_num(change.new_due)} вместо {day_num(change.old_due)}. {full_stop(change.reason)}",
        url=action.get_absolute_url(),
    )


def tell_due_decided(change, comment, actor):
    action, granted = change.assignment, change.state == ActionDueChange.State.GRANTED
    notifications.over(f"due:{change.pk}")
    outcome = f"Срок продлён до {day_num(change.new_due)}" if granted else "В продлении срока отказано"
    stays = "" if granted else f"Прежний срок: {day_num(change.old_due)}."
    notifications.notify(
        others(action.school_id, [change.asked_by], actor),
        kind=Kind.DECIDED,
        key=f"decided_due:{change.pk}",
        subject=f"{outcome}: {action.text}",
        text="\n".join(filter(None, [comment and full_stop(comment), stays])),
        url=action.get_absolute_url(),
    )


# --- результативность -----------------------------------------------------------------------------------------------


def tell_checker(checks, actor):
    """A checker is named, or gets another day: one letter about all these checks, whose checker is one person."""
    if not checks:
        return
    first, alone = checks[0], len(checks) == 1
    lines = [f"{named(check.finding)}: не раньше {day_num(check.due_on)}." for check in checks]
    what = named(first.finding) if alone else plural(len(checks), "запись,записи,записей")
    notifications.notify(
        others(first.school_id, [first.checker.user], actor),
        kind=Kind.ASSIGNED,
        key=f"checker:{turn(first.finding)}",
        duty=f"check:{first.pk}" if alone else "",
        subject=f"Проверить результативность: {what}",
        text="\n".join(lines),
        url=first.get_absolute_url(),
    )


def tell_not_effective(finding, check, actor):
    """The nonconformity is open again: whoever answers for the subject looks for a deeper cause."""
    notifications.over(f"check:{check.pk}")
    notifications.notify(
        others(finding.school_id, answering(finding.audit), actor),
        kind=Kind.RETURNED,
        key=f"denied:{turn(finding)}",
        duty=f"acknowledge:{finding.audit_id}",
        subject=f"Не результативно: {named(finding)}",
        text=f"{full_stop(check.result)}\nОзнакомьтесь, найдите причину глубже и дополните план.",
        url=finding.get_absolute_url(),
    )


def check_is_over(check):
    notifications.over(f"check:{check.pk}")
