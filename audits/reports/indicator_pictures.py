"""One indicator as pictures with their tables: its values over the years, and how the marks are distributed."""

from audits.indicator_formulas import MARK_METHODS
from audits.indicator_standing import line_of
from audits.indicator_words import change, figure, made_of, told
from vsoko.charts import Mark, Row, columns, stacked_bars

MOST = 8  # terms on a chart


def over_time(indicator, latest, own):
    """Return {svg, caption, rows} of the values that may be compared with the latest, oldest first; None for a single one.

    A chart shows no figures below zero: there the table speaks alone.
    """
    row = line_of(latest, own)[:MOST][::-1]
    if len(row) < 2:
        return None
    table, before = [], None
    for value in row:
        table.append((str(value.term), told(value), change(value.shown, before, indicator), made_of(value)))
        before = value.shown
    return {
        "svg": "" if any(value.shown is not None and value.shown < 0 for value in row) else drawn(indicator, row),
        "caption": f"{indicator.name}: по годам и частям года",
        "rows": table,
    }


def drawn(indicator, row):
    goal = indicator.goal
    return columns(
        [Mark(short(value.term), value.shown, note=made_of(value) if not value.primary else "") for value in row],
        prefix="f-values",
        title=f"{indicator.code} {indicator.name}",
        unit="%" if indicator.is_percent else "",
        goal=None if goal is None or goal < 0 else float(goal),
        maximum=100 if indicator.is_percent else None,
        empty="Значений, которые можно показать, нет.",
    )


def short(term):
    """Return «2026/27, I четверть»: a column has little room."""
    return str(term).replace(" учебный год", "").removesuffix(" год")


def distribution(indicator, latest, own):
    """Return {svg, caption, head, rows} of how many marks of each sort there were; None where there are none to show.

    Pupils are only ever counted: who has which mark stands nowhere in the programme.
    """
    if indicator.method not in MARK_METHODS:
        return None
    fields = indicator.rule.fields
    row = [value for value in line_of(latest, own)[:MOST][::-1] if value.primary and not value.hidden]
    if not row:
        return None
    counts = [tuple(int(value.primary.get(field.name, 0)) for field in fields) for value in row]
    labels = [field.label for field in fields]
    return {
        "svg": stacked_bars(
            [Row(short(value.term), numbers) for value, numbers in zip(row, counts, strict=True)],
            labels, prefix="f-marks", title="Распределение отметок",
        ),
        "caption": "Сколько каких отметок",
        "head": labels,
        "rows": [(str(value.term), numbers) for value, numbers in zip(row, counts, strict=True)],
    }  # fmt: skip


def compared(indicator, standing):
    """Return [(whose, value, difference, source)] of others beside the latest own value."""
    now = standing.latest.shown if standing.latest else None
    return [
        (
            value.get_whose_display(),
            figure(value.value, indicator),
            change(now, value.shown, indicator),
            value.note,
            value,
        )
        for value in standing.others
    ]
