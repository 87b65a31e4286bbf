"""Actions of a plan: written in its draft, carried out after approval, accepted by somebody else."""

from django.db import transaction
from django.utils import timezone

from audits import finding_workflow, workflow
from audits.models import Action, CorrectivePlan, EffectivenessCheck, Evidence, Finding
from audits.services import action_letters as letters
from audits.services.days import refuse_day_off
from audits.services.findings import findings
from audits.services.observing import first_day_of_check
from audits.services.plans import plans, writes_plan
from roadmap.models import Appointment, Edition
from roadmap.models.activity import Stage
from roadmap.permissions import Role
from roadmap.services.activities import settle_stage
from vsoko import history
from vsoko.files import store_upload
from vsoko.wording import day_num
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


def _refuse_wrong_due(plan, edition, finding, due_on):
    """A term is a working day of the school, not before what it answers: the nonconformity, for an addendum the plan."""
    if due_on is None:
        return
    if finding.registered_on and due_on < finding.registered_on:
        day = day_num(finding.registered_on)
        raise TransitionError(f"Срок раньше, чем записано несоответствие ({day}): поставьте позже.", field="due_on")
    if edition is not None and plan.approved_on and due_on < plan.approved_on:
        day = day_num(plan.approved_on)
        raise TransitionError(f"Срок раньше, чем утверждён план ({day}): поставьте позже.", field="due_on")
    refuse_day_off(due_on, plan.school_id)


@transaction.atomic
def create_action(plan_pk, *, actor, finding, edition=None, **words):
    """Propose an action for one nonconformity in a draft plan or addendum, and return it.

    `words` are fields of the action: kind, text, responsible, due_on, sign; also resources and association.
    """
    plan = _editable_plan(plan_pk, actor, edition)
    _refuse_wrong_finding(plan, finding)
    _refuse_wrong_due(plan, edition, finding, words["due_on"])
    action = Action.objects.create(plan=plan, finding=finding, edition=edition, round=finding.returns, **words)
    history.record(
        plan,
        actor=actor,
        action="audits.action.create",
        sentence=f"Предложено действие: {action.text}"[:300],
        to_state="proposed",
    )
    return action


@transaction.atomic
def create_elsewhere(plan_pk, *, actor, finding, associations, **words):
    """Propose the same preventive action in each of these associations; its chair answers there. Returns the actions."""
    held = Appointment.objects.filter(association__in=associations, role=Role.CHAIR).covering(timezone.localdate())
    chairs = {one.association_id: one.employee for one in held.select_related("employee").order_by("-acting", "-id")}
    for association in associations:
        if association.pk not in chairs:
            raise TransitionError(
                f"У объединения «{association.name}» нет председателя: снимите отметку и внесите действие отдельно.",
                field="associations",
            )
    return [
        create_action(
            plan_pk, actor=actor, finding=finding, kind=Action.Kind.PREVENTIVE, association=association,
            responsible=chairs[association.pk], **words,
        )
        for association in associations
    ]  # fmt: skip


@transaction.atomic
def edit_action(pk, *, actor, **words):
    """Change a proposed action and return it; an approved one changes its day by request only."""
    action = actions().select_for_update(of=("self",)).get(pk=pk)
    plan = _editable_plan(action.plan_id, actor, action.edition)
    if action.state != Action.State.PROPOSED:
        raise TransitionError("Действие уже в утверждённом плане: правится дополнением, срок — просьбой о продлении.")
    _refuse_wrong_due(plan, action.edition, action.finding, words.get("due_on", action.due_on))
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
    letters.tell_reported(action, actor)
    return action


def _start_finding(action, actor, on):
    if action.finding.state == Finding.State.PLANNED:
        perform(
            finding_workflow.START_FINDING, action.finding_id, actor=None, caused_by=actor, queryset=findings(), on=on
        )


@transaction.atomic
def accept_action(pk, *, actor, comment="", on=None):
    """Accept what was done; the last accepted action passes the finding to the effectiveness check. Returns the action."""
    _lock_plan_of(pk)
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
    letters.work_is_over(action)
    return action


@transaction.atomic
def return_action(pk, *, actor, comment, on=None):
    action = perform(
        ACTION["return"],
        pk,
        actor=actor,
        queryset=actions(),
        comment=comment,
        on=on,
        values=lambda action: {"returned": action.returned + 1, "done_on": None, "done_by": None},
    )
    letters.tell_work_returned(action, comment, actor)
    return action


@transaction.atomic
def cancel_action(pk, *, actor, comment, on=None):
    """Take an action off with a reason; a nonconformity never stays without any action. Returns the action."""
    _lock_plan_of(pk)
    action = perform(ACTION["cancel"], pk, actor=actor, queryset=actions(), comment=comment, on=on)
    left = action.finding.actions.filter(round=action.round).exclude(state=Action.State.CANCELLED)
    if action.plan.state != CorrectivePlan.State.DRAFT and not left.exists():
        raise TransitionError("Это единственное действие по несоответствию: сначала дополните план другим.")
    _pass_on(action, actor, on)
    letters.work_is_over(action)
    return action


def _lock_plan_of(pk):
    """Let the last two actions of a plan end one after the other: else each would see the other one still open."""
    plan = Action.objects.values("plan").get(pk=pk)["plan"]
    CorrectivePlan.objects.select_for_update(of=("self",)).get(pk=plan)


def _pass_on(action, actor, on):
    """Move the finding to the check and the plan to its end, when this was the last open action."""
    finding = findings().select_for_update(of=("self",)).get(pk=action.finding_id)
    now = finding.actions.filter(round=finding.returns).exclude(state=Action.State.CANCELLED)
    if (
        finding.state in finding_workflow.VERIFY_FINDING.sources
        and not now.exclude(state=Action.State.ACCEPTED).exists()
    ):
        perform(finding_workflow.VERIFY_FINDING, finding.pk, actor=None, caused_by=actor, queryset=findings(), on=on)
        EffectivenessCheck.objects.create(
            finding=finding, round=finding.returns, due_on=first_day_of_check(finding, finding.returns)
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
