"""What a row of the plan came from: the measure of the analysis of the year before, and what that measure stood on."""

from audits.models import AnnualAnalysis, ImprovementItem
from audits.permissions import reads_drafts
from vsoko.registries import row_origins


def measure_of(row, user):
    """Return {label, url, words} of the measure that became this row, or None; one query."""
    item = ImprovementItem.objects.filter(activity=row.pk).select_related("analysis__roadmap").first()
    if item is None:
        return None
    readable = item.analysis.state == AnnualAnalysis.State.APPROVED or reads_drafts(user)
    return {
        "label": f"План совершенствования, {item.analysis.roadmap.label}",
        "url": item.get_absolute_url() if readable else "",
        "words": item.source_text,
    }


def register():
    row_origins.register("improvement", measure_of)
