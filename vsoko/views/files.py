from django.http import FileResponse, Http404
from django.views import View
from django.views.generic import TemplateView

from vsoko import registries
from vsoko.models import StoredFile
from vsoko.views.generic import SchoolPageMixin


class OfFile(SchoolPageMixin):
    """A page about a stored file, for who sees it through some record; who sees a file sees its former versions, too."""

    def load(self):
        self.object = self.visible(StoredFile.objects.select_related("uploaded_by"), pk=self.kwargs["pk"])
        self.later = later_than(self.object)
        if not any(registries.file_owners.visible(self.request.user, one.pk) for one in [self.object, *self.later]):
            raise Http404


def later_than(stored):
    """Return the versions that came after this one, the next first."""
    later = []
    while stored := StoredFile.objects.filter(previous=stored).select_related("uploaded_by").first():
        later.append(stored)
    return later


def earlier_than(stored):
    """Return the versions that this one came after, the latest first."""
    earlier = []
    while stored.previous_id:
        stored = StoredFile.objects.select_related("uploaded_by").get(pk=stored.previous_id)
        earlier.append(stored)
    return earlier


class Versions(OfFile, TemplateView):
    """All versions of one file with their hashes: what was replaced can still be read and compared."""

    template_name = "vsoko/file_versions.html"

    def get_heading(self):
        return f"Версии файла: {self.object}"

    def get_context_data(self, **kwargs):
        versions = [*reversed(self.later), self.object, *earlier_than(self.object)]
        return super().get_context_data(versions=versions, **kwargs)


class Download(OfFile, View):
    """The bytes of a stored file, only to who sees it through some record; always as a download, never run in the page."""

    def get(self, request, *args, **kwargs):
        stored = self.object
        try:
            content = stored.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(content, as_attachment=True, filename=stored.name, content_type=stored.content_type)
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-cache"
        return response
