"""The school's criteria and checklists."""

from django.db.models import Count, Prefetch
from django.urls import reverse

from audits.filters import CriterionFilter
from audits.forms.criteria import CriterionForm, TemplateForm
from audits.models import ChecklistTemplate, Criterion
from audits.models.criterion import Subject
from audits.permissions import keeps_criteria
from audits.services import criteria
from roadmap.citing import outdated_among
from roadmap.models import LegalAct
from roadmap.permissions import is_employee
from vsoko.views.generic import SchoolListView, ServiceFormView


class CriterionList(SchoolListView):
    """Every employee may read what is asked: who is audited knows the questions beforehand (domain text, section 1.4)."""

    model = Criterion
    filterset_class = CriterionFilter
    template_name = "audits/criterion_list.html"
    heading = "Критерии аудита"
    subline = "Вопросы, которые задают аудиторы, и откуда взято каждое требование."
    right = is_employee

    def get_queryset(self):
        acts = Prefetch("acts", LegalAct.objects.select_related("replaced_by"))
        return super().get_queryset().select_related("responsible").prefetch_related(acts).order_by("pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            may_edit=keeps_criteria(self.request.user), total_word="критерий,критерия,критериев", **kwargs
        )
        for criterion in context["object_list"]:
            criterion.outdated = outdated_among(criterion.acts.all(), "в критерии")
        return context


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
        criteria.create_criterion(self.request.user.school, actor=self.request.user, **form.cleaned_data)
        return self.get_cancel_url()


class CriterionEdit(CriterionCreate):
    submit_label = "Сохранить критерий"
    success_message = "Критерий сохранён. Начатые аудиты остались с прежним вопросом."

    def load(self):
        self.object = self.visible(Criterion, pk=self.kwargs["pk"])

    def get_heading(self):
        return f"Критерий {self.object.code}"

    def act(self, form):
        # The form has written into its instance; the service reads the row again and compares.
        criteria.edit_criterion(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.get_cancel_url()


class TemplateList(SchoolListView):
    model = ChecklistTemplate
    filterset_class = None
    template_name = "audits/template_list.html"
    heading = "Чек-листы"
    subline = "Из какого набора вопросов собирается аудит."
    right = is_employee

    def get_queryset(self):
        return super().get_queryset().annotate(questions=Count("rows")).order_by("applies_to", "name", "pk")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            may_edit=keeps_criteria(self.request.user),
            subjects=Subject.choices,
            total_word="чек-лист,чек-листа,чек-листов",
            **kwargs,
        )


class TemplateCreate(ServiceFormView):
    """A checklist for the subject named in the address: `?for=programme`."""

    form_class = TemplateForm
    heading = "Новый чек-лист"
    submit_label = "Создать чек-лист"
    success_message = "Чек-лист сохранён. Начатые аудиты остались с прежними вопросами."
    right = keeps_criteria

    def load(self):
        wanted = self.request.GET.get("for")
        self.applies_to = Subject(wanted) if wanted in Subject.values else Subject.ASSOCIATION

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "applies_to": self.applies_to}

    def get_initial(self):
        return {"is_active": True}

    def get_cancel_url(self):
        return reverse("template-list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=f"Что проверяется: {self.applies_to.label}.", **kwargs)

    def act(self, form):
        school, actor = self.request.user.school, self.request.user
        criteria.create_template(school, actor=actor, applies_to=self.applies_to, **form.cleaned_data)
        return self.get_cancel_url()


class TemplateEdit(TemplateCreate):
    submit_label = "Сохранить чек-лист"

    def load(self):
        self.object = self.visible(ChecklistTemplate, pk=self.kwargs["pk"])
        self.applies_to = Subject(self.object.applies_to)

    def get_heading(self):
        return f"Чек-лист «{self.object.name}»"

    def get_initial(self):
        chosen = list(self.object.criteria.values_list("pk", flat=True))
        return {"name": self.object.name, "is_active": self.object.is_active, "criteria": chosen}

    def act(self, form):
        criteria.edit_template(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.get_cancel_url()
