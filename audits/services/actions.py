"""Actions of a plan: written in its draft, carried out after approval, accepted by somebody else."""

from datetime import timedelta

from django.db import transaction

from audits import finding_workflow, workflow
from audits.models import Action, ActionDueChange, CorrectivePlan, EffectivenessCheck, Evidence, Finding
from audits.services.findings import findings
from audits.services.plans import plans, writes_plan
from roadmap.models import Edition
from roadmap.models.activity import Stage
from roadmap.services.activities import settle_stage
from vsoko import history
from vsoko.assignment import MOST_DUE_CHANGES
from vsoko.files import store_upload
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

ACTION = finding_workflow.ACTION


def actions():
    return Action.objects.select_related("plan__school", "plan__audit", "finding__school", "responsible")


def _editable_plan(plan_pk, actor, edition):
    """Return the locked plan whose draft (or draft addendum) takes new rows; refuse otherwise."""
    plan = plans().select_for_update(of=("self",)).get(pk=plan_pk)
    if not writes_plan(actor, plan):
        raise NotAllowed("Действия вносит тот, кто составляет план.")
    if edition is None and plan.state != CorrectivePlan.State.DRAFT:
        raise TransitionError("План уже передан: верните его в черновик или составьте дополнение.")
    if edition is not None and edition.state != Edition.State.DRAFT:
        raise TransitionError("Дополнение уже передано на утверждение: отзовите его для правки.")
    return plan


def _refuse_wrong_finding(plan, finding):
    if not finding.is_nonconformity:
        raise TransitionError("План составляется по несоответствиям; для наблюдений и рекомендаций он не нужен.")
    if finding.state not in (Finding.State.OPEN, Finding.State.ACKNOWLEDGED):
        raise TransitionError(
            f"Несоответствие {finding.number} сейчас «{finding.get_state_display()}»: действие не добавить."
        )
    if plan.audit_id and finding.audit_id != plan.audit_id:
        raise TransitionError(f"Несоответствие {finding.number} из другого аудита: внесите его в план того аудита.")


def _refuse_past_due(finding, due_on):
    if due_on and finding.registered_on and due_on < finding.registered_on:
        raise TransitionError(
            f"Срок раньше, чем записано несоответствие ({finding.registered_on:%d.%m.%Y}): поставьте позже."
        )


@transaction.atomic
def create_action(plan_pk, *, actor, finding, kind, text, responsible, due_on, sign, edition=None):
    """Propose an action for one nonconformity in a draft plan or addendum, and return it."""
    plan = _editable_plan(plan_pk, actor, edition)
    _refuse_wrong_finding(plan, finding)
    _refuse_past_due(finding, due_on)
    action = Action.objects.create(
        plan=plan,
        finding=finding,
        kind=kind,
        text=text,
        responsible=responsible,
        due_on=due_on,
        sign=sign,
        edition=edition,
        round=finding.returns,
    )
    history.record(
        plan,
        actor=actor,
        action="audits.action.create",
        sentence=f"Предложено действие: {text}"[:300],
        to_state="proposed",
    )
    return action


@transaction.atomic
def edit_action(pk, *, actor, **words):
    """Change a proposed action and return it; an approved one changes its day by request only."""
    action = actions().select_for_update(of=("self",)).get(pk=pk)
    plan = _editable_plan(action.plan_id, actor, action.edition)
    if action.state != Action.State.PROPOSED:
        raise TransitionError("Действие уже в утверждённом плане: правится дополнением, срок — просьбой о продлении.")
    _refuse_past_due(action.finding, words.get("due_on", action.due_on))
    before = history.snapshot(action, words)
    for name, value in words.items():
        setattr(action, name, value)
    action.save(update_fields=list(words))
    changes = history.differences(action, before, history.snapshot(action, words))
    history.record(plan, actor=actor, action="audits.action.edit", sentence="Действие изменено", changes=changes)
    return action


@transaction.atomic
def delete_action(pk, *, actor):
    """Take a proposed action out of a draft. Returns the plan."""
    action = actions().select_for_update(of=("self",)).get(pk=pk)
    plan = _editable_plan(action.plan_id, actor, action.edition)
    if action.state != Action.State.PROPOSED:
        raise TransitionError("Действие уже в утверждённом плане: его можно только снять с причиной.")
    history.record(plan, actor=actor, action="audits.action.delete", sentence=f"Действие убрано: {action.text}"[:300])
    action.delete()
    return plan


@transaction.atomic
def start_action(pk, *, actor, comment="", on=None):
    action = perform(ACTION["start"], pk, actor=actor, queryset=actions(), comment=comment, on=on)
    _start_finding(action, actor, on)
    return action


@transaction.atomic
def report_action(pk, *, actor, comment, on=None, upload=None, reference="", dated=None):
    """Report an action as carried out, with evidence (a file or a reference). Returns the action."""
    action = actions().select_for_update(of=("self",)).get(pk=pk)
    if upload:
        stored = store_upload(upload, school=action.school, actor=actor)
        Evidence.objects.create(action=action, file=stored, reference=reference, dated=dated)
    elif reference:
        Evidence.objects.create(action=action, reference=reference, dated=dated)
    if not action.evidence.exists():
        raise TransitionError("Добавьте свидетельство: файл или реквизиты документа, без него результат не примут.")
    action = perform(
        ACTION["report"],
        pk,
        actor=actor,
        queryset=actions(),
        comment=comment,
        on=on,
        values={"report": comment, "done_on": fact_day(on), "done_by": actor},
    )
    _start_finding(action, actor, on)
    return action


def _start_finding(action, actor, on):
    if action.finding.state == Finding.State.PLANNED:
        perform(
            finding_workflow.START_FINDING, action.finding_id, actor=None, caused_by=actor, queryset=findings(), on=on
        )


@transaction.atomic
def accept_action(pk, *, actor, comment="", on=None):
    """Accept what was done; the last accepted action passes the finding to the effectiveness check. Returns the action."""
    action = perform(
        ACTION["accept"],
        pk,
        actor=actor,
        queryset=actions(),
        comment=comment,
        on=on,
        values={"accepted_on": fact_day(on), "accepted_by": actor},
    )
    _pass_on(action, actor, on)
    return action


@transaction.atomic
def return_action(pk, *, actor, comment, on=None):
    return perform(
        ACTION["return"],
        pk,
        actor=actor,
        queryset=actions(),
        comment=comment,
        on=on,
        values=lambda action: {"returned": action.returned + 1, "done_on": None, "done_by": None},
    )


@transaction.atomic
def cancel_action(pk, *, actor, comment, on=None):
    """Take an action off with a reason; a nonconformity never stays without any action. Returns the action."""
    action = perform(ACTION["cancel"], pk, actor=actor, queryset=actions(), comment=comment, on=on)
    left = action.finding.actions.filter(round=action.round).exclude(state=Action.State.CANCELLED)
    if action.plan.state != CorrectivePlan.State.DRAFT and not left.exists():
        raise TransitionError("Это единственное действие по несоответствию: сначала дополните план другим.")
    _pass_on(action, actor, on)
    return action


def _pass_on(action, actor, on):
    """Move the finding to the check and the plan to its end, when this was the last open action."""
    finding = findings().select_for_update(of=("self",)).get(pk=action.finding_id)
    now = finding.actions.filter(round=finding.returns).exclude(state=Action.State.CANCELLED)
    if (
        finding.state in finding_workflow.VERIFY_FINDING.sources
        and not now.exclude(state=Action.State.ACCEPTED).exists()
    ):
        perform(finding_workflow.VERIFY_FINDING, finding.pk, actor=None, caused_by=actor, queryset=findings(), on=on)
        last_done = max(now.values_list("done_on", flat=True))
        EffectivenessCheck.objects.create(
            finding=finding, round=finding.returns, due_on=last_done + timedelta(days=finding.school.check_after_days)
        )
    plan = plans().get(pk=action.plan_id)
    if plan.state == CorrectivePlan.State.APPROVED and not workflow.COMPLETE_PLAN.blockers(plan):
        perform(
            workflow.COMPLETE_PLAN,
            plan.pk,
            actor=None,
            caused_by=actor,
            queryset=plans(),
            on=on,
            values={"completed_on": fact_day(on)},
        )
    settle_stage(plan.roadmap, Stage.ELIMINATION, on=on)


@transaction.atomic
def ask_due_change(pk, *, actor, new_due, reason, on=None):
    """Ask for a later day, at most twice (domain text, section 4.5). Returns the ActionDueChange."""
    action = actions().select_for_update(of=("self",)).get(pk=pk)
    if not finding_workflow.carries_out(actor, action):
        raise NotAllowed("О сроке просит тот, кто отвечает за действие.")
    if action.state not in (Action.State.PLANNED, Action.State.IN_PROGRESS):
        raise TransitionError("Срок переносится, пока действие выполняется.")
    if action.due_changes.filter(state=ActionDueChange.State.ASKED).exists():
        raise TransitionError("Просьба о сроке уже ждёт решения.")
    if action.due_changes.filter(state=ActionDueChange.State.GRANTED).count() >= MOST_DUE_CHANGES:
        raise TransitionError("Срок уже продлён дважды: больше его не переносят.")
    if new_due <= action.due_on:
        raise TransitionError(f"Новый срок должен быть позже прежнего ({action.due_on:%d.%m.%Y}).")
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
        changes={"срок": [action.due_on.isoformat(), new_due.isoformat()]},
    )
    return change


@transaction.atomic
def grant_due_change(pk, *, actor, comment="", on=None):
    """Grant a later day: the action takes it. Returns the ActionDueChange."""
    change = _decide(finding_workflow.ACTION_DUE["grant"], pk, actor, comment, on)
    action = actions().select_for_update(of=("self",)).get(pk=change.assignment_id)
    action.due_on = change.new_due
    action.save(update_fields=["due_on"])
    history.record(
        action,
        actor=actor,
        action="audits.action.due",
        sentence="Срок продлён",
        on=on,
        changes={"срок": [change.old_due.isoformat(), change.new_due.isoformat()]},
    )
    return change


@transaction.atomic
def refuse_due_change(pk, *, actor, comment, on=None):
    return _decide(finding_workflow.ACTION_DUE["refuse"], pk, actor, comment, on)


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
