"""Папка года: what it will hold and lack, how far it is, and the ZIP itself."""

from functools import cached_property

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.urls import reverse
from django.views import View
from django.views.generic import TemplateView

from roadmap.models import Roadmap, YearFolder
from roadmap.permissions import is_leader
from roadmap.services.year_folder import (
    INTERRUPTED,
    LEADERS_ONLY,
    UNFINISHED,
    contents_of,
    is_stale,
    request_folder,
)
from vsoko.views.generic import PressView, SchoolPageMixin


class OfRoadmap(SchoolPageMixin):
    def load(self):
        self.object = self.visible(Roadmap.objects.select_related("school"), pk=self.kwargs["pk"])

    def check_right(self):
        if not is_leader(self.request.user, self.object):
            raise PermissionDenied(LEADERS_ONLY)

    @cached_property
    def folder(self):
        folder = YearFolder.objects.filter(roadmap=self.object).select_related("file").first()
        if folder and is_stale(folder):
            # Shown, not saved: opening a page changes nothing, the next request begins anew.
            folder.state, folder.problem = YearFolder.State.FAILED, INTERRUPTED
        return folder


class YearFolderPage(OfRoadmap, TemplateView):
    template_name = "roadmap/year_folder.html"

    def get(self, request, *args, **kwargs):
        folder = self.folder
        if request.htmx and folder and folder.state in UNFINISHED:
            context = {"folder": folder, "object": self.object}
            return render(request, "roadmap/includes/folder_progress.html", context)
        response = super().get(request, *args, **kwargs)
        if request.htmx:
            response["HX-Refresh"] = "true"  # it is ready, and the whole page says so
        return response

    def get_heading(self):
        return f"Папка года: {self.object.label}"

    def get_context_data(self, **kwargs):
        folder, contents = self.folder, contents_of(self.object)
        return super().get_context_data(
            object=self.object,
            folder=folder,
            making=bool(folder) and folder.state in UNFINISHED,
            changed=bool(folder) and folder.fingerprint != contents.fingerprint,
            lines=len(contents.entries),
            cases=contents.cases,
            withheld=sum(bool(entry.withheld) for entry in contents.entries),
            missing=contents.missing,
            make_url=reverse("year-folder-make", args=[self.object.pk]),
            **kwargs,
        )


class MakeYearFolder(OfRoadmap, PressView):
    def act(self):
        request_folder(self.object.pk, actor=self.request.user)

    def get_target(self):
        return reverse("year-folder", args=[self.object.pk])


class YearFolderFile(OfRoadmap, View):
    """The ZIP, sent piece by piece from the disk."""

    def get(self, request, *args, **kwargs):
        folder = self.folder
        if folder is None or folder.file is None:
            raise Http404
        try:
            content = folder.file.file.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        response = FileResponse(
            content, as_attachment=True, filename=folder.file.name, content_type=folder.file.content_type
        )
        response["Cache-Control"] = "private, no-cache"
        return response
