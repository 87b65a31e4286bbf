"""What travels through the import: cells of a file, problems that stop it, and the roadmap as understood."""

from dataclasses import dataclass, field
from datetime import date

Cell = str | date

# Far beyond any roadmap on paper: what lies further is a stray cell, the format of a whole sheet or a damaged file.
MAX_COLUMNS = 60


@dataclass(frozen=True)
class ImportProblem:
    """One reason why nothing is imported: where it is and one sentence about what is wrong and what to do."""

    sheet: str
    row: int | None
    message: str

    def __str__(self):
        place = ", ".join(part for part in (self.sheet, f"строка {self.row}" if self.row else "") if part)
        return f"{place}: {self.message}" if place else self.message


class ImportRefused(Exception):
    """The file cannot be read at all; carries the one problem."""

    def __init__(self, message, sheet="", row=None):
        super().__init__(message)
        self.problem = ImportProblem(sheet, row, message)


@dataclass(frozen=True)
class Row:
    """One row of a source table. `carried` are columns whose text was repeated from a cell merged over several rows."""

    number: int
    cells: tuple[Cell, ...]
    carried: frozenset[int] = frozenset()

    def cell(self, column):
        return self.cells[column] if 0 <= column < len(self.cells) else ""

    @property
    def filled(self):
        """Columns that hold something."""
        return [column for column, cell in enumerate(self.cells) if cell != ""]


@dataclass(frozen=True)
class Sheet:
    """A sheet of a workbook, a table of a document or a whole text file.

    `may_continue`: without a header of its own it can go on with the table before it (Word parts tables at page ends).
    `formulas` are (row number, column) of the cells whose value Excel counts: only what it has counted is read.
    """

    name: str
    rows: tuple[Row, ...]
    may_continue: bool = False
    formulas: frozenset[tuple[int, int]] = frozenset()

    @property
    def width(self):
        return max((len(row.cells) for row in self.rows), default=0)


@dataclass
class ParsedActivity:
    """One activity as understood; number, title, result, responsible and term keep the words of the source."""

    position: int
    number: str
    title: str
    result: str
    responsible_text: str
    responsible: list[str]
    names: list[str]
    term_text: str
    date_from: date | None
    date_to: date | None
    inferred: bool
    strays: bool
    stage: str
    remarks: list[str]
    source_row: int
    sheet: str


@dataclass
class ParsedRoadmap:
    """A whole file as understood. With `problems` it must not be imported; `remarks` are for a person to look at."""

    label: str
    period_from: date | None = None
    period_to: date | None = None
    activities: list[ParsedActivity] = field(default_factory=list)
    missing_numbers: list[str] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
