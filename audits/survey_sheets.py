"""What form services export: one row is one questionnaire, a column is known by the words of its question."""

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from audits.models.survey import Kind
from audits.services.survey_responses import LONGEST_FREE
from audits.survey_words import told
from roadmap.importing.parsed import ImportProblem, ImportRefused
from roadmap.importing.readers import read_sheets
from roadmap.importing.text_clean import key, one_line
from vsoko.wording import day_num

KINDS = (".xlsx",)
MOST_ROWS = 3000  # twice as many people as the largest school has
# «1. Вопрос», «1) Вопрос *»: what services and people put around the words of a question.
_NUMBER = re.compile(r"^\d{1,2}[.)]\s+")
_TAIL = re.compile(r"[\s*:.?]+$")
# A grid names its row last: «Отметьте ответ [Расписание удобно]» (Google), «Отметьте ответ / Расписание удобно» (Yandex).
_GRID_ROW = re.compile(r"\[([^\]]+)\]\s*$|\s/\s([^/]+)$")
_MARK = re.compile(r"^([1-5])(?:[.,]0+)?(?:$|\s*[-—–(:].*)", re.DOTALL)
_YES = {"да": "yes", "yes": "yes", "true": "yes", "истина": "yes", "нет": "no", "no": "no", "false": "no", "ложь": "no"}
_UNSURE = {"затрудняюсь": "unsure", "не знаю": "unsure", "затрудняюсь с ответом": "unsure"}
MOMENT, COURSE = "moment", "course"


@dataclass(frozen=True)
class AnsweredRow:
    """One questionnaire as understood: `answers` maps a question's pk to its value or words; `key` knows it again."""

    number: int
    answers: dict
    course: object
    key: str


@dataclass
class AnswerBook:
    """A whole export. With `problems` it must not be taken; `remarks` tell what was not read and what is missing."""

    rows: list[AnsweredRow] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    columns: list[tuple] = field(default_factory=list)  # (title in the file, question)
    blank: int = 0


def parse_answers(content, filename, questions, courses=()):
    """Return the AnswerBook of the bytes of a file, read against the questions and programmes of a survey."""
    try:
        sheets = read_sheets(content, filename, KINDS, most=MOST_ROWS, moments=True)
        sheet = next((one for one in sheets if one.rows and _columns(one.rows[0], questions)[0]), None)
        if sheet is None:
            raise ImportRefused(
                "В первой строке нет ни одного вопроса этой анкеты: слова вопроса в форме и здесь должны совпадать.",
                filename,
            )
    except ImportRefused as refused:
        return AnswerBook(problems=[refused.problem])
    book = AnswerBook()
    _read(book, sheet, questions, {_bare(str(course)): course for course in courses})
    if not book.rows and not book.problems:
        book.problems.append(ImportProblem(sheet.name, None, "Под заголовком нет ни одной анкеты с ответами."))
    return book


def _columns(head, questions):
    """Return ({place: question}, {place: MOMENT or COURSE}, titles that are not read, questions that stand twice)."""
    known, words = {_bare(row.text): row for row in questions}, told()
    found, others, unread, twice = {}, {}, [], []
    for place, cell in enumerate(head.cells):
        title = one_line(str(cell))
        question = next((known[name] for name in _names(title) if name in known), None)
        if question in found.values():
            twice.append(title)
        elif question:
            found[place] = question
        elif _bare(title) in words["moments"]:
            others[place] = MOMENT
        elif _bare(title) in words["courses"]:
            others[place] = COURSE
        elif title:
            unread.append(title)
    return found, others, unread, twice


def _names(title):
    """Return the ways in which the title of a column may name a question, the whole first."""
    yield _bare(title)
    if grid := _GRID_ROW.search(title):
        yield _bare(grid[1] or grid[2])


def _bare(text):
    return _TAIL.sub("", _NUMBER.sub("", key(one_line(text)).strip("«»\"' ")))


def _read(book, sheet, questions, courses):
    head = sheet.rows[0]
    found, others, unread, twice = _columns(head, questions)
    book.columns = [(one_line(str(head.cell(place))), question) for place, question in found.items()]
    book.remarks = _remarks(found, others, unread, questions, courses)
    book.problems = [
        ImportProblem(sheet.name, head.number, f"Вопрос «{title}» стоит в двух графах: оставьте одну.")
        for title in twice
    ]
    if COURSE in others.values() and not courses:
        others = {place: name for place, name in others.items() if name != COURSE}
    seen = Counter()
    for row in sheet.rows[1:]:
        _read_row(book, sheet.name, row, found, others, courses, seen)
    if book.blank:
        book.remarks.append(f"Строк без ответов: {book.blank}, они пропущены.")


def _remarks(found, others, unread, questions, courses):
    there = {question.pk for question in found.values()}
    remarks = [
        f"Вопроса «{row.text}» в файле нет: ответов на него не будет." for row in questions if row.pk not in there
    ]
    personal = [title for title in unread if any(part in key(title) for part in told()["personal"])]
    if personal:
        remarks.append(
            f"Графы с личными сведениями ({_named(personal)}) не читаются и не сохраняются: анкета анонимная. "
            "Лучше убрать такие вопросы из формы."
        )
    if rest := [title for title in unread if title not in personal]:
        remarks.append(f"Не читаются графы: {_named(rest)}.")
    if len(courses) > 1 and COURSE not in others.values():
        remarks.append("Графы с программой нет: анкеты войдут без программы, по программам их не покажут.")
    return remarks


def _named(titles):
    return ", ".join(f"«{_brief(title)}»" for title in titles)


def _read_row(book, sheet, row, found, others, courses, seen):
    answers, faults, course = {}, [], None
    for place, question in found.items():
        words = _text(row.cell(place))
        if not words:
            continue
        value, fault = understood(question, words)
        if fault:
            faults.append(fault)
        else:
            answers[question.pk] = value
    for place, name in others.items():
        words = _text(row.cell(place))
        if name == COURSE and words:
            course = courses.get(_bare(words))
            if course is None:
                faults.append(f"Программы «{_brief(words)}» в этом анкетировании нет: исправьте название.")
    if faults:
        book.problems += [ImportProblem(sheet, row.number, fault) for fault in faults]
    elif not answers:
        book.blank += any(_text(cell) for cell in row.cells)
    else:
        moments = [_text(row.cell(place)) for place, name in others.items() if name == MOMENT]
        book.rows.append(AnsweredRow(row.number, answers, course, _key(found, answers, course, moments, seen)))


def _key(found, answers, course, moments, seen):
    """Return what the same row of the next export is known by: its answers and moment, and which of equal rows it is."""
    told_row = [[question.position, answers[question.pk]] for question in found.values() if question.pk in answers]
    whole = repr((sorted(told_row), str(course or ""), moments))
    seen[whole] += 1
    return hashlib.sha256(f"{whole}#{seen[whole]}".encode()).hexdigest()


def understood(question, words):
    """Return (value, "") of what stands in a cell, or ("", a sentence that says what is wrong with it)."""
    if question.is_free:
        if len(words) > LONGEST_FREE:
            return "", f"«{_brief(question.text)}»: в ответе {len(words)} знаков, сократите его до {LONGEST_FREE}."
        return words, ""
    if question.kind == Kind.SCALE:
        mark = _MARK.match(words.strip())
        return (mark[1], "") if mark else ("", _unknown(question, words, "число от 1 до 5"))
    word = _TAIL.sub("", key(one_line(words)))
    known = {_TAIL.sub("", key(label)): value for value, label in question.answers.items()}
    known = {"agree": _UNSURE, "yes_no": _YES}.get(question.kind, {}) | known
    if word in known:
        return known[word], ""
    return "", _unknown(question, words, ", ".join(f"«{label}»" for label in question.answers.values()))


def _unknown(question, words, wanted):
    return f"«{_brief(words)}» не подходит к вопросу «{_brief(question.text)}»: впишите {wanted} или очистите ячейку."


def _text(cell):
    return (day_num(cell) if isinstance(cell, date) else str(cell)).strip()


def _brief(text):
    text = one_line(text)
    return text if len(text) <= 60 else f"{text[:60]}…"
