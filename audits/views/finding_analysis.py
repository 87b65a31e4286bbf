"""Анализ несоответствий: where they gather, why, and how fast they go — of the open year, of what its reader sees."""

from django.utils import timezone
from django.views.generic import TemplateView

from audits.models import Finding
from audits.reports import finding_figures
from audits.reports.flow_pictures import flow, register_link
from roadmap.context import year_of
from roadmap.models import Roadmap
from vsoko.views.generic import SchoolPageMixin


class FindingAnalysis(SchoolPageMixin, TemplateView):
    template_name = "audits/finding_analysis.html"
    heading = "Анализ несоответствий"

    def load(self):
        asked = self.request.GET.get("year", "")
        if asked.isdecimal() and len(asked) < 19:
            self.roadmap = self.visible(Roadmap, pk=asked)
        else:
            self.roadmap = year_of(self.request).roadmap

    def get_context_data(self, **kwargs):
        user, roadmap = self.request.user, self.roadmap
        context = super().get_context_data(roadmap=roadmap, years=year_of(self.request).roadmaps, **kwargs)
        if roadmap is None:
            return context
        rows = finding_figures.read_findings(roadmap, Finding.objects.visible_to(user))
        counted, link = finding_figures.valid(rows), register_link(roadmap)
        figures = flow(rows, timezone.localdate(), link) if counted else []
        return context | {"figures": figures, "total": len(counted), "rows_url": link(), "today": timezone.localdate()}
