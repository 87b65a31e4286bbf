from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.contrib.auth.validators import ASCIIUsernameValidator
from django.db import models
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
            Row(Column("last_name"), Column("first_name"), Column("patronymic")), "gender", "position", "email",
            Row(Column("consent_on"), Column("consent_withdrawn_on")),
        )  # fmt: skip

    def clean(self):
        data = super().clean()
        given, withdrawn = data.get("consent_on"), data.get("consent_withdrawn_on")
        if withdrawn and (given is None or withdrawn < given):
            self.add_error("consent_withdrawn_on", "Отзывают согласие после того, как его дали: проверьте обе даты.")
        return data


def role_choices(may_entrust):
    """Return the roles that may be given on a page; those of the group come with its composition."""
    closed = {*GROUP_ROLES} if may_entrust else {*GROUP_ROLES, Role.DIRECTOR, Role.ADMINISTRATOR}
    return [(role.value, role.label) for role in Role if role not in closed]


def open_associations(user):
    return Association.objects.visible_to(user).filter(closed_on__isnull=True)


class NewEmployeeForm(EmployeeForm):
    """A person with a role and a login at once: a school enters its people one after another."""

    class Login(models.TextChoices):
        NONE = "", "не открывать"
        LINK = "link", "показать одноразовую ссылку"
        MAIL = "mail", "показать и отправить на рабочую почту"

    role = forms.ChoiceField(label="Роль", required=False, help_text="Роли рабочей группы даёт её состав.")
    association = forms.ModelChoiceField(
        Association.objects.none(), label="МО", required=False, empty_label="не относится к МО",
        help_text="Для председателя и куратора.",
    )  # fmt: skip
    starts_on = forms.DateField(
        label="Первый день", required=False,
        help_text="Пусто, если роль была и раньше, чем вы начали работать с программой.",
    )  # fmt: skip
    login = forms.ChoiceField(
        label="Открыть вход", required=False, choices=Login.choices, widget=forms.RadioSelect, initial=""
    )
    username = forms.CharField(
        label="Логин", max_length=60, required=False, validators=[valid_login],
        help_text="Латиницей. Пусто: программа возьмёт фамилию. Изменить потом нельзя.",
    )  # fmt: skip
    namesake = forms.BooleanField(label="Это другой человек с тем же именем", required=False)

    def __init__(self, *args, user, may_entrust, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["role"].choices = [("", "пока без роли"), *role_choices(may_entrust)]
        self.fields["association"].queryset = open_associations(user)
        self.helper.layout = Layout(
            *self.helper.layout.fields,
            Fieldset("Роль", Row(Column("role"), Column("association")), "starts_on"),
            Fieldset("Вход в программу", Row(Column("login"), Column("username"))),
        )
        if self.is_bound and self.namesakes():
            self.helper.layout.insert(1, "namesake")
        else:
            del self.fields["namesake"]

    def namesakes(self):
        """Return who works here under the very name that was typed."""
        names = {name: self.data.get(name, "").strip() for name in ("last_name", "first_name", "patronymic")}
        return Employee.objects.visible_to(self.user).working().filter(**names).exists()

    def clean(self):
        data = super().clean()
        # A page sent twice, or a colleague entered twice, would be two cards of one person.
        if "namesake" in self.fields and not data.get("namesake"):
            self.add_error("namesake", "Сотрудник с таким именем уже внесён: проверьте список или поставьте отметку.")
        if data.get("role") in ASSOCIATION_ROLES and not data.get("association"):
            self.add_error("association", "Выберите МО: эта роль даётся в одном из них.")
        if data.get("login") == self.Login.MAIL and not (data.get("email") or "email" in self.errors):
            self.add_error("email", "Укажите почту, на которую отправить ссылку.")
        return data


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
        self.fields["role"].choices = [("", "выберите"), *role_choices(may_entrust)]
        self.fields["association"].queryset = open_associations(user)
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
