"""Filters of the lists of actions and of the checks of their effect; all of them live in the URL."""

import django_filters as filters
from django import forms
from django.db.models import F, Q
from django.utils import timezone

from audits.models import Action, EffectivenessCheck
from roadmap.models import Employee, Roadmap
from vsoko.forms import PlainForm

# What the analysis of a year counts, by the day on which lateness is judged.
COUNTED = (
    ("counted", "все запланированные"),
    ("accepted", "приняты"),
    ("owed", "срок наступил"),
    ("in_time", "выполнены в срок"),
    ("late", "просрочены"),
)
MADE = "made"
OUTCOMES = ((MADE, "проведена"), *EffectivenessCheck.State.choices)


def own_years(request):
    return Roadmap.objects.visible_to(request.user)


def name_years(form, *names):
    for name in names:
        form.fields[name].label_from_instance = lambda roadmap: roadmap.label


class ActionFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label="Состояние", choices=Action.State.choices)
    year = filters.ModelChoiceFilter(label="Год плана", queryset=own_years, field_name="plan__roadmap")
    found = filters.ModelChoiceFilter(
        label="Год несоответствия", queryset=own_years, field_name="finding__audit__roadmap"
    )
    kind = filters.ChoiceFilter(label="Вид", choices=Action.Kind.choices)
    responsible = filters.ModelChoiceFilter(
        label="Ответственный", queryset=lambda request: Employee.objects.visible_to(request.user)
    )
    overdue = filters.BooleanFilter(
        label="Срок",
        method="by_overdue",
        widget=forms.Select(choices=[("", "любой"), ("true", "просрочен")]),
    )
    counted = filters.ChoiceFilter(label="Исполнение", choices=COUNTED, method="by_count")
    on = filters.DateFilter(label="На день", method="as_it_was")

    class Meta:
        model = Action
        fields = []
        form = PlainForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_years(self.form, "year", "found")

    @property
    def day(self):
        return self.form.cleaned_data.get("on") or timezone.localdate()

    def by_overdue(self, queryset, name, value):
        return queryset.filter(state__in=Action.OWED, due_on__lt=timezone.localdate()) if value else queryset

    def by_count(self, queryset, name, value):
        """What was cancelled or only proposed does not count, whatever is asked."""
        rows = queryset.exclude(state__in=Action.UNCOUNTED)
        owed = Q(due_on__lte=self.day)
        condition = {
            "counted": Q(),
            "accepted": Q(state=Action.State.ACCEPTED),
            "owed": owed,
            "in_time": owed & Q(done_on__lte=F("due_on")),
            "late": Q(state__in=Action.OWED, due_on__lt=self.day),
        }
        return rows.filter(condition[value])

    def as_it_was(self, queryset, name, value):
        """The day only says on which day terms are judged: by itself it narrows nothing."""
        return queryset


class CheckFilter(filters.FilterSet):
    year = filters.ModelChoiceFilter(label="Год", queryset=own_years, field_name="finding__audit__roadmap")
    outcome = filters.ChoiceFilter(label="Проверка", choices=OUTCOMES, method="by_outcome")
    checker = filters.ModelChoiceFilter(
        label="Проверяет", queryset=lambda request: Employee.objects.visible_to(request.user)
    )

    class Meta:
        model = EffectivenessCheck
        fields = []
        form = PlainForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_years(self.form, "year")

    def by_outcome(self, queryset, name, value):
        return queryset.filter(checked_on__isnull=False) if value == MADE else queryset.filter(state=value)
