"""Handover: all that a person holds passes to another in one step with a basis; what may not pass is left and named."""

from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse

from roadmap.models import Employee
from roadmap.services.people import locked
from vsoko import history, notifications
from vsoko.holdings import held_by, held_kinds
from vsoko.models import Notification
from vsoko.wording import full_stop, plural
from vsoko.workflow import TransitionError, fact_day

RECORDS = "запись,записи,записей"


@dataclass(frozen=True)
class Holding:
    """One record that a person holds; `why` says why it may not pass to the other one, where that is known."""

    pk: int
    label: str
    url: str
    why: str = ""


@dataclass(frozen=True)
class Group:
    """What a person holds of one kind."""

    name: str
    title: str
    holdings: list


def holdings_of(former, *, to=None, actor=None):
    """Return the Groups of what a person holds, the empty ones left out; with `to` they say what may not pass to that person."""
    found = {}
    for (name, pk, _), facts in held_by(pk=former.pk).items():
        found.setdefault(name, {})[pk] = facts
    groups = []
    for name, rows in found.items():
        kind = held_kinds[name]
        why = kind.refusals(list(rows), former=former, to=to, actor=actor) if to else {}
        held = [
            Holding(pk, kind.told(words), reverse(kind.page[0], args=[page]), why.get(pk, ""))
            for pk, (words, page) in rows.items()
        ]
        groups.append(Group(name, kind.title, held))
    return groups


@transaction.atomic
def hand_over(pk, *, actor, to, basis, on=None):
    """Pass all that a person holds to another and return (how many passed, [Holding] left with the reason).

    Each record is passed by the door of its own kind, with the basis in its history; the other person gets one letter. Raises
    TransitionError, and passes nothing, where there is nothing to pass or nothing of it may.
    """
    former = locked(pk, actor)
    basis = basis.strip()
    to = Employee.objects.select_related("user").get(pk=to.pk)
    if not basis:
        raise TransitionError("Назовите основание: приказ, его дату и номер, или причину словами.", field="basis")
    if to.pk == former.pk or to.school_id != former.school_id or to.left_on is not None:
        raise TransitionError("Дела передают другому работающему сотруднику школы: выберите его.", field="to")
    passed, left = {}, []
    for group in holdings_of(former, to=to, actor=actor):
        for holding in group.holdings:
            why = holding.why or refusal_of(
                group, holding, former=former, to=to, actor=actor, basis=basis, on=fact_day(on)
            )
            if why:
                left.append(Holding(holding.pk, holding.label, holding.url, why))
            else:
                passed[group.title] = passed.get(group.title, 0) + 1
    if not passed and not left:
        raise TransitionError(f"{former.short_name} ни за что не отвечает: передавать нечего.")
    if not passed:
        raise TransitionError(f"Передать нельзя ничего. {left[0].label}: {left[0].why}", field="to")
    tell(former, to, passed, left, actor=actor, basis=basis, on=on)
    return sum(passed.values()), left


def refusal_of(group, holding, **facts):
    """Pass one record; return why it may not, and then it is as it was."""
    try:
        with transaction.atomic():
            held_kinds[group.name].give(holding.pk, **facts)
    except TransitionError as error:
        return error.message
    return ""


def tell(former, to, passed, left, *, actor, basis, on):
    """Write the handover into both cards and tell the other person once of all of it."""
    what = [f"{title}: {number}" for title, number in passed.items()]
    changes = {"передано": [None, what]}
    if left:
        changes["осталось"] = [None, [f"{one.label}: {one.why}" for one in left]]
    for card, sentence in ((former, f"Дела переданы: {to.short_name}"), (to, f"Приняты дела: {former.short_name}")):
        entry = history.record(
            card,
            actor=actor,
            action="roadmap.employee.hand_over",
            sentence=sentence,
            changes=changes,
            comment=basis,
            on=on,
        )
    if to.user and to.user_id != getattr(actor, "pk", None):
        number = plural(sum(passed.values()), RECORDS)
        notifications.notify(
            [to.user], kind=Notification.Kind.ASSIGNED, key=f"handover:{entry.pk}", url="/",
            subject=f"Вам переданы дела: {former.short_name}, {number}",
            text=f"{full_stop('; '.join(what))} {full_stop(f'Основание: {basis}')}",
        )  # fmt: skip
