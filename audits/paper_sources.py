"""Papers that are made from what audits know: where their facts come from, their starting words, what completes their points."""

from pathlib import Path

from django.utils import timezone

from audits.models import AnnualAnalysis, Audit, AuditProgramme, CorrectivePlan, ImprovementItem
from audits.papers import analysis, association, audit, auditor, finding
from vsoko.registries import PointCondition, paper_facts, paper_sources, point_conditions, skeleton_texts
from vsoko.wording import day_num

TEXTS = Path(__file__).resolve().parent / "data" / "texts"


def programme_approved(document):
    programme = AuditProgramme.objects.filter(
        roadmap=document.roadmap_id, roadmap__isnull=False, state=AuditProgramme.State.APPROVED
    ).first()
    return programme and (programme.approved_on, f"Программа аудитов утверждена {day_num(programme.approved_on)}")


def audit_begun(document):
    record = document.about
    if not isinstance(record, Audit) or record.started_on is None:
        return None
    return record.started_on, f"Аудит № {record.number} начат {day_num(record.started_on)}"


def report_handed_in(document):
    record = document.about
    if not isinstance(record, Audit) or record.reported_on is None:
        return None
    day = record.reported_on
    return day, f"Аудит № {record.number} проведён, отчёт сдан {day_num(day)}"


def plan_handed_in(document):
    record = document.about
    plan = CorrectivePlan.objects.filter(audit=record).first() if isinstance(record, Audit) else None
    if plan is None or plan.submitted_on is None or plan.state == CorrectivePlan.State.DRAFT:
        return None
    return (
        plan.submitted_on,
        f"План корректирующих мероприятий № {plan.number} представлен {day_num(plan.submitted_on)}",
    )


def measures_carried(document):
    """The accepted measures of the analysis have all become rows of the next roadmap."""
    record = document.about
    if not isinstance(record, AnnualAnalysis):
        return None
    states = set(record.improvements.values_list("state", flat=True))
    following = getattr(record.roadmap, "successor", None)
    if following is None or ImprovementItem.State.CARRIED not in states or states & UNDECIDED:
        return None
    day = timezone.localdate(following.created_at)
    return day, f"Меры внесены в карту на {following.year_words} {day_num(day)}"


UNDECIDED = {ImprovementItem.State.PROPOSED, ImprovementItem.State.ACCEPTED, ImprovementItem.State.APPROVED}
CONDITIONS = {
    "programme": PointCondition("утверждена программа внутренних аудитов", programme_approved),
    "begun": PointCondition("начат этот аудит", audit_begun),
    "report": PointCondition("сдан отчёт об этом аудите", report_handed_in),
    "plan": PointCondition("представлен план корректирующих мероприятий этого аудита", plan_handed_in),
    "measures": PointCondition("меры анализа внесены в карту следующего года", measures_carried),
}


def register():
    skeleton_texts.register("audits", TEXTS)
    for name, source in (
        ("audit", audit.SOURCE),
        ("auditor", auditor.SOURCE),
        ("finding", finding.SOURCE),
        ("analysis", analysis.SOURCE),
        ("association", association.SOURCE),
    ):
        paper_sources.register(name, source)
    for name, fact in association.FACTS.items():
        paper_facts.register(name, fact)
    for name, condition in CONDITIONS.items():
        point_conditions.register(name, condition)
