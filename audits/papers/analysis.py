"""Papers about the analysis of a year (domain text, D15 and D16): the order of results and the improvement plan."""

from datetime import date

from django.urls import reverse

from audits.improvement_plan import PLAN
from audits.models import AnnualAnalysis, ImprovementItem
from audits.models.finding import Finding, Grade
from audits.permissions import drafts_for_director
from audits.services.improvements import approve_improvements, release_improvements
from audits.services.next_year import carry_into_draft
from roadmap.models import Document, DocumentKind
from roadmap.models.activity import Stage
from vsoko.registries import PaperSource
from vsoko.wording import NBSP, day_num, lowered
from vsoko.workflow import TransitionError

NAMES = {
    "analysis.year": "за какой год анализ: «2021 год»",
    "analysis.next": "на какой учебный год план",
    "analysis.minutes": "протокол педсовета, который рассмотрел анализ",
    "analysis.good": "положительный опыт по аудитам года",
    "analysis.measures": "меры плана совершенствования",
    "analysis.approved": "день утверждения анализа",
}
SORTS = {"analysis.measures": "table", "analysis.good": "clause"}


def facts(analysis, code):
    return {
        "analysis.year": analysis.roadmap.year_words,
        "analysis.next": lambda: planned_for(analysis),
        "analysis.minutes": lambda: minutes_of(analysis.roadmap),
        "analysis.good": lambda: good_practice(analysis.roadmap),
        "analysis.measures": lambda: measures(analysis),
        "analysis.approved": analysis.approved_on,
    }


def next_school_year(roadmap):
    """Return the school year that begins after the period: a year of 2021 plans for 2022/2023 (domain text, 1.3)."""
    last = roadmap.period_to
    start = last.year + 1 if last.month >= 9 else last.year
    return f"{start}/{start + 1}"


def planned_for(analysis):
    """Return the school years of the improvement plan: «2022/2023».

    A measure due in spring belongs to the year that is still running: «второе полугодие 2021/2022 и на 2022/2023».
    """
    following = next_school_year(analysis.roadmap)
    start = int(following[:4])
    if not accepted(analysis).filter(due_on__lt=date(start, 9, 1)).exists():
        return following
    return f"второе полугодие {start - 1}/{start} и на {following}"


def minutes_of(roadmap):
    """Return «протокол от 23.12.2021 № 4» of the council that considered the analysis, or a blank to fill by hand."""
    held = Document.objects.filter(
        activity__roadmap=roadmap, activity__stage=Stage.ANALYSIS, kind__form=DocumentKind.Form.MINUTES,
        state__in=Document.IN_FORCE,
    )  # fmt: skip
    found = held.order_by("-dated", "-id").first()
    return f"протокол {found.requisites}" if found else f"протокол от ___.___.______ №{NBSP}______"


def good_practice(roadmap):
    found = Finding.objects.filter(audit__roadmap=roadmap, grade=Grade.GOOD_PRACTICE).exclude(state="draft")
    found = found.select_related("audit__association", "audit__course_programme").by_number()
    return "; ".join(f"{lowered(one.title.strip().rstrip('.'))} ({one.subject_name})" for one in found)


def accepted(analysis):
    return analysis.improvements.filter(state__in=ImprovementItem.LIVE)


def measures(analysis):
    """Return the accepted measures with what each of them stands on."""
    rows = [["№", "Мероприятие", "Основание", "Ожидаемый результат", "Ответственный", "Срок"]]
    for number, one in enumerate(accepted(analysis).select_related("responsible"), start=1):
        who = one.responsible.short_name if one.responsible else ""
        rows.append([number, one.text, one.source_text, one.expected_result, who, day_num(one.due_on)])
    return rows if len(rows) > 1 else None


def fields(analysis, code):
    roadmap = analysis.roadmap
    return {"roadmap": roadmap, "activity": roadmap.activities.filter(stage=Stage.ANALYSIS).first()}


def may(user, analysis, code):
    """The plan can be prepared beside the analysis; its results are ordered when the director has approved it."""
    ready = code == PLAN or analysis.state == AnnualAnalysis.State.APPROVED
    return ready and analysis.figures is not None and drafts_for_director(user, analysis)


def ready(analysis, code):
    if code == PLAN and not accepted(analysis).exists():
        raise TransitionError(
            "В плане нет ни одной меры: сначала примите хотя бы одну.",
            url=reverse("improvement-list", args=[analysis.roadmap_id]),
        )


def approved(analysis, *, document, actor, on):
    """What the director has signed is closed: each measure of the plan says in which paper it stands."""
    if document.kind.code == PLAN:
        approve_improvements(analysis, document, actor=actor, on=on)
        carry_into_draft(analysis, actor=actor, on=on)


def annulled(analysis, *, document, actor, comment, on):
    if document.kind.code == PLAN:
        release_improvements(document, actor=actor, comment=comment, on=on)


def visible(user):
    return AnnualAnalysis.objects.visible_to(user).select_related("school", "roadmap__school")


SOURCE = PaperSource(
    model=AnnualAnalysis,
    kinds=("D22", PLAN),
    names=NAMES,
    sorts=SORTS,
    facts=facts,
    fields=fields,
    may=may,
    visible=visible,
    ready=ready,
    approved=approved,
    annulled=annulled,
)
