"""Points of papers that complete themselves: the system has seen the programme approved or the group acquainted."""

from roadmap.document_workflow import SETTLE_ITEM
from roadmap.models import DocumentItem
from vsoko import registries
from vsoko.workflow import perform


def settle_points(school, *, actor):
    """Complete the points in work whose condition has come true. `actor` is the person whose step made it true.

    A point without a condition waits for its responsible. Call inside the transaction of that step.
    """
    in_work = DocumentItem.objects.filter(
        document__school=school, state__in=(DocumentItem.State.PLANNED, DocumentItem.State.IN_PROGRESS)
    ).exclude(condition="")
    for item in in_work.select_related("document__roadmap", "document__kind"):
        condition = registries.point_conditions.get(item.condition)
        if condition is None or (found := condition.met(item.document)) is None:
            continue
        day, words = found
        day = max(day, item.document.approved_on)
        perform(
            SETTLE_ITEM,
            item.pk,
            actor=None,
            caused_by=actor,
            queryset=DocumentItem.objects.select_related("document__school"),
            comment=words,
            on=day,
            values={"report": words, "done_on": day, "accepted_on": day},
        )
