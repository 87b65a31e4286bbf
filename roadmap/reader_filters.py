"""Filters of the list of those who have not read a paper yet; all of them live in the URL."""

import django_filters as filters
from django.db.models import Q
from django.utils import timezone

from roadmap.document_filters import CountedFilter
from roadmap.models import Acknowledgement, Association, AssociationMember, Employee
from vsoko.forms import PlainForm


class ReaderFilter(CountedFilter):
    employee = filters.ModelChoiceFilter(
        label="Работник", queryset=lambda request: Employee.objects.visible_to(request.user).working()
    )
    association = filters.ModelChoiceFilter(
        label="Методическое объединение",
        queryset=lambda request: Association.objects.visible_to(request.user).filter(closed_on=None),
        method="of_association",
    )

    class Meta:
        model = Acknowledgement
        fields = []
        form = PlainForm

    @property
    def tabs(self):
        today = timezone.localdate()
        return (
            ("", "Все", Q(), ""),
            ("late", "Срок прошёл", Q(due_on__lt=today), "late"),
            ("ahead", "Срок впереди", Q(due_on__gte=today), "wait"),
            ("none", "Без срока", Q(due_on=None), "plan"),
        )

    def of_association(self, queryset, name, association):
        members = AssociationMember.objects.filter(association=association).covering(timezone.localdate())
        return queryset.filter(employee__in=members.values("employee"))
