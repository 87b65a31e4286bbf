"""How the annual analysis becomes a PDF, in full and for its readers."""

from functools import partial

from audits.models import AnalysisPublication, AnnualAnalysis
from audits.permissions import reads_drafts
from audits.reports.content import paper_content, paper_context
from audits.reports.versions import COUNCIL, SITE, version_content
from audits.services import publishing
from audits.services.analysis import PURPOSE
from vsoko.registries import PdfSource, pdf_sources

TEMPLATE = "pdf/analysis.html"


def file_name(analysis, part=""):
    """Return a name in Latin letters: school sites and mail programmes spoil others (domain text, section 2.5)."""
    return f"analiz-vsoko-{analysis.roadmap.label.replace('/', '-')}{part}.pdf"


def register():
    pdf_sources.register(
        PURPOSE,
        PdfSource(
            model=AnnualAnalysis,
            template=TEMPLATE,
            content=paper_content,
            context=paper_context,
            name=file_name,
            right=reads_drafts,
        ),
    )
    for version, part in ((COUNCIL, "-pedsovet"), (SITE, "-sait")):
        pdf_sources.register(
            version.purpose,
            PdfSource(
                model=AnnualAnalysis,
                template=TEMPLATE,
                content=partial(version_content, version=version),
                context=paper_context,
                name=partial(file_name, part=part),
            ),
        )
    pdf_sources.register(
        publishing.PURPOSE,
        PdfSource(
            model=AnalysisPublication,
            template=TEMPLATE,
            content=lambda publication: publication.content,
            context=paper_context,
            name=lambda publication: file_name(publication.analysis, "-sait"),
        ),
    )
