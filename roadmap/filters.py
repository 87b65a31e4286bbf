"""Filters of the lists of colleagues, course programmes and consultations; all of them live in the URL."""

from datetime import timedelta

import django_filters as filters
from django.db.models import Q
from django.utils import timezone

from roadmap.focus_names import meant_by
from roadmap.models import (
    Appointment,
    Association,
    AssociationMember,
    Consultation,
    CourseProgramme,
    Employee,
    Roadmap,
)
from roadmap.models.association import Focus
from roadmap.permissions import Role
from vsoko.forms import PlainForm
from vsoko.models import Refusal, User


def folded(text):
    return text.lower().replace("ё", "е")


class EmployeeFilter(filters.FilterSet):
    q = filters.CharFilter(label="Фамилия или должность", method="by_word")
    role = filters.ChoiceFilter(label="Роль сегодня", choices=Role.choices, method="by_role")
    association = filters.ModelChoiceFilter(
        label="МО", method="by_association", queryset=lambda request: Association.objects.visible_to(request.user)
    )
    left = filters.ChoiceFilter(
        label="Кто", choices=[("left", "уволенные"), ("all", "все")], empty_label="работающие", method="by_left"
    )

    class Meta:
        model = Employee
        fields = []
        form = PlainForm

    @property
    def qs(self):
        # Those who have left are shown on demand only, with or without other filters in the address.
        return super().qs if self.data.get("left") in ("left", "all") else super().qs.working()

    def by_word(self, queryset, name, value):
        # Neither database folds «ё» and «е», and SQLite no Cyrillic case; a school's people fit in memory.
        wanted = folded(value).split()
        rows = queryset.values_list("pk", "last_name", "first_name", "patronymic", "position")
        found = [pk for pk, *words in rows if all(part in folded(" ".join(words)) for part in wanted)]
        return queryset.filter(pk__in=found)

    def by_role(self, queryset, name, value):
        held = Appointment.objects.covering(timezone.localdate()).filter(role=value)
        return queryset.filter(pk__in=held.values("employee"))

    def by_association(self, queryset, name, value):
        members = AssociationMember.objects.covering(timezone.localdate()).filter(association=value)
        return queryset.filter(pk__in=members.values("employee"))

    def by_left(self, queryset, name, value):
        return queryset.filter(left_on__isnull=False) if value == "left" else queryset


class CourseProgrammeFilter(filters.FilterSet):
    q = filters.CharFilter(label="Название, автор или направленность", method="by_word")
    focus = filters.ChoiceFilter(label="Направленность", choices=Focus.choices)
    association = filters.ModelChoiceFilter(
        label="МО", queryset=lambda request: Association.objects.visible_to(request.user)
    )
    updated = filters.ChoiceFilter(
        label="Обновление", method="by_update",
        choices=[("old", "больше года назад или не указано"), ("new", "за последний год")],
    )  # fmt: skip
    since = filters.DateFilter(label="Обновлена с", field_name="updated_on", lookup_expr="gte")
    until = filters.DateFilter(label="Обновлена по", field_name="updated_on", lookup_expr="lte")

    class Meta:
        model = CourseProgramme
        fields = []
        form = PlainForm

    def by_word(self, queryset, name, value):
        # A school's programmes fit in memory, where Cyrillic case and «ё» are folded alike for both databases.
        wanted = folded(value).split()
        rows = queryset.values_list("pk", "name", "author__last_name")
        found = [pk for pk, *words in rows if all(part in folded(" ".join(filter(None, words))) for part in wanted)]
        return queryset.filter(Q(pk__in=found) | Q(focus__in=meant_by(value)))

    def by_update(self, queryset, name, value):
        fresh = Q(updated_on__gt=timezone.localdate() - timedelta(days=365))
        return queryset.filter(fresh if value == "new" else Q(updated_on=None) | ~fresh)


class ConsultationFilter(filters.FilterSet):
    year = filters.ModelChoiceFilter(
        label="Год", queryset=lambda request: Roadmap.objects.visible_to(request.user), field_name="roadmap"
    )
    association = filters.ModelChoiceFilter(
        label="МО", queryset=lambda request: Association.objects.visible_to(request.user)
    )

    class Meta:
        model = Consultation
        fields = []
        form = PlainForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["year"].label_from_instance = lambda roadmap: roadmap.label


class RefusalFilter(filters.FilterSet):
    kind = filters.ChoiceFilter(label="Что", choices=Refusal.Kind.choices)
    user = filters.ModelChoiceFilter(
        label="Чей логин", queryset=lambda request: User.objects.filter(school=request.user.school)
    )
    since = filters.DateFilter(label="С", field_name="last_at", lookup_expr="date__gte")
    until = filters.DateFilter(label="По", field_name="last_at", lookup_expr="date__lte")

    class Meta:
        model = Refusal
        fields = []
        form = PlainForm
