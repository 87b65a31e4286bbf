"""Plain lines of a paper as blocks: the same for the page, the PDF and Word.

A block is {"is": "text" | "lead" | "head" | "title" | "caption", "text"} or {"is": "table", "head", "rows", "widths", "wide"}.
"""

import re

from vsoko.letters import width
from vsoko.typeset import NBSP, nb

APPENDIX = re.compile(r"Приложение(?:\s№\s?\d+)?\.?$")
SECTION = re.compile(r"\d+\. .*[^.:;,]$")
NUMBER = re.compile(r"\d")
# The last cell may be empty: its sign then ends the line.
CELLS = re.compile(r" \|(?: |$)")
LINE_IN_CELL = " ¶ "
CAPTION = re.compile(r"Таблица: (?P<title>.+)$")

# A column takes the width of its longest word; points, and millimetres beside the words of a cell with its rules.
SIZE, PADDING = 12, 5.2
# Longer words are hyphenated, in the head later than below it.
LONGEST, LONGEST_HEAD = 12, 14
PORTRAIT, LANDSCAPE = 170, 257


def parts_of(text, headed=False):
    """Split the plain text of a paper into (blocks of the body, [(head of an appendix, its blocks)]).

    A line «Приложение» or «Приложение № 1» begins an appendix, which stands after the points and the signature; of several
    each has its number. In a `headed` paper a numbered line without a full stop is the head of a section. Tables with a
    caption are numbered through the whole paper.
    """
    parts = [("", [])]
    for line in text.splitlines():
        if APPENDIX.match(line.strip()):
            parts.append((line.strip(), []))
        else:
            parts[-1][1].append(line.strip())
    several = len(parts) > 2
    body, *appendices = [
        (f"Приложение № {number}" if several else head, blocks_of(lines, headed))
        for number, (head, lines) in enumerate(parts)
    ]
    _number([body[1], *(blocks for _, blocks in appendices)])
    return body[1], [(head, titled(blocks)) for head, blocks in appendices]


def blocks_of(lines, headed=False):
    """Return the lines as blocks.

    A lead is a line of capitals (ПРИКАЗЫВАЮ:); cells of a table are parted by « | », lines of a cell by « ¶ ».
    """
    blocks = []
    for line in filter(None, lines):
        if CELLS.search(line):
            cells = [cell.strip().replace(LINE_IN_CELL, "\n") for cell in CELLS.split(line)]
            if blocks and blocks[-1]["is"] == "table":
                blocks[-1]["rows"].append(_even(cells, len(blocks[-1]["head"])))
            else:
                blocks.append({"is": "table", "head": cells, "rows": []})
        elif caption := CAPTION.match(line):
            blocks.append({"is": "caption", "text": caption["title"]})
        else:
            head = headed and SECTION.match(line)
            blocks.append({"is": "lead" if line.isupper() else "head" if head else "text", "text": line})
    for block in blocks:
        if block["is"] == "table":
            block["widths"], block["wide"] = widths_of([block["head"], *block["rows"]])
    return blocks


def is_wide(blocks):
    """Return whether a part of a paper lies on its side: one of its tables does not fit the width of a sheet."""
    return any(block.get("wide") for block in blocks)


def titled(blocks):
    """Return the blocks of an appendix with its first line as the title, where it is one."""
    if blocks and blocks[0]["is"] in ("text", "lead") and not blocks[0]["text"].endswith((".", ":", ";")):
        return [blocks[0] | {"is": "title"}, *blocks[1:]]
    return blocks


def widths_of(rows):
    """Return ([width of each column, %], whether the table needs a sheet on its side).

    Each column gets the width of its longest word; what is left goes by how much is written in the columns.
    """
    columns = list(zip(*([nb(cell) for cell in cells] for cells in rows), strict=True))
    least = [
        max([_widest(head, LONGEST_HEAD, bold=True), *(_widest(cell) for cell in cells)]) + PADDING
        for head, *cells in columns
    ]
    wide = sum(least) > PORTRAIT
    room = max(LANDSCAPE if wide else PORTRAIT, sum(least))
    # What is short in every row needs no more than its words.
    written = [max(0, sum(map(len, cells)) / len(cells) - LONGEST) for cells in columns]
    share = (room - sum(least)) / (sum(written) or 1)
    return [round(100 * (own + share * text) / room, 1) for own, text in zip(least, written, strict=True)], wide


def _widest(cell, longest=LONGEST, *, bold=False):
    """Return the millimetres of what stands on one line of a cell however narrow it is."""
    found = {""}
    for word in re.split("[ \\t\\n—]", cell):
        if NBSP in word:
            found.add(word)
        else:
            # A hyphen ends a line; not within «2021-04/02», and in «11–14.09.2026» only where there is no room.
            ends = "[-–/]" if not NUMBER.search(word) else "–" if len(word) > LONGEST_HEAD else "$"
            found |= {part if NUMBER.search(part) else part[:longest] for part in re.split(ends, word)}
    # The widest is among the longest: only these are measured, the same ones each time, or a paper would change its columns.
    longest = sorted(found, key=lambda part: (len(part), part))[-3:]
    return max(width(part, SIZE, bold=bold) for part in longest)


def _even(cells, count):
    """Return as many cells as the head has: what is missing is empty, what is too much stays in the last one."""
    cells = cells + [""] * (count - len(cells))
    return [*cells[: count - 1], " ".join(cells[count - 1 :])]


def _number(parts):
    captions = [block for blocks in parts for block in blocks if block["is"] == "caption"]
    for number, block in enumerate(captions, start=1):
        block["text"] = f"Таблица {number} — {block['text']}"
