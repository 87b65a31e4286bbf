"""A paper comes back to draft in two ways: returned by whoever decides, or recalled by whoever keeps it."""

from roadmap.document_workflow import RECALL_DOCUMENT
from vsoko.models import HistoryEntry


def way_back(document, *, returned, recalled):
    """Return the step by which the owner follows a paper that has just become a draft again."""
    last = HistoryEntry.objects.of(document).first()
    return recalled if last.action == RECALL_DOCUMENT.key else returned
