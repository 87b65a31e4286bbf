from crispy_forms.layout import Layout
from django import forms
from django.utils import timezone

from roadmap.models import Appointment, Association, CourseProgramme, Employee
from roadmap.permissions import Role
from vsoko.forms import DayForm, PlainForm


class ExemptionForm(PlainForm):
    """Who may audit in spite of the rule, what, why and until when."""

    employee = forms.ModelChoiceField(
        Employee.objects.none(), label="Кому разрешено проверять", empty_label="выберите аудитора",
        help_text="Руководитель или аудитор рабочей группы.",
    )  # fmt: skip
    association = forms.ModelChoiceField(
        Association.objects.none(), label="Проверяемое МО", required=False, empty_label="не МО"
    )
    course_programme = forms.ModelChoiceField(
        CourseProgramme.objects.none(), label="Или дополнительная программа", required=False, empty_label="не программа"
    )
    reason = forms.CharField(
        label="Почему заменить некем", widget=forms.Textarea, max_length=2000,
        help_text="Эти слова войдут в отчёт об аудите. Если есть распоряжение, назовите его дату и номер.",
    )  # fmt: skip
    until = forms.DateField(
        label="До какого дня действует", help_text="Аудит, который кончается позже, под исключение не попадает."
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        held = Appointment.objects.visible_to(user).filter(role__in=[Role.GROUP_HEAD, Role.AUDITOR])
        held = held.exclude(ends_on__lt=today)
        group = Employee.objects.visible_to(user).working().filter(pk__in=held.values("employee"))
        self.fields["employee"].queryset = group
        self.fields["association"].queryset = Association.objects.visible_to(user).filter(closed_on=None)
        self.fields["course_programme"].queryset = CourseProgramme.objects.visible_to(user)
        self.helper.layout = Layout("employee", "association", "course_programme", "reason", "until")

    def clean(self):
        data = super().clean()
        if bool(data.get("association")) == bool(data.get("course_programme")):
            self.add_error("association", "Выберите что-то одно: объединение или программу.")
        return data


class WithdrawalForm(DayForm):
    field_order = ("comment", "on")

    comment = forms.CharField(label="Почему отозвано", widget=forms.Textarea, max_length=2000)
