"""The school's criteria: the list, the page of one with its editions, and the forms that change it."""

from django.db.models import Prefetch
from django.urls import reverse

from audits.criterion_editions import differences, editions_of, origin_of
from audits.filters import CriterionFilter
from audits.forms.criteria import CriterionForm
from audits.models import Audit, ChecklistItem, Criterion, TemplateCriterion
from audits.permissions import keeps_criteria
from audits.services import criteria
from audits.source_list import SOURCE_EDITION, is_changed, shipped
from roadmap.citing import outdated_among
from roadmap.models import LegalAct
from roadmap.permissions import is_employee
from vsoko.forms import PlainForm
from vsoko.views.generic import SchoolDetailView, SchoolListView, ServiceFormView
from vsoko.workflow import TransitionError

AUDITS_SHOWN = 20


class CriterionList(SchoolListView):
    """Every employee may read what is asked: who is audited knows the questions beforehand (domain text, section 1.4)."""

    model = Criterion
    filterset_class = CriterionFilter
    template_name = "audits/criterion_list.html"
    heading = "Критерии аудита"
    subline = (
        "Вопросы, которые задают аудиторы, и откуда взято каждое требование. "
        f"Исходный перечень — в редакции от {SOURCE_EDITION}, рядом вопросы школы."
    )
    right = is_employee

    def get_queryset(self):
        acts = Prefetch("acts", LegalAct.objects.select_related("replaced_by"))
        places = Prefetch(
            "in_templates", TemplateCriterion.objects.select_related("template").order_by("template__name")
        )
        rows = super().get_queryset().select_related("responsible")
        return rows.prefetch_related(acts, places).order_by("pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            may_edit=keeps_criteria(self.request.user), total_word="критерий,критерия,критериев", **kwargs
        )
        for criterion in context["object_list"]:
            criterion.outdated = outdated_among(criterion.acts.all(), "в критерии")
            criterion.is_changed = is_changed(criterion)
        return context


class CriterionDetail(SchoolDetailView):
    """What is asked, since when in these words, and where; every employee may read it, as the list."""

    model = Criterion
    template_name = "audits/criterion_detail.html"
    right = is_employee

    def get_queryset(self):
        acts = Prefetch("acts", LegalAct.objects.select_related("replaced_by"))
        return Criterion.objects.select_related("responsible").prefetch_related(acts)

    def get_heading(self):
        return self.object.question

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        changed = is_changed(self.object)
        created = next((entry for entry in context["entries"] if entry.action == "audits.criterion.create"), None)
        seen = Audit.objects.visible_to(self.request.user)
        # The editions in which a question was asked are no answers: whoever sees the audit may know them.
        asked = ChecklistItem.objects.filter(criterion=self.object, audit__in=seen)
        asked = asked.select_related("audit__association", "audit__course_programme", "course_programme")
        return context | {
            "may_edit": keeps_criteria(self.request.user, self.object),
            "is_changed": changed,
            "origin": origin_of(self.object, changed),
            "created": created,
            "editions": editions_of(self.object),
            "outdated": outdated_among(self.object.acts.all(), "в критерии"),
            "places": self.object.in_templates.select_related("template").order_by("template__name"),
            "asked": asked.order_by("-audit__starts_on", "-pk")[:AUDITS_SHOWN],
        }


class CriterionCreate(ServiceFormView):
    form_class = CriterionForm
    heading = "Новый критерий"
    submit_label = "Добавить критерий"
    success_message = "Критерий добавлен. Чтобы о нём спрашивали, отметьте его в чек-листе."
    right = keeps_criteria
    object = None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "instance": self.object}

    def get_cancel_url(self):
        return reverse("criterion-list")

    def act(self, form):
        made = criteria.create_criterion(self.request.user.school, actor=self.request.user, **form.cleaned_data)
        return made.get_absolute_url()


class CriterionEdit(CriterionCreate):
    submit_label = "Сохранить критерий"
    success_message = "Критерий сохранён. Начатые аудиты остались с прежним вопросом."

    def load(self):
        self.object = self.visible(Criterion, pk=self.kwargs["pk"])

    def get_heading(self):
        return f"Критерий {self.object.code}"

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def act(self, form):
        # The form has written into its instance; the service reads the row again and compares.
        criteria.edit_criterion(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.get_cancel_url()


class CriterionRestore(ServiceFormView):
    """Gives a question of the list its first words back; the page shows what will change."""

    form_class = PlainForm
    template_name = "audits/criterion_restore.html"
    heading = "Вернуть исходную формулировку"
    submit_label = "Вернуть формулировку"
    success_message = "Исходная формулировка возвращена. Начатые аудиты остались с прежним вопросом."
    right = keeps_criteria

    def load(self):
        self.object = self.visible(Criterion, pk=self.kwargs["pk"])

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        source = shipped().get(self.object.source_code)
        changes = differences(self.object, Criterion(**source)) if source else []
        blockers = [] if changes else [TransitionError("Возвращать нечего: школа не меняла этот вопрос.")]
        if source is None:
            blockers = [TransitionError("Этот критерий школа внесла сама: исходной формулировки у него нет.")]
        return super().get_context_data(object=self.object, changes=changes, blockers=blockers, **kwargs)

    def act(self, form):
        criteria.restore_criterion(self.object.pk, actor=self.request.user)
        return self.get_cancel_url()
