from dataclasses import dataclass

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.db.models import Q

from audits.criteria_sheets import KINDS
from audits.models import Criterion
from audits.services.checklists import USUAL, beside_the_usual
from roadmap.forms.uploads import UploadForm
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

    def clean(self):
        """Browsers send line ends of their own: what is only opened and saved must not become a new edition."""
        data = super().clean()
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in data.items()}


class CriteriaFileForm(UploadForm):
    kinds = KINDS
    upload_label = "Книга Excel с критериями"
    upload_help = "Сначала вы увидите, что изменит каждая строка."
    upload_empty = "Файл пуст: выберите книгу с критериями."


@dataclass
class Pick:
    """One question on the form of a checklist, with its two ticks."""

    criterion: Criterion
    picked: bool
    mandatory: bool


class TemplateForm(PlainForm):
    """A checklist: its name and its questions, of one kind of subject; some of them are mandatory."""

    name = forms.CharField(label="Название", max_length=200)
    is_active = forms.BooleanField(
        label="Применяется", required=False, help_text="Неприменяемый чек-лист в новых аудитах не предлагается."
    )
    criteria = forms.TypedMultipleChoiceField(
        label="Вопросы", coerce=int, error_messages={"required": "Отметьте хотя бы один вопрос."}
    )
    mandatory = forms.TypedMultipleChoiceField(label="Обязательные", coerce=int, required=False)

    def __init__(self, *args, user, applies_to, template=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.applies_to = applies_to
        # What the checklist already holds stays in it, even when new audits ask it no more.
        fitting = Q(applies_to=applies_to, is_active=True) | Q(
            pk__in=template.rows.values("criterion") if template else []
        )
        self.known = {
            criterion.pk: criterion for criterion in Criterion.objects.visible_to(user).filter(fitting).order_by("pk")
        }
        for name in ("criteria", "mandatory"):
            self.fields[name].choices = [(pk, criterion.code) for pk, criterion in self.known.items()]

    def clean_criteria(self):
        return self.chosen("criteria")

    def clean_mandatory(self):
        return self.chosen("mandatory")

    def chosen(self, name):
        chosen = set(self.cleaned_data[name])
        return [criterion for pk, criterion in self.known.items() if pk in chosen]

    def ticked(self, name):
        return {str(pk) for pk in self[name].value() or []}

    @property
    def sections(self):
        """Return [(section, [Pick])] as the page shows them, with the ticks that were made."""
        picked, mandatory, sections = self.ticked("criteria"), self.ticked("mandatory"), {}
        for pk, criterion in self.known.items():
            pick = Pick(criterion, str(pk) in picked, str(pk) in mandatory)
            sections.setdefault(criterion.section, []).append(pick)
        return list(sections.items())

    @property
    def total(self):
        return len(self.known)

    @property
    def picked(self):
        return len(self.ticked("criteria"))

    @property
    def marked(self):
        return len(self.ticked("mandatory"))

    @property
    def usual(self):
        """Return (least, most) of the questions that such an audit usually asks, or None."""
        return USUAL.get(self.applies_to)

    @property
    def beside(self):
        return beside_the_usual(self.applies_to, self.picked) if self.picked else ""
