"""A line over years: a figure at each point, the goal, and what the next year is expected to bring with its interval."""

from dataclasses import dataclass

from vsoko.charts.svg import EMPTY, LINE, WIDTH, Drawing, amount, nothing, style_width, style_wrap, words

TOP, PLOT = 40, 170
LEFT = 34
SLOT = 130
ABOVE = 19  # from a point to its figure
CAP = 9  # half the width of the strokes that end an interval


@dataclass(frozen=True)
class Expected:
    """What a method expects at the next point: the value, and the interval in which it will probably lie."""

    label: str
    value: float
    low: float
    high: float


def curve(marks, *, prefix, title, desc="", unit="", expected=None, goal=None, goal_label="цель", empty=EMPTY):
    """Return a line through `Mark`s in the order of time; where a figure is missing the line has a gap.

    The scale begins near the lowest figure: years differ by little, and each point has its figure written. Raises ValueError
    for a negative value or a bad prefix.
    """
    marks = list(marks)
    values = [amount(mark.value) for mark in marks]
    known = [value for value in values if value is not None]
    if not known:
        return nothing(prefix, title, empty)
    drawing = Drawing(prefix)
    aim = "" if goal is None else f"{goal_label} {words(goal, unit)}"
    aim_lines = style_wrap(aim, 80, "ch-s") if aim else []
    right = WIDTH - LEFT - max((style_width(line, "ch-s") + 8 for line in aim_lines), default=0)
    slot = min(SLOT, right / (len(marks) + bool(expected)))
    met = [*known, *([] if goal is None else [goal]), *([expected.low, expected.high] if expected else [])]
    lowest, highest = min(met), max(met)
    base = TOP + PLOT

    def y_of(value):
        return base - PLOT * (value - lowest) / (highest - lowest) if highest > lowest else base - PLOT / 2

    def x_of(index):
        return LEFT + slot * (index + 0.5)

    if goal is not None:
        end = LEFT + slot * (len(marks) + bool(expected))
        drawing.line(0, y_of(goal), end, y_of(goal), "ch-goal")
        drawing.block(end + 8, y_of(goal), aim_lines, "ch-s")
    points = [(x_of(index), y_of(value)) if value is not None else None for index, value in enumerate(values)]
    for one, other in zip(points, points[1:], strict=False):
        if one and other:
            drawing.line(*one, *other, "ch-ln")
    if expected:
        _draw_expected(drawing, x_of(len(marks)), y_of, expected, unit, points[-1], words(values[-1], unit))
    for index, (mark, value, point) in enumerate(zip(marks, values, points, strict=True)):
        figure = words(value, unit)
        if point:
            drawing.dot(*point)
            drawing.plate(point[0], point[1] - ABOVE, figure)
        else:
            drawing.text(x_of(index), base - 8, figure, "ch-s", "middle")
        drawing.link(x_of(index) - slot / 2, TOP - 28, slot, PLOT + 28, mark.url, f"{mark.label}: {figure}")
    drawing.line(0, base + 14, WIDTH, base + 14, "ch-ax")
    labels = [style_wrap(mark.label, slot - 8, "ch-b") for mark in marks]
    labels += [style_wrap(expected.label, slot - 8, "ch-s")] if expected else []
    for index, label in enumerate(labels):
        drawing.column(x_of(index), base + 34, label, "ch-b" if index < len(marks) else "ch-s", "middle")
    height = base + 26 + max(map(len, labels)) * LINE
    return drawing.finish(height, title, desc or _told(marks, values, unit, expected, aim))


def _draw_expected(drawing, x, y_of, expected, unit, last, last_figure):
    """Draw the interval as a stroke with two ends, and the expected figure beside it: below where the last one is in its way."""
    low, high, middle = y_of(expected.low), y_of(expected.high), y_of(expected.value)
    if last:
        drawing.line(*last, x, middle, "ch-goal")
    drawing.line(x, low, x, high, "ch-ln")
    for end in (low, high):
        drawing.line(x - CAP, end, x + CAP, end, "ch-ln")
    drawing.dot(x, middle)
    figure = words(expected.value, unit)
    half = style_width(figure, "ch-b") / 2
    place = x - CAP - 6 - half
    crowded = last and abs(last[1] - middle) < LINE and last[0] + style_width(last_figure, "ch-b") / 2 > place - half
    drawing.plate(place, middle + (ABOVE if crowded else -ABOVE), figure)


def _told(marks, values, unit, expected, aim):
    told = "; ".join(f"{mark.label} — {words(value, unit)}" for mark, value in zip(marks, values, strict=True)) + "."
    if expected:
        told += (
            f" {expected.label}: {words(expected.value, unit)},"
            f" от {words(expected.low, unit)} до {words(expected.high, unit)}."
        )
    return told + (f" Линия: {aim}." if aim else "")
