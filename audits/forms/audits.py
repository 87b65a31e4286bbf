"""The conditions of an audit. Beside every name stands why this person may not audit, as soon as it is known what and when."""

from crispy_forms.layout import HTML, Column, Div, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.html import format_html

from audits.forms.auditors import OnePerson, SomePeople, named
from audits.models import ChecklistTemplate, Criterion, TemplateCriterion
from audits.models.criterion import Subject
from audits.services.impartiality import Case, judge, unaccompanied
from audits.services.planning import OBJECTIVES, SCOPE, auditing
from audits.services.team_warnings import team_warnings
from roadmap.models import Association, CourseProgramme, Employee
from vsoko.forms import NO_PUPILS, PlainForm

REFRESH = '<p class="field"><button class="btn" name="refresh" value="1">Показать, кто может проверять</button></p>'
# What decides who may audit: when it changes, the choice of people is asked for anew. A mark asks too: it may need a warning,
# and the answer to an earlier question, which does not know it yet, must not put the marks back.
ASKS = ", ".join(
    f"change from:#id_{name}"
    for name in (
        "association", "course_programme", "starts_on", "ends_on", "period_from", "period_to", "template", "auditee",
    )
)  # fmt: skip
ASKS += ", change"


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
    period_to = forms.DateField(label="Проверяемый период по")
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

    def __init__(self, *args, user, subject, audit=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user, self.subject, self.audit = user, subject, audit
        self.drop_foreign_fields()
        self.limit_subject()
        self.limit_checklist()
        self.name_people()
        self.initial.setdefault("objectives", OBJECTIVES[subject])
        self.initial.setdefault("scope", SCOPE[subject])
        self.lay_out()

    def drop_foreign_fields(self):
        if self.subject != Subject.ASSOCIATION:
            del self.fields["association"], self.fields["sampled_programmes"]
        if self.subject != Subject.PROGRAMME:
            del self.fields["course_programme"]

    def offer(self, name, rows, label=str):
        """Give the field these rows to choose from, read once, and return those that are chosen now."""
        field = self.fields[name]
        empty = [("", field.empty_label)] if getattr(field, "empty_label", None) else []
        field.queryset = field.queryset.model.objects.filter(pk__in=[row.pk for row in rows])
        field.choices = empty + [(row.pk, label(row)) for row in rows]
        return [row for row in rows if self.is_held(name, row)]

    def is_held(self, name, row):
        """Return whether the field holds this row now, typed or stored."""
        held = self[name].value() or []
        return str(row.pk) in map(str, held if isinstance(held, list | tuple) else [held])

    def day(self, name):
        """Return the day that stands in the field now, or None where it is no day yet."""
        try:
            return self.fields[name].to_python(self[name].value())
        except ValidationError:
            return None

    def limit_subject(self):
        """Find what is audited and which of its programmes; what the director approved is not offered for a change."""
        self.association = self.programme = None
        self.sample = []
        programme = self.audit.programme if self.audit else None
        fixed = programme is not None and bool(programme.approved_on)
        if "association" in self.fields:
            rows = Association.objects.visible_to(self.user).filter(closed_on=None)
            self.association = self.one("association", [self.audit.association] if fixed else rows)
            own = self.association.course_programmes.select_related("author") if self.association else []
            self.sample = self.offer("sampled_programmes", list(own))
        if "course_programme" in self.fields:
            rows = CourseProgramme.objects.visible_to(self.user).select_related("association")
            self.programme = self.one("course_programme", [self.audit.course_programme] if fixed else rows)

    def one(self, name, rows, label=str):
        return next(iter(self.offer(name, list(rows), label)), None)

    def limit_checklist(self):
        """Offer the checklists that have questions, and the sections of the chosen one; one query tells both."""
        templates = ChecklistTemplate.objects.visible_to(self.user).filter(applies_to=self.subject, is_active=True)
        rows = TemplateCriterion.objects.filter(template__in=templates).annotate(section=F("criterion__section"))
        sections = {}
        for row in rows.select_related("template").order_by("template__name", "template", "position"):
            sections.setdefault(row.template, {})[row.section] = row.section
        chosen = self.one("template", sections) or next(iter(sections), None)
        self.fields["sections"].choices = list(sections.get(chosen, {}).items())

    def name_people(self):
        today = timezone.localdate()
        starts, ends = self.day("starts_on"), self.day("ends_on")
        staff = Employee.objects.visible_to(self.user).filter(left_on=None)
        staff = list(staff.annotate(audits=auditing(starts or today, ends or starts or today)))
        auditee = self.name_auditee(staff)
        chosen = [one for one in staff if self.is_held("lead", one) or self.is_held("team", one)]
        group = [employee for employee in staff if employee.audits or employee in chosen]
        case = self.case(starts, ends, auditee)
        judged = judge(case, group)
        barred = judged.barred
        for employee in chosen:
            if not employee.audits:
                barred.setdefault(employee.pk, []).append("на дни аудита не входит в рабочую группу аудитором")
        for name in ("lead", "team"):
            held = self.offer(name, group, named)
            self.fields[name].widget.barred = barred
            self.fields[name].widget.exempted = {pk: "; ".join(why) for pk, (_, why) in judged.exempted.items()}
            self.tell_barred(name, [employee for employee in held if employee.pk in barred], barred)
        self.warn(case, judged, chosen, starts, ends or starts)
        if not group:
            self["lead"].help_text = "В рабочей группе на эти дни нет аудиторов: сначала сформируйте её."
        elif self.subject == Subject.SCHOOL:
            own = Criterion.objects.visible_to(self.user).filter(responsible__in=group, is_active=True)
            answering = sorted({str(criterion.responsible) for criterion in own.select_related("responsible")})
            if answering:
                words = f"{', '.join(answering)}: за часть вопросов отвечают в школе сами, эти вопросы проверят другие."
                self["team"].help_text = format_html("{} {}", self["team"].help_text, words)

    def warn(self, case, judged, chosen, starts, ends):
        """Say under the team what forbids nothing and should be known."""
        if not chosen or starts is None:
            return
        found = [
            unaccompanied(judged, chosen),
            *team_warnings(case, judged.members, chosen, starts, ends, audit=self.audit),
        ]
        if words := " ".join(filter(None, found)):
            said = format_html('<span class="state state--wait">{}</span>', words)
            self["team"].help_text = format_html("{} {}", self["team"].help_text, said)

    def tell_barred(self, name, people, barred):
        """Say beside the field who of the chosen may not audit; a refused form says it in its errors."""
        if people and not self.is_bound:
            said = "; ".join(f"{one.short_name} не может проверять: {', '.join(barred[one.pk])}" for one in people)
            act = "Выберите другого." if name == "lead" else "Снимите отметку."
            self[name].help_text = format_html('<span class="state state--late">{}. {}</span>', said, act)

    def name_auditee(self, staff):
        field = self.fields["auditee"]
        if self.subject == Subject.SCHOOL:
            field.empty_label = "Выберите сотрудника"
        else:
            field.required = False
            is_course = self.subject == Subject.PROGRAMME
            field.empty_label = "автор программы или председатель МО" if is_course else "председатель МО"
        return self.one("auditee", staff, named)

    def case(self, starts, ends, auditee):
        first, last = self.day("period_from"), self.day("period_to")
        windows = [(first, last or first), (starts, ends or starts)]
        return Case(
            self.user.school_id,
            self.subject,
            self.association.pk if self.association else None,
            auditee.pk if auditee else None,
            tuple([self.programme] if self.programme else self.sample),
            tuple(window for window in windows if all(window)),
        )

    def lay_out(self):
        what = [name for name in ("association", "course_programme") if name in self.fields]
        sample = ["sampled_programmes"] if "sampled_programmes" in self.fields else []
        self.helper.layout = Layout(
            *what,
            Row(Column("starts_on"), Column("ends_on")),
            Row(Column("period_from"), Column("period_to")),
            "template",
            "auditee",
            Div(
                *sample, "sections", Row(Column("lead"), Column("team")), HTML(REFRESH),
                css_id="people", hx_post="", hx_trigger=ASKS, hx_include="closest form", hx_vals='{"refresh": "1"}',
                hx_target="#people", hx_select="#people", hx_swap="outerHTML", hx_sync="this:replace",
            ),
            "objectives", "scope", "unscheduled", "basis",
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
        help_text=f"Что стоит сохранить и показать другим. {NO_PUPILS}",
    )
    conclusion = forms.CharField(
        label="Вывод",
        widget=forms.Textarea,
        required=False,
        max_length=8000,
        help_text="Предложен по классам найденного; цифры программа ставит рядом сама. Пустое поле вернёт предложение.",
    )
