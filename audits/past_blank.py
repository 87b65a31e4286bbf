"""The workbook that a school fills with its earlier years: a hint above each column, and lists to choose from."""

from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from audits.models import Action, Criterion, Finding
from audits.models.finding import Branch, Grade
from audits.past_columns import SHEETS, TABLES
from roadmap.importing.readers import MAX_ROWS
from roadmap.models import Association, CourseProgramme, Employee

LISTS = "Списки"  # hidden: an import reads visible sheets only
HEAD = 2  # the row of the titles; above them stand the hints
WRAPPED = Alignment(wrap_text=True, vertical="top")
HINT, TITLE = Font(italic=True, color="595959", size=9), Font(bold=True)


def write_blank(school):
    """Return an open file with the workbook; the lists hold the people, subjects and criteria of this school."""
    book = Workbook()
    book.remove(book.active)
    lists = lists_of(school)
    for table, columns in TABLES.items():
        write_table(book.create_sheet(SHEETS[table]), columns, lists)
    write_lists(book.create_sheet(LISTS), lists)
    file = BytesIO()  # a few lists of one school
    book.save(file)
    file.seek(0)
    return file


def lists_of(school):
    """Return {name of a list: its lines}."""
    associations = [one.name for one in Association.objects.filter(school=school)]
    programmes = [one.name for one in CourseProgramme.objects.filter(school=school)]
    return {
        "subjects": ["школа в целом", *associations, *programmes],
        "people": [str(one).replace("\u00a0", " ") for one in Employee.objects.filter(school=school)],
        "criteria": [one.code for one in Criterion.objects.filter(school=school, is_active=True)],
        "grades": [one.label for one in Grade],
        "branches": [one.label for one in Branch],
        "kinds": [one.label for one in Action.Kind],
        "decisions": [Finding.State.ACCEPTED.label],
    }


def write_table(sheet, columns, lists):
    sheet.freeze_panes = f"A{HEAD + 1}"
    for place, column in enumerate(columns.values(), start=1):
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
