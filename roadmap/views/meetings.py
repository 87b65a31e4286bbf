"""«К педсовету»: the agenda of what is open and draft minutes by one click; then the decisions of the meeting itself."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from roadmap import document_workflow as workflow
from roadmap.agenda import Occasion, agenda_of
from roadmap.forms.meetings import MeetingForm, decision_forms
from roadmap.models import Document, DocumentKind, Employee, Roadmap
from roadmap.permissions import Role
from roadmap.services import meetings
from vsoko.views.generic import SchoolPageMixin, ServiceFormView
from vsoko.wording import day_text, plural
from vsoko.workflow import NotAllowed, TransitionError

UNFILLED = "Решения не внесены: исправьте отмеченные красным места и запишите ещё раз."


class MeetingCreate(ServiceFormView):
    form_class = MeetingForm
    template_name = "roadmap/meeting_form.html"
    heading = "К педсовету"
    subline = "Повестка составлена по тому, что сейчас открыто; решения отметите на заседании"
    submit_label = "Подготовить протокол"

    def load(self):
        self.today = timezone.localdate()
        self.occasion = Occasion(self.request.user, self.today)

    def check_right(self):
        if not meetings.prepares_meetings(self.request.user):
            raise PermissionDenied(meetings.REFUSAL)

    def get_form_kwargs(self):
        user = self.request.user
        people = Employee.objects.visible_to(user).filter(left_on=None)
        return super().get_form_kwargs() | {"bodies": meetings.bodies_of(user.school), "people": people}

    def get_initial(self):
        return {"held_on": self.today, "chair": self.occasion.holders.get(Role.DIRECTOR)}

    def get_cancel_url(self):
        return reverse("item-list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(questions=agenda_of(self.occasion), **kwargs)

    def act(self, form):
        roadmap = Roadmap.objects.visible_to(self.request.user).current(form.cleaned_data["held_on"])
        document = meetings.prepare_meeting(
            self.request.user.school, actor=self.request.user, roadmap=roadmap, **form.cleaned_data
        )
        return reverse("meeting-detail", args=[document.pk])


class MeetingDetail(SchoolPageMixin, TemplateView):
    """The page of one meeting: its papers, and the proposed decisions to be ticked."""

    template_name = "roadmap/meeting_detail.html"

    def load(self):
        papers = Document.objects.select_related("kind", "school", "signer")
        self.object = self.visible(papers.filter(kind__form=DocumentKind.Form.MINUTES), pk=self.kwargs["pk"])

    def check_right(self):
        if not workflow.drafts_document(self.request.user, self.object):
            raise PermissionDenied(workflow.DRAFTS)

    def post(self, request, *args, **kwargs):
        groups = decision_forms(self.object, request.POST)
        forms = [form for _, rows in groups for form in rows]
        if not all(form.is_valid() for form in forms):
            return self.refused(groups, UNFILLED)
        taken = [form.cleaned_data | {"proposal": form.proposal} for form in forms if form.cleaned_data["taken"]]
        try:
            meetings.adopt_decisions(self.object.pk, actor=request.user, decisions=taken)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except TransitionError as error:
            return self.refused(groups, error.message)
        messages.success(request, f"В протокол внесено: {plural(len(taken), 'решение,решения,решений')}.")
        return HttpResponseRedirect(request.path)

    def refused(self, groups, sentence):
        return self.render_to_response(self.get_context_data(groups=groups, sentence=sentence), status=422)

    def get_heading(self):
        return f"{self.object.body_name}, {day_text(self.object.dated)}" if self.object.dated else self.object.body_name

    def get_context_data(self, groups=None, **kwargs):
        draft = self.object.state == Document.State.DRAFT
        if draft and groups is None:
            groups = decision_forms(self.object)
        return super().get_context_data(
            object=self.object,
            draft=draft,
            groups=groups if draft else [],
            decided=list(self.object.items.select_related("responsible")),
            today=timezone.localdate(),
            **kwargs,
        )
