"""Rows against columns: where both meet there is a square as large as the number beside it."""

from math import sqrt

from vsoko.charts.svg import EMPTY, LINE, WIDTH, Drawing, amount, nothing, style_width, style_wrap, words

LABEL_LIMIT = 210
CELL = 42
WIDEST = 96
SQUARE = 30
SMALLEST = 8


def heat(rows, columns, *, prefix, title, desc="", link=None, empty=EMPTY):
    """Return a grid of `Row`s against the names in `columns`; an empty meeting is left blank.

    The area of a square is its number's, so that a grey copy says the same. `link(row, column)` takes their places in
    the lists and returns the address of the records there.
    """
    rows, columns = list(rows), list(columns)
    grid = [[amount(value) or 0 for _, value in zip(columns, row.values, strict=True)] for row in rows]
    most = max((value for values in grid for value in values), default=0)
    if not most:
        return nothing(prefix, title, empty)
    drawing = Drawing(prefix)
    labels = [style_wrap(row.label, LABEL_LIMIT, "ch-t") for row in rows]
    left = max(style_width(line, "ch-t") for lines in labels for line in lines) + 12
    figure = max(style_width(words(value), "ch-b") for values in grid for value in values)
    width = min(WIDEST, (WIDTH - left) / len(columns))
    heads = [style_wrap(name, width - 8, "ch-s") for name in columns]
    top = max(map(len, heads)) * LINE + 8
    side = max(SMALLEST, min(SQUARE, width - figure - 14))
    right = left + width * len(columns)

    for place, lines in enumerate(heads):
        drawing.column(left + width * (place + 0.5), top - 6 - (len(lines) - 1) * LINE, lines, "ch-s", "middle")
    told, y = [], float(top)
    drawing.line(left, y, right, y, "ch-ax")
    for at, (row, values, label) in enumerate(zip(rows, grid, labels, strict=True)):
        height = max(CELL, len(label) * LINE + 8)
        middle = y + height / 2
        drawing.block(left - 12, middle, label, "ch-t", "end")
        for place, value in enumerate(values):
            if not value:
                continue
            own = max(SMALLEST, side * sqrt(value / most))
            x = left + width * place + (width - side - figure - 6) / 2
            drawing.box(x + (side - own) / 2, middle - own / 2, own, own, "dense")
            drawing.text(x + side + 6, middle + 5, words(value), "ch-b")
            said = f"{row.label}, {columns[place]}: {words(value)}"
            told.append(said)
            drawing.link(left + width * place, y, width, height, link(at, place) if link else "", said)
        y += height
        drawing.line(0, y, right, y, "ch-gr")
    return drawing.finish(y + 2, title, desc or "; ".join(told) + ".")
