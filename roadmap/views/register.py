"""The register of papers: everything the school has made, under one filter, and the same as a table for Excel."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.views.generic import TemplateView

from roadmap.document_filters import DocumentFilter
from roadmap.models import Document, DocumentKind
from roadmap.paper_links import is_about_a_record, subjects_of
from roadmap.permissions import rights
from roadmap.register_columns import DOCUMENTS, ITEMS, READERS
from vsoko.views.generic import SchoolListView, SchoolPageMixin
from vsoko.views.spreadsheet import SpreadsheetMixin


class DocumentListView(SchoolListView):
    model = Document
    filterset_class = DocumentFilter
    template_name = "roadmap/document_list.html"
    heading = "Документы"

    def get_queryset(self):
        papers = super().get_queryset().select_related("kind", "author", "activity").defer("text", "content")
        # Counting groups the rows, and grouped rows forget the order of their model.
        return papers.annotate(**READERS).order_by("-created_at", "-id")

    def get_context_data(self, **kwargs):
        mine = DocumentKind.objects.filter(school=self.request.user.school_id, by_hand=True)
        held = rights(self.request.user).roles
        return super().get_context_data(
            counts=self.filterset.counts(),
            heads=self.filterset.heads(),
            kinds=[(kind.title, begins_at(kind)) for kind in mine if held.intersection(kind.prepared_by)],
            total_word="документ,документа,документов",
            **kwargs,
        )


def begins_at(kind):
    """Return where a paper of the kind is begun: one of a record first asks of which."""
    return reverse("document-subject" if is_about_a_record(kind.code) else "document-create", args=[kind.code])


class DocumentSubjectView(SchoolPageMixin, TemplateView):
    """What a paper is to be made of: it begins with the facts of that audit, finding, analysis or association."""

    template_name = "roadmap/document_subject.html"

    def load(self):
        self.kind = self.visible(DocumentKind.objects.filter(by_hand=True), code=self.kwargs["code"])
        if not is_about_a_record(self.kind.code):
            raise Http404

    def check_right(self):
        if not rights(self.request.user).has(*self.kind.prepared_by):
            raise PermissionDenied("Документы этого вида готовят другие: см. «Виды документов».")

    def get_heading(self):
        return f"{self.kind.title}: о чём документ"

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            kind=self.kind, subjects=subjects_of(self.request.user, self.kind.code), **kwargs
        )


class DocumentExport(SpreadsheetMixin, DocumentListView):
    file_name = "dokumenty"
    columns = DOCUMENTS

    def get_queryset(self):
        return super().get_queryset().select_related("roadmap", "association").prefetch_related(ITEMS)
