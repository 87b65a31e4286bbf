"""The page of what is found: by kind, only what the user may see, the found words marked."""

from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse
from django.utils.http import urlencode
from django.views.generic import ListView

from vsoko import search
from vsoko.models import SearchEntry
from vsoko.views.generic import SchoolPageMixin


@dataclass
class Line:
    """One found record: its name and a piece of its text as (words, whether they are found) pairs."""

    url: str
    label: list
    excerpt: list
    detail: str


class Search(SchoolPageMixin, ListView):
    template_name = "vsoko/search.html"
    heading = "Поиск"
    paginate_by = 20

    def load(self):
        self.query = " ".join(self.request.GET.get("q", "").split())[: search.LONGEST_QUERY]
        self.keys = search.asked(self.query)
        self.kind = self.request.GET.get("kind", "")

    def get_queryset(self):
        return search.found(self.request.user, self.keys) if self.keys else SearchEntry.objects.none()

    def paginate_queryset(self, queryset, page_size):
        self.counted = self.count(queryset)
        kinds = {kind: source for kind, source in search.search_sources.items() if kind == self.kind}
        for source in kinds.values():
            queryset = queryset.filter(subject_type=search.kind_of(source))
        return super().paginate_queryset(queryset.select_related(None), page_size)

    def count(self, entries):
        """Return how many records of each kind are found, as links for `includes/counts.html`."""
        by_type = dict(entries.order_by().values_list("subject_type").annotate(Count("pk")))
        rows = [("", "Всё найденное", sum(by_type.values()))]
        rows += [
            (kind, source.title, by_type.get(search.kind_of(source).pk, 0))
            for kind, source in search.search_sources.items()
        ]
        chosen = self.kind if self.kind in search.search_sources else ""
        return [
            {"label": label, "n": n, "url": self.address(kind), "current": kind == chosen} for kind, label, n in rows
        ]

    def address(self, kind):
        return f"{reverse('search')}?{urlencode({'q': self.query} | ({'kind': kind} if kind else {}))}"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(query=self.query, keys=self.keys, **kwargs)
        return context | {"counts": self.counted, "groups": self.groups(context["object_list"])}

    def groups(self, entries):
        """Return [(title, lines)] of this page in the order of the kinds; two queries for each kind at most."""
        found = []
        for source in search.search_sources.values():
            kind = search.kind_of(source)
            wanted = [entry.subject_id for entry in entries if entry.subject_type_id == kind.pk]
            records = source.rows().in_bulk(wanted) if wanted else {}
            if records:
                found.append((source.title, [self.line(source, records[pk]) for pk in wanted if pk in records]))
        return found

    def line(self, source, record):
        text = search.excerpt(source.text(record), self.keys)
        return Line(
            record.get_absolute_url(),
            search.pieces(source.label(record), self.keys),
            search.pieces(text, self.keys),
            source.detail(record),
        )
