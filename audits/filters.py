"""Filters of the lists of criteria and audits; all of them live in the URL."""

import django_filters as filters
from django import forms
from django.db.models import Count, Exists, OuterRef, Q

from audits.models import Audit, Criterion
from audits.models.criterion import Subject
from audits.source_list import changed_among
from roadmap.models import Association, Employee, Roadmap
from vsoko.forms import PlainForm


def spelled(word, *fields):
    """Return a condition: the word in one of the fields. SQLite folds no Cyrillic case, so usual spellings are asked for."""
    found = Q()
    for spelling in {word, word.lower(), word.capitalize(), word.upper()}:
        for field in fields:
            found |= Q(**{f"{field}__icontains": spelling})
    return found


OURS, CHANGED, OWN = "ours", "changed", "own"
ORIGINS = ((OURS, "из исходного перечня"), (CHANGED, "изменены школой"), (OWN, "внесены школой"))


class CriterionFilter(filters.FilterSet):
    q = filters.CharFilter(label="Слово или код", method="by_word")
    applies_to = filters.ChoiceFilter(label="Относится к", choices=Subject.choices)
    section = filters.ChoiceFilter(label="Раздел")
    origin = filters.ChoiceFilter(label="Чей вопрос", choices=ORIGINS, method="by_origin")
    responsible = filters.ModelChoiceFilter(label="Отвечает", queryset=lambda request: answering(request.user))
    is_active = filters.BooleanFilter(
        label="Применяется",
        widget=forms.Select(choices=[("", "все"), ("true", "применяются"), ("false", "не применяются")]),
    )

    class Meta:
        model = Criterion
        fields = []
        form = PlainForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sections = self.queryset.order_by().values_list("section", flat=True).distinct()
        self.filters["section"].extra["choices"] = [(section, section) for section in sorted(sections)]

    def by_word(self, queryset, name, value):
        return queryset.filter(spelled(value, "code", "question", "requirement", "hint"))

    def by_origin(self, queryset, name, value):
        if value == OWN:
            return queryset.filter(source_code="")
        if value == OURS:
            return queryset.exclude(source_code="")
        changed = Criterion.objects.visible_to(self.request.user)
        return queryset.filter(pk__in=changed_among(changed))


def answering(user):
    """Return the employees who answer for a criterion."""
    criteria = Criterion.objects.visible_to(user).exclude(responsible=None)
    return Employee.objects.visible_to(user).filter(pk__in=criteria.values("responsible"))


S = Audit.State
COUNTS = (
    ("", "Все", Q()),
    (S.PLANNED, "Запланированы", Q(state=S.PLANNED)),
    (S.IN_PROGRESS, "Идут", Q(state=S.IN_PROGRESS)),
    (S.REPORTED, "Отчёт сдан", Q(state=S.REPORTED)),
    (S.CLOSED, "Завершены", Q(state=S.CLOSED)),
    (S.CANCELLED, "Отменены", Q(state=S.CANCELLED)),
)


LIVE, REPORTED, COVERING = "live", "reported", "covering"
HELD = ((LIVE, "все, кроме отменённых"), (REPORTED, "отчёт сдан"), (COVERING, "последний завершённый в каждом МО"))


def covering():
    """Return the audits that cover an association in their year: the last closed one of each."""
    closed = Audit.objects.filter(subject=Subject.ASSOCIATION, state=S.CLOSED)
    later = closed.filter(association=OuterRef("association"), roadmap=OuterRef("roadmap"), pk__gt=OuterRef("pk"))
    return closed.filter(~Exists(later))


class AuditFilter(filters.FilterSet):
    q = filters.CharFilter(label="Номер или объект", method="by_word")
    year = filters.ModelChoiceFilter(
        label="Год", queryset=lambda request: Roadmap.objects.visible_to(request.user), field_name="roadmap"
    )
    association = filters.ModelChoiceFilter(
        label="МО", queryset=lambda request: Association.objects.visible_to(request.user)
    )
    subject = filters.ChoiceFilter(label="Что проверяется", choices=Subject.choices)
    held = filters.ChoiceFilter(label="Ход", choices=HELD, method="by_progress")
    state = filters.ChoiceFilter(choices=S.choices, widget=forms.HiddenInput)

    class Meta:
        model = Audit
        fields = []
        form = PlainForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["year"].label_from_instance = lambda roadmap: roadmap.label

    def by_word(self, queryset, name, value):
        return queryset.filter(
            spelled(value, "number", "association__name", "course_programme__name", "lead__last_name")
        )

    def by_progress(self, queryset, name, value):
        if value == LIVE:
            return queryset.exclude(state=S.CANCELLED)
        if value == REPORTED:
            return queryset.filter(state__in=[S.REPORTED, S.CLOSED])
        return queryset.filter(pk__in=covering().values("pk"))

    def counts(self):
        """Return the tabs of states with their numbers, counted by one query under the other filters."""
        data = self.data.copy()
        for name in ("state", "page"):
            data.pop(name, None)
        rest = type(self)(data, queryset=self.queryset, request=self.request).qs.order_by()
        numbers = rest.aggregate(**{f"n_{key}": Count("pk", filter=condition) for key, _, condition in COUNTS})
        rows = []
        for key, label, _ in COUNTS:
            query = data.copy()
            if key:
                query["state"] = key
            current = self.data.get("state", "") == key
            rows.append({"label": label, "n": numbers[f"n_{key}"], "url": f"?{query.urlencode()}", "current": current})
        return rows
