"""The annual analysis as a workbook: a sheet a table, its figures as numbers, and the data of each chart."""

from operator import itemgetter

from audits import analysis_tables as tables
from audits.reports.content import has_rows
from vsoko.spreadsheet import Column
from vsoko.wording import NO_DATA

WIDE, NARROW = 40, 14


def sheets(shown):
    """Return [(title, columns, rows)] of what `paper_context` shows, in the order of the paper."""
    figures, told = shown["figures"], []
    for section in shown["sections"]:
        key, number = section["key"], section["number"]
        own = tables.OF_SECTION[key](figures) if key in tables.OF_SECTION and has_rows(key, figures) else []
        if key == "measures":
            own = tables.measures(shown["measures"])
        told += [(number, table) for table in own]
        told += [
            (
                f"{number} рис. {picture['number']}",
                tables.Table(picture["caption"], picture["head"], bare(picture["rows"])),
            )
            for picture in section["pictures"]
        ]
    for number, appendix in enumerate((tables.audits, tables.register, None, tables.documents), start=1):
        told += [(f"П{number}", table) for table in (appendix(figures) if appendix else [])]
    return [sheet(name, place, table) for place, (name, table) in enumerate(told, start=1)]


def bare(rows):
    return [[text for text, _ in row] for row in rows]


def sheet(name, place, table):
    """Return a table as a sheet; its place among all keeps the name unlike the others."""
    columns = [
        Column(
            str(head), WIDE if at == 0 or any(len(str(row[at])) > NARROW for row in table.rows) else NARROW, cell(at)
        )
        for at, head in enumerate(table.head)
    ]
    return f"{place}. {name} {table.caption}", columns, table.rows


def cell(place):
    take = itemgetter(place)

    def value(row):
        return NO_DATA if take(row) is None else take(row)

    return value
