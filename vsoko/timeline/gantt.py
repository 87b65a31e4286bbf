"""The column of a table that repeats the ribbon: one bar a row, months and today running through all rows."""

from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import mark_safe

from vsoko.timeline.station import MARKS, MONTHS, Scale, done_bar, elapsed, ends, lag, percent


@lru_cache(maxsize=64)
def gantt_head_svg(period_from, period_to, today):
    """Return the months of the period for the head of a table's column; the line of today begins in it."""
    scale = Scale(period_from, period_to)
    letters = "".join(
        f'<text class="tp-m" x="{percent((left + right) / 2)}" y="60%" text-anchor="middle">'
        f"{MONTHS[month - 1][0].upper()}</text>"
        for month, left, right in scale.months()
        if right - left >= 2
    )
    line = _gantt_today(scale, today, "72%") if period_from <= today <= period_to else ""
    return mark_safe(f'<svg aria-hidden="true">{letters}{_gantt_ticks(scale)}{line}</svg>')


def gantt_row_svg(station, period_from, period_to, today):
    """Return one row of the column: the term as a bar, its done part filled, time and today running through.

    `station` None is a row between others (a note): the drawing goes on without a bar.
    """
    scale = Scale(period_from, period_to)
    before, after = _gantt_ground(period_from, period_to, today)
    if station is None:
        return mark_safe(f'<svg aria-hidden="true">{before}{after}</svg>')
    left, right = ends(station, scale)
    where = 'y="50%" height="12" transform="translate(0 -6)"'
    if station.start is None:
        bar = f'<svg x="{percent(right)}" y="50%" width="1" height="1" overflow="visible">'
        bar += f'<g transform="translate(-12 -7.5)">{MARKS[station.shape]}</g></svg>'
    else:
        bar = f'<rect class="gt-bar" x="{percent(left)}" width="{percent(right - left)}" {where}/>'
        bar += done_bar(station, left, right, where)
    words = ", ".join(word for word in (station.words, lag(station, today)) if word) or station.label
    return mark_safe(f'<svg role="img" aria-label="{escape(words)}">{before}{bar}{after}</svg>')


@lru_cache(maxsize=64)
def _gantt_ground(period_from, period_to, today):
    """Return what lies under the bar of a row and what lies over it."""
    scale = Scale(period_from, period_to)
    gone = elapsed(scale, today)
    past = f'<rect class="tp-past" x="0" y="0" width="{percent(gone)}" height="100%"/>' if gone else ""
    over = _gantt_today(scale, today, "0") if period_from <= today <= period_to else ""
    return past + _gantt_ticks(scale), over


def _gantt_ticks(scale):
    return "".join(
        f'<line class="tp-tick" x1="{percent(left)}" x2="{percent(left)}" y1="0" y2="100%"/>'
        for _, left, _ in scale.months()
        if left
    )


def _gantt_today(scale, today, top):
    x = percent(scale.x(today, 0.5))
    return f'<line class="tp-today" x1="{x}" x2="{x}" y1="{top}" y2="100%"/>'
