"""Tables of a Word document, with merged cells and automatic numbers."""

from io import BytesIO

from docx import Document
from docx.oxml.ns import qn

from roadmap.importing.parsed import MAX_COLUMNS, ImportRefused, Row, Sheet
from roadmap.importing.text_clean import clean_lines


def read_docx(content, filename):
    """Return the tables of a document in their order; raises ImportRefused when it cannot be opened or has none."""
    try:
        tables = list(Document(BytesIO(content)).element.body.iter(qn("w:tbl")))
        sheets = [_sheet(f"Таблица {place}", table) for place, table in enumerate(tables, start=1)]
    # A broken document fails inside python-docx with whatever its broken part provokes.
    except Exception:
        raise ImportRefused("Документ Word повреждён: откройте его в Word и сохраните заново.", filename) from None
    if not sheets:
        raise ImportRefused(
            "В документе нет таблицы: загрузите файл, где мероприятия стоят в строках таблицы.", filename
        )
    return sheets


def _sheet(name, table):
    above, counters, rows = {}, {}, []
    for number, tr in enumerate(_within(table, "w:tr"), start=1):
        cells, carried = [""] * min(tr.grid_before, MAX_COLUMNS), set()
        for tc in _within(tr, "w:tc"):
            column = len(cells)
            if column >= MAX_COLUMNS:
                break
            if tc.vMerge == "continue":
                text = above.get(column, "")
                if text:
                    carried.add(column)
            else:
                text = _text(tc, counters)
            above[column] = text
            # Text of a cell merged across stands once, in the first of its columns; a damaged file may span millions.
            cells.extend([text] + [""] * (min(tc.grid_span, MAX_COLUMNS) - 1))
        rows.append(Row(number, tuple(cells), frozenset(carried)))
    return Sheet(name, tuple(rows), may_continue=True)


def _within(parent, tag):
    """Yield the rows of a table or the cells of a row, also those wrapped in a form field."""
    for child in parent:
        if child.tag == qn(tag):
            yield child
        elif child.tag == qn("w:sdt"):
            yield from child.iter(qn(tag))


def _text(tc, counters):
    lines, numbered = [], None
    for paragraph in tc.iterfind(qn("w:p")):
        lines.append(_paragraph_text(paragraph))
        numbered = numbered if numbered is not None else paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
    text = clean_lines("\n".join(lines))
    # Word writes the numbers of a list by itself: the cell of «№ п/п» is then empty in the file.
    return text if text or numbered is None else _next_number(numbered, counters)


def _paragraph_text(paragraph):
    pieces = []
    for node in paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:cr"), qn("w:noBreakHyphen")):
        if node.tag == qn("w:t"):
            pieces.append(node.text or "")
        elif node.tag == qn("w:noBreakHyphen"):
            pieces.append("-")
        elif node.getparent().tag == qn("w:r"):
            pieces.append(" " if node.tag == qn("w:tab") else "\n")
    return "".join(pieces)


def _next_number(numbered, counters):
    def value(tag):
        node = numbered.find(qn(tag))
        return int(node.get(qn("w:val"))) if node is not None else 0

    level = min(value("w:ilvl"), 8)
    counts = counters.setdefault(value("w:numId"), [0] * 9)
    counts[level] += 1
    counts[level + 1 :] = [0] * (8 - level)
    return ".".join(str(count or 1) for count in counts[: level + 1])
