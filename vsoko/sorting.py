"""Columns that sort a list by a click: the word of the order stands in the URL, «-» before it turns it round."""

from django.db.models import F


def choices(columns):
    """Return what a form offers: every column both ways. `columns` is {key: (word, fields)}."""
    return [
        (f"{sign}{key}", f"{word}{turn}")
        for key, (word, _) in columns.items()
        for sign, turn in (("", ""), ("-", ", обратно"))
    ]


def in_order(queryset, columns, asked, last=("id",)):
    """Return the rows in the order of the URL, those without a value at the end either way; unknown words change nothing."""
    key, down = asked.removeprefix("-"), asked.startswith("-")
    if key not in columns:
        return queryset
    fields = columns[key][1]
    ways = [F(name).desc(nulls_last=True) if down else F(name).asc(nulls_last=True) for name in fields]
    return queryset.order_by(*ways, *last)
