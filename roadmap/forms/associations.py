from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from roadmap import focus_names
from roadmap.models import Association, CourseProgramme, Employee
from vsoko.forms import PlainForm, RecordForm


class People(forms.ModelMultipleChoiceField):
    """Several colleagues, told apart by their posts."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, employee):
        return f"{employee}, {employee.position}"


def working(user):
    """Return the colleagues who work now, for choosing from."""
    return Employee.objects.visible_to(user).working()


class AssociationForm(RecordForm):
    chair = forms.ModelChoiceField(Employee.objects.none(), required=False, empty_label="не назначен")
    curator = forms.ModelChoiceField(
        Employee.objects.none(), label="Куратор", required=False, empty_label="не назначен",
        help_text="Заместитель директора, который ведёт это объединение.",
    )  # fmt: skip
    since = forms.DateField(
        label="С какого дня", initial=timezone.localdate, help_text="Прежние останутся в составе до предыдущего дня."
    )
    basis = forms.CharField(label="Основание", max_length=200, required=False, help_text="Приказ: дата и номер.")

    class Meta:
        model = Association
        fields = ("name", "focus")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.school = user.school
        title = user.school.chair_title
        self.fields["chair"].label = title[:1].upper() + title[1:]
        for name in ("chair", "curator"):
            self.fields[name].queryset = working(user)
        self.fields["focus"].choices = [("", "общее образование"), *self.fields["focus"].choices[1:]]
        self.helper.layout = Layout(
            "name", "focus", Row(Column("chair"), Column("curator")), Row(Column("since"), Column("basis"))
        )

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        same = Association.objects.filter(school=self.school, name__iexact=name).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError("Объединение с таким названием уже есть: назовите это иначе.")
        return name


class MembersForm(PlainForm):
    employees = People(Employee.objects.none(), label="Кто входит")
    since = forms.DateField(
        label="С какого дня",
        required=False,
        help_text="Пусто, если они в объединении давно: так и запишется, без даты.",
    )

    def __init__(self, *args, user, association, **kwargs):
        super().__init__(*args, **kwargs)
        present = association.members.filter(ends_on__isnull=True).values("employee")
        self.fields["employees"].queryset = working(user).exclude(pk__in=present)


class ClosingForm(PlainForm):
    on = forms.DateField(label="Последний день", initial=timezone.localdate)
    comment = forms.CharField(label="Основание", max_length=200, required=False, help_text="Приказ: дата и номер.")


class CourseProgrammeForm(RecordForm):
    class Meta:
        model = CourseProgramme
        fields = ("name", "focus", "association", "author", "teachers", "hours", "ages", "updated_on")
        widgets = {"teachers": forms.CheckboxSelectMultiple}
        help_texts = {"name": "Без кавычек.", "updated_on": "День последнего утверждения или обновления."}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["focus"].choices = [("", "выберите"), *focus_names.choices()]
        self.fields["association"].queryset = Association.objects.visible_to(user).filter(closed_on__isnull=True)
        self.fields["association"].empty_label = "вне объединений"
        self.fields["author"].queryset = working(user)
        self.fields["author"].empty_label = "не указан"
        self.fields["teachers"].queryset = working(user)
        self.helper.layout = Layout(
            "name", Row(Column("focus"), Column("association")), Row(Column("hours"), Column("ages"), Column("updated_on")),
            "author", "teachers",
        )  # fmt: skip

    def clean_hours(self):
        hours = self.cleaned_data["hours"]
        if hours == 0:
            raise forms.ValidationError("Часов не меньше одного; если число неизвестно, оставьте поле пустым.")
        return hours

    def clean_updated_on(self):
        day = self.cleaned_data["updated_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("Этот день ещё не наступил: поставьте день, когда программу обновили.")
        return day
