"""An action on its way: notes about its progress, and its passing to somebody else (domain text, section 4.4)."""

from django.db import transaction

from audits import finding_workflow
from audits.models import Action, ActionHandover, ActionNote
from audits.services import action_letters as letters
from audits.services.actions import actions, start_action
from audits.services.plans import writes_plan
from vsoko import history
from vsoko.wording import day_num
from vsoko.workflow import NotAllowed, TransitionError, fact_day


def hands_over(user, action):
    """Who answers for the action; where that person has left the school, who keeps the plan."""
    return finding_workflow.carries_out(user, action) or (
        action.responsible.left_on is not None and writes_plan(user, action.plan)
    )


def _locked(pk):
    action = actions().select_for_update(of=("self",)).get(pk=pk)
    if action.state not in Action.OWED:
        raise TransitionError(f"Действие сейчас «{action.get_state_display()}»: оно уже не выполняется.")
    return action


@transaction.atomic
def note_progress(pk, *, actor, text, on=None):
    """Note what has been done by a day; the first note begins the work. Returns the ActionNote."""
    action = _locked(pk)
    if not finding_workflow.carries_out(actor, action):
        raise NotAllowed("О ходе пишет тот, кто отвечает за действие.")
    day, begun = fact_day(on), action.plan.approved_on
    if begun and day < begun:
        raise TransitionError(f"План утверждён {day_num(begun)}: поставьте этот день или позже.", field="on")
    if action.state == Action.State.PLANNED:
        start_action(pk, actor=actor, on=on)
    note = ActionNote.objects.create(action=action, text=text, dated=day, author=actor)
    history.record(action, actor=actor, action="audits.action.note", sentence="Отметка о ходе", comment=text, on=on)
    return note


@transaction.atomic
def hand_over(pk, *, actor, to, reason, on=None):
    """Pass an action to somebody else of the school; its term stays. Returns the ActionHandover."""
    action = _locked(pk)
    if not hands_over(actor, action):
        raise NotAllowed("Действие передаёт тот, кто за него отвечает.")
    if to.pk == action.responsible_id:
        raise TransitionError(f"{to.short_name} уже отвечает за это действие: выберите другого.", field="to")
    if to.school_id != action.school_id or to.left_on is not None:
        raise TransitionError("Этот человек не работает в школе: выберите другого.", field="to")
    handover = put_responsible(action, to, actor=actor, reason=reason, on=on)
    letters.tell_handed_over(action, handover, actor)
    return handover


def put_responsible(action, to, *, actor, reason, on=None):
    """Write who answers for a locked action now, whoever decided it, with its history; return the ActionHandover."""
    former = action.responsible
    handover = ActionHandover.objects.create(
        action=action, handed_from=former, handed_to=to, reason=reason, handed_on=fact_day(on), actor=actor
    )
    action.responsible = to
    action.save(update_fields=["responsible"])
    for subject in (action, action.plan):
        history.record(
            subject, actor=actor, action=f"{subject._meta.label_lower}.hand_over", comment=reason, on=on,
            sentence=f"Действие передано: {action.text}"[:300],
            changes={"ответственный": [former.short_name, to.short_name]},
        )  # fmt: skip
    return handover
