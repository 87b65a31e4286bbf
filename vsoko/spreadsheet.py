"""Lists as XLSX: text stays text, days are real dates, the head row stands still."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.http import FileResponse

from vsoko.apart import apart

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
    file.write(_book_of(sheets))


def _book_of(sheets):
    return apart("vsoko.workbook:book_of", flow=_flow(sheets))


def _flow(sheets):
    """Yield the sheets as another process is told of them: cells that are nothing but text, numbers and days."""
    for title, columns, rows in sheets:
        yield str(title), [(str(column.title), column.width) for column in columns]
        for row in rows:
            yield [_plain(column.value(row)) for column in columns]


def _plain(value):
    if value is None or isinstance(value, date | int | float):
        return value
    return "".join(str(value))  # words that are marked as safe or translated late are no plain text to another process


def spreadsheet_response(name, title, columns, rows):
    """Return the list as a download."""
    return book_response(name, [(title, columns, rows)])


def book_response(name, sheets):
    """Return a workbook of several sheets as such a download."""
    return FileResponse(io.BytesIO(_book_of(sheets)), as_attachment=True, filename=name, content_type=CONTENT_TYPE)
