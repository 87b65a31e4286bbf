"""Roadmap files made for tests: the same small table in each of the four forms."""

import zipfile
from io import BytesIO
from pathlib import Path

from docx import Document
from openpyxl import Workbook

import roadmap
from roadmap.importing.parse import parse_roadmap

SEED = Path(roadmap.__file__).parent / "data" / "roadmap-school-463.txt"
HEADER = ("№ п/п", "Мероприятие", "Ожидаемый результат", "Ответственные", "Срок")
ROWS = [
    ("1", "Приказ, положение", "Приказ", "Директор", "январь 2021"),
    ("2", "Аудит; отчёт", "Отчёт", "Рабочая группа", "май-декабрь 2021"),
]


def text(*rows, header=HEADER, delimiter="\t"):
    """Return rows of strings as a text table."""
    return "\n".join(delimiter.join(row) for row in ([header] if header else []) + list(rows)).encode()


def parse_rows(*rows, label="2021", header=HEADER):
    return parse_roadmap(text(*rows, header=header), "карта.txt", label)


def terms_of(*terms, label="2021"):
    """Return the parsed activities of a table with these terms in their order."""
    rows = [(str(place), f"Дело {place}", "", "Директор", term) for place, term in enumerate(terms, start=1)]
    return parse_rows(*rows, label=label)


def workbook(fill):
    """Return the bytes of a workbook whose first sheet `fill` has written."""
    book = Workbook()
    fill(book.active)
    return saved(book)


def document(fill):
    """Return the bytes of a Word document that `fill` has written."""
    paper = Document()
    fill(paper)
    return saved(paper)


def add_table(paper, rows):
    """Add a table of strings to a Word document and return it."""
    table = paper.add_table(rows=len(rows), cols=max(len(row) for row in rows))
    for line, row in zip(table.rows, rows, strict=True):
        for cell, value in zip(line.cells, row, strict=False):
            cell.text = value
    return table


def saved(thing):
    buffer = BytesIO()
    thing.save(buffer)
    return buffer.getvalue()


def fill_sheet(sheet, rows=ROWS, top=1):
    """Write the header and rows into a worksheet from row `top` on."""
    for number, row in enumerate([HEADER, *rows], start=top):
        for column, value in enumerate(row, start=1):
            sheet.cell(number, column, value)


def repacked(content, part, change):
    """Return an archive with one of its parts changed."""
    buffer = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            body = source.read(name)
            target.writestr(name, change(body) if name == part else body)
    return buffer.getvalue()
