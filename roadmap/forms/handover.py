from django import forms

from roadmap.models import Employee
from vsoko.forms import NO_PUPILS, DayForm, PlainForm


def successors(employee):
    """Return the working colleagues to whom the work of a person may pass."""
    return (
        Employee.objects.filter(school=employee.school_id, left_on=None).exclude(pk=employee.pk).select_related("user")
    )


class SuccessorForm(PlainForm):
    """To whom: chosen first, so that the page says what may not pass to this person."""

    to = forms.TypedChoiceField(label="Кому", empty_value=None)

    def __init__(self, *args, employee, **kwargs):
        super().__init__(*args, **kwargs)
        people = {str(one.pk): one for one in successors(employee)}
        self.fields["to"].choices = [("", "выберите"), *((pk, str(one)) for pk, one in people.items())]
        self.fields["to"].coerce = people.get


class HandoverForm(DayForm):
    field_order = ("to", "basis", "on")

    to = forms.ModelChoiceField(Employee.objects.none(), widget=forms.HiddenInput)
    basis = forms.CharField(
        label="Основание",
        max_length=300,
        help_text=f"Приказ: дата и номер. Или причина словами. {NO_PUPILS}",
    )

    def __init__(self, *args, employee, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = successors(employee)
        self.fields["on"].label = "С какого дня"
        self.fields["on"].help_text = "С этого дня роли у нового сотрудника, у прежнего они кончаются накануне."
