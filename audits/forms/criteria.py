from crispy_forms.layout import Column, Layout, Row
from django import forms

from audits.models import Criterion
from roadmap.models import Employee
from vsoko.forms import PlainForm, RecordForm


class CriterionForm(RecordForm):
    class Meta:
        model = Criterion
        fields = [
            "code", "section", "question", "requirement", "hint", "applies_to", "responsible", "is_active",
        ]  # fmt: skip
        help_texts = {
            "requirement": "Акт и пункт, с номером: «273-ФЗ, ст. 28 ч. 3 п. 13». По номеру он найдётся в «Нормативных актах».",
        }
        error_messages = {
            "code": {"required": "Напишите код: по нему критерий узнают в чек-листах и отчётах."},
            "question": {"required": "Напишите вопрос, на который можно ответить «да» или «нет»."},
            "requirement": {"required": "Напишите, откуда требование: акт и пункт."},
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = Employee.objects.visible_to(user)
        self.fields["responsible"].empty_label = "не назначен"
        self.fields["is_active"].help_text = "Неприменяемый критерий в новые аудиты не попадает, в прошлых остаётся."
        self.helper.layout = Layout(
            Row(Column("code"), Column("applies_to")), "section", "question", "requirement", "hint", "responsible",
            "is_active",
        )  # fmt: skip

    def clean_code(self):
        return self.cleaned_data["code"].strip().upper()


class TemplateForm(PlainForm):
    """A checklist: its name and its questions, of one kind of subject."""

    name = forms.CharField(label="Название", max_length=200)
    is_active = forms.BooleanField(
        label="Применяется", required=False, help_text="Неприменяемый чек-лист в новых аудитах не предлагается."
    )
    criteria = forms.TypedMultipleChoiceField(
        label="Вопросы",
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте хотя бы один вопрос."},
    )

    def __init__(self, *args, user, applies_to, **kwargs):
        super().__init__(*args, **kwargs)
        fitting = Criterion.objects.visible_to(user).filter(applies_to=applies_to, is_active=True)
        self.known = {criterion.pk: criterion for criterion in fitting.order_by("pk")}
        by_section = {}
        for criterion in self.known.values():
            by_section.setdefault(criterion.section, []).append(
                (criterion.pk, f"{criterion.code}. {criterion.question}")
            )
        self.fields["criteria"].choices = list(by_section.items())

    def clean_criteria(self):
        chosen = set(self.cleaned_data["criteria"])
        return [criterion for pk, criterion in self.known.items() if pk in chosen]
