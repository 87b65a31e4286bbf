"""Filters of the table of legal acts."""

from datetime import timedelta

import django_filters as filters
from django.db.models import Q
from django.utils import timezone

from roadmap.document_filters import CountedFilter
from roadmap.models import LegalAct
from vsoko.forms import PlainForm
from vsoko.search import spelled

SOON = CHECKED_FOR = timedelta(days=183)  # half a year ahead one sees a term end; as long a check is trusted


class LegalActFilter(CountedFilter):
    q = filters.CharFilter(label="Слово или номер", method="by_word")

    class Meta:
        model = LegalAct
        fields = []
        form = PlainForm

    @property
    def tabs(self):
        today = timezone.localdate()
        expired = Q(valid_until__lt=today)
        return (
            ("", "Все", Q(), ""),
            ("force", "Действуют", ~expired | Q(valid_until=None), "done"),
            ("soon", "Истекают за полгода", Q(valid_until__range=(today, today + SOON)), "wait"),
            ("expired", "Срок истёк", expired, "late"),
            (
                "unchecked", "Сверить",
                (Q(checked_on=None) | Q(checked_on__lt=today - CHECKED_FOR)) & (~expired | Q(valid_until=None)), "draft",
            ),
        )  # fmt: skip

    def by_word(self, queryset, name, value):
        return queryset.filter(*(spelled(word, "title", "number", "note") for word in value.split()))
