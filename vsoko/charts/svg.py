"""The pen of the charts: one ink, hatching, words on the marks; everything that is written goes through `escape`.

Colours stand as literal attributes, because a PDF renderer does not carry page CSS into SVG; the classes beside them
let a screen recolour the same drawing for its light and dark theme.
"""

import re
from dataclasses import dataclass
from math import isfinite

from django.utils.html import escape
from django.utils.safestring import mark_safe

from vsoko.charts.text import number, text_width, wrap
from vsoko.wording import NO_DATA

WIDTH = 720
LINE = 17
EMPTY = "Данные за период не представлены."

_INK, _PENCIL, _RULE, _EDGE, _PEN, _SHEET = "#1c1e22", "#585a5e", "#dad7cc", "#85827a", "#1a4a8f", "#ffffff"
_TEXT = {"ch-t": (14, _INK, False), "ch-s": (13, _PENCIL, False), "ch-b": (14, _INK, True)}
_LINES = {
    "ch-ax": f'stroke="{_EDGE}" stroke-width="1"',
    "ch-gr": f'stroke="{_RULE}" stroke-width="1"',
    "ch-ln": f'stroke="{_INK}" stroke-width="2"',
    "ch-goal": f'stroke="{_PEN}" stroke-width="1.5" stroke-dasharray="7 4"',
}
_GROUND = '<rect width="{0}" height="{0}" fill="' + _SHEET + '" class="ch-sheet"/>'
_STROKE = '<line x1="0" y1="0" x2="0" y2="{0}" stroke="' + _INK + '" stroke-width="{1}" class="ch-h"/>'
_PATTERNS = {
    "sparse": (8, "rotate(45)", _GROUND.format(8) + _STROKE.format(8, 1.4)),
    "dense": (5, "rotate(45)", _GROUND.format(5) + _STROKE.format(5, 2.2)),
    "dots": (7, "", _GROUND.format(7) + f'<circle cx="2" cy="2" r="1.1" fill="{_INK}" class="ch-ink"/>'),
}
_SOLID = {"sheet": _SHEET, "ink": _INK}


@dataclass(frozen=True)
class Mark:
    """One figure: `note` is a grey word beside it («41 из 50»), `url` leads to the records behind it."""

    label: str
    value: float | None
    note: str = ""
    url: str = ""


@dataclass(frozen=True)
class Row:
    """Several figures under one label, in the order of the chart's series."""

    label: str
    values: tuple
    url: str = ""


def amount(value):
    """Return the value as a float, None where there is none; ValueError for what no bar can show."""
    if value is None:
        return None
    value = float(value)
    if not isfinite(value) or value < 0:
        raise ValueError(f"a chart shows finite figures from zero up, not {value}")
    return value


def words(value, unit=""):
    """Return the figure as written on a mark."""
    return NO_DATA if value is None else number(value, unit)


def style_width(text, style):
    """Return how wide `text` is in one of the three text styles."""
    size, _, bold = _TEXT[style]
    return text_width(text, size, bold)


def style_wrap(text, limit, style):
    """Return the lines of `text` in one of the three text styles."""
    size, _, bold = _TEXT[style]
    return wrap(text, limit, size, bold)


def _n(value):
    return f"{value:.1f}".removesuffix(".0")


class Drawing:
    """Collects marks from top to bottom; `finish` gives them a height, a title and a description."""

    def __init__(self, prefix):
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_-]*", prefix):
            raise ValueError("prefix: a Latin letter first, then letters, digits, hyphens; unique on its page")
        self.prefix = prefix
        self.parts = []
        self.hatched = set()
        self.linked = False

    def text(self, x, y, content, style="ch-t", anchor="start"):
        """Write one line."""
        size, colour, bold = _TEXT[style]
        weight = ' font-weight="700"' if bold else ""
        self.parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" class="{style}" text-anchor="{anchor}" font-size="{size}"'
            f' fill="{colour}"{weight}>{escape(content)}</text>'
        )

    def column(self, x, y, lines, style="ch-t", anchor="start"):
        """Write lines one under another; `y` is the baseline of the first."""
        for index, line in enumerate(lines):
            self.text(x, y + index * LINE, line, style, anchor)

    def block(self, x, middle, lines, style="ch-t", anchor="start"):
        """Write lines so that their middle stands at `middle`."""
        self.column(x, middle + 5 - (len(lines) - 1) * LINE / 2, lines, style, anchor)

    def box(self, x, y, width, height, fill):
        """Draw a mark; `fill` is sheet, ink, sparse, dense or dots. Nothing is drawn for a width or height of zero."""
        if width <= 0 or height <= 0:
            return
        if fill in _PATTERNS:
            self.hatched.add(fill)
            paint, more = f"url(#{self.prefix}-{fill})", ""
        else:
            paint, more = _SOLID[fill], f" ch-{fill}"
        self.parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" class="ch-bx{more}"'
            f' stroke="{_INK}" stroke-width="1.25" fill="{paint}"/>'
        )

    def ground(self, x, y, width, height):
        """Clear the place of words that stand on a line or on hatching."""
        self.parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
            f' class="ch-sheet" fill="{_SHEET}"/>'
        )

    def plate(self, x, y, content, style="ch-b"):
        """Write a figure in the middle of hatching, on a clean ground; `x`, `y` are its centre."""
        width = style_width(content, style) + 8
        self.ground(x - width / 2, y - 9, width, 18)
        self.text(x, y + 5, content, style, "middle")

    def line(self, x1, y1, x2, y2, style):
        """Draw an axis (ch-ax), a grid line (ch-gr), a curve's piece (ch-ln) or a goal (ch-goal)."""
        self.parts.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" class="{style}" {_LINES[style]}/>'
        )

    def dot(self, x, y):
        """Draw a point of a curve."""
        self.parts.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="4.5" class="ch-sheet ch-bx" fill="{_SHEET}"'
            f' stroke="{_INK}" stroke-width="1.5"/>'
        )

    def key(self, names, fills):
        """Write what each hatching stands for, wrapping the line; return where the marks may begin."""
        x, y = 0.0, 2.0
        for name, fill in zip(names, fills, strict=False):
            width = 26 + style_width(name, "ch-s") + 20
            if x and x + width > WIDTH:
                x, y = 0.0, y + 22
            self.box(x + 1, y, 18, 14, fill)
            self.text(x + 26, y + 12, name, "ch-s")
            x += width
        return y + 32

    def link(self, x, y, width, height, url, label):
        """Lay a link over a mark: on paper nothing of it is seen. No link without a url."""
        if not url:
            return
        self.linked = True
        self.parts.append(
            f'<a href="{escape(url)}" class="ch-a" aria-label="{escape(label)}"><rect x="{_n(x)}" y="{_n(y)}"'
            f' width="{_n(width)}" height="{_n(height)}" fill="none" pointer-events="all"/></a>'
        )

    def finish(self, height, title, desc):
        """Return the whole drawing. Links inside an image would be unreachable, so a drawing with links is a group."""
        patterns = "".join(
            f'<pattern id="{self.prefix}-{name}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"'
            + (f' patternTransform="{turn}"' if turn else "")
            + f">{body}</pattern>"
            for name, (size, turn, body) in _PATTERNS.items()
            if name in self.hatched
        )
        return mark_safe(  # every word above went through escape
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {_n(height)}"'
            f' role="{"group" if self.linked else "img"}" font-family="PT Sans, Arial, sans-serif"'
            f' aria-labelledby="{self.prefix}-t {self.prefix}-d">'
            f'<title id="{self.prefix}-t">{escape(title)}</title><desc id="{self.prefix}-d">{escape(desc)}</desc>'
            + (f"<defs>{patterns}</defs>" if patterns else "")
            + "".join(self.parts)
            + "</svg>"
        )


def nothing(prefix, title, sentence=EMPTY):
    """Return the figure of an empty series: one sentence in the place of marks."""
    drawing = Drawing(prefix)
    lines = style_wrap(sentence, WIDTH - 24, "ch-t")
    drawing.column(12, 28, lines)
    height = 24 + len(lines) * LINE
    drawing.line(0, 1, WIDTH, 1, "ch-gr")
    drawing.line(0, height - 1, WIDTH, height - 1, "ch-gr")
    return drawing.finish(height, title, sentence)
