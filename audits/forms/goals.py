"""A goal of the programme of development, and the rows of its years."""

from crispy_forms.layout import Column, Layout, Row
from django import forms

from audits.forms.indicators import NumberField
from audits.indicator_terms import YEAR, parsed
from audits.models import DevelopmentGoal, Indicator
from audits.models.indicator import Direction
from roadmap.models import Employee
from vsoko.forms import PlainForm, RecordForm

MOST_YEARS = 12
NOT_A_YEAR = "Год пишется так: «2026» или «2026/2027»."


class YearField(forms.CharField):
    """A year as people write it: «2026», «2026/27», «2026-2027»; returns the label that values are kept under."""

    def __init__(self, **kwargs):
        super().__init__(max_length=20, **kwargs)

    def clean(self, value):
        text = super().clean(value)
        term = parsed(text) if text else None
        if text and (term is None or term.part != YEAR):
            raise forms.ValidationError(NOT_A_YEAR)
        return term.year if term else ""


class GoalForm(RecordForm):
    base_year = YearField(label="Исходный год", error_messages={"required": "Впишите год, от которого считают."})
    base_value = NumberField(label="Исходное значение", error_messages={"required": "Впишите, каким показатель был."})

    class Meta:
        model = DevelopmentGoal
        fields = ["text", "source", "indicator", "base_year", "base_value", "responsible"]
        error_messages = {
            "text": {"required": "Назовите цель: что и насколько изменится."},
            "source": {"required": "Назовите программу развития: годы, кем и когда утверждена."},
            "indicator": {"required": "Выберите показатель, по которому видно, достигнута ли цель."},
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = Indicator.objects.visible_to(user).filter(is_active=True).exclude(direction=Direction.NONE)
        self.fields["indicator"].queryset = chosen.order_by("code")
        self.fields["indicator"].empty_label = "выберите"
        self.fields["responsible"].queryset = Employee.objects.visible_to(user).filter(left_on=None)
        self.fields["responsible"].empty_label = "не назначен"
        self.helper.layout = Layout(
            "text", "source", "indicator", Row(Column("base_year"), Column("base_value")), "responsible"
        )

    def clean_base_value(self):
        number = self.cleaned_data["base_value"]
        if number is None:
            raise forms.ValidationError("Впишите, каким показатель был: числом.")
        return number


class TargetForm(PlainForm):
    """The target of one year; an emptied row takes it off."""

    year = YearField(label="Год", required=False)
    value = NumberField(label="План", required=False)

    def clean(self):
        data = super().clean()
        if not self.errors and bool(data.get("year")) != (data.get("value") is not None):
            name = "value" if data.get("year") else "year"
            self.add_error(name, "Впишите и год, и план на него, или очистите строку.")
        return data


class TargetRows(forms.BaseFormSet):
    def clean(self):
        years = [form.cleaned_data.get("year") for form in self.forms if form.is_valid()]
        for form in self.forms:
            year = form.cleaned_data.get("year") if form.is_valid() else ""
            if year and years.count(year) > 1:
                form.add_error("year", "Этот год стоит дважды: оставьте одну строку.")

    def targets(self):
        """Return {year: value} of the rows that are filled."""
        rows = [form.cleaned_data for form in self.forms]
        return {row["year"]: row["value"] for row in rows if row.get("year")}


TargetRows = forms.formset_factory(TargetForm, formset=TargetRows, extra=3, max_num=MOST_YEARS)
