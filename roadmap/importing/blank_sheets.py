"""How the workbook that a school fills is written: a hint above each column, and lists to choose from."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from roadmap.importing.readers import MAX_ROWS

LISTS = "Списки"  # hidden: an import reads visible sheets only
HEAD = 2  # the row of the titles; above them stand the hints
WRAPPED = Alignment(wrap_text=True, vertical="top")
HINT, TITLE = Font(italic=True, color="595959", size=9), Font(bold=True)


def blank_of(tables, lists):
    """Return the bytes of the workbook; roadmap/importing/blank.py says of what."""
    book = Workbook()
    book.remove(book.active)
    for title, columns in tables.items():
        write_table(book.create_sheet(title), columns, lists)
    write_lists(book.create_sheet(LISTS), lists)
    file = BytesIO()  # a few lists of one school
    book.save(file)
    return file.getvalue()


def write_table(sheet, columns, lists):
    sheet.freeze_panes = f"A{HEAD + 1}"
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        must = "Обязательно. " if column.needed else ""
        for row, words, font in ((1, f"{must}{column.hint}", HINT), (HEAD, column.title, TITLE)):
            cell = sheet.cell(row, place, words)
            cell.font, cell.alignment = font, WRAPPED
        cells = f"{letter}{HEAD + 1}:{letter}{MAX_ROWS}"
        if column.is_day:
            for row in range(HEAD + 1, HEAD + 51):
                sheet.cell(row, place).number_format = "DD.MM.YYYY"
        if column.offered:
            # Only offers: what a school types in its own way is understood or told of by the preview.
            source, lines = get_column_letter(list(lists).index(column.offered) + 1), max(1, len(lists[column.offered]))
            chosen = DataValidation("list", f"'{LISTS}'!${source}$1:${source}${lines}", showErrorMessage=False)
            chosen.add(cells)
            sheet.add_data_validation(chosen)


def write_lists(sheet, lists):
    sheet.sheet_state = "hidden"
    for place, lines in enumerate(lists.values(), start=1):
        for row, words in enumerate(lines, start=1):
            cell = sheet.cell(row, place, words)
            cell.data_type = "s"  # a name that begins with «=» is no formula
