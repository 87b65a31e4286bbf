from django import forms

from audits.models import Action, Finding
from roadmap.models import Employee
from vsoko.forms import PlainForm, RecordForm, TransitionForm

VAGUE = ("усилить контроль", "обратить внимание", "быть внимательн", "повысить ответственность")


class ActionForm(RecordForm):
    """A proposed action: which nonconformity, what kind, who, by when, and how it will be seen."""

    class Meta:
        model = Action
        fields = ["finding", "kind", "text", "responsible", "due_on", "sign"]
        error_messages = {
            "finding": {"required": "Выберите несоответствие, на которое отвечает действие."},
            "text": {"required": "Напишите, что сделать: действие начинается с глагола."},
            "responsible": {"required": "Выберите, кто отвечает: один человек."},
            "sign": {"required": "Напишите, как увидим, что сделано: документ, запись, число."},
        }

    def __init__(self, *args, plan, **kwargs):
        super().__init__(*args, **kwargs)
        open_states = [Finding.State.OPEN, Finding.State.ACKNOWLEDGED]
        if plan.audit_id:
            findings = plan.audit.findings.nonconformities()
        else:
            findings = Finding.objects.filter(audit__roadmap=plan.roadmap_id).nonconformities()
        self.fields["finding"].queryset = findings.filter(state__in=open_states).order_by("number")
        self.fields["finding"].empty_label = "Выберите несоответствие"
        self.fields["responsible"].queryset = Employee.objects.filter(school=plan.school_id, left_on=None)
        self.fields["responsible"].empty_label = "Выберите сотрудника"
        self.fields["kind"].choices = [
            (value, f"{label}: {Action.QUESTIONS[value]}") for value, label in Action.Kind.choices
        ]
        self.fields["due_on"].required = True
        self.fields["due_on"].error_messages["required"] = "Поставьте срок: рабочий день, к которому всё сделано."

    def clean_text(self):
        text = self.cleaned_data["text"]
        vague = next((word for word in VAGUE if word in text.lower()), None)
        if vague:
            raise forms.ValidationError(
                f"«{vague.capitalize()}…» нельзя проверить: напишите, какой документ, порядок или запись появится."
            )
        return text

    def clean_due_on(self):
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on.weekday() >= 5:
            raise forms.ValidationError(f"{due_on:%d.%m.%Y} — выходной: поставьте рабочий день.")
        return due_on


class ReportActionForm(TransitionForm):
    """What was done and what proves it: a file or the requisites of a document."""

    reference = forms.CharField(
        label="Свидетельство словами", required=False, max_length=300, help_text="Документ и номер. Нужно оно или файл."
    )
    upload = forms.FileField(label="Файл", required=False, help_text="PDF, DOCX, XLSX или фотография, до 20 МБ.")
    dated = forms.DateField(label="Дата свидетельства", required=False)
    field_order = ["comment", "reference", "upload", "dated", "on"]


class DueChangeForm(PlainForm):
    new_due = forms.DateField(label="Новый срок", error_messages={"required": "Поставьте день, к которому успеете."})
    reason = forms.CharField(
        label="Почему не успеваете",
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": "Напишите причину: без неё о сроке не решают."},
    )


class AddendumForm(PlainForm):
    reason = forms.CharField(
        label="Почему план дополняется",
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": "Напишите причину: она останется в истории плана."},
    )


class CheckerForm(PlainForm):
    """Who checks the effect: anybody who carried out none of the actions."""

    checker = forms.ModelChoiceField(
        Employee.objects.none(),
        label="Кто проверит",
        empty_label="Выберите проверяющего",
        error_messages={"required": "Выберите проверяющего: он не должен исполнять действия по этой записи."},
    )
    due_on = forms.DateField(
        label="Не раньше",
        help_text="До этого дня смотрят, не повторится ли.",
        error_messages={"required": "Поставьте день, с которого можно проверять."},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["checker"].queryset = people


class EffectForm(TransitionForm):
    upload = forms.FileField(label="Файл", required=False, help_text="PDF, DOCX, XLSX или фотография, до 20 МБ.")
    field_order = ["comment", "upload", "on"]
