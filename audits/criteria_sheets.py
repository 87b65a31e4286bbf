"""Criteria in a workbook of Excel: what stands in its rows, and one sentence for each fault."""

from dataclasses import dataclass, field
from datetime import date

from audits.models import Criterion
from audits.models.criterion import Subject
from roadmap.importing.parsed import ImportProblem, ImportRefused
from roadmap.importing.readers import read_sheets
from roadmap.importing.text_clean import key, one_line
from vsoko.wording import day_num

KINDS = (".xlsx",)
# How the columns of a workbook are named, in their order; those of an export that are not here are for reading only.
TITLES = {
    "code": "Код",
    "section": "Раздел",
    "question": "Вопрос",
    "requirement": "Основание",
    "hint": "Что смотреть",
    "applies_to": "Относится к",
    "is_active": "Применяется",
}
COLUMNS = {key(title): name for name, title in TITLES.items()}
NEEDED = ("code", "question")
MAY_BE_EMPTY = ("hint",)
HEAD_WITHIN = 10  # rows, for a title above the table
SUBJECTS = {key(label): value for value, label in Subject.choices} | {
    "мо": Subject.ASSOCIATION, "программа": Subject.PROGRAMME, "школа": Subject.SCHOOL,
}  # fmt: skip
YES_OR_NO = {"да": True, "нет": False}
TEXTS = ("code", "section", "question", "requirement", "hint")
LONGEST = {name: Criterion._meta.get_field(name).max_length for name in TEXTS}


@dataclass(frozen=True)
class CriterionRow:
    """One row as understood: `fields` holds what its sheet has columns for."""

    sheet: str
    number: int
    code: str
    fields: dict


@dataclass
class CriteriaBook:
    """A whole workbook. With `problems` it must not be taken; `remarks` tell what was not read."""

    rows: list[CriterionRow] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    has_head: bool = False


def parse_criteria(content, filename):
    """Return the CriteriaBook of the bytes of a file."""
    book = CriteriaBook()
    try:
        for sheet in read_sheets(content, filename, KINDS):
            _read_sheet(book, sheet)
        if not book.rows and not book.problems:
            raise ImportRefused(_why_nothing(book), filename)
    except ImportRefused as refused:
        return CriteriaBook(problems=[refused.problem])
    return book


def _why_nothing(book):
    if not book.has_head:
        return "Не найдены графы «Код» и «Вопрос»: возьмите заготовку и перенесите в неё свои вопросы."
    return "Под заголовком нет ни одного критерия: впишите строки и загрузите файл снова."


def _read_sheet(book, sheet):
    head, columns = _head_of(sheet)
    if head is None:
        book.remarks.append(f"Лист «{sheet.name}» пропущен: в нём нет граф «Код» и «Вопрос».")
        return
    book.has_head = True
    named = [(place, one_line(str(cell))) for place, cell in enumerate(head.cells) if cell != ""]
    if unread := [title for place, title in named if place not in columns]:
        book.remarks.append(f"На листе «{sheet.name}» графы {', '.join(f'«{title}»' for title in unread)} не читаются.")
    if len(set(columns.values())) < len(columns):
        book.problems.append(
            ImportProblem(sheet.name, head.number, "Графа стоит дважды: оставьте по одной графе с каждым названием.")
        )
        return
    for row in sheet.rows:
        if row.number > head.number and any(place in columns for place in row.filled):
            _read_row(book, sheet, row, columns)


def _head_of(sheet):
    """Return (head row, {place: field}) of a sheet, or (None, {})."""
    for row in sheet.rows[:HEAD_WITHIN]:
        columns = {}
        for place, cell in enumerate(row.cells):
            if name := COLUMNS.get(key(one_line(str(cell)))):
                columns[place] = name
        if set(NEEDED) <= set(columns.values()):
            return row, columns
    return None, {}


def _read_row(book, sheet, row, columns):
    words = {name: _text(row.cell(place)) for place, name in columns.items()}
    code = one_line(words.pop("code")).upper()
    faults = _faults(book, code, words)
    book.problems += [ImportProblem(sheet.name, row.number, sentence) for sentence in faults]
    if faults:
        # The code is taken all the same: its second row is one fault more, not a row of its own.
        words = None
    book.rows.append(CriterionRow(sheet.name, row.number, code, _values(words) if words is not None else {}))


def _text(cell):
    return day_num(cell) if isinstance(cell, date) else cell


def _faults(book, code, words):
    """Return the sentences about one row."""
    faults = []
    if not code:
        faults.append("Нет кода: впишите его, по нему критерий узнают в чек-листах и отчётах.")
    elif len(code) > LONGEST["code"]:
        faults.append(f"Код длиннее {LONGEST['code']} знаков: сократите его.")
    elif former := next((row for row in book.rows if row.code == code), None):
        faults.append(f"Код {code} уже стоит в строке {former.number} листа «{former.sheet}»: оставьте одну из них.")
    for name, text in words.items():
        title = TITLES[name]
        if not text:
            if name not in MAY_BE_EMPTY:
                faults.append(f"Графа «{title}» пуста: заполните её.")
        elif name == "applies_to" and key(text) not in SUBJECTS:
            known = ", ".join(f"«{label}»" for label in Subject.labels)
            faults.append(f"«{_brief(text)}» не подходит для графы «{title}»: впишите одно из {known}.")
        elif name == "is_active" and key(text) not in YES_OR_NO:
            faults.append(f"«{_brief(text)}» не подходит для графы «{title}»: впишите «да» или «нет».")
        elif name in LONGEST and len(text) > LONGEST[name]:
            faults.append(f"В графе «{title}» {len(text)} знаков: сократите текст до {LONGEST[name]}.")
    return faults


def _brief(text):
    text = one_line(text)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _values(words):
    values = {name: one_line(text) if name == "section" else text for name, text in words.items()}
    if "applies_to" in values:
        values["applies_to"] = str(SUBJECTS[key(values["applies_to"])])
    if "is_active" in values:
        values["is_active"] = YES_OR_NO[key(values["is_active"])]
    return values
