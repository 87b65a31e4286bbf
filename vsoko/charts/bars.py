"""Bars that lie: a label on the left, the mark, and its figure at the end of the mark."""

from vsoko.charts.svg import EMPTY, LINE, WIDTH, Drawing, amount, nothing, style_width, style_wrap, words

LABEL_LIMIT = 220
NOTE_LIMIT = 170
BAR = 26
GAP = 12
THIN_BAR = 17
SERIES_FILLS = ("sheet", "dense", "dots", "sparse")
CATEGORY_FILLS = ("ink", "dense", "sparse", "dots", "sheet")


def _labels(rows):
    """Return the wrapped label of every row and where the marks begin."""
    labels = [style_wrap(row.label, LABEL_LIMIT, "ch-t") for row in rows]
    widest = max((style_width(line, "ch-t") for lines in labels for line in lines), default=0)
    return labels, widest + 12


def _scale(values, plot, maximum=None):
    """Return a function from value to length; a series of zeros has the length zero everywhere."""
    top = max([value for value in values if value is not None] + [maximum or 0])
    return lambda value: plot * value / top if top else 0.0


def bars(marks, *, prefix, title, desc="", unit="", goal=None, goal_label="цель", maximum=None, empty=EMPTY):
    """Return horizontal bars of `Mark`s in the given order, with a dashed line at `goal` where one is set.

    `maximum` fixes the scale (100 for percentages). Raises ValueError for a negative value or a bad prefix.
    """
    marks = list(marks)
    if not marks:
        return nothing(prefix, title, empty)
    drawing = Drawing(prefix)
    values = [amount(mark.value) for mark in marks]
    figures = [words(value, unit) for value in values]
    labels, left = _labels(marks)
    notes = [style_wrap(mark.note, NOTE_LIMIT, "ch-s") if mark.note else [] for mark in marks]
    tails = [
        style_width(figure, "ch-b") + (10 + max(style_width(line, "ch-s") for line in note) if note else 0)
        for figure, note in zip(figures, notes, strict=True)
    ]
    plot = WIDTH - left - max(tails) - 20
    length = _scale([*values, goal], plot, maximum)
    goal_x = None if goal is None else left + length(goal)

    heights = [max(BAR, len(label) * LINE, len(note) * LINE) for label, note in zip(labels, notes, strict=True)]
    top = 26.0 if goal is not None else 4.0
    tops = [top + sum(heights[:index]) + GAP * index for index in range(len(marks))]
    bottom = tops[-1] + heights[-1]
    middles = [y + height / 2 for y, height in zip(tops, heights, strict=True)]
    ends = [left + length(value or 0) for value in values]
    for end, middle in zip(ends, middles, strict=True):
        drawing.box(left, middle - BAR / 2, end - left, BAR, "dense")
    if goal_x is not None:
        drawing.line(goal_x, 20, goal_x, bottom + 4, "ch-goal")
        said = f"{goal_label} {words(goal, unit)}"
        anchor = "end" if goal_x + style_width(said, "ch-s") > WIDTH else "start"
        drawing.text(goal_x, 13, said, "ch-s", anchor)
        for end, middle, tail, note in zip(ends, middles, tails, notes, strict=True):
            if end + 2 < goal_x < end + tail + 12:
                tall = LINE * max(1, len(note)) + 2
                drawing.ground(end + 3, middle - tall / 2, tail + 10, tall)
    for index, (mark, value, figure) in enumerate(zip(marks, values, figures, strict=True)):
        middle, x = middles[index], ends[index] + 8
        drawing.block(left - 12, middle, labels[index], "ch-t", "end")
        drawing.text(x, middle + 5, figure, "ch-s" if value is None else "ch-b")
        drawing.block(x + 10 + style_width(figure, "ch-b"), middle, notes[index], "ch-s")
        drawing.link(0, tops[index], WIDTH, heights[index], mark.url, f"{mark.label}: {figure}")
    drawing.line(left, top - 4, left, bottom + 4, "ch-ax")
    told = "; ".join(
        f"{mark.label} — {figure}" + (f" ({mark.note})" if mark.note else "")
        for mark, figure in zip(marks, figures, strict=True)
    )
    aim = f" Линия: {goal_label} {words(goal, unit)}." if goal is not None else ""
    return drawing.finish(bottom + 6, title, desc or f"{told}.{aim}")


def grouped_bars(rows, series, *, prefix, title, desc="", unit="", maximum=None, empty=EMPTY):
    """Return groups of thin bars («план», «факт»): `series` names up to four bars, and each bar carries its name."""
    rows, series = list(rows), list(series)
    if len(series) > len(SERIES_FILLS):
        raise ValueError("grouped_bars tells at most four series apart")
    if not rows:
        return nothing(prefix, title, empty)
    drawing = Drawing(prefix)
    labels, left = _labels(rows)
    grid = [[amount(value) for _, value in zip(series, row.values, strict=True)] for row in rows]
    flat = [value for values in grid for value in values]
    tail = max(style_width(words(value, unit), "ch-b") for value in flat) + max(style_width(s, "ch-s") for s in series)
    length = _scale(flat, WIDTH - left - tail - 24, maximum)

    y = 4.0
    for row, values, label in zip(rows, grid, labels, strict=True):
        height = max(len(series) * THIN_BAR, len(label) * LINE)
        drawing.block(left - 12, y + height / 2, label, "ch-t", "end")
        bar_y = y + (height - len(series) * THIN_BAR) / 2
        for name, value, fill in zip(series, values, SERIES_FILLS, strict=False):
            reach = length(value or 0)
            drawing.box(left, bar_y, reach, THIN_BAR - 3, fill)
            figure = words(value, unit)
            drawing.text(left + reach + 8, bar_y + 12, figure, "ch-s" if value is None else "ch-b")
            drawing.text(left + reach + 14 + style_width(figure, "ch-b"), bar_y + 12, name, "ch-s")
            bar_y += THIN_BAR
        drawing.link(0, y, WIDTH, height, row.url, f"{row.label}: {_told(series, values, unit)}")
        y += height + GAP + 4
    bottom = y - GAP - 4
    drawing.line(left, 0, left, bottom + 4, "ch-ax")
    told = "; ".join(f"{row.label} — {_told(series, values, unit)}" for row, values in zip(rows, grid, strict=True))
    return drawing.finish(bottom + 6, title, desc or f"{told}.")


def _told(series, values, unit=""):
    return ", ".join(f"{name} {words(value, unit)}" for name, value in zip(series, values, strict=True))


def stacked_bars(rows, categories, *, prefix, title, desc="", empty=EMPTY, total_word="всего"):
    """Return one bar a row, divided by category (at most five), with a key above and the total at the end.

    A part too short for its figure gives it to the end of the bar, in words, so no figure is lost.
    """
    rows, categories = list(rows), list(categories)
    if len(categories) > len(CATEGORY_FILLS):
        raise ValueError("stacked_bars tells at most five categories apart")
    if not rows:
        return nothing(prefix, title, empty)
    drawing = Drawing(prefix)
    labels, left = _labels(rows)
    grid = [[amount(value) or 0 for _, value in zip(categories, row.values, strict=True)] for row in rows]
    length = _scale([sum(values) for values in grid], WIDTH - left - NOTE_LIMIT - 12)

    y = drawing.key(categories, CATEGORY_FILLS)
    top = y
    for row, values, label in zip(rows, grid, labels, strict=True):
        short = [
            f"{name} {words(value)}"
            for name, value in zip(categories, values, strict=True)
            if value and length(value) < style_width(words(value), "ch-b") + 12
        ]
        total = f"{total_word} {words(sum(values))}"
        tail = style_wrap("; ".join([total, *short]), NOTE_LIMIT, "ch-s")
        height = max(BAR, len(label) * LINE, len(tail) * LINE)
        middle = y + height / 2
        drawing.block(left - 12, middle, label, "ch-t", "end")
        x = left
        for value, fill in zip(values, CATEGORY_FILLS, strict=False):
            part = length(value)
            drawing.box(x, middle - BAR / 2, part, BAR, fill)
            if part >= style_width(words(value), "ch-b") + 12:
                drawing.plate(x + part / 2, middle, words(value))
            x += part
        drawing.block(x + 8, middle, tail, "ch-s")
        drawing.link(0, y, WIDTH, height, row.url, f"{row.label}: {_told(categories, values)}")
        y += height + GAP
    drawing.line(left, top - 4, left, y - GAP + 4, "ch-ax")
    told = "; ".join(f"{row.label} — {_told(categories, values)}" for row, values in zip(rows, grid, strict=True))
    return drawing.finish(y - GAP + 6, title, desc or f"{told}.")
