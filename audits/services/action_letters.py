"""Whom a step of an action concerns, its term and the check of its effect: one small function for each, as in letters.py."""

from audits.finding_workflow import accepts_action, decides_due_change
from audits.models import ActionDueChange
from audits.services.letters import Kind, answering, named, others
from roadmap.permissions import LEADERS, Role
from roadmap.services.letters import holders, turn
from vsoko import notifications
from vsoko.wording import day_num, full_stop, plural

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
    """Return (who is asked to look at what was done, the duty): the lead and the heads of the group, on whose desk it stands.

    Where none of them may, any leader may accept it: a notice that no line of a desk keeps up.
    """
    asked = [action.finding.audit.lead.user, *holders(action.school_id, [Role.GROUP_HEAD])]
    may = [user for user in asked if user is not None and accepts_action(user, action)]
    if may:
        return may, f"accept:{action.pk}"
    return [user for user in holders(action.school_id, LEADERS) if accepts_action(user, action)], ""


def asked_to_accept(action):
    """Return how the keys begin of what calls somebody to accept this action."""
    return f"reported:action:{action.pk}:"


def tell_reported(action, actor):
    asked = action.due_changes.filter(state=ActionDueChange.State.ASKED)
    notifications.over(f"action:{action.pk}", *(f"due:{change.pk}" for change in asked))
    users, duty = accepting(action)
    notifications.notify(
        others(action.school_id, users, actor),
        kind=Kind.DECIDE,
        key=f"reported:{turn(action)}",
        duty=duty,
        subject=f"Принять результат: {action.text}",
        text=f"{action.responsible}: {full_stop(action.report)}\nНесоответствие {named(action.finding)}.",
        url=action.get_absolute_url(),
    )


def tell_work_returned(action, remark, actor):
    notifications.over(f"accept:{action.pk}", told=asked_to_accept(action))
    notifications.notify(
        others(action.school_id, [action.responsible.user], actor),
        kind=Kind.RETURNED,
        key=f"redo:{turn(action)}",
        subject=f"Возвращено на доработку: {action.text}",
        text=f"Замечание: {remark}",
        duty=f"action:{action.pk}",
        url=action.get_absolute_url(),
    )


def work_is_over(action):
    """An action that is accepted or taken off calls nobody any more."""
    changes = action.due_changes.values_list("pk", flat=True)
    duties = (f"action:{action.pk}", f"accept:{action.pk}", *(f"due:{pk}" for pk in changes))
    notifications.over(*duties, told=asked_to_accept(action))


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
