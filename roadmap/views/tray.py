"""На подпись: what waits for this person's approval or visa, and the page on which it is read and decided."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse

from roadmap import document_workflow as workflow
from roadmap.document_pages import waits_for
from roadmap.forms.tray import NOTHING_MARKED, ApproveMarkedForm, MarkedForm, ReturnMarkedForm, SigningForm
from roadmap.models import Document, Visa
from roadmap.paper_links import read_about
from roadmap.services.content import POINTS, VISAS, owner_remarks, printed_as, read_owner
from roadmap.services.numbering import date_remarks, date_remarks_of
from roadmap.services.tray import approve_marked, return_marked
from roadmap.sheet import sheet_of
from vsoko.sitting import prolong
from vsoko.views.generic import SchoolDetailView, SchoolListView
from vsoko.views.rendering import panel_of
from vsoko.wording import plural

PAPERS = "документ,документа,документов"
BESIDE = 12  # papers in the queue beside the sheet; all of them stand in the list


def waiting(user):
    return Document.objects.visible_to(user).waiting_for(user).select_related("kind", "author").defer("text", "content")


class TrayView(SchoolListView):
    """The list, in which several papers may be marked and decided in one step; `?all=1` comes with all of them marked."""

    model = Document
    filterset_class = None
    template_name = "roadmap/tray.html"
    heading = "На подпись"

    def get_queryset(self):
        return waiting(self.request.user)

    def post(self, request, *args, **kwargs):
        returns = request.POST.get("act") == "return"
        # Papers that somebody else has decided meanwhile are named as well: they are seen, though they wait no more.
        asked = MarkedForm(request.POST)
        marked = asked.cleaned_data["marked"] if asked.is_valid() else []
        papers = Document.objects.visible_to(request.user).filter(pk__in=marked).select_related("kind")
        papers = list(papers.order_by("submitted_on", "id").prefetch_related("visas"))
        waiting_papers = [paper for paper in papers if paper.state in Document.WAITING]
        if waiting_papers and not any(waits_for(paper, request.user) for paper in waiting_papers):
            raise PermissionDenied(workflow.APPROVES)
        if returns:
            form = ReturnMarkedForm(request.POST)
        else:
            signs = any(paper.state != Document.State.ON_VISA for paper in papers)
            form = ApproveMarkedForm(request.POST, request=request, signs=signs)
        if not papers:
            form.add_error("marked", NOTHING_MARKED)
        if not form.is_valid():
            self.object_list = self.get_queryset()
            shown = {"returning": form} if returns else {"approving": form}
            context = self.get_context_data(object_list=self.object_list, form=form, marked=marked, **shown)
            return self.render_to_response(context, status=422)
        if returns:
            decided = return_marked(papers, actor=request.user, comment=form.cleaned_data["comment"])
        else:
            decided = approve_marked(papers, actor=request.user)
            prolong(request)
        self.tell(decided, returns)
        return HttpResponseRedirect(reverse("tray"))

    def tell(self, decided, returns):
        agreed = [paper for paper in decided.done if paper.state == Document.State.ON_VISA]
        rest = len(decided.done) - len(agreed)
        counted = (
            [("Возвращено", len(decided.done))] if returns else [("Утверждено", rest), ("Согласовано", len(agreed))]
        )
        for word, count in counted:
            if count:
                messages.success(self.request, f"{word}: {plural(count, PAPERS)}.")
        for paper, sentence in decided.failed:
            messages.error(self.request, f"{paper.title}: {sentence}")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(total_word=PAPERS, **kwargs)
        papers = list(context["object_list"])
        remarks = date_remarks_of(papers)
        for paper in papers:
            paper.remarks = remarks[paper.pk]
        signs = any(paper.state == Document.State.ON_APPROVAL for paper in papers)
        agrees = any(paper.state == Document.State.ON_VISA for paper in papers)
        context.setdefault("marked", [paper.pk for paper in papers] if "all" in self.request.GET else [])
        context.setdefault("approving", ApproveMarkedForm(request=self.request, signs=signs))
        context.setdefault("returning", ReturnMarkedForm())
        verb = "Утвердить и согласовать" if signs and agrees else "Согласовать" if agrees else "Утвердить"
        return context | {"object_list": papers, "verb": verb}


class TrayDetailView(SchoolDetailView):
    model = Document
    template_name = "roadmap/tray_detail.html"

    def get_queryset(self):
        related = "kind", "school", "signer", "author__employee", "activity__roadmap", "roadmap", "association"
        papers = Document.objects.select_related(*related, "owner_type", "about_type")
        return papers.prefetch_related(POINTS, VISAS)

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
        read_owner(document, user)
        read_about(document, user)
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
            remarks=[*date_remarks(document), *owner_remarks(document)],
            signing=SigningForm(request=self.request),
            entries=[],  # its history stands on the page of the paper
            **kwargs,
        )
