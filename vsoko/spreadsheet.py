"""Lists as XLSX: text stays text, days are real dates, the head row stands still."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass

from django.http import FileResponse

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IN_MEMORY = 2 * 1024 * 1024


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
    # What is used now and then costs memory in every web worker: it is loaded when it is first needed.
    from vsoko import workbook

    workbook.write_book(file, sheets)


def spreadsheet_response(name, title, columns, rows):
    """Return the list as a download sent piece by piece; a long one lies on the disk meanwhile, not in memory."""
    return book_response(name, [(title, columns, rows)])


def book_response(name, sheets):
    """Return a workbook of several sheets as such a download."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115, the response closes it
    write_book(file, sheets)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)
