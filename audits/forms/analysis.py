import re

from django import forms

from audits.models import ImprovementItem
from roadmap.models import Employee
from vsoko.forms import PlainForm, RecordForm

LABEL = re.compile(r"^(\d{4})(?:/(\d{4}))?$")


class SectionForm(PlainForm):
    text = forms.CharField(
        label="Текст раздела", widget=forms.Textarea(attrs={"rows": 16}), required=False, max_length=20000
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def now_at(self, version):
        """Let what was typed be sent again, as an answer to this version: its writer has been shown it."""
        self.data = self.data.copy()
        self.data["version"] = version

    def clean_version(self):
        """Return what the page was opened with; a page that says nothing has seen no version."""
        return self.cleaned_data["version"] or 0


class ImprovementForm(RecordForm):
    class Meta:
        model = ImprovementItem
        fields = ["text", "expected_result", "source_text", "responsible", "due_on"]
        labels = {"source_text": "На чём основано"}
        error_messages = {
            "text": {"required": "Напишите меру: что сделать, начиная с глагола."},
            "source_text": {"required": "Напишите, на чём основана мера: вывод, несоответствие, показатель."},
        }

    def __init__(self, *args, school, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = Employee.objects.filter(school=school, left_on=None)
        self.fields["responsible"].empty_label = "Пока не назначен"
        self.fields["due_on"].help_text = "День следующего года."


class NextYearForm(PlainForm):
    label = forms.CharField(
        label="Год новой карты",
        max_length=9,
        help_text="Год пишется так: «2027» — календарный, «2027/2028» — учебный.",
        error_messages={"required": "Назовите год новой карты: календарный или учебный."},
    )
    with_yearly = forms.BooleanField(
        label="Перенести ежегодные мероприятия: консультации, аудиты, планы, устранение, анализ",
        required=False,
        initial=True,
    )

    def clean_label(self):
        label = self.cleaned_data["label"].strip()
        found = LABEL.match(label)
        if not found or (found[2] and int(found[2]) != int(found[1]) + 1):
            raise forms.ValidationError("Год пишется так: «2027» или «2027/2028».")
        return label
