"""The register of findings as rows: what the page, the table for Excel and the PDF show under one and the same filter."""

from types import SimpleNamespace
from urllib.parse import parse_qsl, urlencode

from django.db.models import F
from django.http import QueryDict

from audits.finding_filters import FindingFilter
from audits.models import Finding
from audits.models.finding import COUNTED
from vsoko.registries import saved_lists

LISTING = "finding-list"
SHOWN = ("audit__association", "audit__course_programme", "audit__auditee", "criterion")


def rows_for(user):
    """Return the findings that the user sees, with what their line shows: the nearest term first."""
    rows = Finding.objects.visible_to(user).with_due().select_related(*SHOWN)
    return rows.order_by(F("due_on").asc(nulls_last=True), *COUNTED, "id")


def filter_of(user, query):
    """Return the FindingFilter of a kept query string, as its page would bind it."""
    return FindingFilter(QueryDict(query), queryset=rows_for(user), request=SimpleNamespace(user=user), user=user)


def told(filterset):
    """Return the conditions in words: [(label, value)], the order of rows left out."""
    fields = filterset.form.fields
    return [
        (fields[name].label, worded(fields[name], value))
        for name, value in filterset.chosen.items()
        if name not in ("sort", "state", "marked") and value not in (None, "")
    ]


def query_of_marked(pks, query):
    """Return the query string that shows these rows alone, in the order of the list that they were marked in."""
    order = {name: value for name, value in parse_qsl(query) if name == "sort"}
    return urlencode(order | {"marked": ".".join(map(str, sorted(pks)))})


def worded(field, value):
    """Return a chosen value as the form shows it."""
    choices = {str(key): word for key, word in getattr(field.widget, "choices", ())}
    key = str(getattr(value, "pk", value))
    if key in choices:
        return str(choices[key])
    return choices.get(key.lower()) or (f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value))


def register():
    saved_lists.register(LISTING, tuple(FindingFilter.base_filters))
