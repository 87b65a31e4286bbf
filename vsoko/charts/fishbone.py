"""Causes along the ribs of one spine that leads to what happened (Ishikawa)."""

from dataclasses import dataclass
from math import ceil

from vsoko.charts.svg import LINE, WIDTH, Drawing, style_wrap

HEAD, PAD = 150, 10
PLOT = WIDTH - HEAD - 16
LEAN = 16  # how far a rib leans towards the head
MARK = 9
NONE = "—"


@dataclass(frozen=True)
class Bone:
    """One rib: its name, possible causes, and those that were found to be it."""

    label: str
    causes: tuple = ()
    found: tuple = ()


def fishbone(effect, bones, *, prefix, title, desc=""):
    """Return the diagram: half of the ribs stand above the spine; a found cause is bold behind a black mark."""
    bones = list(bones)
    drawing = Drawing(prefix)
    half = ceil(len(bones) / 2)
    upper, lower = _columns(bones[:half]), _columns(bones[half:])
    head = style_wrap(effect, HEAD - 2 * PAD, "ch-b")
    head_height = len(head) * LINE + 2 * PAD
    above = max([_height(column) for column in upper] + [head_height / 2])
    below = max([_height(column) for column in lower] + [head_height / 2])
    spine = above + 12
    bottom = spine + below + 12
    for column in upper:
        _rib(drawing, column, 0, spine)
        _write(drawing, column, LINE, name_first=True)
    for column in lower:
        _rib(drawing, column, bottom, spine)
        _write(drawing, column, spine + 12 + LINE, name_first=False)
    drawing.line(0, spine, WIDTH - HEAD, spine, "ch-ln")
    drawing.box(WIDTH - HEAD, spine - head_height / 2, HEAD - 1, head_height, "sheet")
    drawing.column(WIDTH - HEAD + PAD, spine - head_height / 2 + PAD + 12, head, "ch-b")
    return drawing.finish(bottom + 8, title, desc or _told(effect, bones))


def _columns(bones):
    """Return (left edge, width, lines of the name, [(lines, found)]) of each rib of one side."""
    width = PLOT / max(1, len(bones))
    room = width - LEAN - 12
    columns = []
    for index, bone in enumerate(bones):
        items = [(style_wrap(cause, room - MARK - 4, "ch-b"), True) for cause in bone.found]
        items += [(style_wrap(cause, room, "ch-s"), False) for cause in bone.causes]
        columns.append((index * width, width, style_wrap(bone.label, room, "ch-b"), items or [([NONE], False)]))
    return columns


def _height(column):
    _, _, name, items = column
    return (len(name) + sum(len(lines) for lines, _ in items)) * LINE + len(items) * 4 + 6


def _rib(drawing, column, end, spine):
    left, width, _, _ = column
    drawing.line(left + width - LEAN - 6, end, left + width - 2, spine, "ch-ax")


def _write(drawing, column, y, *, name_first):
    left, _, name, items = column
    if name_first:
        drawing.column(left, y, name, "ch-b")
        y += len(name) * LINE + 4
    for lines, found in items:
        if found:
            drawing.box(left + 1, y - MARK, MARK - 1, MARK - 1, "ink")
        drawing.column(left + (MARK + 4 if found else 0), y, lines, "ch-b" if found else "ch-s")
        y += len(lines) * LINE + 4
    if not name_first:
        drawing.column(left, y + 4, name, "ch-b")


def _told(effect, bones):
    ribs = [f"{bone.label} — {', '.join([*bone.found, *bone.causes])}" for bone in bones if bone.found or bone.causes]
    return f"{effect}: {'; '.join(ribs)}."
