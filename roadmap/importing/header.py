"""The row of headings: where it stands and which column means what."""

import re
from dataclasses import dataclass

from roadmap.importing.text_clean import key

NUMBER, TITLE, RESULT, RESPONSIBLE, TERM, START, END = (
    "number", "title", "result", "responsible", "term", "start", "end",
)  # fmt: skip

# Longer than this a cell is a sentence, not a heading.
MAX_HEADING = 120

_OF_WORK = "( (работы?|исполнения|выполнения|реализации|проведения|срока))?"
# Usual headings of school plans, the surest first: of two columns that could both be the title, the earlier line wins.
_HEADINGS = (
    (NUMBER, r"(n|no|№)( ?(пп|пункта|строки|мероприятия))?|пп|номер( пункта)?|пункт"),
    (START, rf"(дата |срок )?начал[оа]{_OF_WORK}|с"),
    (END, rf"(дата |срок )?(окончани[ея]|завершени[ея]|конец|конца){_OF_WORK}|по"),
    (RESPONSIBLE, r"ответственн.*|исполнител.*|кто (отвечает|проводит|исполняет|делает)"),
    (TERM, r"срок.*|дат[аы]( .*)?|период( .*)?|врем(я|ени)( .*)?|месяц.*|когда"),
    (RESULT, r"(ожидаем|планируем|предполагаем|конечн)\w+ (результат|итог).*"),
    (RESULT, r"результат.*|итог.*|выход|(вид|форма) (документа|отчета|отчетности|представления.*)|документ"),
    (TITLE, r".*\bмероприяти[ейя]\b.*"),
    (TITLE, r"содержание( (работы|деятельности))?"),
    (TITLE, r"(виды?|формы?) (работы?|деятельности)|перечень работ|действи[ея]|что (делаем|сделать)"),
    (TITLE, r"наименование( .*)?|название( .*)?"),
    (TITLE, r"задач[аи]|тем[аы]|направлени[ея]( (работы|деятельности))?"),
)  # fmt: skip
_PATTERNS = [(kind, re.compile(pattern)) for kind, pattern in _HEADINGS]
# «Отметка о выполнении мероприятия», «Результат выполнения»: filled in later, not part of the plan.
_AFTERWARDS = re.compile(r"отметк|примечани|фактич|выполнен(о|ие)?$|результат (выполнения|исполнения)|подпис|роспись")
_HYPHENATED = re.compile(r"(?<=[а-я])-[ \n]+(?=[а-я])")


@dataclass(frozen=True)
class Header:
    """A row of headings: its index among the rows of the sheet, how many rows it takes, and {kind: column}."""

    index: int
    height: int
    columns: dict[str, int]
    unread: dict[int, str]

    def cell(self, row, kind):
        return row.cell(self.columns[kind]) if kind in self.columns else ""


def recognise(text):
    """Return (kind, rank) of a heading, the lower the surer; None when it is not a usual one."""
    if not isinstance(text, str) or not text or len(text) > MAX_HEADING:
        return None
    heading = _HYPHENATED.sub("", key(text)).replace("\n", " ").replace("/", "").replace("\\", "")
    heading = re.sub(r"\s+", " ", re.sub(r"[.,:;*()]", " ", heading)).strip()
    heading = re.sub(r"\bп п\b", "пп", heading)
    if _AFTERWARDS.search(heading):
        return None
    return next(((kind, rank) for rank, (kind, pattern) in enumerate(_PATTERNS) if pattern.fullmatch(heading)), None)


def find_header(rows):
    """Return the Header with the most known columns, the first of equals; None without a title and one more."""
    headers = filter(None, (_header_at(rows, index) for index in range(len(rows))))
    return max(headers, key=lambda header: (len(header.columns), -header.index), default=None)


def repeats(header, row):
    """Return whether the row is the header printed again on a new page, maybe in slightly other words."""
    kinds = {column: kind for kind, column in header.columns.items()}
    filled = [column for column in row.filled if column in kinds]
    known = {column: recognise(row.cells[column]) for column in filled}
    return len(filled) > 1 and all(found and found[0] == kinds[column] for column, found in known.items())


def _header_at(rows, index):
    """Return the Header that begins at this row, or None.

    Under it may stand a second row that parts «Сроки» into «Начало» and «Окончание».
    """
    columns, unread = _columns(rows[index])
    if TITLE not in columns or len(columns) < 2:
        return None
    height = 1
    if index + 1 < len(rows):
        below = _second_row(rows[index], rows[index + 1])
        if below:
            height = 2
            unread = {column: text for column, text in unread.items() if column not in below.values()}
            columns = {kind: column for kind, column in columns.items() if column not in below.values()} | below
    return Header(index, height, columns, unread)


def _columns(row):
    best, unread = {}, {}
    for column in row.filled:
        known = recognise(row.cells[column])
        if known is None:
            unread[column] = str(row.cells[column])
        elif known[0] not in best or known[1] < best[known[0]][0]:
            best[known[0]] = (known[1], column)
    return {kind: column for kind, (_, column) in best.items()}, unread


def _second_row(upper, lower):
    """Return {start: column, end: column} when the row below a header parts its term; else nothing."""
    own = [column for column in lower.filled if lower.cells[column] != upper.cell(column)]
    kinds = {recognise(lower.cells[column]) for column in own}
    if not own or None in kinds or not {kind for kind, _ in kinds} <= {START, END}:
        return {}
    return {recognise(lower.cells[column])[0]: column for column in own}
