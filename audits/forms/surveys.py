"""A survey, its questions, one questionnaire typed from paper, the file of a form service, and a wish."""

import uuid

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from audits.models import Indicator
from audits.models.survey import POINTS, Audience, Kind
from audits.services.survey_responses import LONGEST_FREE
from audits.services.surveys import MOST_QUESTIONS, NOT_JUDGED, option_fault
from audits.survey_sheets import KINDS
from audits.survey_words import Words, default_title
from roadmap.forms.uploads import UploadForm
from roadmap.models import CourseProgramme, Roadmap
from roadmap.models.association import Focus
from vsoko.forms import PlainForm

MOST_PEOPLE = 30_000
# Numbers of questions may have gaps for whoever moves them about.
LAST_PLACE = 999
SAME_EVERYWHERE = "Без имён: пожелание увидят и те, кто анкет не читает."


class ProgrammesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class LateSurveyForm(PlainForm):
    """What may be changed while people answer."""

    ends_on = forms.DateField(label="Окончание")
    population = forms.IntegerField(
        label="Сколько человек приглашены", required=False, min_value=1, max_value=MOST_PEOPLE,
        help_text="По этому числу считается доля ответивших.",
    )  # fmt: skip


class SurveyForm(LateSurveyForm):
    audience = forms.ChoiceField(label="Кто отвечает", choices=[("", "выберите"), *Audience.choices])
    title = forms.CharField(
        label="Название",
        required=False,
        max_length=200,
        help_text="Пусто — название подставится по тому, кто отвечает.",
    )
    starts_on = forms.DateField(label="Начало")
    course_programmes = ProgrammesField(
        CourseProgramme.objects.none(), label="О каких программах", required=False,
        help_text="Не отмечено — анкета о школе в целом. По каждой отмеченной программе будет отдельный результат.",
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course_programmes"].queryset = CourseProgramme.objects.visible_to(user)
        days = Row(Column("starts_on"), Column("ends_on"))
        self.helper.layout = Layout("audience", "title", days, "population", "course_programmes")

    def clean(self):
        data = super().clean()
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends < starts:
            self.add_error("ends_on", "Окончание раньше начала: поправьте один из дней.")
        if data.get("audience") and not data.get("title"):
            data["title"] = default_title(data["audience"])
        return data


class NewSurveyForm(SurveyForm):
    roadmap = forms.ModelChoiceField(Roadmap.objects.none(), label="Год")
    ticket = forms.CharField(widget=forms.HiddenInput, max_length=36)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["roadmap"].queryset = Roadmap.objects.visible_to(user).exclude(state=Roadmap.State.CLOSED)
        self.fields["roadmap"].label_from_instance = lambda roadmap: roadmap.year_words
        self.initial.setdefault("ticket", uuid.uuid4().hex)
        self.initial.setdefault("starts_on", timezone.localdate())
        self.helper.layout = Layout(
            "ticket", Row(Column("roadmap"), Column("audience")), *self.helper.layout.fields[1:]
        )


class QuestionForm(PlainForm):
    """One question; emptied words take it off."""

    place = forms.IntegerField(label="№", required=False, min_value=1, max_value=LAST_PLACE)
    text = forms.CharField(label="Вопрос", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    kind = forms.ChoiceField(label="Как отвечают", choices=Kind.choices, initial=Kind.AGREE)
    options = forms.CharField(
        label="Варианты, каждый с новой строки",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(), label="Какой показатель измеряет", required=False, empty_label="никакой"
    )

    def __init__(self, *args, indicators, **kwargs):
        super().__init__(*args, **kwargs)
        # All rows offer the same indicators: they are read once.
        self.fields["indicator"].queryset = Indicator.objects.filter(pk__in=[one.pk for one in indicators])
        self.fields["indicator"].choices = [("", "никакой"), *((one.pk, str(one)) for one in indicators)]

    def clean_text(self):
        return " ".join(self.cleaned_data["text"].split())

    def clean_options(self):
        lines = (" ".join(line.split()) for line in self.cleaned_data["options"].splitlines())
        return [line for line in lines if line]

    def clean(self):
        data = super().clean()
        if data.get("text") and "options" in data and (fault := option_fault(data.get("kind"), data["options"])):
            self.add_error("options", fault[:1].upper() + fault[1:])
        elif not data.get("text") and data.get("options") and "text" not in self.errors:
            self.add_error("text", "Варианты есть, а вопроса нет: впишите его или очистите варианты.")
        if data.get("text") and data.get("indicator") and data.get("kind") not in POINTS:
            self.add_error("indicator", NOT_JUDGED[:1].upper() + NOT_JUDGED[1:])
        return data


class QuestionRows(forms.BaseFormSet):
    def words(self):
        """Return [Words] in the order of their numbers; those without one come last."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("text")]
        rows.sort(key=lambda row: row["place"] or LAST_PLACE + 1)
        return [Words(row["kind"], row["text"], tuple(row["options"]), row["indicator"]) for row in rows]


QuestionRows = forms.formset_factory(QuestionForm, formset=QuestionRows, extra=2, max_num=MOST_QUESTIONS + 10)


class EntryForm(PlainForm):
    """One questionnaire as it lies on the table: every question may be left out, but not all of them."""

    key = forms.CharField(widget=forms.HiddenInput, max_length=36)

    def __init__(self, *args, questions, courses, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = questions
        self.initial.setdefault("key", uuid.uuid4().hex)
        if len(courses) > 1:
            self.fields["course"] = forms.ModelChoiceField(
                CourseProgramme.objects.filter(pk__in=[course.pk for course in courses]),
                label="О какой программе", required=False, empty_label="не указана",
            )  # fmt: skip
            self.fields["course"].choices = [("", "не указана"), *((course.pk, str(course)) for course in courses)]
        for number, question in enumerate(questions, start=1):
            label = f"{number}. {question.text}"
            if question.is_free:
                field = forms.CharField(
                    label=label, required=False, max_length=LONGEST_FREE, widget=forms.Textarea(attrs={"rows": 2})
                )
            else:
                choices = [(value, f"{place} {words}" if words != str(place) else words)
                           for place, (value, words) in enumerate(question.answers.items(), start=1)]  # fmt: skip
                field = forms.ChoiceField(
                    label=label, required=False, choices=[*choices, ("", "нет ответа")], widget=forms.RadioSelect
                )
            self.fields[f"q{question.pk}"] = field

    @property
    def lines(self):
        """Return [(question, field)] in the order of the sheet."""
        return [(question, self[f"q{question.pk}"]) for question in self.questions]

    def clean(self):
        data = super().clean()
        self.answers = {row.pk: data[f"q{row.pk}"] for row in self.questions if data.get(f"q{row.pk}")}
        if not self.answers and not self.errors:
            self.add_error(None, "В анкете нет ни одного ответа: отметьте хотя бы один.")
        return data


class AnswersFileForm(UploadForm):
    kinds = KINDS
    upload_label = "Книга Excel с ответами"
    upload_help = "Сначала вы увидите, как поняты графы и строки."
    upload_empty = "Файл пуст: выберите книгу с ответами."


class WishForm(PlainForm):
    text = forms.CharField(
        label="Пожелание", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), help_text=SAME_EVERYWHERE
    )
    course_programme = forms.ModelChoiceField(
        CourseProgramme.objects.none(), label="К какой программе", required=False, empty_label="не к программе"
    )
    focus = forms.ChoiceField(
        label="Или новое направление", required=False, choices=[("", "не выбрано"), *Focus.choices],
        help_text="Если такой программы в школе ещё нет.",
    )  # fmt: skip

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["course_programme"].queryset = CourseProgramme.objects.visible_to(user)

    def clean(self):
        data = super().clean()
        if not self.errors and bool(data.get("course_programme")) == bool(data.get("focus")):
            self.add_error("course_programme", "Выберите программу или новое направление, что-нибудь одно.")
        return data
