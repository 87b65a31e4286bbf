"""The card of an indicator, and the value of one: numbers that it is counted from, the time, the part of the school."""

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.utils import timezone

from audits.indicator_sheets import KINDS
from audits.indicator_terms import YEAR, Term, parsed, part_choices, year_choices
from audits.indicator_words import number_of, plain
from audits.models import Indicator
from audits.models.indicator import Group, Level, Scope, Whose
from audits.permissions import enters_whole
from roadmap.forms.uploads import UploadForm
from roadmap.models import Association, Employee
from roadmap.models.association import Focus
from roadmap.permissions import Role, rights
from vsoko.forms import PlainForm, RecordForm

DATA = "data_"


class NumberField(forms.CharField):
    """A number as people write it: with a comma, with spaces, with a percent sign; a zero is a number."""

    def __init__(self, *, whole_number=False, **kwargs):
        self.whole_number = whole_number
        super().__init__(max_length=30, **kwargs)
        self.widget.attrs["inputmode"] = "numeric" if whole_number else "decimal"

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else plain(value)

    def clean(self, value):
        text = super().clean(value)
        try:
            number = number_of(text)
        except ValueError as error:
            told = str(error).replace("87,5", "12") if self.whole_number else str(error)
            raise forms.ValidationError(told) from error
        if number is not None and self.whole_number and number != number.to_integral_value():
            raise forms.ValidationError("Здесь считают людей и работы: впишите целое число.")
        return number


class IndicatorForm(RecordForm):
    goal = NumberField(label="Цель", required=False)
    threshold = NumberField(label="Порог", required=False, help_text="Хуже него — сигнал. Пусто: порогом служит цель.")

    class Meta:
        model = Indicator
        fields = [
            "code", "group", "name", "formula", "method", "part_label", "whole_label", "unit", "places", "periodicity",
            "calendar_year", "source", "direction", "target", "basis", "goal", "threshold", "counts_people",
            "responsible", "owed_from", "is_active",
        ]  # fmt: skip
        error_messages = {
            "code": {"required": "Напишите код: по нему показатель узнают в таблицах и файлах."},
            "name": {"required": "Назовите показатель."},
            "formula": {"required": "Напишите, как он считается: что на что делится."},
            "source": {"required": "Напишите, откуда берут числа: журнал, приказ, анкета."},
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        indicator = self.instance
        self.fields["responsible"].queryset = Employee.objects.visible_to(user).filter(left_on=None)
        self.fields["responsible"].empty_label = "не назначен"
        self.fields["method"].choices = indicator.methods
        self.fields["places"].max_value = 4
        self.fields["formula"].widget.attrs["rows"] = 2
        self.fields["is_active"].help_text = "Значения неприменяемого показателя остаются, новых не ждут."
        if indicator.is_system or not indicator.is_own:
            self.fields["code"].disabled = self.fields["group"].disabled = True
        else:
            self.fields["group"].choices = [one for one in Group.choices if one[0] != Group.SYSTEM]
        named = ["part_label", "whole_label"]
        if not indicator.is_own:
            asked = {f"{field.name}_label" for field in indicator.rule.fields if not field.label}
            for name in set(named) - asked:
                del self.fields[name]
            named = [name for name in named if name in asked]
        labels = [Row(*(Column(name) for name in named))] if named else []
        self.helper.layout = Layout(
            Row(Column("code"), Column("group")), "name", "formula",
            Fieldset(
                "Как считается", "method", *labels,
                Row(Column("unit"), Column("places")), "counts_people",
            ),
            Fieldset("Когда и откуда", "periodicity", "calendar_year", "source", "responsible", "owed_from"),
            Fieldset(
                "Цель", Row(Column("direction"), Column("basis")), "target", Row(Column("goal"), Column("threshold")),
            ),
            "is_active",
        )  # fmt: skip

    def clean_code(self):
        return self.cleaned_data["code"].strip().upper()

    def clean_places(self):
        places = self.cleaned_data["places"]
        if places > 4:
            raise forms.ValidationError("Больше четырёх знаков после запятой не хранится.")
        return places

    def clean(self):
        data = super().clean()
        if data.get("method") in ("share", "ratio", "per_hundred"):
            for name in ("part_label", "whole_label"):
                if name in self.fields and not data.get(name):
                    self.add_error(name, "Назовите число: его спросят при вводе значения.")
        return data


class MeasurementForm(PlainForm):
    """`indicator` decides which numbers are asked for; a chair is offered only what a chair may write."""

    year = forms.ChoiceField(label="Год")
    part = forms.ChoiceField(label="За какое время", choices=part_choices, initial=YEAR)
    starts_on = forms.DateField(label="С", required=False)
    ends_on = forms.DateField(label="По", required=False)
    as_of = forms.DateField(label="По состоянию на", required=False)
    scope = forms.ChoiceField(label="О чём значение", choices=Scope.choices, initial=Scope.SCHOOL)
    association = forms.ModelChoiceField(Association.objects.none(), label="Методическое объединение", required=False)
    level = forms.ChoiceField(label="Уровень", choices=[("", "не выбран"), *Level.choices], required=False)
    focus = forms.ChoiceField(label="Направленность", choices=[("", "не выбрана"), *Focus.choices], required=False)
    school_class = forms.CharField(label="Класс", max_length=10, required=False)
    subject = forms.CharField(label="Предмет", max_length=60, required=False)
    whose = forms.ChoiceField(
        label="Чьё значение", choices=Whose.choices, initial=Whose.OWN,
        help_text="Район, город и Россия — для сравнения; источник обязателен.",
    )  # fmt: skip
    note = forms.CharField(label="Источник или пояснение", max_length=300, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, indicator, **kwargs):
        super().__init__(*args, **kwargs)
        self.indicator = indicator
        kept = {self.initial.get("year"), self.data.get("year") if self.data else None}
        years = year_choices(timezone.localdate(), kept={year for year in kept if year and parsed(year) == Term(year)})
        self.fields["year"].choices = years
        self.fields["association"].queryset = Association.objects.visible_to(user)
        self.fields["association"].empty_label = "не выбрано"
        self.numbers = []
        for field in indicator.rule.fields:
            label = indicator.label_of(field)
            self.fields[DATA + field.name] = NumberField(
                label=f"{label[:1].upper()}{label[1:]}{', если есть' if field.optional else ''}",
                required=False,
                whole_number=field.whole_number,
            )  # fmt: skip
            self.numbers.append(DATA + field.name)
        unit = f", {indicator.unit}" if indicator.unit else ""
        self.fields["number"] = NumberField(
            label=f"Значение{'' if indicator.tells_both else unit}", required=False,
            help_text="Посчитается само, если вписаны числа." if self.numbers else "Ноль — тоже значение.",
        )  # fmt: skip
        if not enters_whole(user, indicator):
            self.only_associations(user)
        numbers = [Row(*(Column(name) for name in self.numbers))] if self.numbers else []
        self.helper.layout = Layout(
            Fieldset("За какое время", Row(Column("year"), Column("part"))),
            Fieldset("Числа", *numbers, "number"),
            Fieldset(
                "О чём и чьё", "scope", Row(Column("association"), Column("focus")),
                Row(Column("level"), Column("school_class"), Column("subject")), "whose", "note",
            ),
            Fieldset("Дни, если они не обычные", Row(Column("starts_on"), Column("ends_on"), Column("as_of"))),
            "seen",
        )  # fmt: skip

    def only_associations(self, user):
        own = rights(user).associations.get(Role.CHAIR, ())
        self.fields["association"].queryset = self.fields["association"].queryset.filter(pk__in=own)
        self.fields["scope"].choices = [(Scope.ASSOCIATION.value, Scope.ASSOCIATION.label)]
        self.fields["whose"].choices = [(Whose.OWN.value, Whose.OWN.label)]
        self.fields["scope"].initial = Scope.ASSOCIATION

    def clean(self):
        data = super().clean()
        wanted = {
            Scope.LEVEL: ("level", "Выберите уровень образования."),
            Scope.ASSOCIATION: ("association", "Выберите методическое объединение."),
            Scope.FOCUS: ("focus", "Выберите направленность."),
            Scope.SUBJECT: ("subject", "Впишите предмет."),
            Scope.CLASS: ("school_class", "Впишите класс: «7А»."),
        }
        if (asked := wanted.get(data.get("scope"))) and not data.get(asked[0]) and asked[0] not in self.errors:
            self.add_error(asked[0], asked[1])
        return data

    @property
    def facts(self):
        """Return what the service takes."""
        data = self.cleaned_data
        given = {name: data[name] for name in self.fields if name not in (*self.numbers, "seen")}
        numbers = {name.removeprefix(DATA): data[name] for name in self.numbers if data[name] is not None}
        # Numbers that are there decide; what stands in the field of the value then is what they gave before.
        return given | {"primary": numbers, "number": None if numbers else data["number"]}


class ReasonForm(PlainForm):
    comment = forms.CharField(
        label="Почему удаляете", widget=forms.Textarea, max_length=1000,
        error_messages={"required": "Напишите причину: она останется в истории показателя."},
    )  # fmt: skip


class ValuesFileForm(UploadForm):
    kinds = KINDS
    upload_help = (
        "Книга Excel (.xlsx) или .csv, в том числе из электронного журнала. Сначала вы увидите, что запишется."
    )

    year = forms.ChoiceField(label="Год", help_text="Для строк, где период не назван: так в отчётах журнала.")
    part = forms.ChoiceField(label="За какое время", choices=part_choices, initial=YEAR)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = year_choices(timezone.localdate())
        self.helper.layout = Layout("upload", Row(Column("year"), Column("part")))

    @property
    def term(self):
        return Term(self.cleaned_data["year"], self.cleaned_data["part"])
