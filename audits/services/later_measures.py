"""Measures signed after the next roadmap was approved: they go into a change of that roadmap, and are carried with it."""

from dataclasses import dataclass, field

from django.db import transaction

from audits import finding_workflow as workflow
from audits.models import AnnualAnalysis, ImprovementItem
from audits.services.improvements import improvements
from audits.services.next_year import measure_facts, measures_until, number_after
from roadmap.models import Edition, Roadmap
from roadmap.permissions import is_leader
from roadmap.services.editions import create_edition, propose_row, under_way
from vsoko.models import CalendarPeriod
from vsoko.workflow import NotAllowed, TransitionError, perform

ORIGIN = "improvement"


@dataclass(frozen=True)
class LaterMeasures:
    """`roadmap` is the next one where it is in force, `edition` its change under way; `left` is in neither, `in_change` counts
    what that change brings in.
    """

    roadmap: Roadmap | None = None
    edition: Edition | None = None
    left: list = field(default_factory=list)
    in_change: int = 0

    @property
    def why_not(self):
        """Return the sentence why nothing can be brought in now; nothing while something can."""
        if self.roadmap is None:
            return "Утверждённой карты следующего года нет: меры подписанного плана войдут в неё, пока она черновик."
        if not self.left:
            return "Вносить нечего: меры подписанного плана уже в карте или в её изменении."
        if self.edition and self.edition.state != Edition.State.DRAFT:
            return "Изменение карты уже на утверждении: дождитесь решения или отзовите его документ для правки."
        return ""


def later_measures(analysis):
    """Return the LaterMeasures of an analysis, by two queries."""
    roadmap = getattr(analysis.roadmap, "successor", None)
    if roadmap is None or roadmap.state != Roadmap.State.APPROVED:
        return LaterMeasures()
    edition = under_way(roadmap)
    origins = [change.get("origin") or {} for change in edition.changes] if edition else []
    taken = {origin["key"] for origin in origins if origin.get("name") == ORIGIN}
    measures = list(measures_until(analysis, roadmap.period_to))
    left = [item for item in measures if item.pk not in taken]
    return LaterMeasures(roadmap, edition, left, len(measures) - len(left))


@transaction.atomic
def bring_into_change(analysis_pk, *, actor):
    """Put what is left out into the change of the next roadmap, begun where none is under way; return the Edition."""
    analysis = AnnualAnalysis.objects.select_for_update(of=("self",)).select_related("roadmap").get(pk=analysis_pk)
    if not is_leader(actor, analysis):
        raise NotAllowed("Меры в карту вносит директор, его заместитель или руководитель рабочей группы.")
    later = later_measures(analysis)
    if later.why_not:
        raise TransitionError(later.why_not)
    roadmap = later.roadmap
    edition = later.edition or create_edition(
        roadmap.pk, actor=actor, reason=f"Меры плана мероприятий по итогам: {analysis.roadmap.year_words}."
    )
    calendar = CalendarPeriod.objects.calendar(analysis.school_id)
    proposed = [change["fields"].get("number", "") for change in edition.changes]
    for number, item in enumerate(later.left, start=number_after(roadmap, *proposed)):
        edition = propose_row(
            edition.pk, actor=actor, fields=as_json(measure_facts(item, number, roadmap, calendar), item),
            origin={"name": ORIGIN, "key": item.pk},
        )  # fmt: skip
    return edition


def as_json(facts, item):
    """Return the facts of a row as a change of the roadmap keeps them."""
    people = [one | {"name": str(item.responsible)} for one in facts["responsible"]]
    return facts | {"starts_on": "", "ends_on": facts["ends_on"].isoformat(), "responsible": people}


def carry_by_change(row, key, *, actor, on):
    """The director has approved the change: the measure is in the roadmap. Raises TransitionError when it has been decided anew."""
    item = improvements().get(pk=key)
    if item.state != ImprovementItem.State.APPROVED:
        raise TransitionError(
            f"Мера «{item}» сейчас «{item.get_state_display()}»: верните изменение и уберите её из него."
        )
    row.former = item.source_activity
    row.save(update_fields=["former"])
    perform(
        workflow.CARRY_IMPROVEMENT, item.pk, actor=None, caused_by=actor, queryset=improvements(), on=on,
        values={"activity": row},
    )  # fmt: skip
