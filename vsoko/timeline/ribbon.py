"""The ribbon of a year: stations on ruled lines, full with names and links, or thin with the lines alone."""

from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import mark_safe

from vsoko.charts.text import text_width
from vsoko.timeline.station import MARKS, MONTHS, Scale, done_bar, elapsed, ends, lag, percent, said
from vsoko.wording import day_text

LANES = 4
HEAD = 20
LANE, THIN_LANE = 19, 7
# The narrowest tape that shows names, in px: a name's width becomes a share of it.
TAPE = 840
NAME_SIZE = 13.5
MARK = 16
GAP = 0.6


def ribbon_svg(stations, period_from, period_to, today, thin=False):
    """Return the ribbon: full with names, marks and links, or thin with the lines alone."""
    stations = sorted(stations, key=lambda station: (station.start or station.end, station.end))
    scale = Scale(period_from, period_to)
    placed, lanes = _pack(stations, scale, today)
    lane = THIN_LANE if thin else LANE
    height = HEAD + lane * max(lanes, 1) + (3 if thin else 4)
    inside = period_from <= today <= period_to
    parts = [_tape_ground(period_from, period_to, today, height)]
    parts += [
        f'<line class="tp-lane" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
        for y in (HEAD + lane * (number + 1) - 0.5 for number in range(lanes))
    ]
    for station, number, side in placed:
        parts.append(_station(station, scale, today, HEAD + lane * number, lane, thin, side))
    if inside:
        parts.append(_today_line(scale, today, height))
    told = "; ".join(said(station, today, " — ") for station in stations)
    label = f"Лента года: {told or 'пока пуста'}" + (f"; сегодня {day_text(today, today)}" if inside else "")
    linked = not thin and any(station.url for station in stations)
    return mark_safe(  # words went through escape, the rest are figures
        f'<svg class="tape tape--{"thin" if thin else "full"}" height="{height}"'
        f' role="{"group" if linked else "img"}" aria-label="{escape(label)}">{"".join(parts)}</svg>'
    )


@lru_cache(maxsize=64)
def _tape_ground(period_from, period_to, today, height):
    """Return elapsed time, months and the lines between them."""
    scale = Scale(period_from, period_to)
    parts = []
    inside = period_from <= today <= period_to
    if gone := elapsed(scale, today):
        parts.append(f'<rect class="tp-past" x="0" y="{HEAD}" height="{height - HEAD}" width="{percent(gone)}"/>')
    months = list(scale.months())
    step = -(-len(months) // 18)
    for index, (month, left, right) in enumerate(months):
        middle = (left + right) / 2
        if left:
            parts.append(f'<line class="tp-tick" x1="{percent(left)}" x2="{percent(left)}" y1="4" y2="{height}"/>')
        if index % step or right - left < 2:
            continue
        # The day of today takes the place of the month's name beside it.
        if not inside or abs(middle - scale.x(today, 0.5)) > 6:
            parts.append(
                f'<text class="tp-m" x="{percent(middle)}" y="14" text-anchor="middle">{MONTHS[month - 1]}</text>'
            )
        initial = MONTHS[month - 1][0].upper()
        parts.append(f'<text class="tp-m tp-m--s" x="{percent(middle)}" y="14" text-anchor="middle">{initial}</text>')
    return "".join(parts)


def _today_line(scale, today, height):
    x = scale.x(today, 0.5)
    anchor = "start" if x < 4 else "end" if x > 96 else "middle"
    return (
        f'<line class="tp-today" x1="{percent(x)}" x2="{percent(x)}" y1="18" y2="{height}"/>'
        f'<text class="tp-flag" x="{percent(x)}" y="14" text-anchor="{anchor}">{day_text(today, today)}</text>'
    )


def _name_width(station, today):
    """Return how much of the narrowest tape the mark and the name take, in percent."""
    word = lag(station, today)
    name = f"{station.label}, {word}" if word else station.label
    return 100 * (MARK + text_width(name, NAME_SIZE)) / TAPE


def _pack(stations, scale, today):
    """Return [(station, lane, side of its name)] and the number of lanes.

    Names stand right of the start of their station; where that leaves somebody without room, short stations turn
    theirs to the left. A fifth lane is never opened: then a name is lost («» as its side), the line is drawn still.
    """
    packings = [_pack_greedily(stations, scale, today, turning) for turning in (False, True)]
    return max(packings, key=lambda packing: sum(bool(side) for *_, side in packing[0]))


def _pack_greedily(stations, scale, today, turning):
    free = []
    placed = []
    for station in stations:
        left, right = ends(station, scale)
        width = _name_width(station, today)
        spans = [("right", left, max(right, left + width)), ("left", left - width, right)]
        if turning:
            spans.sort(key=lambda span: span[2])
        spans = [span for span in spans if span[1] >= 0 and span[2] <= 100]
        lane, side, end = _first_free(free, spans)
        if lane is None and spans and len(free) < LANES:
            free.append(0.0)
            lane, side, end = len(free) - 1, spans[0][0], spans[0][2]
        elif lane is None:
            free = free or [0.0]
            lane, side, end = free.index(min(free)), "", right
        free[lane] = max(free[lane], end)
        placed.append((station, lane, side))
    return placed, len(free)


def _first_free(free, spans):
    for side, start, end in spans:
        for lane, taken in enumerate(free):
            if taken + GAP <= start:
                return lane, side, end
    return None, "", 0.0


def _station(station, scale, today, y, lane, thin, side):
    left, right = ends(station, scale)
    base = y + lane - 2
    parts = [
        "" if thin else _label(station, left, y, side, today),
        f'<rect class="tp-span" x="{percent(left)}" y="{base}" width="{percent(right - left)}" height="2"/>',
        done_bar(station, left, right, f'y="{base - 2}" height="4"'),
    ]
    if lag(station, today):
        reached = left + (right - left) * station.done
        pace = min(right, scale.x(today, 0.5))
        parts.append(f'<line class="tp-gap" x1="{percent(reached)}" x2="{percent(pace)}" y1="{base}" y2="{base}"/>')
    body = "".join(parts)
    if thin or not station.url:
        return body
    return f'<a href="{escape(station.url)}" aria-label="{escape(said(station, today, ", "))}">{body}</a>'


def _label(station, left, y, side, today):
    """Return the mark at the start of the station and its name on the given side; without a side, a hidden title."""
    if not side:
        return f"<title>{escape(said(station, today, ', '))}</title>"
    mark = MARKS[station.shape]
    x, anchor = (MARK if mark else 2), "start"
    if side == "left":
        mark, x, anchor = f'<g transform="translate(-12 0)">{mark}</g>', (-MARK if mark else -2), "end"
    word = lag(station, today)
    tail = f', <tspan class="tp-behind">{word}</tspan>' if word else ""
    return (
        f'<svg x="{percent(left)}" y="{y}" width="1" height="{LANE}" overflow="visible">{mark}'
        f'<text class="tp-name" x="{x}" y="12" text-anchor="{anchor}">{escape(station.label)}{tail}</text></svg>'
    )
