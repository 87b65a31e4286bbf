"""Lists as XLSX: text stays text, days are real dates, the head row stands still."""

import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import FileResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767  # what a cell of XLSX holds
NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")  # what Excel refuses in the name of a sheet
FORMULA = ("=", "+", "-", "@")  # what Excel reads as the beginning of one
IN_MEMORY = 2 * 1024 * 1024
WRAPPED = Alignment(wrap_text=True, vertical="top")
LOOKS = {
    "text": {"alignment": WRAPPED},
    "quoted": {"alignment": WRAPPED, "quotePrefix": True},  # it stays text when somebody edits the cell
    "head": {"alignment": WRAPPED, "font": Font(bold=True)},
    "day": {"number_format": "DD.MM.YYYY"},
}


@dataclass(frozen=True)
class Column:
    """`value(row)` returns text, a number, a day or None; `width` is in letters."""

    title: str
    width: int
    value: Callable


def write(file, title, columns, rows):
    """Write a workbook of one sheet to a binary file; rows may be a generator, they are never held all at once."""
    write_book(file, [(title, columns, rows)])


def write_book(file, sheets):
    """Write a workbook of several sheets (title, columns, rows) to a binary file."""
    book = Workbook(write_only=True)
    for title, columns, rows in sheets:
        _write_sheet(book, title, columns, rows)
    book.save(file)


def _write_sheet(book, title, columns, rows):
    sheet = book.create_sheet(NOT_IN_TITLE.sub("", ILLEGAL_CHARACTERS_RE.sub("", title))[:31].strip())
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    looks = _looks(sheet)
    sheet.append([_cell(sheet, column.title, looks, bold=True) for column in columns])
    for row in rows:
        sheet.append([_cell(sheet, column.value(row), looks) for column in columns])


def _looks(sheet):
    """Return the styles of cells by name, made once a sheet: to set them anew in each cell costs half of the whole."""
    made = {}
    for name, facts in LOOKS.items():
        cell = WriteOnlyCell(sheet, "")
        for attribute, value in facts.items():
            setattr(cell, attribute, value)
        made[name] = cell._style
    return made


def _cell(sheet, value, looks, *, bold=False):
    if value is None or value == "":
        return None
    if not isinstance(value, date | int | float):
        value = ILLEGAL_CHARACTERS_RE.sub("", str(value))[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # or «=1+1» becomes a formula
        cell._style = looks["head" if bold else "quoted" if value.startswith(FORMULA) else "text"]
    elif isinstance(value, date):
        cell._style = looks["day"]
    return cell


def spreadsheet_response(name, title, columns, rows):
    """Return the list as a download sent piece by piece; a long one lies on the disk meanwhile, not in memory."""
    return book_response(name, [(title, columns, rows)])


def book_response(name, sheets):
    """Return a workbook of several sheets as such a download."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115, the response closes it
    write_book(file, sheets)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)
