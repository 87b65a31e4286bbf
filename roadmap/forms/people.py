from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.utils import timezone

from roadmap.models import Appointment, Association, Employee
from roadmap.permissions import ASSOCIATION_ROLES, GROUP_ROLES, Role
from roadmap.services.people import CARD
from vsoko.forms import PlainForm, RecordForm

valid_login = ASCIIUsernameValidator(message="Наберите логин латиницей: буквы, цифры и знаки . _ - без пробелов.")
ENDS_TOO_EARLY = "Последний день раньше первого: проверьте обе даты."


class EmployeeForm(RecordForm):
    class Meta:
        model = Employee
        fields = CARD
        widgets = {"gender": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["gender"].choices = Employee.Gender.choices
        self.helper.layout = Layout(
            Row(Column("last_name"), Column("first_name"), Column("patronymic")), "gender", "position", "email"
        )


class DismissalForm(PlainForm):
    on = forms.DateField(label="Последний день работы", initial=timezone.localdate)


class InvitationForm(PlainForm):
    """The login of a person who has none yet, and whether the link goes by mail."""

    username = forms.CharField(
        label="Логин", max_length=60, validators=[valid_login],
        help_text="Латиницей, его вводят при входе. Изменить потом нельзя.",
    )  # fmt: skip
    by_mail = forms.BooleanField(label="Отправить ссылку на рабочую почту", required=False)

    def __init__(self, *args, employee, **kwargs):
        super().__init__(*args, **kwargs)
        if employee.user_id:
            del self.fields["username"]
        if employee.email:
            self.fields["by_mail"].help_text = employee.email
        else:
            del self.fields["by_mail"]


class AppointmentForm(RecordForm):
    class Meta:
        model = Appointment
        fields = ("role", "association", "acting", "starts_on", "ends_on", "basis")
        labels = {"starts_on": "Первый день", "ends_on": "Последний день"}
        help_texts = {
            "role": "Роли рабочей группы даёт её состав.",
            "association": "Для председателя и куратора.",
            "starts_on": "Пусто, если роль была и раньше, чем вы начали работать с программой.",
            "ends_on": "Пусто, если срок не назначен.",
        }

    def __init__(self, *args, user, may_entrust, **kwargs):
        super().__init__(*args, **kwargs)
        closed = {*GROUP_ROLES} if may_entrust else {*GROUP_ROLES, Role.DIRECTOR, Role.ADMINISTRATOR}
        self.fields["role"].choices = [("", "выберите"), *((r.value, r.label) for r in Role if r not in closed)]
        self.fields["association"].queryset = Association.objects.visible_to(user).filter(closed_on__isnull=True)
        self.fields["association"].empty_label = "не относится к МО"
        self.helper.layout = Layout(
            "role", "association", "acting", Row(Column("starts_on"), Column("ends_on")), "basis"
        )

    def clean(self):
        data = super().clean()
        if data.get("role") in ASSOCIATION_ROLES and not data.get("association"):
            self.add_error("association", "Выберите МО: эта роль даётся в одном из них.")
        if data.get("starts_on") and data.get("ends_on") and data["ends_on"] < data["starts_on"]:
            self.add_error("ends_on", ENDS_TOO_EARLY)
        return data


class EndingForm(PlainForm):
    """The last day of a role or a membership; where the school would have no director left, a person says so."""

    on = forms.DateField(label="Последний день", initial=timezone.localdate)
    confirmed = forms.BooleanField(label="Завершить: приказы и планы какое-то время утверждать будет некому")

    def __init__(self, *args, ask=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not ask:
            del self.fields["confirmed"]
