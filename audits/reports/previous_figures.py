"""What became of the decisions of the analysis before: of measures that were accepted, each with the row that carried it out.

What was proposed then and declined, or never decided on, was no decision.
"""

from django.db.models import F, Q

from audits.models import ImprovementItem
from roadmap.row_choice import DROPPED
from vsoko.wording import day_num

IN_PLACE = F("activity__position").asc(nulls_last=True)
DONE, DROPPED_ROW, MOVED, AHEAD, UNDONE = "done", "dropped", "moved", "ahead", "undone"


def previous(roadmap, as_of):
    """Return {previous, improvement}: the measures with what became of them, and how many of those due are done (S12).

    Of a year of the roadmap are the measures that it carries, however long they have waited, and those of the year before
    that no roadmap has taken over.
    """
    decided = (ImprovementItem.State.ACCEPTED, ImprovementItem.State.APPROVED)
    left = Q(analysis__roadmap=roadmap.predecessor_id or 0, state__in=decided)
    items = ImprovementItem.objects.filter(Q(activity__roadmap=roadmap) | left)
    rows = [told(item, roadmap, as_of) for item in items.select_related("activity").order_by(IN_PLACE, "id")]
    owed = [row for row in rows if row["kind"] != MOVED]
    return {
        "previous": rows,
        "improvement": {"done": sum(row["done"] for row in owed), "total": len(owed)},
    }


def told(item, roadmap, as_of):
    kind, state, when, why = carried(item.activity, as_of) if item.activity else waiting(item, roadmap)
    return {
        "text": item.text,
        "source": item.source_text,
        "state": state,
        "result": "; ".join(filter(None, [when, why or item.expected_result])),
        "kind": kind,
        "done": kind == DONE,
        "activity": item.activity_id,
    }


def carried(row, as_of):
    """Return (kind, state, when, why) of a measure by the row of the roadmap that it became."""
    word = row.get_state_display()
    if row.state == row.State.DONE:
        return DONE, word, day_num(row.done_on), ""
    if row.state in DROPPED:
        return DROPPED_ROW, word, "", row.reason
    if row.is_late(as_of):
        return UNDONE, "не выполнено", f"срок был {day_num(row.ends_on)}", ""
    return AHEAD, word, f"срок {day_num(row.ends_on)}", ""


def waiting(item, roadmap):
    """Return the same of a measure that is in no roadmap yet."""
    if item.due_on and item.due_on > roadmap.period_to:
        return MOVED, "ждёт своего года", f"срок {day_num(item.due_on)}", ""
    return UNDONE, "принято", "в карту не вошло", ""
