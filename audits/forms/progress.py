"""What is asked of who carries an action out: how far it is, who takes it over, which other day."""

from django import forms

from roadmap.models import Employee
from vsoko.forms import NO_PUPILS, DayForm, PlainForm


class DueChangeForm(PlainForm):
    new_due = forms.DateField(label="Новый срок", error_messages={"required": "Поставьте день, к которому успеете."})
    reason = forms.CharField(
        label="Почему не успеваете",
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": "Напишите причину: без неё о сроке не решают."},
    )


class NoteForm(DayForm):
    text = forms.CharField(
        label="Что сделано к этому дню",
        widget=forms.Textarea,
        max_length=2000,
        help_text=NO_PUPILS,
        error_messages={"required": "Напишите, что уже сделано: отметка останется с вашим именем и днём."},
    )
    field_order = ("text", "on")


class HandoverForm(DayForm):
    to = forms.ModelChoiceField(
        Employee.objects.none(),
        label="Кому передать",
        empty_label="Выберите сотрудника",
        error_messages={"required": "Выберите сотрудника, который доведёт действие до конца."},
    )
    reason = forms.CharField(
        label="Почему",
        widget=forms.Textarea,
        max_length=2000,
        error_messages={"required": "Напишите причину: её увидят новый ответственный и автор плана."},
    )
    field_order = ("to", "reason", "on")

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = people
