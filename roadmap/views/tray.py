"""На подпись: what waits for this person's approval or visa, and the page on which it is read and decided."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect

from roadmap import document_workflow as workflow
from roadmap.document_pages import waits_for
from roadmap.models import Document, Visa
from roadmap.services.content import printed_as
from roadmap.sheet import sheet_of
from vsoko.views.generic import SchoolDetailView, SchoolListView
from vsoko.views.rendering import panel_of

BESIDE = 12  # papers in the queue beside the sheet; all of them stand in the list


def waiting(user):
    return Document.objects.visible_to(user).waiting_for(user).select_related("kind", "author").defer("text", "content")


class TrayView(SchoolListView):
    model = Document
    filterset_class = None
    template_name = "roadmap/tray.html"
    heading = "На подпись"

    def get_queryset(self):
        return waiting(self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(total_word="документ,документа,документов", **kwargs)


class TrayDetailView(SchoolDetailView):
    model = Document
    template_name = "roadmap/tray_detail.html"

    def get_queryset(self):
        related = "kind", "school", "signer", "author__employee", "activity", "owner_type"
        return Document.objects.select_related(*related).prefetch_related("visas")

    def check_right(self):
        if self.object.state in Document.WAITING and not waits_for(self.object, self.request.user):
            raise PermissionDenied(workflow.APPROVES)

    def get(self, request, *args, **kwargs):
        if self.object.state not in Document.WAITING:
            return HttpResponseRedirect(self.object.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_heading(self):
        return self.object.title

    def get_context_data(self, **kwargs):
        document, user = self.object, self.request.user
        queue = list(waiting(user))
        place = next((number for number, paper in enumerate(queue) if paper.pk == document.pk), 0)
        visas = (visa for visa in document.visas.all() if visa.state == Visa.State.WAITS)
        return super().get_context_data(
            sheet=sheet_of(document),
            queue=queue[max(0, place - BESIDE // 2) :][:BESIDE],
            total=len(queue),
            place=place + 1,
            previous=queue[place - 1] if place else None,
            following=queue[place + 1] if place + 1 < len(queue) else None,
            visa=next((visa for visa in visas if workflow.gives_visa(user, visa)), None),
            pdf=panel_of(*printed_as(document)),
            **kwargs,
        )
