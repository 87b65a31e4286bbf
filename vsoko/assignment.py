"""Поручение: what somebody has to do by a day, report and have accepted. Points of orders and corrective actions are assignments.

Subclasses add the foreign key `responsible` (the person of their room) and say who may accept in `assignment_table`.
"""

from django.conf import settings
from django.db import models

from vsoko.states import Stateful, States
from vsoko.wording import plural_form
from vsoko.workflow import Table, TransitionError, state_implies


class Assignment(Stateful):
    class State(States):
        PROPOSED = "proposed", "предложено"
        PLANNED = "planned", "впереди"
        IN_PROGRESS = "in_progress", "выполняется"
        DONE = "done", "ждёт приёмки"
        ACCEPTED = "accepted", "принято"
        CANCELLED = "cancelled", "снято"

        __shapes__ = {
            "proposed": "draft",
            "planned": "plan",
            "in_progress": "run",
            "done": "wait",
            "accepted": "done",
            "cancelled": "void",
        }

    OPEN = (State.PLANNED, State.IN_PROGRESS, State.DONE)
    # A reported one waits for somebody else: its day no longer runs.
    OWED = (State.PLANNED, State.IN_PROGRESS)

    text = models.TextField("что сделать")
    due_on = models.DateField("срок", null=True, blank=True)
    state = models.CharField("состояние", max_length=12, choices=State.choices, default=State.PROPOSED)
    report = models.TextField("что сделано", blank=True)
    done_on = models.DateField("выполнено", null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто выполнил"
    )
    accepted_on = models.DateField("принято", null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто принял"
    )
    returned = models.PositiveSmallIntegerField("возвращено раз", default=0)

    class Meta:
        abstract = True
        constraints = [
            state_implies("done", "done_on", name="%(class)s_done_is_dated"),
            state_implies("accepted", "done_on", "accepted_on", name="%(class)s_accepted_is_dated"),
        ]

    def is_late(self, today):
        """Return whether the day has passed while the work is still owed."""
        return self.state in self.OWED and bool(self.due_on and self.due_on < today)


class DueChange(Stateful):
    """A request for another day; somebody else grants it. Every earlier day stays visible in these rows."""

    class State(States):
        ASKED = "asked", "ждёт решения"
        GRANTED = "granted", "продлено"
        REFUSED = "refused", "отказано"

        __shapes__ = {"asked": "wait", "granted": "done", "refused": "void"}

    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.ASKED)
    old_due = models.DateField("прежний срок")
    new_due = models.DateField("новый срок")
    reason = models.TextField("почему")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто просит")
    asked_on = models.DateField("когда попросил")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто решил"
    )
    decided_on = models.DateField("когда решено", null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            state_implies("granted", "decided_by", "decided_on", name="%(class)s_granted_by_someone"),
            state_implies("refused", "decided_by", "decided_on", name="%(class)s_refused_by_someone"),
        ]


def assignment_table(model, *, may_do, may_accept, may_cancel, refusal_do, refusal_accept, refusal_cancel, checks=()):
    """Return the one table of states of an assignment for a concrete model.

    `checks` guard the report («выполнено»). «Plan» (proposed → planned) is done by the approval of the paper alone.
    """
    state = Assignment.State
    table = Table(model)
    table.add(
        "plan",
        state.PROPOSED,
        state.PLANNED,
        label="Поставить в работу",
        done="Поручение поставлено в работу",
        who=lambda user, obj: False,
        refusal="Поручение встаёт в работу, когда утверждён его документ.",
    )
    table.add(
        "start",
        state.PLANNED,
        state.IN_PROGRESS,
        label="Начать работу",
        done="Работа начата",
        who=may_do,
        refusal=refusal_do,
    )
    table.add(
        "report",
        (state.PLANNED, state.IN_PROGRESS),
        state.DONE,
        label="Отчитаться о выполнении",
        done="Выполнено",
        who=may_do,
        refusal=refusal_do,
        comment_required=True,
        comment_label="Что сделано",
        checks=tuple(checks),
    )
    table.add(
        "accept",
        state.DONE,
        state.ACCEPTED,
        label="Принять результат",
        done="Результат принят",
        who=may_accept,
        refusal=refusal_accept,
    )
    table.add(
        "return",
        state.DONE,
        state.IN_PROGRESS,
        label="Вернуть на доработку",
        done="Возвращено на доработку",
        who=may_accept,
        refusal=refusal_accept,
        comment_required=True,
        danger=True,
    )
    table.add(
        "cancel",
        (state.PROPOSED, state.PLANNED, state.IN_PROGRESS, state.DONE),
        state.CANCELLED,
        label="Снять поручение",
        done="Поручение снято",
        who=may_cancel,
        refusal=refusal_cancel,
        comment_required=True,
        comment_label="Почему снято",
        danger=True,
    )
    return table


def refuse_another_request(changes, most):
    """Raise TransitionError where a request waits already, or `most` were granted (domain text, section 4.5)."""
    states = [change.state for change in changes]
    if DueChange.State.ASKED in states:
        raise TransitionError("Просьба о сроке уже подана: дождитесь решения.")
    if not most:
        raise TransitionError("В школе сроки не продлевают: доложите о выполнении.")
    if states.count(DueChange.State.GRANTED) >= most:
        times = plural_form(most, "раз,раза,раз")
        raise TransitionError(f"Срок уже переносили {most} {times}, больше нельзя: доложите о выполнении.")


def due_change_table(model, *, may_decide, refusal):
    """Return the table of a request for another day: granted or refused by somebody else than who asked."""
    state = DueChange.State

    def somebody_else(user, obj):
        return user.pk != obj.asked_by_id and may_decide(user, obj)

    table = Table(model)
    table.add(
        "grant",
        state.ASKED,
        state.GRANTED,
        label="Продлить срок",
        done="Срок продлён",
        who=somebody_else,
        refusal=refusal,
    )
    table.add(
        "refuse",
        state.ASKED,
        state.REFUSED,
        label="Отказать в продлении",
        done="В продлении отказано",
        who=somebody_else,
        refusal=refusal,
        comment_required=True,
        comment_label="Почему",
        danger=True,
    )
    return table
