"""Columns that stand: a figure on each, its label below, and a curve of accumulated share for Pareto."""

from vsoko.charts.svg import EMPTY, LINE, WIDTH, Drawing, Mark, amount, nothing, number, style_width, style_wrap, words

PLOT = 220
TOP = 34
SLOT = 150
PAIR_PLOT, PAIR_FILLS = 130, ("sheet", "dense")
FIGURE_FITS = 26
FIGURE_APART = 15  # of a point of the curve from the figure beside it


def _below(marks, slot):
    """Return the wrapped label and note of every column, and how many lines the deepest takes."""
    labels = [
        (style_wrap(mark.label, slot - 8, "ch-b"), style_wrap(mark.note, slot - 8, "ch-s") if mark.note else [])
        for mark in marks
    ]
    return labels, max(len(label) + len(note) for label, note in labels)


def _write_below(drawing, x, base, label, note):
    drawing.column(x, base + 20, label, "ch-b", "middle")
    drawing.column(x, base + 20 + len(label) * LINE, note, "ch-s", "middle")


def columns(marks, *, prefix, title, desc="", unit="", goal=None, goal_label="цель", maximum=None, empty=EMPTY):
    """Return columns of `Mark`s in the given order, with a dashed line at `goal` where one is set.

    `maximum` fixes the scale (100 for percentages). Raises ValueError for a negative value or a bad prefix.
    """
    marks = list(marks)
    if not marks:
        return nothing(prefix, title, empty)
    drawing = Drawing(prefix)
    values = [amount(mark.value) for mark in marks]
    aim = "" if goal is None else f"{goal_label} {words(goal, unit)}"
    aim_lines = style_wrap(aim, 80, "ch-s") if aim else []
    right = WIDTH - max((style_width(line, "ch-s") + 8 for line in aim_lines), default=0)
    slot = min(SLOT, right / len(marks))
    labels, depth = _below(marks, slot)
    top = max([value for value in values if value is not None] + [goal or 0, maximum or 0])
    plot = PLOT if top else LINE
    base = TOP + plot
    width = slot * len(marks)

    def height(value):
        return plot * value / top if top else 0.0

    if goal is not None:
        drawing.line(0, base - height(goal), width, base - height(goal), "ch-goal")
        drawing.block(width + 8, base - height(goal), aim_lines, "ch-s")
    for index, (mark, value, (label, note)) in enumerate(zip(marks, values, labels, strict=True)):
        x = slot * (index + 0.5)
        bar = min(70, slot * 0.68)
        figure = words(value, unit)
        tall = height(value or 0)
        drawing.box(x - bar / 2, base - tall, bar, tall, "dense")
        if value is None:
            drawing.column(x, base - 8 - LINE, style_wrap(figure, slot - 4, "ch-s"), "ch-s", "middle")
        else:
            drawing.plate(x, base - tall - 13, figure)
        _write_below(drawing, x, base, label, note)
        drawing.link(x - slot / 2, 0, slot, base, mark.url, f"{mark.label}: {figure}")
    drawing.line(0, base, width, base, "ch-ax")
    told = "; ".join(
        f"{mark.label} — {words(value, unit)}" + (f" ({mark.note})" if mark.note else "")
        for mark, value in zip(marks, values, strict=True)
    )
    return drawing.finish(base + 12 + depth * LINE, title, desc or f"{told}." + (f" Линия: {aim}." if aim else ""))


def grouped_columns(rows, series, *, prefix, title, desc="", empty=EMPTY):
    """Return two columns a row side by side («план» and «факт» of a month), a figure on each, with a key above."""
    rows, series = list(rows), list(series)
    if len(series) != len(PAIR_FILLS):
        raise ValueError("grouped_columns shows two series")
    if not rows:
        return nothing(prefix, title, empty)
    drawing = Drawing(prefix)
    top = drawing.key(series, PAIR_FILLS)
    slot = min(SLOT, WIDTH / len(rows))
    grid = [[amount(value) for _, value in zip(series, row.values, strict=True)] for row in rows]
    labels = [style_wrap(row.label, slot - 4, "ch-s") for row in rows]
    most = max((value for values in grid for value in values if value is not None), default=0)
    base = top + 16 + (PAIR_PLOT if most else LINE)
    bar, told = min(32, slot * 0.36), []
    for index, (row, values, label) in enumerate(zip(rows, grid, labels, strict=True)):
        middle = slot * (index + 0.5)
        for side, value, fill in zip((-1, 0), values, PAIR_FILLS, strict=True):
            tall = PAIR_PLOT * value / most if value else 0.0
            drawing.box(middle + side * bar, base - tall, bar, tall, fill)
            drawing.text(middle + (side + 0.5) * bar, base - tall - 5, words(value), "ch-b", "middle")
        drawing.column(middle, base + 18, label, "ch-s", "middle")
        said = ", ".join(f"{name} {words(value)}" for name, value in zip(series, values, strict=True))
        told.append(f"{row.label} — {said}")
        drawing.link(middle - slot / 2, top, slot, base - top, row.url, f"{row.label}: {said}")
    drawing.line(0, base, slot * len(rows), base, "ch-ax")
    return drawing.finish(base + 10 + max(map(len, labels)) * LINE, title, desc or "; ".join(told) + ".")


def largest(marks, limit, rest_label="другие"):
    """Return the marks sorted from the largest; what is beyond `limit` is added up into one last mark."""
    ordered = sorted((mark for mark in marks if mark.value), key=lambda mark: -mark.value)
    if len(ordered) <= limit:
        return ordered
    rest = ordered[limit - 1 :]
    return [*ordered[: limit - 1], Mark(rest_label, sum(mark.value for mark in rest), f"позиций: {len(rest)}")]


def pareto(marks, *, prefix, title, desc="", limit=7, rest_label="другие", vital=80, count_word="случаев", empty=EMPTY):
    """Return columns from the largest, with the accumulated share as a curve on the same scale (all together = 100 %).

    Columns that together reach `vital` per cent are hatched densely; the rest beyond `limit` stands last as one column.
    """
    marks = list(marks)
    for mark in marks:
        amount(mark.value)
    shown = largest(marks, limit, rest_label)
    total = sum(mark.value for mark in shown)
    if not total:
        return nothing(prefix, title, empty)
    drawing = Drawing(prefix)
    right = WIDTH - 56
    slot = min(SLOT, right / len(shown))
    labels, depth = _below(shown, slot)
    top, base = TOP + 20, TOP + 20 + PLOT
    width = slot * len(shown)
    for quarter in (25, 50, 75, 100):
        y = base - PLOT * quarter / 100
        drawing.line(0, y, width, y, "ch-gr")
        drawing.text(width + 8, y + 5, number(quarter, "%"), "ch-s")
    drawing.text(0, 14, f"столбец: число {count_word}", "ch-s")
    drawing.text(WIDTH, 14, "линия: накопленная доля", "ch-s", "end")

    bar = min(70, slot * 0.68)
    so_far = reached = 0.0
    points = []
    told = []
    for index, (mark, (label, note)) in enumerate(zip(shown, labels, strict=True)):
        x = slot * (index + 0.5)
        tall = PLOT * mark.value / total
        drawing.box(x - bar / 2, base - tall, bar, tall, "dense" if reached < vital else "sparse")
        so_far += mark.value
        reached = 100 * so_far / total
        figure, share = words(mark.value), number(reached, "%", 0)
        points.append((x, base - PLOT * reached / 100, figure, share, tall))
        told.append(f"{mark.label} — {figure}, накоплено {share}")
        _write_below(drawing, x, base, label, note)
        drawing.link(x - slot / 2, top, slot, PLOT, mark.url, f"{mark.label}: {figure}, накоплено {share}")
    for (x1, y1, *_), (x2, y2, *_) in zip(points, points[1:], strict=False):
        drawing.line(x1, y1, x2, y2, "ch-ln")
    for x, y, figure, share, tall in points:
        inside = tall >= FIGURE_FITS
        above = base - tall - 13
        if not inside and abs(y - above) < FIGURE_APART:
            above = y - FIGURE_APART
        drawing.plate(x, base - tall / 2 if inside else above, figure)
        drawing.dot(x, y)
        lifted = not inside and above - 9 < y + 5
        drawing.plate(x, (above if lifted else y) - 17, share, "ch-t")  # a steep piece of the curve passes behind it
    drawing.line(0, base, width, base, "ch-ax")
    return drawing.finish(base + 12 + depth * LINE, title, desc or "; ".join(told) + ".")
