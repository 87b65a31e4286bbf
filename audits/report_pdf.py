"""How the report of an audit becomes a PDF: as its document. Before it is handed in there is none: drafts stay inside."""

from audits.models import Audit
from audits.services.audits import PAPER
from audits.services.report import report_facts
from roadmap.models import Document
from roadmap.paper_pdf import paper_context, paper_files
from roadmap.sheet import sheet_of
from vsoko.registries import PdfSource, pdf_sources
from vsoko.workflow import TransitionError

PURPOSE = "audit_report"


def paper_of(audit):
    """Return the document of the report. Raises TransitionError while the audit runs."""
    papers = audit.documents.filter(kind__code=PAPER).exclude(state=Document.State.ANNULLED).order_by("-id")
    if audit.state not in audit.LOCKED or not (paper := papers.select_related("kind", "school").first()):
        raise TransitionError("Отчёт ещё не сдан: PDF появится вместе с ним.")
    return paper


def facts_of(audit):
    """Return what the report says: as the director approved it, else the facts of today."""
    paper = audit.documents.filter(kind__code=PAPER, state__in=Document.IN_FORCE).order_by("-id").first()
    return paper.content["owner"] if paper else report_facts(audit)


def file_name(audit):
    """Return a name in Latin letters: school sites and mail programmes spoil others."""
    return f"otchet-audit-{audit.number}.pdf"


def register():
    pdf_sources.register(
        PURPOSE,
        PdfSource(
            model=Audit,
            template="pdf/document.html",
            content=lambda audit: sheet_of(paper_of(audit)),
            context=paper_context,
            name=file_name,
            files=lambda audit: paper_files(paper_of(audit)),
        ),
    )
