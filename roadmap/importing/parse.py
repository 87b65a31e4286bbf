"""A whole roadmap file from bytes to a ParsedRoadmap."""

import re
from itertools import chain, groupby

from roadmap.importing import header as head
from roadmap.importing.parsed import ImportProblem, ImportRefused, ParsedActivity, ParsedRoadmap
from roadmap.importing.period import read_label
from roadmap.importing.readers import read_sheets
from roadmap.importing.responsible import read_responsible
from roadmap.importing.rows import collect_rows
from roadmap.importing.stage import guess_stage
from roadmap.importing.term_atoms import ImpossibleTerm
from roadmap.importing.terms import MAX_TERM, read_ends, read_term
from roadmap.importing.text_clean import clean_lines
from roadmap.importing.years import infer_years, to_dates
from roadmap.numbers import gaps

MAX_NUMBER = 20
# «по устранению предупреждению»: two such nouns side by side have lost their «и».
_LOST_AND = re.compile(r"\b(\w{3,}[еа]нию) (\w{3,}[еа]нию)\b")


def parse_roadmap(content, filename, label):
    """Return the ParsedRoadmap of a .txt, .csv, .xlsx or .docx file for the year `label` («2021» or «2026/2027»).

    Never raises: whatever is wrong stands in `problems`, and then nothing may be imported. Rules: domain text, 1.2–1.3.
    """
    try:
        period = read_label(label)
    except ImportRefused as refusal:
        return ParsedRoadmap(label, problems=[refusal.problem])
    roadmap = ParsedRoadmap(period.label, period.first, period.last)
    try:
        collected = collect_rows(read_sheets(content, filename))
    except ImportRefused as refusal:
        roadmap.problems.append(refusal.problem)
        return roadmap
    roadmap.problems.extend(collected.problems)
    roadmap.remarks.extend(collected.remarks)
    if not collected.rows and not collected.problems:
        roadmap.problems.append(ImportProblem(filename, None, _nothing_found(collected.found_header)))
        return roadmap
    for _, section in groupby(collected.rows, key=lambda row: row.section):
        _add_section(roadmap, list(section), period)
    sheets = list(dict.fromkeys(problem.sheet for problem in roadmap.problems))
    roadmap.problems.sort(key=lambda problem: (sheets.index(problem.sheet), problem.row or 0))
    roadmap.missing_numbers = list(chain.from_iterable(gaps([activity.number for activity in roadmap.activities])))
    if roadmap.missing_numbers:
        roadmap.remarks.append(_gaps(roadmap.missing_numbers))
    _note_doubles(roadmap.activities)
    _note_strays(roadmap)
    return roadmap


def _nothing_found(found_header):
    if found_header:
        return "Под заголовками таблицы нет ни одного мероприятия: впишите мероприятия и загрузите файл снова."
    return (
        "Не найдена таблица мероприятий: добавьте строку заголовков, например «№», «Мероприятие», "
        "«Ожидаемый результат», «Ответственные», «Сроки»."
    )


def _add_section(roadmap, rows, period):
    terms = []
    for row in rows:
        try:
            terms.append((row, _term_of(row, period)))
        except ImpossibleTerm as error:
            roadmap.problems.append(ImportProblem(row.sheet, row.row, str(error)))
    years = infer_years([term for _, term in terms], period)
    for place, (row, term) in enumerate(terms):
        try:
            dates = to_dates(term, years.get(place), period)
        except ImpossibleTerm as error:
            roadmap.problems.append(ImportProblem(row.sheet, row.row, str(error)))
            continue
        roadmap.activities.append(_activity(row, term, dates, len(roadmap.activities) + 1))


def _term_of(row, period):
    start, end = row.cells.get(head.START, ""), row.cells.get(head.END, "")
    return read_ends(start, end, period) if start or end else read_term(row.cells.get(head.TERM, ""), period)


def _activity(row, term, dates, position):
    title, result = row.text(head.TITLE), row.text(head.RESULT)
    responsible = read_responsible(clean_lines(str(row.cells.get(head.RESPONSIBLE, ""))))
    remarks = [*term.remarks, *responsible.remarks, *row.remarks]
    if not row.cells.get(head.RESPONSIBLE):
        remarks.append("Ответственный не указан.")
    for text in (title, result):
        remarks.extend(
            f"Возможно, пропущен союз «и»: «{first} и {second}»." for first, second in _LOST_AND.findall(text)
        )
    return ParsedActivity(
        position=position,
        number=row.number[:MAX_NUMBER],
        title=title,
        result=result,
        responsible_text=row.text(head.RESPONSIBLE),
        responsible=responsible.roles,
        names=responsible.names,
        term_text=term.text[:MAX_TERM],
        date_from=dates.first,
        date_to=dates.last,
        inferred=dates.inferred,
        strays=dates.strays,
        stage=guess_stage(title, result),
        remarks=remarks,
        source_row=row.row,
        sheet=row.sheet,
    )


def _gaps(missing):
    if len(missing) == 1:
        return f"Пункт {missing[0]} в исходном документе отсутствует."
    return f"Пункты {', '.join(missing[:-1])} и {missing[-1]} в исходном документе отсутствуют."


def _note_doubles(activities):
    first_rows = {}
    for activity in activities:
        first = first_rows.setdefault(activity.number, activity)
        if activity.number and first is not activity:
            activity.remarks.append(f"Номер {activity.number} уже есть у мероприятия в строке {first.source_row}.")


def _note_strays(roadmap):
    """Say where a year is doubtful: of one term beside it, of several once, for then it is rather the year of the file."""
    strays = [activity for activity in roadmap.activities if activity.strays]
    if len(strays) == 1:
        strays[0].remarks.append(
            f"Срок «{strays[0].term_text}» далеко от периода карты {roadmap.label}: проверьте год."
        )
    elif strays:
        named = ", ".join(activity.number or f"строка {activity.source_row}" for activity in strays)
        roadmap.remarks.append(
            f"Сроки далеко от периода карты {roadmap.label}: проверьте её год и годы в мероприятиях {named}."
        )
