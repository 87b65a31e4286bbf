"""The improvement plan: measures proposed from what the year left open, decided by people, carried into the next roadmap."""

from django.db import transaction

from audits import finding_workflow as workflow
from audits.models import AnnualAnalysis, Finding, ImprovementItem
from audits.models.finding import NONCONFORMITIES
from roadmap.permissions import is_leader
from vsoko import history
from vsoko.wording import lowered
from vsoko.workflow import NotAllowed, TransitionError, perform


def improvements():
    return ImprovementItem.objects.select_related("school", "analysis__school", "analysis__roadmap", "source_finding")


def propose_improvements(analysis):
    """Add a proposed measure for each open or repeated nonconformity, undone row and alarming indicator that has none yet."""
    roadmap = analysis.roadmap
    taken_findings = set(analysis.improvements.exclude(source_finding=None).values_list("source_finding", flat=True))
    taken_rows = set(analysis.improvements.exclude(source_activity=None).values_list("source_activity", flat=True))
    fresh = []
    found = Finding.objects.filter(audit__roadmap=roadmap, grade__in=NONCONFORMITIES).exclude(pk__in=taken_findings)
    for finding in found.select_related("criterion").order_by("number"):
        if finding.state in Finding.OPEN:
            why, text = "не закрыто", f"Завершить устранение: {finding.title}"
        elif finding.state == Finding.State.CLOSED and (finding.repeat_of_id or finding.returns):
            why, text = "повторное", f"Проверить, не повторяется ли: {finding.title}"
        else:
            continue
        fresh.append(
            ImprovementItem(
                school=analysis.school,
                analysis=analysis,
                text=text,
                source_text=f"Несоответствие {finding.number}: {why}",
                source_finding=finding,
            )
        )
    undone = roadmap.activities.filter(state__in=["planned", "in_progress"]).exclude(pk__in=taken_rows)
    for activity in undone.exclude(stage="analysis"):
        fresh.append(
            ImprovementItem(
                school=analysis.school,
                analysis=analysis,
                text=f"Завершить: {activity.title}",
                expected_result=activity.expected_result,
                source_text=f"Пункт {activity.number} дорожной карты не выполнен",
                source_activity=activity,
            )
        )
    ImprovementItem.objects.bulk_create([*fresh, *_of_indicators(analysis)])


def _of_indicators(analysis):
    """Yield a proposed measure for each indicator with a signal: every worsening asks for a decision (criterion RS-10)."""
    taken = list(analysis.improvements.values_list("source_text", flat=True))
    for row in (analysis.figures or {}).get("entered", []):
        source = f"Показатель {row['code']}: "
        if row["signals"] and not any(text.startswith(source) for text in taken):
            yield ImprovementItem(
                school=analysis.school,
                analysis=analysis,
                text=f"Найти причину и поправить показатель: {lowered(row['name'])}",
                expected_result=row["goal"],
                source_text=f"{source}{lowered(row['signals'][0])}"[:300],
            )


def _open_analysis(pk, actor):
    analysis = AnnualAnalysis.objects.select_for_update(of=("self",)).select_related("school").get(pk=pk)
    if not is_leader(actor, analysis):
        raise NotAllowed("Меры вносит директор, его заместитель или руководитель рабочей группы.")
    if analysis.state == AnnualAnalysis.State.ON_APPROVAL:
        raise TransitionError("Анализ на утверждении: меры меняются до передачи или после утверждения.")
    return analysis


@transaction.atomic
def create_improvement(analysis_pk, *, actor, source_text, source_finding=None, **words):
    """Add a measure by hand, with what it stands on, and return it."""
    analysis = _open_analysis(analysis_pk, actor)
    item = ImprovementItem.objects.create(
        school=analysis.school, analysis=analysis, source_text=source_text, source_finding=source_finding, **words
    )
    history.record(
        item, actor=actor, action="audits.improvementitem.create", sentence="Мера предложена", to_state="proposed"
    )
    return item


@transaction.atomic
def edit_improvement(pk, *, actor, **words):
    """Change a measure that is not yet in the next roadmap and return it."""
    item = improvements().select_for_update(of=("self",)).get(pk=pk)
    _open_analysis(item.analysis_id, actor)
    if item.state not in (ImprovementItem.State.PROPOSED, ImprovementItem.State.ACCEPTED):
        raise TransitionError(f"Мера уже «{item.get_state_display()}»: она не правится.")
    before = history.snapshot(item, words)
    for name, value in words.items():
        setattr(item, name, value)
    item.save(update_fields=list(words))
    changes = history.differences(item, before, history.snapshot(item, words))
    history.record(item, actor=actor, action="audits.improvementitem.edit", sentence="Мера изменена", changes=changes)
    return item


@transaction.atomic
def accept_improvement(pk, *, actor, comment="", on=None):
    return perform(workflow.ACCEPT_IMPROVEMENT, pk, actor=actor, queryset=improvements(), comment=comment, on=on)


@transaction.atomic
def decline_improvement(pk, *, actor, comment, on=None):
    return perform(
        workflow.DECLINE_IMPROVEMENT, pk, actor=actor, queryset=improvements(), comment=comment, on=on,
        values={"decline_reason": comment},
    )  # fmt: skip
