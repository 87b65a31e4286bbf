"""Reminders sent by hand: whoever owes the next step of marked findings gets one letter, each finding once a day."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from audits.models import Action, CorrectivePlan, EffectivenessCheck, Finding
from audits.models.finding import Grade
from roadmap.models import Appointment
from roadmap.permissions import Role, is_leader
from vsoko import history, notifications
from vsoko.models import HistoryEntry, Notification
from vsoko.wording import day_num, plural
from vsoko.workflow import NotAllowed

S = Finding.State
ACTION = "audits.finding.remind"
REFUSAL = "Напоминает директор, его заместитель или руководитель рабочей группы."


@dataclass
class Reminder:
    """Whom marked findings wait for: `due` is [(finding, what is owed, people)], the others need no reminder now."""

    due: list = field(default_factory=list)
    told_today: list = field(default_factory=list)
    idle: list = field(default_factory=list)


def owed_step(finding, held):
    """Return (what is owed, [Employee]) of the next step; nobody where nothing is owed. `held` is {role: [Employee]}."""
    heads, directors = held[Role.GROUP_HEAD], held[Role.DIRECTOR]
    auditee = [finding.audit.auditee]
    if finding.state == S.OPEN:
        return "ознакомиться или заявить особое мнение", auditee
    if finding.state == S.RECORDED and finding.grade != Grade.GOOD_PRACTICE:
        return "решить, принять ли к работе", auditee
    if finding.state == S.DISPUTED:
        return "решить об особом мнении", directors if finding.grade == Grade.MAJOR else heads
    if finding.state == S.ACKNOWLEDGED:
        plan = getattr(finding.audit, "plan", None)
        if plan is not None and plan.state == CorrectivePlan.State.ON_APPROVAL:
            return "утвердить план", directors
        return "записать причину и представить план", auditee
    if finding.state == S.VERIFYING:
        check = finding.current_check
        named = check is not None and check.checker_id is not None
        return ("проверить результативность", [check.checker]) if named else ("назначить проверяющего", heads)
    if finding.state in (S.PLANNED, S.IN_PROGRESS):
        return _owed_actions(finding, heads)
    return "", []


def _owed_actions(finding, heads):
    actions = list(finding.actions.all())
    acting = [action.responsible for action in actions if action.state in Action.OWED]
    if acting:
        return "выполнить действие и отчитаться", acting
    done = {action.responsible_id for action in actions if action.state == Action.State.DONE}
    judges = [person for person in [finding.audit.lead, *heads] if person.pk not in done] if done else []
    return "принять результат", judges


def look(findings, *, on=None):
    """Return the Reminder of a queryset of findings; a fixed number of queries for any number of them."""
    today = on or timezone.localdate()
    rows = findings.select_related("school", "audit__auditee__user", "audit__lead__user", "audit__plan")
    actions = Action.objects.select_related("responsible__user")
    checks = EffectivenessCheck.objects.select_related("checker__user")
    rows = list(rows.prefetch_related(Prefetch("actions", actions), Prefetch("checks", checks)))
    held = defaultdict(list)
    if rows:
        people = Appointment.objects.filter(school=rows[0].school_id, role__in=[Role.GROUP_HEAD, Role.DIRECTOR])
        for row in people.covering(today).select_related("employee__user"):
            held[row.role].append(row.employee)
    told = set(
        HistoryEntry.objects.filter(
            subject_type=ContentType.objects.get_for_model(Finding),
            subject_id__in=[row.pk for row in rows],
            action=ACTION,
            effective_on=today,
        ).values_list("subject_id", flat=True)
    )
    found = Reminder()
    for row in rows:
        word, people = owed_step(row, held)
        if not people:
            found.idle.append(row)
        elif row.pk in told:
            found.told_today.append(row)
        else:
            found.due.append((row, word, list(dict.fromkeys(people))))
    return found


@transaction.atomic
def remind(pks, *, actor, visible):
    """Write one letter a person about all that waits for this person, and a line in the history of each finding.

    `visible` are the findings that the actor sees. Where nobody could be told, nothing is written.
    Returns (number of findings, people told, people without a letter).
    """
    if not is_leader(actor):
        raise NotAllowed(REFUSAL)
    today = timezone.localdate()
    found = look(visible.filter(pk__in=pks).select_for_update(of=("self",)), on=today)
    by_person = defaultdict(list)
    for finding, word, people in found.due:
        for person in people:
            by_person[person].append((finding, word))
    told = {person for person, rows in by_person.items() if _tell(person, rows, today)}
    number = 0
    for finding, word, people in found.due:
        if names := ", ".join(person.short_name for person in people if person in told):
            number += 1
            history.record(finding, actor=actor, action=ACTION, sentence=f"Напомнено {word}: {names}"[:300], on=today)
    return number, sorted(told, key=str), sorted(by_person.keys() - told, key=str)


def _tell(person, rows, today):
    """Write the letter; return whether there is one: a person without a login or an address gets none."""
    if person.user is None:
        return False
    first = rows[0][0]
    url = (
        first.get_absolute_url() if len(rows) == 1 else f"{reverse('finding-list')}?responsible={person.pk}&state=open"
    )
    key = f"remind:{day_num(today)}:{min(finding.pk for finding, _ in rows)}"
    notifications.reminded(
        [person.user],
        title=first.title if len(rows) == 1 else plural(len(rows), "запись ждёт,записи ждут,записей ждут") + " вас",
        text="\n".join(f"{finding.number}, {word}: {finding.title}" for finding, word in rows),
        url=url,
        key=key,
    )
    return Notification.objects.filter(recipient=person.user, dedupe_key__startswith=key).exists()
