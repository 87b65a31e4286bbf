"""Filters of the register of papers; all of them live in the URL."""

import django_filters as filters
from django import forms
from django.db.models import Case, Count, F, Func, IntegerField, Q, When

from roadmap.models import Activity, Document, DocumentKind, Employee, LegalAct, Roadmap
from vsoko.forms import PlainForm
from vsoko.search import found_in


class CountedFilter(filters.FilterSet):
    """A filter whose states stand above the list as links with their numbers, counted by one query.

    A subclass names its `tabs`: (key, label, condition, shape).
    """

    tabs = ()
    state = filters.CharFilter(method="by_state", widget=forms.HiddenInput)

    def by_state(self, queryset, name, value):
        return queryset.filter(next((condition for key, _, condition, _ in self.tabs if key == value), Q()))

    def counts(self):
        """Return the tabs with their numbers under the other filters."""
        data = self.data.copy()
        chosen = (data.pop("state", None) or [""])[-1]
        data.pop("page", None)
        rest = type(self)(data, queryset=self.queryset, request=self.request).qs.order_by()
        numbered = {
            f"n_{key}": Count("pk", filter=condition, distinct=True) for key, _, condition, _ in self.tabs if key
        }
        numbers = rest.aggregate(n_=Count("pk", distinct=True), **numbered)
        rows = []
        for key, label, _, shape in self.tabs:
            query = data.copy()
            if key:
                query["state"] = key
            url = f"{self.request.path}?{query.urlencode()}"
            rows.append(
                {"label": label, "n": numbers[f"n_{key}"], "url": url, "current": key == chosen, "shape": shape}
            )
        return rows


S = Document.State


class LeadingNumber(Func):
    """The number at the head of «112-од» or «15/1», so that 9 goes before 112."""

    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **context):
        return self.as_sql(compiler, connection, template="CAST(%(expressions)s AS INTEGER)", **context)

    def as_postgresql(self, compiler, connection, **context):
        template = "CAST(substring(%(expressions)s from '^[0-9]{1,9}') AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, **context)


UNNUMBERED = Case(When(number="", then=1), default=0)  # these go last
SORTS = {
    "date": (F("dated").asc(nulls_last=True), LeadingNumber("number"), "number", "id"),
    "-date": (F("dated").desc(nulls_last=True), LeadingNumber("number").desc(), "-number", "-id"),
    "number": (UNNUMBERED, "number_year", LeadingNumber("number"), "number", "id"),
    "-number": (UNNUMBERED, "-number_year", LeadingNumber("number").desc(), "-number", "-id"),
}


class DocumentFilter(CountedFilter):
    tabs = (
        ("", "Все", Q(), ""),
        ("draft", "Черновики", Q(state=S.DRAFT), "draft"),
        ("waiting", "На согласовании и подписи", Q(state__in=Document.WAITING), "wait"),
        (
            "unnumbered", "Ждут номера",
            Q(state=S.APPROVED, number="", kind__numbering=DocumentKind.Numbering.JOURNAL), "wait",
        ),
        ("force", "Действуют", Q(state__in=Document.IN_FORCE), "done"),
        ("void", "Заменены и аннулированы", Q(state__in=[S.SUPERSEDED, S.ANNULLED]), "void"),
    )  # fmt: skip

    q = filters.CharFilter(label="Слова или номер", method="by_word")
    kind = filters.ModelChoiceFilter(
        label="Вид", queryset=lambda request: DocumentKind.objects.visible_to(request.user)
    )
    year = filters.ModelChoiceFilter(
        label="Год", queryset=lambda request: Roadmap.objects.visible_to(request.user), field_name="roadmap"
    )
    activity = filters.ModelChoiceFilter(
        label="Пункт карты",
        queryset=lambda request: Activity.objects.visible_to(request.user).select_related("roadmap").order_by(
            "-roadmap__period_from", "position"
        ),
    )  # fmt: skip
    responsible = filters.ModelChoiceFilter(
        label="Ответственный", queryset=lambda request: Employee.objects.visible_to(request.user), method="by_person"
    )
    dated_from = filters.DateFilter(label="Дата с", field_name="dated", lookup_expr="gte")
    dated_to = filters.DateFilter(label="по", field_name="dated", lookup_expr="lte")
    act = filters.ModelChoiceFilter(
        queryset=lambda request: LegalAct.objects.visible_to(request.user), field_name="acts", widget=forms.HiddenInput
    )
    sort = filters.CharFilter(method="in_order", widget=forms.HiddenInput)

    class Meta:
        model = Document
        fields = []
        form = PlainForm

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.form.fields["year"].label_from_instance = lambda roadmap: roadmap.label
        self.form.fields["activity"].label_from_instance = lambda row: f"{row.roadmap.label}: {row}"

    def by_word(self, queryset, name, value):
        return queryset.filter(Q(pk__in=found_in(Document, value)) | Q(number__iexact=value.strip()))

    def by_person(self, queryset, name, employee):
        """Whoever prepared the paper or has to carry out one of its points."""
        points = employee.document_items.values("document")
        return queryset.filter(Q(pk__in=points) | Q(author__employee=employee))

    def in_order(self, queryset, name, value):
        return queryset.order_by(*SORTS[value]) if value in SORTS else queryset

    def heads(self):
        """Return {column: {url, sorted}}: the way to the list sorted by it, and how it is sorted now (`aria-sort`)."""
        chosen, heads = self.data.get("sort", ""), {}
        for column in ("date", "number"):
            query = self.data.copy()
            query.pop("page", None)
            query["sort"] = column if chosen == f"-{column}" else f"-{column}"
            way = {column: "ascending", f"-{column}": "descending"}.get(chosen, "")
            heads[column] = {"url": f"{self.request.path}?{query.urlencode()}", "sorted": way}
        return heads
