"""Points of papers as assignments: started, reported, accepted by somebody else, given another day at most twice."""

from django.db import transaction

from roadmap import document_workflow as workflow
from roadmap.models import DocumentItem, DocumentItemDueChange
from roadmap.services.letters import tell_returned
from vsoko import history
from vsoko.assignment import refuse_another_request
from vsoko.wording import day_num
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

WHO_ASKS = "О новом сроке просит тот, кому дано поручение, или секретарь по его слову."


def items():
    return DocumentItem.objects.select_related("document__school", "responsible__user")


def start_item(pk, *, actor, comment="", on=None):
    """Say that the work has begun. Returns the item."""
    return perform(workflow.DOCUMENT_ITEM["start"], pk, actor=actor, queryset=items(), comment=comment, on=on)


def report_item(pk, *, actor, comment, on=None):
    """Report the work (`comment` is what was done). Returns the item.

    Where the secretary writes it down, it still counts as done by the responsible, who therefore cannot accept it.
    """

    def reported(item):
        doer = item.responsible.user if item.responsible and item.responsible.user_id else actor
        return {"report": comment, "done_on": fact_day(on), "done_by": doer}

    return perform(
        workflow.DOCUMENT_ITEM["report"], pk, actor=actor, queryset=items(), comment=comment, on=on, values=reported
    )


def accept_item(pk, *, actor, comment="", on=None):
    """Accept the result. Returns the item."""
    values = {"accepted_on": fact_day(on), "accepted_by": actor}
    return perform(
        workflow.DOCUMENT_ITEM["accept"], pk, actor=actor, queryset=items(), comment=comment, on=on, values=values
    )


@transaction.atomic
def return_item(pk, *, actor, comment, on=None):
    """Return the work with a remark; how many times is counted. Returns the item."""
    item = perform(
        workflow.DOCUMENT_ITEM["return"], pk, actor=actor, queryset=items(), comment=comment, on=on,
        values=lambda item: {"returned": item.returned + 1, "done_on": None, "done_by": None},
    )  # fmt: skip
    tell_returned(item, comment)
    return item


def cancel_item(pk, *, actor, comment, on=None):
    """Take the assignment off, with the reason. Returns the item."""
    return perform(workflow.DOCUMENT_ITEM["cancel"], pk, actor=actor, queryset=items(), comment=comment, on=on)


# --- another day ----------------------------------------------------------------------------------------------------


@transaction.atomic
def ask_due_change(pk, *, actor, new_due, reason, on=None):
    """Ask for another day; somebody else decides. Returns the request."""
    item = items().select_for_update(of=("self",)).get(pk=pk)
    if not (workflow.does_item(actor, item) or workflow.is_secretary(actor, item)):
        raise NotAllowed(WHO_ASKS)
    refuse_settled(item)
    if item.due_on is None:
        raise TransitionError("У поручения нет срока: переносить нечего.")
    if new_due <= item.due_on:
        raise TransitionError(f"Новый срок должен быть позже прежнего ({day_num(item.due_on)}).")
    refuse_another_request(item.due_changes.all(), item.school.most_due_changes)
    change = DocumentItemDueChange.objects.create(
        assignment=item, old_due=item.due_on, new_due=new_due, reason=reason, asked_by=actor, asked_on=fact_day(on)
    )
    history.record(
        item, actor=actor, action="roadmap.documentitem.due_ask", comment=reason, on=on,
        sentence=f"Просьба перенести срок на {day_num(new_due)}",
    )  # fmt: skip
    return change


@transaction.atomic
def grant_due_change(pk, *, actor, comment="", on=None):
    """Grant the other day: the item gets it. Returns the request."""
    item = _item_of_change(pk)
    refuse_settled(item)
    change = _decide(workflow.DOCUMENT_ITEM_DUE["grant"], pk, actor, comment, on)
    before = history.snapshot(item, ["due_on"])
    item.due_on = change.new_due
    item.save(update_fields=["due_on"])
    history.record(
        item, actor=actor, action="roadmap.documentitem.due_grant", sentence="Срок продлён", comment=comment, on=on,
        changes=history.differences(item, before, history.snapshot(item, ["due_on"])),
    )  # fmt: skip
    return change


@transaction.atomic
def refuse_due_change(pk, *, actor, comment, on=None):
    """Refuse the other day with a reason: the old one stays. Returns the request."""
    item = _item_of_change(pk)
    change = _decide(workflow.DOCUMENT_ITEM_DUE["refuse"], pk, actor, comment, on)
    history.record(
        item, actor=actor, action="roadmap.documentitem.due_refuse", sentence="В продлении срока отказано",
        comment=comment, on=on,
    )  # fmt: skip
    return change


def _item_of_change(pk):
    # The item is locked before its request, as everywhere: the work before what is asked about it.
    return items().select_for_update(of=("self",)).get(due_changes=pk)


def _decide(step, pk, actor, comment, on):
    changes = DocumentItemDueChange.objects.select_related("assignment__document__school", "assignment__responsible")
    values = {"decided_by": actor, "decided_on": fact_day(on)}
    return perform(step, pk, actor=actor, queryset=changes, comment=comment, on=on, values=values)


def refuse_settled(item):
    """Raise TransitionError when the day of an item matters no more."""
    if item.state not in (DocumentItem.State.PLANNED, DocumentItem.State.IN_PROGRESS):
        raise TransitionError(f"Срок уже не важен: поручение «{item.get_state_display()}».")
