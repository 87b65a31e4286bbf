"""Whom a step with a nonconformity or its plan concerns, told at its moment: one small function for each.

Nobody is told of a deed of his own or of another school's; one person once, however many roles he has. What is done takes
away the unread notices that called for it.
"""

from django.db.models import Q

from audits.models import Finding
from audits.models.finding import Grade
from roadmap.models import Appointment
from roadmap.permissions import Role
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


def report_is_back(audit):
    """The nonconformities of a returned report are drafts again: nobody reads or decides about them."""
    disputes = (f"dispute:{pk}" for pk in audit.findings.values_list("pk", flat=True))
    notifications.over(f"acknowledge:{audit.pk}", *disputes)


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
