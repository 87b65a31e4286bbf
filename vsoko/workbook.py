"""How a workbook is written. Only vsoko/spreadsheet.py calls for it, in a process apart."""

import io
import re
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

LONGEST_CELL = 32_767  # what a cell of XLSX holds
NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\]")  # what Excel refuses in the name of a sheet
FORMULA = ("=", "+", "-", "@")  # what Excel reads as the beginning of one
WRAPPED = Alignment(wrap_text=True, vertical="top")
LOOKS = {
    "text": {"alignment": WRAPPED},
    "quoted": {"alignment": WRAPPED, "quotePrefix": True},  # it stays text when somebody edits the cell
    "head": {"alignment": WRAPPED, "font": Font(bold=True)},
    "day": {"number_format": "DD.MM.YYYY"},
}


def book_of(flow):
    """Return the bytes of a workbook. A sheet begins with (its title, [(title, width) of each column]); lists are its rows."""
    book = Workbook(write_only=True)
    for one in flow:
        if isinstance(one, tuple):
            sheet = _sheet(book, *one)
            looks = _looks(sheet)
            sheet.append([_cell(sheet, title, looks, bold=True) for title, _ in one[1]])
        else:
            sheet.append([_cell(sheet, value, looks) for value in one])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book, title, columns):
    sheet = book.create_sheet(NOT_IN_TITLE.sub("", ILLEGAL_CHARACTERS_RE.sub("", title))[:31].strip())
    sheet.freeze_panes = "A2"
    for place, (_, width) in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    return sheet


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
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # or «=1+1» becomes a formula
        cell._style = looks["head" if bold else "quoted" if value.startswith(FORMULA) else "text"]
    elif isinstance(value, date):
        cell._style = looks["day"]
    return cell
