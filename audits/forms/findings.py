from django import forms

from audits.models import Finding
from audits.models.finding import Branch, Grade
from vsoko.forms import PlainForm, RecordForm


class FindingForm(RecordForm):
    """A finding as the auditor writes it: requirement, what was seen, what proves it."""

    upload = forms.FileField(
        label="Файл свидетельства", required=False, help_text="PDF, DOCX, XLSX или фотография, до 20 МБ."
    )

    class Meta:
        model = Finding
        fields = ["grade", "title", "requirement", "fact", "evidence_text"]
        error_messages = {
            "title": {"required": "Назовите суть одной строкой: по ней запись узнают в списках."},
            "requirement": {"required": "Напишите требование: что должно быть и где это записано."},
            "fact": {"required": "Напишите, что увидели: факт без оценки людей."},
            "evidence_text": {"required": "Напишите, чем подтверждается: документ, номер, дата."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grade"].choices = [("", "Выберите класс"), *Grade.choices]


class CauseForm(PlainForm):
    """A chain of «почему»: at least two answers, the last one is the cause."""

    branch = forms.ChoiceField(label="Где лежит причина", choices=[("", "Выберите"), *Branch.choices])

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for step in range(1, 6):
            self.fields[f"why{step}"] = forms.CharField(
                label="Почему это случилось?" if step == 1 else "Почему так вышло?",
                required=step <= 2,
                max_length=500,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={
                    "required": "Ответьте на «почему» хотя бы дважды: первая причина редко бывает последней."
                },
            )
        self.order_fields([*(f"why{step}" for step in range(1, 6)), "branch"])
        self.fields["branch"].error_messages["required"] = "Выберите, где лежит причина: это попадёт в анализ года."

    @property
    def whys(self):
        return [self.cleaned_data[f"why{step}"] for step in range(1, 6) if self.cleaned_data[f"why{step}"]]
