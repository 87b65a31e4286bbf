"""What was given to a person by name, or came back to whoever gave it: reading, points of papers, rows of the roadmap.

One query of several parts, since a desk has a dozen sources and each costs a query.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import CharField, DateField, F, IntegerField, Q, TextField, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from roadmap.models import (
    Acknowledgement,
    Activity,
    ActivityResponsible,
    Document,
    DocumentItem,
    DocumentItemDueChange,
    Employee,
    Roadmap,
)
from roadmap.permissions import LEADERS, Role, rights
from vsoko.registries import Duty, Expectation

AHEAD = timedelta(days=30)  # how early a row of the roadmap, or the work of others, shows itself
TO_DO = (DocumentItem.State.PLANNED, DocumentItem.State.IN_PROGRESS)
NOTHING = Cast(Value(None), TextField())
NEVER = Value(0)
NO_DAY = Cast(Value(None), DateField())
RESPONSIBLE = Concat(
    "responsible__last_name", Value("|"), "responsible__first_name", Value("|"), "responsible__patronymic",
    output_field=TextField(),
)  # fmt: skip


@dataclass
class Given:
    kind: str
    pk: int
    text: str
    state: str
    due: date | None
    starts: date | None
    detail: str | None
    returned: int


def part(rows, kind, *, pk="pk", text, state, due=NO_DAY, starts=NO_DAY, detail=NOTHING, returned=NEVER):
    """Return one part of the union; every part names the same columns in the same order."""
    return rows.order_by().values_list(
        Value(kind, CharField()), Cast(pk, IntegerField()), Cast(text, TextField()), Cast(state, CharField()),
        Cast(due, DateField()), Cast(starts, DateField()), Cast(detail, TextField()), Cast(returned, IntegerField()),
    )  # fmt: skip


def given_to(user, today):
    """Return the Given rows of this user; one query."""
    held = rights(user)
    if held.employee is None:
        return []
    items = DocumentItem.objects.filter(document__school=user.school_id)
    parts = [
        part(
            Acknowledgement.objects.filter(
                employee=held.employee, done_on=None, document__state__in=Document.IN_FORCE
            ),
            "read", pk="document_id", text="document__title", state="document__state", due="due_on",
        ),
        part(
            items.filter(responsible=held.employee, state__in=TO_DO),
            "do", text="text", state="state", due="due_on", detail="document__title", returned="returned",
        ),
        part(
            items.filter(reported(user, held)),
            "accept", text="text", state="state", starts="done_on", detail=RESPONSIBLE,
        ),
        part(
            items.filter(document__approved_by=user, state__in=TO_DO, due_on__lte=today + AHEAD)
            .exclude(responsible=held.employee).exclude(responsible=None),
            "others", text="text", state="state", due="due_on", detail=RESPONSIBLE,
        ),
        part(
            DocumentItemDueChange.objects.filter(
                state=DocumentItemDueChange.State.ASKED, assignment__document__approved_by=user
            ).exclude(asked_by=user),
            "term", pk="assignment_id", text="assignment__text", state="state", starts="asked_on", detail="reason",
        ),
        part(
            rows_led(user, held, today),
            "row", pk="activity_id", text="activity__title", state="activity__state", due="activity__ends_on",
            starts="activity__starts_on", detail="activity__number",
        ),
    ]  # fmt: skip
    return [Given(*row) for row in parts[0].union(*parts[1:], all=True)]


def reported(user, held):
    """Whoever signed the paper accepts its points; what the signer did personally, another leader."""
    answers = Q(document__approved_by=user)
    if held.has(*LEADERS):
        answers |= Q(done_by=F("document__approved_by"))
    return answers & Q(state=DocumentItem.State.DONE) & ~Q(done_by=user)


def rows_led(user, held, today):
    """Rows of roadmaps in force whose main responsible is this person, or a role without a name that they hold."""
    mine = Q(employee=held.employee) | Q(employee=None, role__in=held.roles)
    if held.has(Role.GROUP_HEAD):
        mine |= Q(employee=None, role="working_group")
    return ActivityResponsible.objects.filter(
        mine, is_main=True, activity__state__in=Activity.OPEN, activity__roadmap__state=Roadmap.State.APPROVED,
        activity__roadmap__school=user.school_id,
    ).filter(Q(activity__starts_on__lte=today + AHEAD) | Q(activity__ends_on__lte=today + AHEAD))  # fmt: skip


def duty(given, today):
    """Return the line of the desk for one Given row, or None for what others do."""
    match given.kind:
        case "read":
            return Duty(
                f"read:{given.pk}", f"Ознакомиться: {given.text}", reverse("document-detail", args=[given.pk]),
                due=given.due, word="ждёт ознакомления",
                button="Ознакомлен(а)", post=reverse("acknowledge", args=[given.pk]),
            )  # fmt: skip
        case "do":
            state = DocumentItem.State(given.state)
            word, shape = (
                ("возвращено", "back") if given.returned and state == "in_progress" else (state.label, state.shape)
            )
            return Duty(
                f"item:{given.pk}", given.text, reverse("item-detail", args=[given.pk]), due=given.due,
                detail=given.detail, shape=shape, word=word,
            )  # fmt: skip
        case "accept":
            return Duty(
                f"accept-item:{given.pk}", f"Принять результат: {given.text}", reverse("item-detail", args=[given.pk]),
                detail=short_name(given.detail), word="ждёт приёмки", since=given.starts,
            )  # fmt: skip
        case "term":
            return Duty(
                f"item-term:{given.pk}", f"Решить о сроке: {given.text}", reverse("item-detail", args=[given.pk]),
                detail=given.detail, word="ждёт решения", since=given.starts,
            )  # fmt: skip
        case "row":
            state, passed = Activity.State(given.state), given.due < today
            ahead = given.starts is not None and given.starts > today
            verb = "Завершить" if state == Activity.State.IN_PROGRESS else "Выполнить" if passed else "Начать"
            return Duty(
                f"activity:{given.pk}", f"{verb}: {given.text}", reverse("activity-detail", args=[given.pk]),
                due=given.starts if ahead else given.due, shape=state.shape, word=state.label,
                detail=f"Пункт {given.detail} дорожной карты" if given.detail else "Пункт дорожной карты",
            )  # fmt: skip
    return None


def expectation(given):
    return Expectation(short_name(given.detail), given.text, given.due, reverse("item-detail", args=[given.pk]))


def short_name(words):
    last_name, first_name, patronymic = words.split("|")
    return Employee(last_name=last_name, first_name=first_name, patronymic=patronymic).short_name
