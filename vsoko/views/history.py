from django.apps import apps
from django.http import Http404
from django.views.generic import ListView

from vsoko.models import HistoryEntry
from vsoko.views.generic import SchoolPageMixin


class History(SchoolPageMixin, ListView):
    """All entries about one record that has a page, to who sees the record.

    A queryset whose rows are open wider than their history says so by `history_visible_to(user)`.
    """

    template_name = "vsoko/history.html"
    paginate_by = 50

    def load(self):
        try:
            model = apps.get_model(self.kwargs["label"])
        except (LookupError, ValueError) as error:
            raise Http404 from error
        if not hasattr(model, "get_absolute_url"):
            raise Http404
        manager = model._default_manager
        see = getattr(manager, "history_visible_to", None) or getattr(manager, "visible_to", None)
        self.object = see(self.request.user).filter(pk=self.kwargs["pk"]).first() if see else None
        if self.object is None:
            raise Http404

    def get_queryset(self):
        return HistoryEntry.objects.of(self.object)

    def get_heading(self):
        return f"История: {self.object}"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(record_url=self.object.get_absolute_url(), record=self.object, **kwargs)
        return context | {"entries": context["object_list"]}
