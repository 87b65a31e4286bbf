"""The checklists from which audits take their questions."""

from django.contrib import messages
from django.db.models import Count, Q
from django.urls import reverse

from audits.forms.criteria import TemplateForm
from audits.models import ChecklistTemplate
from audits.models.criterion import Subject
from audits.permissions import keeps_criteria
from audits.services import checklists
from roadmap.permissions import is_employee
from vsoko.views.generic import SchoolListView, ServiceFormView


class TemplateList(SchoolListView):
    model = ChecklistTemplate
    filterset_class = None
    template_name = "audits/template_list.html"
    heading = "Чек-листы"
    subline = "Из какого набора вопросов собирается аудит."
    right = is_employee

    def get_queryset(self):
        counted = super().get_queryset().annotate(
            questions=Count("rows"), mandatory=Count("rows", filter=Q(rows__is_mandatory=True))
        )  # fmt: skip
        return counted.order_by("applies_to", "name", "pk")

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
    template_name = "audits/template_form.html"
    heading = "Новый чек-лист"
    submit_label = "Создать чек-лист"
    success_message = "Чек-лист сохранён. Начатые аудиты остались с прежними вопросами."
    right = keeps_criteria
    object = None

    def load(self):
        wanted = self.request.GET.get("for")
        self.applies_to = Subject(wanted) if wanted in Subject.values else Subject.ASSOCIATION

    def get_form_kwargs(self):
        facts = {"user": self.request.user, "applies_to": self.applies_to, "template": self.object}
        return super().get_form_kwargs() | facts

    def get_initial(self):
        return {"is_active": True}

    def get_cancel_url(self):
        return reverse("template-list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=f"Что проверяется: {self.applies_to.label}.", **kwargs)

    def act(self, form):
        self.save(form.cleaned_data)
        if beside := checklists.beside_the_usual(self.applies_to, len(form.cleaned_data["criteria"])):
            messages.info(self.request, beside)
        return self.get_cancel_url()

    def save(self, facts):
        school, actor = self.request.user.school, self.request.user
        checklists.create_template(school, actor=actor, applies_to=self.applies_to, **facts)


class TemplateEdit(TemplateCreate):
    submit_label = "Сохранить чек-лист"

    def load(self):
        self.object = self.visible(ChecklistTemplate, pk=self.kwargs["pk"])
        self.applies_to = Subject(self.object.applies_to)

    def get_heading(self):
        return f"Чек-лист «{self.object.name}»"

    def get_initial(self):
        rows = list(self.object.rows.values_list("criterion", "is_mandatory"))
        return {
            "name": self.object.name,
            "is_active": self.object.is_active,
            "criteria": [pk for pk, _ in rows],
            "mandatory": [pk for pk, is_mandatory in rows if is_mandatory],
        }

    def save(self, facts):
        checklists.edit_template(self.object.pk, actor=self.request.user, **facts)
