"""A workbook of earlier years: what stands in its rows, and one sentence for each fault."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils import timezone

from audits.models.finding import NONCONFORMITIES, Grade
from audits.past_columns import KNOWN_BY, TABLES
from roadmap.importing.parsed import ImportProblem, ImportRefused
from roadmap.importing.readers import read_sheets
from roadmap.importing.text_clean import alike, one_line
from vsoko.wording import day_num

KINDS = (".xlsx",)
HEAD_WITHIN = 10  # rows, for what stands above the table
TYPED_DAYS = ("%d.%m.%Y", "%d.%m.%y", "%Y-%m-%d", "%d/%m/%Y")
EARLIEST = date(2000, 1, 1)
# What happens to nonconformities alone.
OF_NONCONFORMITIES = ("cause", "branch", "acknowledged_on", "closed_on")
LINES = ("requirement", "fact", "evidence_text", "cause", "text", "report")  # what may have several lines


@dataclass(frozen=True)
class PastRow:
    """One row as understood: `fields` are texts, days and values of choices by the names of the columns."""

    sheet: str
    number: int
    fields: dict

    @property
    def key(self):
        """Return the number of the nonconformity as it is recognised."""
        return alike(self.fields["number"])

    @property
    def identity(self):
        """Return what tells one record from another: its number, of an action also its words."""
        return self.key, alike(self.fields.get("text", ""))

    def problem(self, sentence):
        return ImportProblem(self.sheet, self.number, sentence)


@dataclass
class PastBook:
    """A whole workbook. With `problems` it must not be taken; `remarks` tell what was not read."""

    findings: list[PastRow] = field(default_factory=list)
    actions: list[PastRow] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    has_head: bool = False
    known: dict = field(default_factory=dict)  # {(table, identity): its first row}
    faulty: set = field(default_factory=set)  # (sheet, number) of rows with a fault

    def is_clean(self, row):
        return (row.sheet, row.number) not in self.faulty


def parse_past(content, filename):
    """Return the PastBook of the bytes of a file."""
    book = PastBook()
    try:
        for sheet in read_sheets(content, filename, KINDS):
            _read_sheet(book, sheet)
        if not (book.findings or book.actions or book.problems):
            raise ImportRefused(_why_nothing(book), filename)
    except ImportRefused as refused:
        return PastBook(problems=[refused.problem])
    return book


def _why_nothing(book):
    if not book.has_head:
        return "Не найдены графы «Номер» и «Суть»: возьмите заготовку и перенесите в неё свои записи."
    return "Под заголовком нет ни одной записи: впишите строки и загрузите файл снова."


def _read_sheet(book, sheet):
    table, head, columns = _head_of(sheet)
    if table is None:
        book.remarks.append(
            f"Лист «{sheet.name}» пропущен: в нём нет граф «Номер» и «Суть» или «Номер несоответствия» и «Что сделать»."
        )
        return
    book.has_head = True
    known = TABLES[table]
    titles = [(place, one_line(str(cell))) for place, cell in enumerate(head.cells) if cell != ""]
    if unread := [title for place, title in titles if place not in columns]:
        book.remarks.append(f"На листе «{sheet.name}» графы {', '.join(f'«{title}»' for title in unread)} не читаются.")
    if len(set(columns.values())) < len(columns):
        book.problems.append(
            ImportProblem(sheet.name, head.number, "Графа стоит дважды: оставьте по одной графе с каждым названием.")
        )
        return
    if missing := [f"«{one.title}»" for name, one in known.items() if one.needed and name not in columns.values()]:
        book.problems.append(
            ImportProblem(sheet.name, head.number, f"Нет нужных граф: {', '.join(missing)}. Добавьте их из заготовки.")
        )
        return
    if any((row.number, place) in sheet.formulas for row in sheet.rows for place in columns):
        book.remarks.append(f"На листе «{sheet.name}» есть формулы: записаны их значения, сами формулы не читаются.")
    for row in sheet.rows:
        if row.number > head.number and any(place in columns for place in row.filled):
            _read_row(book, table, sheet, row, columns)


def _head_of(sheet):
    """Return (name of the table, head row, {place: field}) of a sheet, or Nones."""
    for row in sheet.rows[:HEAD_WITHIN]:
        for table, known in TABLES.items():
            names = {alike(column.title): name for name, column in known.items()}
            columns = {
                place: names[title] for place, cell in enumerate(row.cells) if (title := alike(str(cell))) in names
            }
            if set(KNOWN_BY[table]) <= set(columns.values()):
                return table, row, columns
    return None, None, {}


def _read_row(book, table, sheet, row, columns):
    fields, faults = dict.fromkeys(TABLES[table], ""), []
    for place, name in columns.items():
        column = TABLES[table][name]
        counted = (row.number, place) in sheet.formulas
        fields[name], fault = _value(name, column, row.cell(place), counted=counted)
        faults += [fault] if fault else []
    if not faults:
        faults = _between(table, fields)
    read = PastRow(sheet.name, row.number, fields)
    former = book.known.setdefault((table, read.identity), read)
    if fields["number"] and former is not read:
        where = f"в строке {former.number} листа «{former.sheet}»"
        faults.append(
            f"Номер {fields['number']} уже стоит {where}: впишите другой номер или оставьте одну из строк."
            if table == "findings"
            else f"Такое же действие по номеру {fields['number']} уже стоит {where}: оставьте одну из строк."
        )
    if faults:
        book.faulty.add((sheet.name, row.number))
        book.problems += [read.problem(sentence) for sentence in faults]
    getattr(book, table).append(read)


def _value(name, column, cell, *, counted):
    """Return (value, the sentence about it or «»)."""
    if cell == "":
        if counted:
            return "", (
                f"В графе «{column.title}» формула без значения: впишите само значение или сохраните книгу в Excel."
            )
        return "", f"Графа «{column.title}» пуста: заполните её." if column.needed else ""
    if column.is_day:
        return _day(column, cell)
    text = day_num(cell) if isinstance(cell, date) else cell
    text = text if name in LINES else one_line(text)
    if column.options:
        option = column.option(text)
        known = ", ".join(f"«{one.label}»" for one in column.options)
        return (
            option or "",
            "" if option else f"«{brief(text)}» не подходит для графы «{column.title}»: впишите одно из {known}.",
        )
    if column.longest and len(text) > column.longest:
        return text, f"В графе «{column.title}» {len(text)} знаков: сократите текст до {column.longest}."
    return text, ""


def _day(column, cell):
    day = cell if isinstance(cell, date) else _typed_day(one_line(cell))
    if day is None or day < EARLIEST:
        return "", f"«{brief(str(cell))}» в графе «{column.title}» не день: впишите его как «12.03.2026»."
    if day > timezone.localdate() and column.title != "Срок":
        return "", f"{day_num(day)} в графе «{column.title}» ещё не наступило: переносится только то, что уже было."
    return day, ""


def _typed_day(text):
    for pattern in TYPED_DAYS:
        try:
            return datetime.strptime(text.rstrip(" г."), pattern).date()
        except ValueError:
            continue
    return None


def _between(table, fields):
    """Return the sentences about values that contradict each other."""
    return _between_of_action(fields) if table == "actions" else _between_of_finding(fields)


def _in_turn(fields, first, last, words):
    first, last = fields[first], fields[last]
    if first and last and last < first:
        return [f"{words}: {day_num(last)} и {day_num(first)}. Исправьте один из дней."]
    return []


def _between_of_action(fields):
    if fields["done_on"]:
        return _in_turn(fields, "done_on", "accepted_on", "Принято раньше, чем выполнено")
    if fields["accepted_on"]:
        return ["Принято, а дня выполнения нет: заполните графу «Выполнено»."]
    return [] if fields["due_on"] else ["Действие не выполнено, и срока у него нет: заполните графу «Срок»."]


def _between_of_finding(fields):
    faults = _in_turn(fields, "found_on", "closed_on", "Закрыто раньше, чем установлено")
    faults += _in_turn(fields, "found_on", "acknowledged_on", "Ознакомлен раньше, чем установлено")
    faults += _in_turn(fields, "acknowledged_on", "closed_on", "Закрыто раньше, чем ознакомлен")
    if bool(fields["cause"]) != bool(fields["branch"]):
        lacking = "«Где причина»" if fields["cause"] else "«Причина»"
        faults.append(f"Графа {lacking} пуста: причину записывают вместе с тем, где она.")
    columns = TABLES["findings"]
    if fields["grade"] not in NONCONFORMITIES:
        filled = [f"«{columns[name].title}»" for name in OF_NONCONFORMITIES if fields[name]]
        faults += [f"Только у несоответствия есть {', '.join(filled)}: оставьте пустым."] if filled else []
    if fields["decision"] and fields["grade"] not in (Grade.OBSERVATION, Grade.OPPORTUNITY):
        faults.append("«Решение» принимают о наблюдении или рекомендации: оставьте графу пустой.")
    return faults


def brief(text):
    text = one_line(text)
    return text if len(text) <= 40 else f"{text[:40]}…"
