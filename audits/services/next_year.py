"""The year after: accepted measures and the yearly activities become the draft of the next roadmap in one step."""

from datetime import date

from django.db import transaction

from audits import finding_workflow as workflow
from audits.models import AnnualAnalysis, ImprovementItem
from audits.services.improvements import improvements
from roadmap.models import Roadmap
from roadmap.models.activity import Stage
from roadmap.permissions import is_leader
from roadmap.services.conditions import settle_points
from roadmap.services.roadmaps import create_roadmap, in_other_year
from roadmap.services.rows import add_row
from vsoko.workflow import NotAllowed, TransitionError, perform

YEARLY = (Stage.CONSULTATION, Stage.AUDITS, Stage.PLANS, Stage.ELIMINATION, Stage.ANALYSIS)


def following_label(roadmap):
    """Return the label of the next year of the same kind: «2021» → «2022», «2026/2027» → «2027/2028»."""
    return "/".join(str(int(year) + 1) for year in roadmap.label.split("/"))


def period_of(label):
    """Return the first and last day of the year with this label."""
    first = int(label[:4])
    if "/" in label:
        return date(first, 9, 1), date(first + 1, 8, 31)
    return date(first, 1, 1), date(first, 12, 31)


def yearly_rows(roadmap):
    """Return the activities that every year repeats."""
    return roadmap.activities.filter(stage__in=YEARLY).exclude(state="cancelled").prefetch_related("responsible")


@transaction.atomic
def open_next_year(analysis_pk, *, actor, label, with_yearly=True, on=None):
    """Create the draft roadmap of the next year from accepted measures (and yearly rows); return it.

    Each measure keeps the link to its activity. Raises TransitionError before the analysis is approved or when the
    year exists already.
    """
    analysis = (
        AnnualAnalysis.objects.select_for_update(of=("self",)).select_related("roadmap__school").get(pk=analysis_pk)
    )
    if not is_leader(actor, analysis):
        raise NotAllowed("Карту следующего года открывает директор, его заместитель или руководитель рабочей группы.")
    if analysis.state != AnnualAnalysis.State.APPROVED:
        raise TransitionError("Анализ ещё не утверждён: карта следующего года строится на утверждённых выводах.")
    accepted = list(analysis.improvements.filter(state=ImprovementItem.State.ACCEPTED).order_by("id"))
    yearly = list(yearly_rows(analysis.roadmap)) if with_yearly else []
    if not accepted and not yearly:
        raise TransitionError("Переносить нечего: примите хотя бы одну меру или оставьте ежегодные мероприятия.")
    first, last = period_of(label)
    roadmap = create_roadmap(
        analysis.school,
        actor=actor,
        label=label,
        title=f"Дорожная карта ВСОКО на {Roadmap(label=label).year_words}",
        period_from=first,
        period_to=last,
        predecessor=analysis.roadmap,
    )
    number = 0
    for item in accepted:
        number += 1
        activity = add_row(roadmap, measure_facts(item, number, roadmap), actor=actor, on=on)
        perform(
            workflow.CARRY_IMPROVEMENT,
            item.pk,
            actor=actor,
            queryset=improvements(),
            on=on,
            values={"activity": activity},
        )
    for row in yearly:
        number += 1
        add_row(roadmap, yearly_facts(row, number, roadmap, analysis.roadmap), actor=actor, on=on)
    settle_points(analysis.school, actor=actor)
    return roadmap


def measure_facts(item, number, roadmap):
    """Return the row that carries a measure out; a day outside the new year becomes the year's last day."""
    due = item.due_on if item.due_on and roadmap.period_from <= item.due_on <= roadmap.period_to else roadmap.period_to
    responsible = [{"role": "", "employee": item.responsible_id}] if item.responsible_id else []
    return {
        "number": str(number),
        "title": item.text,
        "expected_result": item.expected_result,
        "term_text": f"до {due:%d.%m.%Y}",
        "starts_on": None,
        "ends_on": due,
        "stage": Stage.OTHER,
        "responsible": responsible,
    }


def yearly_facts(row, number, roadmap, predecessor):
    """Return last year's row with its term moved to the new year."""
    shift = roadmap.period_from.year - predecessor.period_from.year
    starts_on, ends_on = in_other_year(row.starts_on, shift), in_other_year(row.ends_on, shift)
    return {
        "number": str(number),
        "title": row.title,
        "expected_result": row.expected_result,
        "responsible_text": row.responsible_text,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "stage": row.stage,
        "responsible": [{"role": one.role, "employee": one.employee_id} for one in row.responsible.all()],
    }
