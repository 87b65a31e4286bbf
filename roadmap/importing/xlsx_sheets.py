"""Workbooks of Excel: values, real dates and merged cells."""

import re
import warnings
from datetime import date, datetime
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, range_boundaries

from roadmap.importing.parsed import MAX_COLUMNS, ImportRefused, Row, Sheet
from roadmap.importing.text_clean import clean_lines
from vsoko.typeset import MONTHS

# Excel lets one stray cell stand in row 1048576.
LAST_ROW = 20_000
MAX_CARRIED = 50_000

_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_FORMULA = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<(?:\w+:)?f[\s/>]')
_WORDS_IN_FORMAT = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')


def read_xlsx(content, filename, moments):
    """Return the visible sheets of a workbook; raises ImportRefused when it cannot be opened.

    With `moments` a cell of day and time is the text of both.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _sheets(content, moments)
    # A broken workbook fails inside openpyxl with whatever its broken part provokes: KeyError, TypeError, XML errors.
    except Exception:
        raise ImportRefused("Книга Excel повреждена: откройте её в Excel и сохраните заново.", filename) from None


def _sheets(content, moments):
    # The read-only mode never builds the cells of a merged range, which may be declared over a whole sheet.
    book = load_workbook(BytesIO(content), read_only=True, data_only=True, keep_links=False)
    return [_sheet(sheet, moments) for sheet in book.worksheets if sheet.sheet_state == "visible"]


def _sheet(source, moments):
    source.reset_dimensions()
    grid = {}
    cells_of_rows = source.iter_rows(max_row=LAST_ROW, max_col=MAX_COLUMNS)
    for number, cells in enumerate(cells_of_rows, start=1):
        values = [_value(cell, moments) for cell in cells]
        while values and values[-1] == "":
            values.pop()
        if values:
            grid[number] = values
    with source.parent._archive.open(source._worksheet_path) as part:
        written = part.read()
    carried = _carry_merged(grid, [range_boundaries(match[1].decode()) for match in _MERGED.finditer(written)])
    return Sheet(
        source.title,
        tuple(Row(number, tuple(values), frozenset(carried.get(number, ()))) for number, values in grid.items()),
        formulas=frozenset(
            (int(match[2]), column_index_from_string(match[1].decode()) - 1) for match in _FORMULA.finditer(written)
        ),
    )


def _value(cell, moments):
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        if moments:
            return f"{value:%d.%m.%Y %H:%M:%S}"
        value = value.date()
    if isinstance(value, date):
        # Excel turns «декабрь 2026» into the first of December shown without its day: it is the month that was meant.
        shown = _WORDS_IN_FORMAT.sub("", cell.number_format or "").lower()
        return value if "d" in shown or "m" not in shown else f"{MONTHS[value.month - 1]} {value.year}"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value)
    return clean_lines(str(value))


def _carry_merged(grid, ranges):
    """Repeat each value merged downwards in the rows below it; return {row: columns} of what was repeated."""
    carried, left = {}, MAX_CARRIED
    for column, top, _, bottom in ranges:
        value = grid[top][column - 1] if top in grid and column <= len(grid[top]) else ""
        if value == "":
            continue
        for number in range(top + 1, min(bottom, LAST_ROW) + 1):
            left -= 1
            if left < 0:
                return carried
            # A row with nothing of its own is only the height of the merged cell.
            if number in grid:
                values = grid[number]
                values.extend([""] * (column - len(values)))
                values[column - 1] = value
                carried.setdefault(number, set()).add(column - 1)
    return carried
