"""The conditions of an audit. Beside every name stands why this person may not audit, as soon as it is known what and when."""

from crispy_forms.layout import HTML, Column, Div, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.html import format_html

from audits.models import ChecklistTemplate, Criterion
from audits.models.criterion import Subject
from audits.services.impartiality import Case, reasons
from audits.services.planning import group_on
from roadmap.models import Association, CourseProgramme, Employee
from vsoko.forms import PlainForm

OBJECTIVES = {
    Subject.ASSOCIATION: "Оценить, выполняет ли объединение установленные требования и Положение о ВСОКО.",
    Subject.PROGRAMME: "Оценить, соответствует ли программа и её реализация установленным требованиям.",
    Subject.SCHOOL: "Оценить, выполняет ли школа установленные требования и Положение о ВСОКО.",
}
SCOPE = {
    Subject.ASSOCIATION: "Документы и работа объединения за проверяемый период.",
    Subject.PROGRAMME: "Программа, журнал и результаты за проверяемый период.",
    Subject.SCHOOL: "Документы и работа школы за проверяемый период.",
}


class PeopleMixin:
    """A choice of people that cannot be made where `barred` gives a reason; the reason stands beside the name."""

    barred = {}

    def create_option(self, name, value, label, *args, **kwargs):
        option = super().create_option(name, value, label, *args, **kwargs)
        if why := self.barred.get(getattr(value, "value", value)):
            option["attrs"]["disabled"] = True
            option["label"] = format_html('{} <span class="help">Не может: {}</span>', label, "; ".join(why))
        return option


class OnePerson(PeopleMixin, forms.RadioSelect):
    pass


class SomePeople(PeopleMixin, forms.CheckboxSelectMultiple):
    pass


def named(employee):
    return f"{employee.short_name}, {employee.position}"


class AuditForm(PlainForm):
    association = forms.ModelChoiceField(
        Association.objects.none(), label="Методическое объединение", empty_label="Выберите МО",
        error_messages={"required": "Выберите МО, которое проверяется."},
    )  # fmt: skip
    course_programme = forms.ModelChoiceField(
        CourseProgramme.objects.none(), label="Дополнительная программа", empty_label="Выберите программу",
        error_messages={"required": "Выберите программу, которая проверяется."},
    )  # fmt: skip
    starts_on = forms.DateField(label="Начало аудита")
    ends_on = forms.DateField(label="Окончание аудита")
    period_from = forms.DateField(label="Проверяемый период с")
    period_to = forms.DateField(label="по")
    template = forms.ModelChoiceField(
        ChecklistTemplate.objects.none(), label="Чек-лист", required=False, empty_label="первый подходящий"
    )
    sections = forms.MultipleChoiceField(
        label="Разделы чек-листа", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Ничего не отмечено — проверяются все разделы.",
    )  # fmt: skip
    sampled_programmes = forms.ModelMultipleChoiceField(
        CourseProgramme.objects.none(), label="Программы выборки", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Вопросы о программах зададут по каждой из них; обычно двух-трёх хватает.",
    )  # fmt: skip
    lead = forms.ModelChoiceField(
        Employee.objects.none(), label="Руководитель аудиторской группы", widget=OnePerson, empty_label=None,
        error_messages={"required": "Выберите, кто ведёт аудит и сдаёт отчёт."},
    )  # fmt: skip
    team = forms.ModelMultipleChoiceField(
        Employee.objects.none(), label="Аудиторы вместе с ним", required=False, widget=SomePeople
    )
    auditee = forms.ModelChoiceField(
        Employee.objects.none(), label="Кто отвечает за объект",
        help_text="Знакомится с отчётом и составляет план.",
    )  # fmt: skip
    objectives = forms.CharField(label="Цель", widget=forms.Textarea, max_length=2000)
    scope = forms.CharField(label="Область", widget=forms.Textarea, max_length=2000)
    unscheduled = forms.BooleanField(
        label="Внеплановый", required=False, help_text="В программу не входит; основание обязательно."
    )
    basis = forms.CharField(
        label="Основание", required=False, widget=forms.Textarea, max_length=2000,
        help_text="Приказ о проведении; для внепланового — почему он понадобился.",
    )  # fmt: skip

    def __init__(self, *args, user, subject, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.subject = user, subject
        self.drop_foreign_fields()
        self.limit_choices()
        self.name_people()
        self.initial.setdefault("objectives", OBJECTIVES[subject])
        self.initial.setdefault("scope", SCOPE[subject])
        self.lay_out()

    def drop_foreign_fields(self):
        if self.subject != Subject.ASSOCIATION:
            del self.fields["association"], self.fields["sampled_programmes"]
        if self.subject != Subject.PROGRAMME:
            del self.fields["course_programme"]

    def known(self, name):
        """Return what the field holds now, typed or given, or None: the page is asked again while it is being filled in."""
        field = self.fields.get(name)
        if field is None:
            return None
        raw = self[name].value()
        try:
            return field.clean(raw)
        except ValidationError:
            return None

    def limit_choices(self):
        fields, user = self.fields, self.user
        if "association" in fields:
            fields["association"].queryset = Association.objects.visible_to(user).filter(closed_on=None)
            if association := self.known("association"):
                fields["sampled_programmes"].queryset = association.course_programmes.select_related("author")
        if "course_programme" in fields:
            fields["course_programme"].queryset = CourseProgramme.objects.visible_to(user).select_related("association")
        templates = ChecklistTemplate.objects.visible_to(user).filter(applies_to=self.subject, is_active=True)
        fields["template"].queryset = templates
        template = self.known("template") or templates.first()
        sections = template.rows.values_list("criterion__section", flat=True) if template else []
        fields["sections"].choices = [(section, section) for section in dict.fromkeys(sections)]
        fields["auditee"].queryset = Employee.objects.visible_to(user).filter(left_on=None)
        if self.subject == Subject.SCHOOL:
            fields["auditee"].empty_label = "Выберите сотрудника"
        else:
            fields["auditee"].required = False
            chair = "автор программы или председатель МО" if self.subject == Subject.PROGRAMME else "председатель МО"
            fields["auditee"].empty_label = chair

    def name_people(self):
        today = timezone.localdate()
        starts, ends = self.known("starts_on"), self.known("ends_on")
        group = group_on(self.user.school, starts or today, ends or starts or today)
        people = list(group)
        barred = reasons(self.case(starts, ends), people)
        for name in ("lead", "team"):
            self.fields[name].queryset = group
            self.fields[name].label_from_instance = named
            self.fields[name].widget.barred = barred
        if not people:
            self.fields["lead"].help_text = "В рабочей группе на эти дни нет аудиторов: сначала сформируйте её."
        elif self.subject == Subject.SCHOOL:
            own = Criterion.objects.visible_to(self.user).filter(responsible__in=people, is_active=True)
            answering = sorted({str(criterion.responsible) for criterion in own.select_related("responsible")})
            if answering:
                self.fields["team"].help_text = (
                    f"{', '.join(answering)}: за часть вопросов отвечают в школе сами, эти вопросы проверят другие."
                )

    def case(self, starts, ends):
        association, programme = self.known("association"), self.known("course_programme")
        sampled = self.known("sampled_programmes") if association else None
        first, last = self.known("period_from"), self.known("period_to")
        windows = [window for window in ((first, last), (starts, ends)) if all(window)]
        auditee = self.known("auditee")
        programmes = [programme] if programme else list(sampled.prefetch_related("teachers")) if sampled else []
        return Case(
            self.user.school_id, self.subject, association.pk if association else None, auditee.pk if auditee else None,
            tuple(programmes), tuple(windows),
        )  # fmt: skip

    def lay_out(self):
        what = [name for name in ("association", "course_programme") if name in self.fields]
        sample = ["sampled_programmes"] if "sampled_programmes" in self.fields else []
        self.helper.layout = Layout(
            *what,
            Row(Column("starts_on"), Column("ends_on")),
            Row(Column("period_from"), Column("period_to")),
            "template",
            Div(
                *sample, "sections", "lead", "team",
                HTML('<p><button class="btn" name="refresh" value="1">Показать, кто может проверять</button></p>'),
                css_id="people",
            ),
            "auditee", "objectives", "scope", "unscheduled", "basis",
        )  # fmt: skip

    def conditions(self):
        """Return what the services take."""
        data = dict(self.cleaned_data)
        data.setdefault("sampled_programmes", [])
        for name in ("association", "course_programme"):
            data.setdefault(name, None)
        return data | {
            "subject": self.subject,
            "team": list(data["team"]),
            "sampled_programmes": list(data["sampled_programmes"]),
        }


class AssignForm(PlainForm):
    """Who of the team asks the questions of each tab."""

    def __init__(self, *args, labels, team, chosen, **kwargs):
        super().__init__(*args, **kwargs)
        self.labels = labels
        people = Employee.objects.filter(pk__in=[employee.pk for employee in team])
        for index, label in enumerate(labels):
            self.fields[f"tab{index}"] = forms.ModelChoiceField(
                people, label=label, required=False, empty_label="любой участник группы", initial=chosen.get(label)
            )

    def chosen(self):
        return {label: self.cleaned_data[f"tab{index}"] for index, label in enumerate(self.labels)}


class ReportForm(PlainForm):
    strengths = forms.CharField(
        label="Сильные стороны",
        widget=forms.Textarea,
        required=False,
        max_length=8000,
        help_text="Что стоит сохранить и показать другим.",
    )
    conclusion = forms.CharField(
        label="Вывод",
        widget=forms.Textarea,
        required=False,
        max_length=8000,
        help_text="Предложен по классам найденного; цифры программа ставит рядом сама. Пустое поле вернёт предложение.",
    )
