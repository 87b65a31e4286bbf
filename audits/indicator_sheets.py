"""Values of indicators in a table: our own columns, or the summary that an electronic journal exports.

Pupils are only ever counted: a table with a column of their names is refused before anything of it is kept.
"""

import re
from dataclasses import dataclass, field
from datetime import date

from audits.indicator_terms import Term, parsed
from audits.indicator_words import number_of
from audits.models.indicator import Level, Scope, Whose
from roadmap.importing.parsed import ImportProblem, ImportRefused
from roadmap.importing.readers import read_sheets
from roadmap.importing.text_clean import key, one_line
from roadmap.models.association import Focus
from vsoko.wording import day_num

KINDS = (".xlsx", ".csv")
# How the columns of our own table are named, in their order.
TITLES = {
    "code": "Код",
    "name": "Показатель",
    "term": "Период",
    "class": "Класс",
    "subject": "Предмет",
    "association": "МО",
    "level": "Уровень",
    "focus": "Направленность",
    "whose": "Чьё значение",
    "number": "Значение",
    "part": "Числитель",
    "whole": "Знаменатель",
    "n5": "«5»",
    "n4": "«4»",
    "n3": "«3»",
    "n2": "«2»",
    "na": "н/а",
    "note": "Источник",
}
# What journals call the same; quotes and «кол-во» are taken away before.
SPELLINGS = {
    "code": ("код", "код показателя"),
    "term": ("период", "за какое время", "учебный период"),
    "class": ("класс",),
    "subject": ("предмет", "учебный предмет", "дисциплина"),
    "association": ("мо", "методическое объединение"),
    "level": ("уровень", "уровень образования"),
    "focus": ("направленность",),
    "whose": ("чье значение", "чье"),
    "number": ("значение",),
    "part": ("числитель",),
    "whole": ("знаменатель",),
    "n5": ("5",),
    "n4": ("4",),
    "n3": ("3",),
    "n2": ("2",),
    "na": ("н/а", "не аттестовано", "не аттестованы", "неаттестованные", "не атт.", "н.а."),
    "note": ("источник", "источник или пояснение"),
}
COLUMNS = {spelling: name for name, spellings in SPELLINGS.items() for spelling in spellings}
PUPILS = re.compile(r"^(фио|ф\.? ?и\.? ?о|фамили[яи]|имя|ученик|ученица|учащийся|обучающийся)\b")
TEACHER = re.compile(r"учител|педагог")
_EXTRA = re.compile(r"[«»\"„“']|\b(кол-во|количество|число|отметок|оценок|на)\b|,? ?(чел\.?|шт\.?)$")
MARKS = ("n5", "n4", "n3", "n2")
NUMBERS = ("number", "part", "whole", *MARKS, "na")
HEAD_WITHIN = 15  # rows: journals put their title above the table
TOTALS = ("итого", "всего", "средн")
JOURNAL = "Электронный журнал"
LONGEST = {"class": 10, "subject": 60, "note": 300}


@dataclass(frozen=True)
class ValueRow:
    """One row as understood: without a code it is one of a journal, whose marks give every value counted from marks."""

    sheet: str
    number: int
    code: str
    term: Term
    scope: str
    facts: dict
    primary: dict
    value: object
    association: str = ""


@dataclass
class ValueBook:
    """A whole file. With `problems` it must not be taken; `remarks` tell what was not read."""

    rows: list[ValueRow] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    empty: int = 0


def parse_values(content, filename, term):
    """Return the ValueBook of the bytes of a file; `term` is for rows that name no time of their own."""
    book = ValueBook()
    try:
        for sheet in read_sheets(content, filename, KINDS, find_head=lambda rows: find_head(rows)[0]):
            _read_sheet(book, sheet, term)
        if book.empty:
            book.remarks.append(f"Строк без чисел: {book.empty}, они пропущены. Ноль вписывают цифрой.")
        if not book.rows and not book.problems:
            raise ImportRefused(
                "Не найдено ни одного значения: возьмите заготовку или сводный отчёт журнала с графами «Класс», «5», «4», "
                "«3», «2».",
                filename,
            )
    except ImportRefused as refused:
        return ValueBook(problems=[refused.problem])
    return book


def named(cell):
    """Return the column that a heading names, or None."""
    words = _EXTRA.sub(" ", key(one_line(str(cell))))
    return COLUMNS.get(" ".join(words.split()))


def is_of_pupils(cell):
    words = key(one_line(str(cell)))
    return bool(PUPILS.match(words)) and not TEACHER.search(words)


def find_head(rows):
    """Return (head row, {place: column}) of a table, or (None, {})."""
    for row in rows[:HEAD_WITHIN]:
        columns = {}
        for place, cell in enumerate(row.cells):
            if name := named(cell):
                columns.setdefault(place, name)
        found = set(columns.values())
        ours = "code" in found and found & set(NUMBERS)
        journal = set(MARKS) <= found and found & {"class", "subject"}
        if ours or journal:
            return row, columns
    return None, {}


def _read_sheet(book, sheet, term):
    head, columns = find_head(sheet.rows)
    if head is None:
        book.remarks.append(f"Лист «{sheet.name}» пропущен: в нём нет граф «Код» и «Значение» или отметок по классам.")
        return
    if any(is_of_pupils(cell) for cell in head.cells if cell != ""):
        book.problems.append(
            ImportProblem(
                sheet.name, head.number, "В таблице есть имена учеников: выгрузите сводный отчёт по классам, без имён."
            )
        )
        return
    if len(set(columns.values())) < len(columns):
        book.problems.append(
            ImportProblem(sheet.name, head.number, "Графа стоит дважды: оставьте по одной графе с каждым названием.")
        )
        return
    unread = [one_line(str(cell)) for place, cell in enumerate(head.cells) if cell != "" and place not in columns]
    if unread := [title for title in unread if title != TITLES["name"]]:
        book.remarks.append(f"На листе «{sheet.name}» графы {', '.join(f'«{title}»' for title in unread)} не читаются.")
    for row in sheet.rows:
        if row.number > head.number and any(place in columns for place in row.filled):
            cells = {name: _text(row.cell(place)) for place, name in columns.items()}
            _read_row(book, sheet.name, row.number, cells, term)


def _text(cell):
    return day_num(cell) if isinstance(cell, date) else one_line(str(cell))


def _read_row(book, sheet, number, cells, term):
    if any(key(cells.get(name, "")).startswith(TOTALS) for name in ("class", "subject", "code")):
        return
    if not any(cells.get(name, "") for name in NUMBERS):
        book.empty += 1
        return
    faults = []
    numbers = {name: _number(cells[name], TITLES[name], faults) for name in NUMBERS if cells.get(name)}
    code = cells.get("code", "").upper()
    if "code" in cells and not code:
        faults.append("Нет кода: впишите его, по нему узнают показатель.")
    if cells.get("term"):
        term = parsed(cells["term"])
    if term is None:
        told = cells.get("term", "")
        faults.append(
            f"«{told[:40]}» — не период: впишите, например, «2026/27 учебный год, I четверть» или «2026 год»."
        )
    scope, facts = _scope(cells, faults)
    facts["whose"] = _chosen(cells, "whose", Whose, faults) or Whose.OWN.value
    if "note" in cells:
        facts["note"] = cells["note"]
    for name, longest in LONGEST.items():
        if len(cells.get(name, "")) > longest:
            faults.append(f"В графе «{TITLES[name]}» больше {longest} знаков: сократите текст.")
    book.problems += [ImportProblem(sheet, number, sentence) for sentence in faults]
    if not faults:
        primary = {name: one for name, one in numbers.items() if name != "number"}
        value = numbers.get("number")
        book.rows.append(
            ValueRow(sheet, number, code, term, scope, facts, primary, value, cells.get("association", ""))
        )


def _number(text, title, faults):
    try:
        return number_of(text)
    except ValueError as error:
        column = title.strip("«»")  # «5» is quoted already
        faults.append(f"«{text[:40]}» в графе «{column}»: {str(error)[:1].lower()}{str(error)[1:]}")
        return None


def _scope(cells, faults):
    """Return what part of the school a row tells of, and its facts."""
    named = [name for name in ("association", "level", "focus") if cells.get(name)]
    if len(named) + bool(cells.get("class") or cells.get("subject")) > 1:
        faults.append("Строка говорит и об объединении, и о классе или предмете: оставьте что-нибудь одно.")
    if named == ["association"]:
        return Scope.ASSOCIATION.value, {}
    if named:
        name = named[0]
        choices = {"level": Level, "focus": Focus}[name]
        return name, {name: _chosen(cells, name, choices, faults)}
    if cells.get("class"):
        return Scope.CLASS.value, {"school_class": cells["class"], "subject": cells.get("subject", "")}
    if cells.get("subject"):
        return Scope.SUBJECT.value, {"subject": cells["subject"]}
    return Scope.SCHOOL.value, {}


def _chosen(cells, name, choices, faults):
    text = cells.get(name, "")
    if not text:
        return ""
    known = {key(label): value for value, label in choices.choices}
    if key(text) not in known:
        words = ", ".join(f"«{label}»" for label in choices.labels)
        faults.append(f"«{text[:40]}» не подходит для графы «{TITLES[name]}»: впишите одно из {words}.")
    return known.get(key(text), "")
