"""The check of effect: by somebody who did not carry the actions out, not before its day (domain text, sections 4.4–4.6)."""

from django.db import transaction

from audits import finding_workflow as workflow
from audits.models import EffectivenessCheck, Evidence
from audits.services import action_letters as letters
from audits.services.findings import findings
from audits.services.observing import first_day_of_check, repeats_observed
from roadmap.models.activity import Stage
from roadmap.permissions import is_group_head
from roadmap.services.activities import settle_stage
from vsoko import history, notifications
from vsoko.files import store_upload
from vsoko.wording import day_num, plural
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform


def checks():
    return EffectivenessCheck.objects.select_related("finding__school", "finding__audit__roadmap__school", "checker")


@transaction.atomic
def assign_checker(pk, *, actor, checker, due_on):
    """Name who checks the effect and not before which day; the school's term may be made longer. Returns the check."""
    check, changes = name_checker(pk, actor=actor, checker=checker, due_on=due_on)
    letters.tell_checker([check] if changes else [], actor)
    return check


def name_checker(pk, *, actor, checker, due_on):
    """Name the checker of one check and tell nobody of it: return (check, what has changed)."""
    check = checks().select_for_update(of=("self",)).get(pk=pk)
    if not is_group_head(actor, check):
        raise NotAllowed("Проверяющего назначает руководитель рабочей группы.")
    return check, put_checker(check, actor=actor, checker=checker, due_on=due_on)


def put_checker(check, *, actor, checker, due_on, comment=""):
    """Write who checks a locked check, whoever decided it, with its history; return what has changed."""
    if check.state != EffectivenessCheck.State.ASSIGNED:
        raise TransitionError("Проверка уже проведена: назначать проверяющего не нужно.")
    if check.finding.actions.carried_out_by(checker).exists():
        raise TransitionError(
            f"{checker.short_name} исполняет или исполнял(а) действие по этому несоответствию: назначьте другого.",
            field="checker",
        )
    first = first_day_of_check(check.finding, check.round)
    if first and due_on < first:
        term = plural(check.school.check_after_days, "день,дня,дней")
        raise TransitionError(
            f"Проверять можно через {term} после последнего действия: поставьте {day_num(first)} или позже.",
            field="due_on",
        )
    before = history.snapshot(check, ("checker", "due_on"))
    if check.checker_id != checker.pk:
        notifications.over(f"check:{check.pk}")
    check.checker, check.due_on = checker, due_on
    check.save(update_fields=["checker", "due_on"])
    changes = history.differences(check, before, history.snapshot(check, ("checker", "due_on")))
    history.record(
        check.finding,
        actor=actor,
        action="audits.effectivenesscheck.assign",
        sentence="Назначена проверка результативности",
        changes=changes,
        comment=comment,
    )
    return changes


@transaction.atomic
def confirm_effect(pk, *, actor, comment, on=None, upload=None, **judged):
    """Confirm the effect: the finding is closed. Returns the check.

    `judged` are the criteria of EffectivenessCheck: each met, and in words what was seen.
    """
    check = checks().get(pk=pk)
    for name, label in check.CRITERIA.items():
        if not judged.get(name):
            raise TransitionError(
                f"Не отмечено «{label.lower()}»: отметьте, а если этого нет, признайте не результативным.", field=name
            )
        if not judged.get(f"{name}_words", "").strip():
            raise TransitionError("Напишите, что вы видели: документ, запись, число.", field=f"{name}_words")
    if repeat := repeats_observed(check, fact_day(on)).first():
        raise TransitionError(
            f"За период наблюдения записано {repeat.number} по тому же критерию: признайте не результативным.",
            field="no_repeat",
        )
    check = _decide(workflow.CONFIRM_EFFECT, pk, actor, comment, on, upload, judged)
    finding = perform(
        workflow.CLOSE_FINDING,
        check.finding_id,
        actor=actor,
        queryset=findings(),
        comment=comment,
        on=on,
        values={"closed_on": fact_day(on), "closed_by": actor},
    )
    settle_stage(finding.audit.roadmap, Stage.ELIMINATION, on=on)
    letters.check_is_over(check)
    return check


@transaction.atomic
def deny_effect(pk, *, actor, comment, on=None, upload=None, **judged):
    """Find no effect: the finding is open again, its return is counted, new actions come as an addendum. Returns the check.

    `judged` as in `confirm_effect`: at least one criterion is not met.
    """
    judged = {name: bool(judged.get(name)) for name in EffectivenessCheck.CRITERIA} | {
        f"{name}_words": judged.get(f"{name}_words", "") for name in EffectivenessCheck.CRITERIA
    }
    if all(judged[name] for name in EffectivenessCheck.CRITERIA):
        raise TransitionError("Отмечено всё: снимите отметку с того, чего нет, или признайте результативным.")
    check = _decide(workflow.DENY_EFFECT, pk, actor, comment, on, upload, judged)
    finding = perform(
        workflow.RETURN_FINDING,
        check.finding_id,
        actor=actor,
        queryset=findings(),
        comment=comment,
        on=on,
        values=lambda finding: {"returns": finding.returns + 1, "acknowledged_on": None, "acknowledged_by": None},
    )
    letters.tell_not_effective(finding, check, actor)
    return check


def _decide(step, pk, actor, comment, on, upload, judged):
    check = checks().get(pk=pk)
    if fact_day(on) < check.due_on:
        raise TransitionError(
            f"Проверять можно не раньше {check.due_on:%d.%m.%Y}: до этого дня смотрят, не повторится ли."
        )
    if upload:
        Evidence.objects.create(check_record=check, file=store_upload(upload, school=check.school, actor=actor))
    return perform(
        step,
        pk,
        actor=actor,
        queryset=checks(),
        comment=comment,
        on=on,
        values={"result": comment, "checked_on": fact_day(on), "checked_by": actor, **judged},
    )
