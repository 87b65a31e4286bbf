"""Резервные копии: what there is, how far the one is that is being made, making, trying and downloading."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from roadmap.services import copies
from vsoko.copies.keeping import CHECK_INTERRUPTED, CHECKING, INTERRUPTED, UNFINISHED, check_is_stale, is_stale
from vsoko.models import Copy
from vsoko.views.generic import PressView, SchoolListView
from vsoko.workflow import TransitionError


class KeepersPage:
    def check_right(self):
        if not copies.keeps_copies(self.request.user):
            raise PermissionDenied(copies.REFUSAL)


def as_it_stands(copy):
    """Return the copy; one that has lost its worker as failed. Shown, not saved: the next request begins anew."""
    if is_stale(copy):
        copy.state, copy.problem = Copy.State.FAILED, INTERRUPTED
    if check_is_stale(copy):
        copy.check_state, copy.check_problem = Copy.Check.BAD, CHECK_INTERRUPTED
    return copy


class CopyList(KeepersPage, SchoolListView):
    model = Copy
    filterset_class = None
    template_name = "roadmap/copy_list.html"
    heading = "Резервные копии"

    def get(self, request, *args, **kwargs):
        self.at_work = self.find_at_work()
        if request.htmx and self.at_work:
            return render(request, "roadmap/includes/copy_progress.html", {"copy": self.at_work})
        response = super().get(request, *args, **kwargs)
        if request.htmx:
            response["HX-Refresh"] = "true"  # it is over, and the whole page says how
        return response

    def find_at_work(self):
        """Return the copy that the worker writes or tries at this moment, or None."""
        busy = Q(state__in=UNFINISHED) | Q(check_state__in=CHECKING)
        for copy in map(as_it_stands, self.get_queryset().filter(busy)):
            if copy.state in UNFINISHED or copy.check_state in CHECKING:
                return copy
        return None

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            at_work=self.at_work, kept=settings.COPIES_KEPT, folder=settings.COPIES_DIR, **kwargs
        )
        for copy in context["object_list"]:
            as_it_stands(copy)
        return context


class Asked(KeepersPage, PressView):
    """A button of the list, which then shows how far it is with what was asked for."""

    def get_target(self):
        return reverse("copy-list")


class CopyCreate(Asked):
    def act(self):
        copies.request_copy(actor=self.request.user)


class OfCopy(Asked):
    def load(self):
        self.object = self.visible(Copy.objects.select_related("school"), pk=self.kwargs["pk"])


class CopyCheck(OfCopy):
    """Has the worker restore a copy aside."""

    def act(self):
        copies.request_check(self.object.pk, actor=self.request.user)


class CopyFile(OfCopy):
    """The archive itself, piece by piece from the disk. By POST: history keeps who has taken it."""

    def post(self, request, *args, **kwargs):
        try:
            archive = copies.take_away(self.object, actor=request.user)
        except TransitionError as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(reverse("copy-list"))
        response = FileResponse(archive, as_attachment=True, filename=self.object.name, content_type="application/zip")
        response["Cache-Control"] = "private, no-store"
        return response
