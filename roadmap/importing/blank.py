"""The workbook that a school fills, asked of a process apart that has the library for it."""

from io import BytesIO
from types import SimpleNamespace

from vsoko.apart import apart

FACTS = ("title", "width", "hint", "needed", "is_day", "offered")


def write_blank(tables, lists):
    """Return an open file with a sheet for each of the `tables` {title: columns}; `lists` {name: lines} are what is offered.

    A column has `title`, `width` in letters, `hint`, `needed`, `is_day` and the name of the list `offered` in it, or «».
    """
    told = {
        title: [SimpleNamespace(**{name: getattr(column, name) for name in FACTS}) for column in columns]
        for title, columns in tables.items()
    }
    lines = {name: [str(line) for line in several] for name, several in lists.items()}
    return BytesIO(apart("roadmap.importing.blank_sheets:blank_of", told, lines))
