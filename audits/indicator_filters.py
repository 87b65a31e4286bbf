"""The filter of the list of indicators; all of it lives in the URL. How one stands is counted, not stored."""

import django_filters as filters
from django import forms
from django.db.models import Count, Q
from django.utils import timezone

from audits.filters import spelled
from audits.indicator_desk import owed
from audits.indicator_standing import BREACH, MET, NEAR, standings
from audits.models import Indicator
from audits.models.indicator import Group
from roadmap.models import Employee
from roadmap.permissions import rights
from vsoko.forms import PlainForm

SIGNAL, NO_VALUE = "signal", "empty"
STANDINGS = (
    (MET, "цель достигнута"), (NEAR, "цель не достигнута"), (BREACH, "хуже порога"),
    (SIGNAL, "с сигналом"), (NO_VALUE, "без значения"),
)  # fmt: skip
MINE, ANYBODY = "mine", "all"


class IndicatorFilter(filters.FilterSet):
    q = filters.CharFilter(label="Слово или код", method="by_word")
    standing = filters.ChoiceFilter(label="Как стоит", choices=STANDINGS, method="by_standing")
    owed = filters.ChoiceFilter(
        label="Ждут значения", choices=((MINE, "от меня"), (ANYBODY, "от кого-нибудь")), method="by_debt"
    )
    responsible = filters.ModelChoiceFilter(label="Кто вносит", queryset=lambda request: responsible_ones(request.user))
    is_active = filters.BooleanFilter(
        label="Применяется",
        widget=forms.Select(choices=[("", "все"), ("true", "применяются"), ("false", "не применяются")]),
    )
    group = filters.ChoiceFilter(choices=Group.choices, widget=forms.HiddenInput)

    class Meta:
        model = Indicator
        fields = []
        form = PlainForm

    def by_word(self, queryset, name, value):
        return queryset.filter(spelled(value, "code", "name", "formula", "source"))

    def by_standing(self, queryset, name, value):
        user = self.request.user
        found = standings(Indicator.objects.visible_to(user), user)
        return queryset.filter(pk__in=[pk for pk, one in found.items() if stands(one, value)])

    def by_debt(self, queryset, name, value):
        user = self.request.user
        rows = Indicator.objects.visible_to(user).exclude(responsible=None)
        if value == MINE:
            rows = rows.filter(responsible=rights(user).employee)
        return queryset.filter(pk__in=[one.pk for one, _ in owed(rows, timezone.localdate())])

    def counts(self):
        """Return the tabs of groups with their numbers, counted by one query under the other filters."""
        data = self.data.copy()
        for name in ("group", "page"):
            data.pop(name, None)
        rest = type(self)(data, queryset=self.queryset, request=self.request).qs.order_by()
        keys = [("", "Все"), *Group.choices]
        numbers = rest.aggregate(
            **{f"n_{key}": Count("pk", filter=Q(group=key) if key else Q()) for key, _ in keys}
        )  # fmt: skip
        rows = []
        for key, label in keys:
            query = data.copy()
            if key:
                query["group"] = key
            current = self.data.get("group", "") == key
            word = f"{key} {label}".strip()
            rows.append({"label": word, "n": numbers[f"n_{key}"], "url": f"?{query.urlencode()}", "current": current})
        return rows


def stands(standing, value):
    if value == SIGNAL:
        return bool(standing.signals)
    if value == NO_VALUE:
        return standing.latest is None
    return standing.verdict == value


def responsible_ones(user):
    """Return the employees who write values of an indicator."""
    indicators = Indicator.objects.visible_to(user).exclude(responsible=None)
    return Employee.objects.visible_to(user).filter(pk__in=indicators.values("responsible"))
