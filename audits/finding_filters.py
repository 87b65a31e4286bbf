"""Filters of the registers of findings and actions; all of them live in the URL."""

import django_filters as filters
from django import forms
from django.db.models import Count, Q
from django.utils import timezone

from audits.models import Action, Finding
from audits.models.finding import Grade
from roadmap.models import Association, Employee, Roadmap
from vsoko.forms import PlainForm

S = Finding.State
COUNTS = (
    ("", "Все", Q()),
    ("open", "Открытые", Q(state__in=Finding.OPEN)),
    ("unread", "Ждут ознакомления", Q(state=S.OPEN)),
    ("disputed", "Разногласие", Q(state=S.DISPUTED)),
    ("unplanned", "Ждут плана", Q(state=S.ACKNOWLEDGED)),
    ("acting", "Устраняются", Q(state__in=[S.PLANNED, S.IN_PROGRESS])),
    ("checking", "На проверке", Q(state=S.VERIFYING)),
    ("closed", "Закрытые", Q(state__in=[S.CLOSED, S.WITHDRAWN])),
    ("other", "Наблюдения", Q(state__in=[S.RECORDED, S.ACCEPTED, S.DECLINED])),
)


class FindingFilter(filters.FilterSet):
    q = filters.CharFilter(label="Слово или номер", method="by_word")
    association = filters.ModelChoiceFilter(
        label="МО", queryset=lambda request: Association.objects.visible_to(request.user), field_name="association"
    )
    grade = filters.ChoiceFilter(label="Класс", choices=Grade.choices)
    year = filters.ModelChoiceFilter(
        label="Год", queryset=lambda request: Roadmap.objects.visible_to(request.user), field_name="audit__roadmap"
    )
    overdue = filters.BooleanFilter(
        label="Срок",
        method="by_overdue",
        widget=forms.Select(choices=[("", "любой"), ("true", "просрочен")]),
    )
    repeat = filters.BooleanFilter(
        label="Повторные",
        method="by_repeat",
        widget=forms.Select(choices=[("", "все"), ("true", "только повторные")]),
    )
    state = filters.CharFilter(method="by_state", widget=forms.HiddenInput)

    class Meta:
        model = Finding
        fields = []
        form = PlainForm

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.form.fields["year"].label_from_instance = lambda roadmap: roadmap.label

    def by_word(self, queryset, name, value):
        # `icontains` of SQLite does not fold Cyrillic case, so both spellings are asked for.
        forms_of = {value, value.lower(), value.capitalize()}
        found = Q()
        for word in forms_of:
            for field in ("number", "title", "fact", "criterion__code"):
                found |= Q(**{f"{field}__icontains": word})
        return queryset.filter(found)

    def by_overdue(self, queryset, name, value):
        return queryset.filter(state__in=Finding.OPEN, due_on__lt=timezone.localdate()) if value else queryset

    def by_repeat(self, queryset, name, value):
        return queryset.repeated() if value else queryset

    def by_state(self, queryset, name, value):
        return queryset.filter({key: condition for key, _, condition in COUNTS}.get(value, Q()))

    def counts(self, request):
        """Return the tabs of states with their numbers, counted by one query under the other filters."""
        data = self.data.copy()
        data.pop("state", None)
        rest = type(self)(data, queryset=self.queryset, request=request, user=self.user).qs.order_by()
        numbers = rest.aggregate(**{key or "all": Count("pk", filter=condition) for key, _, condition in COUNTS if key},
                                 all=Count("pk"))  # fmt: skip
        rows = []
        for key, label, _ in COUNTS:
            query = data.copy()
            query.pop("page", None)
            if key:
                query["state"] = key
            rows.append(
                {"label": label, "n": numbers[key or "all"], "url": f"?{query.urlencode()}",
                 "current": self.data.get("state", "") == key}
            )  # fmt: skip
        return rows


class ActionFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label="Состояние", choices=Action.State.choices)
    year = filters.ModelChoiceFilter(
        label="Год", queryset=lambda request: Roadmap.objects.visible_to(request.user), field_name="plan__roadmap"
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

    class Meta:
        model = Action
        fields = []
        form = PlainForm

    def by_overdue(self, queryset, name, value):
        return queryset.filter(state__in=Action.OWED, due_on__lt=timezone.localdate()) if value else queryset
