"""How many of the first step reached each of the next."""

from vsoko.charts.svg import EMPTY, LINE, WIDTH, Drawing, amount, nothing, number, style_width, style_wrap, words

LABEL_LIMIT = 170
NOTE_LIMIT = 170
BAR = 32
GAP = 14
FILLS = ("dots", "sparse", "dense")


def funnel(marks, *, prefix, title, desc="", empty=EMPTY):
    """Return one bar a step: its figure, its share of the first step, and its note at the right edge.

    The last step is solid: it is what counts. A first step of zero gives figures without shares.
    """
    marks = list(marks)
    if not marks:
        return nothing(prefix, title, empty)
    drawing = Drawing(prefix)
    values = [amount(mark.value) or 0 for mark in marks]
    labels = [style_wrap(mark.label, LABEL_LIMIT, "ch-t") for mark in marks]
    notes = [style_wrap(mark.note, NOTE_LIMIT, "ch-s") if mark.note else [] for mark in marks]
    left = max(style_width(line, "ch-t") for lines in labels for line in lines) + 12
    notes_width = max((style_width(line, "ch-s") for lines in notes for line in lines), default=-20) + 20
    first, top = values[0], max(values)
    shares = [number(100 * value / first, "%", 0) if first else "" for value in values]
    figures_width = max(style_width(words(value), "ch-b") for value in values) + style_width("100\xa0%", "ch-t") + 26
    plot = WIDTH - left - figures_width - notes_width

    y = 4.0
    told = []
    for index, (mark, value, label, note) in enumerate(zip(marks, values, labels, notes, strict=True)):
        height = max(BAR, len(label) * LINE, len(note) * LINE)
        middle = y + height / 2
        length = plot * value / top if top else 0.0
        last = index == len(marks) - 1 and index > 0
        drawing.block(left - 12, middle, label, "ch-t", "end")
        drawing.box(left, middle - BAR / 2, length, BAR, "ink" if last else FILLS[min(index, 2)])
        figure, share = words(value), shares[index] if index else ""
        drawing.text(left + length + 8, middle + 5, figure, "ch-b")
        if share:
            drawing.text(left + length + 16 + style_width(figure, "ch-b"), middle + 5, share, "ch-t")
        drawing.block(WIDTH, middle, note, "ch-s", "end")
        said = f"{figure} ({share})" if share else figure
        told.append(f"{mark.label} — {said}" + (f", {mark.note}" if mark.note else ""))
        drawing.link(0, y, WIDTH, height, mark.url, f"{mark.label}: {said}")
        y += height + GAP
    drawing.line(left, 0, left, y - GAP + 4, "ch-ax")
    return drawing.finish(y - GAP + 6, title, desc or "; ".join(told) + ".")
