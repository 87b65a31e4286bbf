"""Another day for an action: asked for with a reason, at most as often as the school allows, granted by somebody else."""

from django.db import transaction

from audits import finding_workflow
from audits.models import Action, ActionDueChange
from audits.services import action_letters as letters
from audits.services.actions import actions
from audits.services.days import refuse_day_off
from vsoko import history
from vsoko.assignment import refuse_another_request
from vsoko.wording import day_num
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform


@transaction.atomic
def ask_due_change(pk, *, actor, new_due, reason, on=None):
    """Ask for a later day, as often as the school allows (domain text, section 4.5). Returns the ActionDueChange."""
    action = actions().select_for_update(of=("self",)).get(pk=pk)
    if not finding_workflow.carries_out(actor, action):
        raise NotAllowed("О сроке просит тот, кто отвечает за действие.")
    refuse_finished(action)
    refuse_another_request(action.due_changes.all(), action.school.most_due_changes)
    if new_due <= action.due_on:
        raise TransitionError(f"Новый срок должен быть позже прежнего ({day_num(action.due_on)}).", field="new_due")
    refuse_day_off(new_due, action.school_id, field="new_due")
    change = ActionDueChange.objects.create(
        assignment=action, old_due=action.due_on, new_due=new_due, reason=reason, asked_by=actor, asked_on=fact_day(on)
    )
    history.record(
        action,
        actor=actor,
        action="audits.action.ask_due",
        sentence="Попросил(а) продлить срок",
        comment=reason,
        on=on,
        changes={"срок": [day_num(action.due_on), day_num(new_due)]},
    )
    letters.tell_due_asked(change, actor)
    return change


def refuse_finished(action):
    if action.state not in Action.OWED:
        raise TransitionError(
            f"Действие сейчас «{action.get_state_display()}»: срок переносится, пока оно выполняется."
        )


@transaction.atomic
def grant_due_change(pk, *, actor, comment="", on=None):
    """Grant a later day: the action takes it. Returns the ActionDueChange.

    The action is locked before its request, as every other step does: it may be reported at the same moment.
    """
    action = actions().select_for_update(of=("self",)).get(due_changes=pk)
    refuse_finished(action)
    change = _decide(finding_workflow.ACTION_DUE["grant"], pk, actor, comment, on)
    action.due_on = change.new_due
    action.save(update_fields=["due_on"])
    history.record(
        action,
        actor=actor,
        action="audits.action.due",
        sentence="Срок продлён",
        on=on,
        changes={"срок": [day_num(change.old_due), day_num(change.new_due)]},
    )
    letters.tell_due_decided(change, comment, actor)
    return change


@transaction.atomic
def refuse_due_change(pk, *, actor, comment, on=None):
    change = _decide(finding_workflow.ACTION_DUE["refuse"], pk, actor, comment, on)
    letters.tell_due_decided(change, comment, actor)
    return change


def _decide(step, pk, actor, comment, on):
    return perform(
        step,
        pk,
        actor=actor,
        comment=comment,
        on=on,
        values={"decided_by": actor, "decided_on": fact_day(on)},
        queryset=ActionDueChange.objects.select_related("assignment__plan__school", "assignment__finding"),
    )
