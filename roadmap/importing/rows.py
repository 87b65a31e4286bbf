"""From sheets of cells to rows of activities: sections, signatures and page breaks of the paper are seen through."""

import re
from dataclasses import dataclass, field
from datetime import date

from roadmap.importing import header as head
from roadmap.importing.header import NUMBER, RESPONSIBLE, RESULT, TERM, TITLE, find_header, repeats
from roadmap.importing.parsed import Cell, ImportProblem
from roadmap.importing.responsible import read_responsible
from roadmap.importing.text_clean import key, one_line

_KINDS = (NUMBER, TITLE, RESULT, RESPONSIBLE, TERM, head.START, head.END)
_TIMES = {TERM, head.START, head.END}
_NUMBER = re.compile(r"(?:(?:п|№)\.?\s*)?(?:\d+|[IVXivx]+)(?:\.\d+)*\s?[а-яёa-z]?[.)]*")
_ROMAN = re.compile(r"[IVX]+")
_SIGNATURE = re.compile(
    r"утверждаю|согласовано|рассмотрено|принято\b|составил|подготовил|подпись|м\.? ?п\.?$|с .+ ознакомлен|.*_{3,}"
)
_SECTION = re.compile(r"раздел|этап|блок\b|направление|[ivx]+\. ")
MAX_NAMED = 10
MAX_CELL = 3000


@dataclass
class SourceRow:
    """One activity as it stands in the file. Rows of one `section` are in the order of time, if in any."""

    sheet: str
    row: int
    section: int
    cells: dict[str, Cell]
    remarks: list[str] = field(default_factory=list)

    def text(self, kind):
        return one_line(cell_text(self.cells.get(kind, "")))

    @property
    def number(self):
        return self.text(NUMBER).rstrip(".) ")


@dataclass
class Collected:
    rows: list[SourceRow] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    found_header: bool = False


def cell_text(cell):
    """Return a cell as text: a date as «05.10.2026»."""
    return f"{cell:%d.%m.%Y}" if isinstance(cell, date) else cell


def collect_rows(sheets):
    """Return Collected: the activities of all sheets in order; other rows are explained or counted as problems."""
    collector = _Collector()
    header, width = None, 0
    for sheet in sheets:
        found = find_header(sheet.rows)
        if found:
            header, width = found, sheet.width
            collector.begin(sheet, header)
            rows = sheet.rows[header.index + header.height :]
        elif header and sheet.may_continue and sheet.width == width:
            rows = sheet.rows
        else:
            continue
        for row in rows:
            collector.add(sheet, header, row)
    return collector.finish()


class _Collector:
    def __init__(self):
        self.done = Collected()
        self.section = 0
        self.closed = False
        self.parents = set()
        self.skipped = []
        self.orphans = []

    def begin(self, sheet, header):
        self.done.found_header = True
        self.section += 1
        self.closed = False
        numbers = [str(header.cell(row, NUMBER)).rstrip(".) ") for row in sheet.rows[header.index + 1 :]]
        self.parents = {number.rpartition(".")[0] for number in numbers}
        self.roman = all(_ROMAN.fullmatch(number) for number in numbers if number)
        unread = [
            f"«{one_line(text)}»"
            for column, text in header.unread.items()
            if any(row.cell(column) != "" for row in sheet.rows[header.index + header.height :])
        ]
        if unread:
            self.done.remarks.append(f"Столбцы, которые не переносятся: {', '.join(unread[:MAX_NAMED])}.")

    def add(self, sheet, header, row):
        cells = {kind: header.cell(row, kind) for kind in _KINDS if header.cell(row, kind) != ""}
        if not cells or repeats(header, row) or _counts_columns(row):
            return
        if any(len(cell_text(cell)) > MAX_CELL for cell in cells.values()):
            self._problem(
                sheet, row, f"В ячейке больше {MAX_CELL} знаков: оставьте в ней только название или результат."
            )
            return
        if isinstance(cells.get(NUMBER), date):
            # Excel has taken «1.2» for the first of February.
            cells[NUMBER] = f"{cells[NUMBER].day}.{cells[NUMBER].month}"
        number, rest = cells.get(NUMBER, ""), cells.keys() - {NUMBER}
        own = {kind for kind in cells if header.columns[kind] not in row.carried}
        numbered = bool(_NUMBER.fullmatch(number))
        if not numbered and (self.closed or _is_signature(cells)):
            self.closed = True
            self._skip(row, cells)
        elif _is_section(cells):
            self._skip(row, cells)
            self.section += 1
        elif number and not numbered and TITLE not in rest:
            self._skip(row, cells)
        elif TITLE in rest and not own & {TITLE, NUMBER, *_TIMES}:
            # An activity merged over several rows goes on; with a term of its own the row would be one more activity.
            self._glue(row, {kind: cells[kind] for kind in own})
        elif TITLE in rest:
            self._add_titled(sheet, row, cells, numbered)
        elif numbered:
            self._problem(sheet, row, f"У пункта {number} нет названия мероприятия: впишите его или удалите строку.")
        elif len(rest) == 1 or (not rest & _TIMES and _all_go_on(cells, rest)):
            self._glue(row, cells)
        else:
            self._problem(sheet, row, "Нет названия мероприятия: впишите его или удалите строку.")

    def _add_titled(self, sheet, row, cells, numbered):
        rest = cells.keys() - {NUMBER}
        if not numbered and rest <= {TITLE, RESULT} and self._last_numbered() and _all_go_on(cells, rest):
            self._glue(row, cells)
        elif rest == {TITLE} and (not numbered or self._heads_section(cells[NUMBER])):
            self._skip(row, cells)
            self.section += 1
        else:
            self.closed = False
            self.done.rows.append(SourceRow(sheet.name, row.number, self.section, cells))

    def _heads_section(self, number):
        number = number.rstrip(".) ")
        return number in self.parents or (not self.roman and bool(_ROMAN.fullmatch(number)))

    def _last_numbered(self):
        return bool(self.done.rows) and NUMBER in self.done.rows[-1].cells

    def _glue(self, row, cells):
        if not self.done.rows:
            self.orphans.append((row.number, " ".join(one_line(cell_text(cell)) for cell in cells.values())))
            return
        last = self.done.rows[-1]
        for kind, cell in cells.items():
            before = cell_text(last.cells.get(kind, ""))
            last.cells[kind] = f"{before} {cell_text(cell)}" if before else cell
        if cells:
            last.remarks.append(f"Присоединено продолжение из строки {row.number}.")

    def _skip(self, row, cells):
        text = " ".join(one_line(cell_text(cell)) for cell in cells.values())
        (self.orphans if text[0].islower() else self.skipped).append((row.number, text))
        if NUMBER in cells and len(cells) == 1:
            self.section += 1

    def _problem(self, sheet, row, message):
        self.done.problems.append(ImportProblem(sheet.name, row.number, message))

    def finish(self):
        if self.skipped:
            self.done.remarks.append(f"Строки без мероприятия пропущены: {_named(self.skipped)}.")
        if self.orphans:
            self.done.remarks.append(f"Текст не отнесён ни к одному мероприятию: {_named(self.orphans)}.")
        return self.done


def _named(rows):
    named = [f"строка {number} «{text if len(text) <= 60 else text[:59] + '…'}»" for number, text in rows[:MAX_NAMED]]
    more = len(rows) - len(named)
    return ", ".join(named) + (f" и ещё {more}" if more else "")


def _all_go_on(cells, kinds):
    """Return whether every cell begins like the middle of a sentence."""
    return all(cell_text(cells[kind])[0].islower() or cell_text(cells[kind])[0] in "),;" for kind in kinds)


def _counts_columns(row):
    """Return whether the row only numbers the columns: 1, 2, 3, 4, 5."""
    texts = [row.cells[column] for column in row.filled]
    return len(texts) > 2 and texts == [str(place) for place in range(1, len(texts) + 1)]


def _is_section(cells):
    """Return whether the row is nothing but «Раздел 2. Аудиты» in a table that begins with its terms."""
    return len(cells) == 1 and any(_SECTION.match(key(cell_text(cells[kind]))) for kind in cells.keys() & _TIMES)


def _is_signature(cells):
    """Return whether the row signs the paper: «Составил …», «Директор ____», a post with a name beside it."""
    if len(cells) == 1 and "___" in "".join(map(cell_text, cells.values())):
        return True  # in whichever column the table begins
    heads = [cell_text(cells[kind]) for kind in (NUMBER, TITLE) if kind in cells]
    if any(_SIGNATURE.match(key(text)) for text in heads):
        return not cells.keys() & _TIMES or "__" in "".join(map(cell_text, cells.values()))
    if not heads or cells.keys() & _TIMES:
        return False
    signer = read_responsible(" ".join(heads))
    return bool(signer.roles) and not signer.remarks
