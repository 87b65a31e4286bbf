"""Кто не ознакомлен и к какому сроку: over all papers in force, the overdue ones first."""

from django.db.models import F
from django.utils import timezone

from roadmap.models import Acknowledgement, Document
from roadmap.permissions import is_secretary, watches_reading
from roadmap.reader_filters import ReaderFilter
from vsoko.views.generic import SchoolListView


class ReaderListView(SchoolListView):
    model = Acknowledgement
    filterset_class = ReaderFilter
    template_name = "roadmap/reader_list.html"
    heading = "Кто не ознакомлен"
    right = watches_reading

    def get_queryset(self):
        waiting = super().get_queryset().filter(
            done_on=None, document__state__in=Document.IN_FORCE, employee__left_on=None
        )  # fmt: skip
        rows = waiting.select_related("employee", "document__kind").defer("document__text", "document__content")
        return rows.order_by(F("due_on").asc(nulls_last=True), "document_id", "employee__last_name", "id")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            counts=self.filterset.counts(),
            keeps=is_secretary(self.request.user),
            today=timezone.localdate(),
            total_word="ознакомление,ознакомления,ознакомлений",
            **kwargs,
        )
