from django.http import FileResponse, Http404
from django.views import View

from vsoko import registries
from vsoko.models import StoredFile
from vsoko.views.generic import SchoolPageMixin


class Download(SchoolPageMixin, View):
    """The bytes of a stored file, only to who sees it through some record; always as a download, never run in the page."""

    def load(self):
        self.object = self.visible(StoredFile, pk=self.kwargs["pk"])
        if not registries.file_owners.visible(self.request.user, self.object.pk):
            raise Http404

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
