from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views import View

from vsoko.models import Rendering
from vsoko.registries import pdf_sources
from vsoko.rendering import INTERRUPTED, is_stale, rendering_of, request_rendering
from vsoko.views.generic import SchoolPageMixin
from vsoko.workflow import TransitionError


def panel(rendering):
    """Return the context of `includes/rendering.html` for one Rendering; an empty one for None."""
    if rendering is None:
        return {}
    if is_stale(rendering):
        # Shown, not saved: opening a page changes nothing, the next request queues it again.
        rendering.state, rendering.problem = Rendering.State.FAILED, INTERRUPTED
    return {
        "rendering": rendering,
        "label": rendering.file.name if rendering.file_id else "",
        "url": reverse("rendering-file", args=[rendering.pk]),
        "refresh_url": reverse("rendering", args=[rendering.pk]),
        "retry_url": request_url(rendering.owner_id, rendering.purpose),
    }


def panel_of(owner, purpose):
    """Return the context of `includes/rendering.html` for the latest PDF of a record, `request_url` always in it."""
    return panel(rendering_of(owner, purpose)) | {"request_url": request_url(owner.pk, purpose)}


def request_url(owner_id, purpose):
    return reverse("rendering-request", args=[purpose, owner_id])


class OwnerMixin(SchoolPageMixin):
    """A PDF is seen by whoever sees the record it was made from, unless it is for a few of them."""

    def load_owner(self, purpose, pk):
        if purpose not in pdf_sources:
            raise Http404
        self.source = pdf_sources[purpose]
        self.owner = self.visible(self.source.model, pk=pk)

    def check_right(self):
        if not self.source.right(self.request.user, self.owner):
            raise PermissionDenied


class RequestRendering(OwnerMixin, View):
    """Asks for the PDF of a record and leads to where it can be waited for."""

    http_method_names = ["post"]

    def load(self):
        self.load_owner(self.kwargs["purpose"], self.kwargs["pk"])

    def post(self, request, *args, **kwargs):
        try:
            rendering = request_rendering(self.owner, self.kwargs["purpose"], actor=request.user)
        except TransitionError as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(self.owner.get_absolute_url())
        return HttpResponseRedirect(reverse("rendering", args=[rendering.pk]))


class RenderingMixin(OwnerMixin):
    def load(self):
        self.object = self.visible(Rendering.objects.select_related("file"), pk=self.kwargs["pk"])
        self.load_owner(self.object.purpose, self.object.owner_id)


class RenderingPage(RenderingMixin, View):
    """How far a PDF is: a page, or its fragment alone for a page that asks again by itself."""

    def get(self, request, *args, **kwargs):
        context = panel(self.object)
        if request.htmx:
            return render(request, "includes/rendering.html", context)
        context |= {"owner": self.owner, "heading": self.source.name(self.owner)}
        return render(request, "vsoko/rendering.html", context)


class RenderingFile(RenderingMixin, View):
    """The finished PDF. It is the product's own file, so it may open in the browser."""

    def get(self, request, *args, **kwargs):
        stored = self.object.file
        if stored is None:
            raise Http404
        try:
            content = stored.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(content, filename=stored.name, content_type=stored.content_type)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-cache"
        return response
