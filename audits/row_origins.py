"""What a row of the plan came from: the measure of the analysis of the year before, and what that measure stood on."""

from audits.models import AnnualAnalysis, ImprovementItem
from audits.permissions import reads_drafts
from audits.services.later_measures import ORIGIN, carry_by_change
from roadmap.permissions import sees_everything
from vsoko.registries import added_rows, row_origins
from vsoko.views.seen import note_seen


def measure_of(row, user):
    """Return {label, url, words, source_url} of the measure that became this row, or None; two queries."""
    found = ImprovementItem.objects.filter(activity=row.pk)
    item = found.select_related("analysis__roadmap", "source_finding", "source_activity").first()
    if item is None:
        return None
    readable = item.analysis.state == AnnualAnalysis.State.APPROVED or reads_drafts(user)
    return {
        "label": f"План совершенствования, {item.analysis.roadmap.label}",
        "url": item.get_absolute_url() if readable else "",
        "words": item.source_text,
        "source_url": source_of(item, user),
    }


def source_of(item, user):
    """Return the page of the record that a measure stands on, where it has one and this user may open it."""
    if item.source_finding:
        note_seen(user, [item.source_finding])
        return item.source_finding.get_absolute_url() if item.source_finding.seen else ""
    if item.source_activity:
        return item.source_activity.get_absolute_url()
    return item.source_url if sees_everything(user, item) else ""


def register():
    row_origins.register("improvement", measure_of)
    added_rows.register(ORIGIN, carry_by_change)
