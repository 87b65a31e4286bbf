"""What strangers read without a login: the published version of an analysis, and its PDF."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from audits.models import AnalysisPublication
from audits.reports.content import paper_context
from audits.services.publishing import PURPOSE
from vsoko.rendering import finished_of


class PublishedMixin:
    """Only what is published now, in that school and year, is there at all."""

    def load(self):
        """Return the publication that the address names, or 404."""
        rows = AnalysisPublication.objects.published().select_related("school", "analysis__roadmap")
        return get_object_or_404(
            rows, school__code=self.kwargs["code"], analysis__roadmap__label=self.kwargs["label"].replace("-", "/")
        )


class PublicAnalysis(PublishedMixin, TemplateView):
    template_name = "audits/public_analysis.html"

    def get_context_data(self, **kwargs):
        publication = self.load()
        shown = paper_context(publication.content)
        return super().get_context_data(
            heading=f"Анализ ВСОКО за {shown['year_words']}",
            publication=publication,
            has_pdf=finished_of(publication, PURPOSE) is not None,
            pdf_url=reverse("public-analysis-pdf", kwargs=self.kwargs),
            **(shown | kwargs | {"school_words": shown["school"]}),
        )


class PublicAnalysisPdf(PublishedMixin, View):
    def get(self, request, *args, **kwargs):
        publication = self.load()
        made = finished_of(publication, PURPOSE)
        if made is None:
            raise Http404
        try:
            content = made.file.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(content, filename=made.file.name, content_type="application/pdf")
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "no-cache"  # taken back, it is gone at once
        return response
