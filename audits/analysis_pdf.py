"""How the annual analysis becomes a PDF."""

from audits.models import AnnualAnalysis
from audits.reports.content import paper_content, paper_context
from audits.services.analysis import PURPOSE
from vsoko.registries import PdfSource, pdf_sources


def file_name(analysis):
    """Return a name in Latin letters: school sites and mail programmes spoil others (domain text, section 2.5)."""
    return f"analiz-vsoko-{analysis.roadmap.label.replace('/', '-')}.pdf"


def register():
    pdf_sources.register(
        PURPOSE,
        PdfSource(
            model=AnnualAnalysis,
            template="pdf/analysis.html",
            content=paper_content,
            context=paper_context,
            name=file_name,
        ),
    )
