from django import forms

from audits.models import Action, Finding
from audits.services.days import refuse_day_off
from roadmap.models import Association, Employee
from vsoko.forms import PlainForm, RecordForm, TransitionForm
from vsoko.workflow import TransitionError

VAGUE = ("усилить контроль", "обратить внимание", "быть внимательн", "повысить ответственность")


def refuse_vague(text):
    """Return the text of an action, or raise ValidationError for words whose doing nobody can see (domain text, D12)."""
    if vague := next((word for word in VAGUE if word in text.lower()), None):
        raise forms.ValidationError(
            f"«{vague.capitalize()}…» нельзя проверить: напишите, какой документ, порядок или запись появится."
        )
    return text


def working_day(day, school_id):
    """Return the term, or raise ValidationError for a day on which nobody works in this school."""
    try:
        refuse_day_off(day, school_id)
    except TransitionError as error:
        raise forms.ValidationError(error.message) from error
    return day


class ActionForm(RecordForm):
    """A proposed action: which nonconformity, what kind, who, by when, and how it will be seen."""

    class Meta:
        model = Action
        fields = ["finding", "kind", "text", "responsible", "due_on", "sign", "resources"]
        error_messages = {
            "finding": {"required": "Выберите несоответствие, на которое отвечает действие."},
            "text": {"required": "Напишите, что сделать: действие начинается с глагола."},
            "responsible": {"required": "Выберите, кто отвечает: один человек."},
            "sign": {"required": "Напишите, как увидим, что сделано: документ, запись, число."},
        }

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        self.school_id = plan.school_id
        open_states = [Finding.State.OPEN, Finding.State.ACKNOWLEDGED]
        if plan.audit_id:
            findings = plan.audit.findings.nonconformities()
        else:
            findings = Finding.objects.filter(audit__roadmap=plan.roadmap_id).nonconformities()
        self.fields["finding"].queryset = findings.filter(state__in=open_states).by_number()
        self.fields["finding"].empty_label = "Выберите несоответствие"
        self.fields["responsible"].queryset = Employee.objects.filter(school=plan.school_id, left_on=None)
        self.fields["responsible"].empty_label = "Выберите сотрудника"
        self.fields["kind"].choices = [
            (value, f"{label}: {Action.QUESTIONS[value]}") for value, label in Action.Kind.choices
        ]
        self.fields["due_on"].required = True
        self.fields["due_on"].error_messages["required"] = "Поставьте срок: рабочий день, к которому всё сделано."

    def clean_text(self):
        return refuse_vague(self.cleaned_data["text"])

    def clean_due_on(self):
        return working_day(self.cleaned_data["due_on"], self.school_id)


class ElsewhereForm(PlainForm):
    """«Где ещё может случиться?»: one preventive action for each marked association; its chair answers there."""

    associations = forms.ModelMultipleChoiceField(
        Association.objects.none(), label="Объединения", widget=forms.CheckboxSelectMultiple,
        help_text="В каждом отмеченном появится своё действие, отвечает председатель.",
        error_messages={"required": "Отметьте объединения, где может случиться то же."},
    )  # fmt: skip
    text = forms.CharField(label="Что сделать", widget=forms.Textarea, max_length=2000)
    due_on = forms.DateField(label="Срок", help_text="Рабочий день.")
    sign = forms.CharField(label="Признак выполнения", max_length=300, help_text="Как увидим, что сделано.")
    resources = forms.CharField(label="Ресурсы", max_length=300, required=False, help_text="Пусто: отдельных не нужно.")

    def __init__(self, *args, associations, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["associations"].queryset = associations

    def clean_text(self):
        return refuse_vague(self.cleaned_data["text"])


class ReportActionForm(TransitionForm):
    """What was done and what proves it: a file or the requisites of a document."""

    reference = forms.CharField(
        label="Свидетельство словами", required=False, max_length=300, help_text="Документ и номер. Нужно оно или файл."
    )
    upload = forms.FileField(label="Файл", required=False, help_text="PDF, DOCX, XLSX или фотография, до 20 МБ.")
    dated = forms.DateField(label="Дата свидетельства", required=False)
    field_order = ["comment", "reference", "upload", "dated", "on"]


class AddendumForm(PlainForm):
    reason = forms.CharField(
        label="Почему план дополняется",
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": "Напишите причину: она останется в истории плана."},
    )
