from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.contrib.auth import password_validation
from django.utils import timezone

from roadmap.forms.people import valid_login
from roadmap.models import DocumentKind, Employee, LegalAct
from roadmap.permissions import Role
from vsoko.forms import PlainForm, RecordForm
from vsoko.models import School
from vsoko.passwords import RULE
from vsoko.wording import day_num

NAMES = ("full_name", "short_name", "city", "code")


class SchoolForm(RecordForm):
    class Meta:
        model = School
        fields = (
            *NAMES, "founder", "chair_title", "order_number_pattern", "order_days", "notice_days", "request_due_days",
            "report_days", "objection_days", "plan_due_days", "most_due_changes", "check_after_days", "repeat_months",
            "reminder_days", "reminder_every", "audit_needs_papers", "indicator_days", "small_group", "unmarked_weight",
            "idle_minutes", "refusal_days", "second_factor_required",
            "erase_after_days",
        )  # fmt: skip
        labels = {"city": "Место издания документов"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["full_name"].widget.attrs["rows"] = 2
        self.helper.layout = Layout(
            Fieldset("Наименования", "full_name", "short_name", Row(Column("city"), Column("code")), "founder"),
            Fieldset("Слова и номера", Row(Column("chair_title"), Column("order_number_pattern"))),
            Fieldset(
                "Сроки аудита", Row(Column("order_days"), Column("notice_days")),
                Row(Column("request_due_days"), Column("report_days")), "objection_days",
            ),
            Fieldset(
                "Сроки устранения", Row(Column("plan_due_days"), Column("most_due_changes")),
                Row(Column("check_after_days"), Column("repeat_months")),
                Row(Column("reminder_days"), Column("reminder_every")),
            ),
            Fieldset("Аудиты", "audit_needs_papers"),
            Fieldset("Показатели", "indicator_days", Row(Column("small_group"), Column("unmarked_weight"))),
            Fieldset("Вход", Row(Column("idle_minutes"), Column("refusal_days")), "second_factor_required"),
            Fieldset("Персональные данные", "erase_after_days"),
        )  # fmt: skip


class DocumentKindForm(RecordForm):
    prepared_by = forms.MultipleChoiceField(
        label="Кто готовит", choices=Role.choices, widget=forms.CheckboxSelectMultiple
    )
    visa_roles = forms.MultipleChoiceField(
        label="Кто согласует", choices=Role.choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Никого, если документ идёт сразу на подпись.",
    )  # fmt: skip
    grips = forms.MultipleChoiceField(
        label="Грифы", choices=DocumentKind.Grip.choices, widget=forms.CheckboxSelectMultiple, required=False,
        help_text="Стоят в углу над документом. Без «УТВЕРЖДАЮ» и «УТВЕРЖДЕНО» подпись ставится под текстом.",
    )  # fmt: skip

    class Meta:
        model = DocumentKind
        fields = (
            "title", "prepared_by", "visa_roles", "approver_role", "numbering", "number_pattern", "storage", "mandatory",
            "case_index", "grips", "in_word", "open_to_staff", "restricted",
        )  # fmt: skip
        help_texts = {"number_pattern": "{n} — номер по порядку, например «{n}-од»."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["approver_role"].choices = [("", "тот, кто назван в документе"), *Role.choices]
        self.helper.layout = Layout(
            "title", Row(Column("prepared_by"), Column("visa_roles")), "approver_role",
            Row(Column("numbering"), Column("number_pattern")), Row(Column("storage"), Column("mandatory")),
            "case_index", "grips", "in_word", "open_to_staff", "restricted",
        )  # fmt: skip

    def clean_number_pattern(self):
        pattern = self.cleaned_data["number_pattern"]
        if "{n}" not in pattern:
            raise forms.ValidationError("Оставьте в образце место для номера: {n}.")
        return pattern


class LegalActForm(RecordForm):
    class Meta:
        model = LegalAct
        fields = ("title", "number", "issued_on", "valid_until", "checked_on", "replaced_by", "note", "code")
        help_texts = {
            "checked_on": "День, когда вы сверили реквизиты с официальной публикацией.",
            "number": "По нему акт узнаётся в документах и критериях.",
            "replaced_by": "Если акт утратил силу: этот назовут там, где на него ссылаются.",
            "code": "Коротко латиницей.",
        }

    def __init__(self, *args, school, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["rows"] = 2
        self.fields["replaced_by"].queryset = LegalAct.objects.filter(school=school).exclude(pk=self.instance.pk)
        self.fields["replaced_by"].empty_label = "не указан"
        self.fields["replaced_by"].label_from_instance = lambda act: f"{act.title} {act.requisites}".strip()
        self.school = school
        self.helper.layout = Layout(
            "title",
            Row(Column("number"), Column("issued_on"), Column("valid_until")),
            Row(Column("checked_on"), Column("code")), "replaced_by", "note",
        )  # fmt: skip

    def clean_checked_on(self):
        day = self.cleaned_data["checked_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Этот день ещё не наступил: поставьте день, когда акт сверили.")
        return day

    def clean(self):
        data = super().clean()
        issued, until, number = (data.get(name) for name in ("issued_on", "valid_until", "number"))
        if issued and until and until < issued:
            self.add_error("valid_until", f"Акт издан {day_num(issued)}: поставьте день позже или сотрите.")
        same = LegalAct.objects.filter(school=self.school, number=number, issued_on=issued).exclude(pk=self.instance.pk)
        # Acts of different bodies may share a number, of one day hardly.
        if number and issued and (known := same.first()):
            self.add_error("number", f"Этот акт уже внесён: «{known.title}». Измените его, второй не нужен.")
        return data


class SetupForm(PlainForm):
    """Everything that the first visit asks: names as in the charter, the director, and who administers with which login."""

    full_name = forms.CharField(
        label="Полное наименование", widget=forms.Textarea(attrs={"rows": 2}), help_text="Как в уставе."
    )
    short_name = forms.CharField(label="Краткое наименование", max_length=200, help_text="Как в уставе.")
    city = forms.CharField(label="Место", max_length=100, help_text="Печатается в документах: «Санкт-Петербург».")
    code = forms.SlugField(
        label="Код школы", max_length=30, required=False,
        help_text="Латиницей, для команд и имён файлов. Пусто: составится из краткого наименования.",
    )  # fmt: skip
    last_name = forms.CharField(label="Фамилия", max_length=80)
    first_name = forms.CharField(label="Имя", max_length=80)
    patronymic = forms.CharField(label="Отчество", max_length=80, required=False)
    gender = forms.ChoiceField(
        label="Пол",
        choices=Employee.Gender.choices,
        widget=forms.RadioSelect,
        help_text="Нужен для падежей в приказах.",
    )
    administrator = forms.ChoiceField(
        label="Кто заводит сотрудников и даёт им роли", widget=forms.RadioSelect, initial="other",
        choices=[("director", "директор, это его логин и пароль"), ("other", "другой сотрудник, впишите его ниже")],
    )  # fmt: skip
    admin_last_name = forms.CharField(label="Фамилия", max_length=80, required=False)
    admin_first_name = forms.CharField(label="Имя", max_length=80, required=False)
    admin_patronymic = forms.CharField(label="Отчество", max_length=80, required=False)
    admin_gender = forms.ChoiceField(
        label="Пол", choices=Employee.Gender.choices, widget=forms.RadioSelect, required=False
    )
    admin_position = forms.CharField(label="Должность", max_length=200, required=False)
    username = forms.CharField(
        label="Логин", max_length=60, validators=[valid_login], help_text="Латиницей.",
        widget=forms.TextInput(attrs={"autocomplete": "username"}),
    )  # fmt: skip
    password = forms.CharField(
        label="Пароль", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=RULE,
    )  # fmt: skip
    password_again = forms.CharField(
        label="Пароль ещё раз", strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            Fieldset("Школа", "full_name", "short_name", Row(Column("city"), Column("code"))),
            Fieldset("Директор", Row(Column("last_name"), Column("first_name"), Column("patronymic")), "gender"),
            Fieldset(
                "Администратор", "administrator",
                Row(Column("admin_last_name"), Column("admin_first_name"), Column("admin_patronymic")),
                Row(Column("admin_position"), Column("admin_gender")),
            ),
            Fieldset("Вход администратора", "username", Row(Column("password"), Column("password_again"))),
        )  # fmt: skip

    def clean(self):
        data = super().clean()
        if data.get("administrator") == "other":
            for name in ("admin_last_name", "admin_first_name", "admin_gender", "admin_position"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, "Впишите администратора или отметьте, что это директор.")
        password = data.get("password")
        if password and data.get("password_again") and password != data["password_again"]:
            self.add_error("password_again", "Пароли не совпали: наберите оба ещё раз.")
        elif password:
            try:
                password_validation.validate_password(password)
            except forms.ValidationError as error:
                self.add_error("password", error)
        return data

    def parts(self):
        """Return what the service asks for: the school, the director, the administrator or None."""
        data = self.cleaned_data
        person = ("last_name", "first_name", "patronymic", "gender")
        director = {name: data[name] for name in person} | {"position": "директор"}
        administrator = None
        if data["administrator"] == "other":
            administrator = {name: data[f"admin_{name}"] for name in (*person, "position")}
        return {
            "school": {name: data[name] for name in NAMES},
            "director": director,
            "administrator": administrator,
            "username": data["username"],
            "password": data["password"],
        }
