"""How far the analysis is: sections that are written, and the inputs of the management review in their places."""

from django.views.generic import TemplateView

from audits.permissions import reads_drafts
from audits.reports.content import paper_content, paper_context
from audits.reports.readiness import readiness
from audits.services import analysis as service
from audits.views.analysis import AnalysisWriterMixin


class AnalysisReadiness(AnalysisWriterMixin, TemplateView):
    template_name = "audits/analysis_readiness.html"
    right = staticmethod(reads_drafts)

    def get_heading(self):
        return f"Готовность анализа за {self.roadmap.year_words}"

    def get_context_data(self, **kwargs):
        analysis = self.analysis
        shown = paper_context(paper_content(analysis))
        is_draft = analysis.state == analysis.State.DRAFT
        return super().get_context_data(
            roadmap=self.roadmap,
            analysis=analysis,
            readiness=readiness(shown),
            writes=is_draft and service.writes_analysis(self.request.user, analysis),
            **kwargs,
        )
