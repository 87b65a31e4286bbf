"""What the school decides about itself: names, terms, kinds of papers; and the very first page."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import FormView

from roadmap.forms.school import DocumentKindForm, SchoolForm, SetupForm
from roadmap.models import DocumentKind
from roadmap.permissions import Role, administers
from roadmap.services import references
from roadmap.services.setting_up import set_up_school
from vsoko import entrance
from vsoko.models import HistoryEntry, School
from vsoko.views.generic import SchoolListView, ServiceFormView
from vsoko.workflow import TransitionError


class Setup(FormView):
    """The first visit: open to anybody, and only until there is a school."""

    template_name = "roadmap/setup.html"
    form_class = SetupForm

    def dispatch(self, request, *args, **kwargs):
        if School.objects.exists():
            return redirect("desk")
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        try:
            user = set_up_school(**form.parts())
        except TransitionError as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        return entrance.let_in(self.request, user, reverse("desk"))

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)


class AdministersRight:
    def check_right(self):
        if not administers(self.request.user, getattr(self, "object", None)):
            raise PermissionDenied(references.REFUSAL)


class ReferenceForm(AdministersRight, ServiceFormView):
    """A form that keeps one row of a reference table, or makes a new one where the address has no number."""

    model = None
    object = None

    def load(self):
        if "pk" in self.kwargs:
            self.object = self.visible(self.model, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        instance = self.model.objects.get(pk=self.object.pk) if self.object else None
        return super().get_form_kwargs() | {"instance": instance}

    def act(self, form):
        user = self.request.user
        pk = self.object.pk if self.object else None
        references.save_reference(self.model, actor=user, school=user.school, pk=pk, **form.cleaned_data)
        return self.get_cancel_url()


class SchoolEdit(ReferenceForm):
    model = School
    form_class = SchoolForm
    template_name = "roadmap/school_edit.html"
    heading = "Школа и сроки"
    success_message = "Сохранено. Утверждённых документов изменения не коснулись."

    def load(self):
        self.object = self.request.user.school

    def get_cancel_url(self):
        return reverse("school-edit")

    def get_context_data(self, **kwargs):
        return super().get_context_data(entries=HistoryEntry.objects.of(self.object)[:50], **kwargs)


class DocumentKindList(AdministersRight, SchoolListView):
    model = DocumentKind
    template_name = "roadmap/document_kind_list.html"
    heading = "Виды документов"
    subline = "Кто готовит, согласует и утверждает каждый вид, и как он нумеруется"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(total_word="вид,вида,видов", **kwargs)
        for kind in context["object_list"]:
            kind.preparing = ", ".join(Role(role).label for role in kind.prepared_by)
            kind.agreeing = ", ".join(Role(role).label for role in kind.visa_roles)
        return context


class DocumentKindEdit(ReferenceForm):
    model = DocumentKind
    form_class = DocumentKindForm
    success_message = "Вид документа сохранён: документы, которые уже переданы, идут по прежнему порядку."

    def get_heading(self):
        return self.object.title

    def get_cancel_url(self):
        return reverse("document-kind-list")
