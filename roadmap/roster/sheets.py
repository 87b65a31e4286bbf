"""A workbook or a text table of people and programmes: what stands in its rows, and one sentence for each fault."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from roadmap.importing.parsed import ImportProblem, ImportRefused
from roadmap.importing.readers import read_sheets
from roadmap.importing.text_clean import alike, one_line
from roadmap.models import Association, CourseProgramme, Employee
from roadmap.roster.columns import COLUMNS, KNOWN_BY, PEOPLE, PROGRAMMES, recognise
from roadmap.roster.words import Name, gender_of, named_by, read_name, russian
from vsoko.wording import day_num

KINDS = (".xlsx", ".csv")
MOST_ROWS = 10_000
HEAD_WITHIN = 20  # rows, for what stands above the table
GENDERS = {"ж": Employee.Gender.FEMALE, "м": Employee.Gender.MALE}
_OF_ASSOCIATION = re.compile(r"(ш?мо|методическ\w+ объединени\w+|кафедра)\b")
_NUMBER = re.compile(r"(№|N|п)?[ ./]*(п[ ./]*п[ .]*)?")  # of the line: said to nobody that it is not read
_SEVERAL = re.compile(r"[;\n]+")
_PEOPLE_OF_CELL = re.compile(r"[;,\n]+")
_SKIPPED = "Лист «{}» пропущен: в нём нет граф «ФИО» и «Должность» или «Название» и «Направленность»."


@dataclass
class RosterRow:
    """One row as understood: `fields` by the names of the columns, only those that are filled; `name` of a person."""

    sheet: str
    number: int
    fields: dict
    name: Name | None = None
    remarks: list[str] = field(default_factory=list)

    @property
    def place(self):
        return f"{self.sheet}, строка {self.number}"

    @property
    def told(self):
        return self.name.full or self.name.brief if self.name else self.fields["name"]

    def problem(self, sentence):
        return ImportProblem(self.sheet, self.number, sentence)


@dataclass
class RosterBook:
    """A whole file. With `problems` it must not be taken; `remarks` tell what was not read."""

    people: list[RosterRow] = field(default_factory=list)
    programmes: list[RosterRow] = field(default_factory=list)
    problems: list[ImportProblem] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    known: dict = field(default_factory=dict)  # {(table, name): its first row}


@dataclass(frozen=True)
class Head:
    """Where the headings of a table stand: the index of the first row under them, and {place: column}."""

    table: str
    below: int
    number: int
    columns: dict


def parse_roster(content, filename):
    """Return the RosterBook of the bytes of a file."""
    book = RosterBook()
    try:
        for sheet in read_sheets(content, filename, KINDS, lambda rows: head_of(rows) is not None, most=MOST_ROWS):
            _read_sheet(book, sheet)
        if not (book.people or book.programmes or book.problems):
            raise ImportRefused(
                "Не найдены графы «ФИО» и «Должность» или «Название» и «Направленность», либо под ними ни одной строки: "
                "возьмите заготовку и перенесите в неё свой список.",
                filename,
            )
    except ImportRefused as refused:
        return RosterBook(problems=[refused.problem])
    return book


def head_of(rows):
    """Return the Head of a table, which may take two rows (one «ФИО» over three cells), or None."""
    for index, row in enumerate(rows[:HEAD_WITHIN]):
        for table, known_by in KNOWN_BY.items():
            columns = _columns(table, row, row.filled)
            below = rows[index + 1] if index + 1 < len(rows) else None
            own = [place for place in below.filled if place not in below.carried] if below else []
            second = _columns(table, below, own) if own else {}
            height = 1
            if columns and second and len(second) == len(own):
                columns, height = columns | second, 2
            found = set(columns.values())
            if len(found) > 1 and any(names <= found for names in known_by):
                return Head(table, index + height, row.number, columns)
    return None


def _columns(table, row, places):
    found = {place: recognise(table, row.cells[place]) for place in places}
    return {place: name for place, name in found.items() if name}


def _read_sheet(book, sheet):
    head = head_of(sheet.rows)
    if head is None:
        book.remarks.append(_SKIPPED.format(sheet.name))
        return
    columns = COLUMNS[head.table]
    titles = [
        (place, one_line(str(cell)))
        for row in sheet.rows[: head.below]
        if row.number >= head.number
        for place, cell in enumerate(row.cells)
        if cell != "" and place not in row.carried
    ]
    if unread := [title for place, title in titles if place not in head.columns and not _NUMBER.fullmatch(title)]:
        book.remarks.append(
            f"На листе «{sheet.name}» не читаются графы {', '.join(f'«{title[:40]}»' for title in unread)}."
        )
    present = list(head.columns.values())
    if twice := sorted({columns[name].title for name in present if present.count(name) > 1}):
        book.problems.append(
            ImportProblem(sheet.name, head.number, f"Графа «{twice[0]}» стоит дважды: оставьте одну из них.")
        )
        return
    if head.table == PEOPLE and "position" not in present:
        book.problems.append(ImportProblem(sheet.name, head.number, "Нет графы «Должность»: добавьте её."))
        return
    section = ""
    for row in sheet.rows[head.below :]:
        filled = [place for place in row.filled if place in head.columns]
        if all(str(row.cells[place]).isdigit() for place in row.filled) or _repeats(head, row):
            continue  # the line of column numbers, a number without a person, headings of the next page
        if head.table == PEOPLE and (words := _heading(row, head)):
            section = words if _OF_ASSOCIATION.match(alike(words)) else ""
            if not section:
                book.remarks.append(f"{sheet.name}, строка {row.number}: «{words[:60]}» — подзаголовок, не человек.")
        elif filled:
            _read_row(book, sheet, row, head, section)


def _repeats(head, row):
    filled = [place for place in row.filled if place in head.columns]
    return len(filled) > 1 and all(recognise(head.table, row.cells[place]) for place in filled)


def _heading(row, head):
    """Return the words of a row of one wide cell («МО учителей музыки», «Прочие работники»), or «» where it is a person."""
    own = [place for place in row.filled if place not in row.carried]
    words = one_line(str(row.cells[own[0]])) if len(own) == 1 else ""
    if _OF_ASSOCIATION.match(alike(words)):
        return words
    parts = words.split()
    named = head.columns.get(own[0]) in ("full_name", "last_name") if words else False
    return "" if named and len(parts) > 1 and all(part[:1].isupper() for part in parts) else words


def _read_row(book, sheet, row, head, section):
    row_of = RosterRow(sheet.name, row.number, {})
    for place, name in head.columns.items():
        cell = row.cell(place)
        text = cell if isinstance(cell, date) and COLUMNS[head.table][name].is_day else _text(cell)
        if isinstance(text, str) and name != "email":
            text, fixed = russian(text)
            row_of.remarks += fixed
        if text != "":
            row_of.fields[name] = text
    if head.table == PROGRAMMES:
        _read_programme(book, row_of)
    else:
        if section:
            row_of.fields.setdefault("association", section)
        _read_person(book, row_of)


def _text(cell):
    return day_num(cell) if isinstance(cell, date) else cell


def _read_person(book, row):
    fields = row.fields
    parts = [fields.pop(name, "") for name in ("last_name", "first_name", "patronymic")]
    whole = fields.pop("full_name", "")
    if whole == "" and not any(parts):
        if set(fields) - {"association"}:
            book.problems.append(row.problem("Нет имени: впишите фамилию, имя и отчество."))
        return
    # «Фамилия» often holds the whole name.
    if not whole and parts[0] and not any(parts[1:]):
        whole = parts[0]
    row.name = read_name(one_line(whole)) if whole else named_by(*map(one_line, parts))
    row.remarks = list(dict.fromkeys([*row.remarks, *row.name.remarks]))
    faults = [row.name.fault] if row.name.fault else []
    fields["associations"] = [
        one_line(one).strip() for one in _SEVERAL.split(fields.pop("association", "")) if one.strip()
    ]
    if len(max(fields["associations"], key=len, default="")) > Association._meta.get_field("name").max_length:
        faults.append("Название объединения слишком длинное: сократите его до 200 знаков.")
    fields["position"] = one_line(fields.get("position", ""))
    if len(fields["position"]) > Employee._meta.get_field("position").max_length:
        faults.append("Должность слишком длинная: сократите её до 200 знаков.")
    if "gender" in fields:
        fields["gender"] = GENDERS.get(alike(fields["gender"])[:1])
        if fields["gender"] is None:
            faults.append("Пол непонятен: впишите «женский» или «мужской».")
    elif not row.name.brief:
        fields["inferred_gender"] = gender_of(row.name)
    if "email" in fields:
        fields["email"] = one_line(fields["email"]).strip().lower()
        faults += _fault_of_email(fields["email"])
    _keep(book, book.people, PEOPLE, row, faults)


def _fault_of_email(email):
    try:
        validate_email(email)
    except ValidationError:
        return [f"«{email[:40]}» — не адрес почты: исправьте его или оставьте графу пустой."]
    return []


def _keep(book, rows, table, row, faults):
    """Add a row of the table; a second row of the same person goes on with the first one."""
    book.problems += [row.problem(sentence) for sentence in faults]
    if faults:
        return
    former = book.known.setdefault((table, alike(row.told)), row)
    if former is row:
        rows.append(row)
    elif table == PROGRAMMES:
        book.problems.append(row.problem(f"Программа уже стоит в строке {former.number}: оставьте одну из строк."))
    else:
        _join(book, former, row)


def _join(book, former, row):
    """Let the second row of one person add a post, associations and roles to the first; all else must be the same."""
    first, second = former.fields, row.fields
    for name, title in (("email", "почта"), ("gender", "пол")):
        if second.get(name, first.get(name)) != first.get(name, second.get(name)):
            book.problems.append(
                row.problem(
                    f"{former.told} уже стоит в строке {former.number}, а {title} там другая: оставьте одну строку."
                )
            )
            return
        if name in second:
            first[name] = second[name]
    posts = [first["position"], second["position"]]
    first["position"] = ", ".join(dict.fromkeys(filter(None, posts)))
    first["associations"] += [one for one in second["associations"] if one not in first["associations"]]
    if roles := "; ".join(dict.fromkeys(filter(None, (first.get("roles"), second.get("roles"))))):
        first["roles"] = roles
    former.remarks += [f"строка {row.number} о том же человеке: прибавлена к этой", *row.remarks]


def _read_programme(book, row):
    fields, faults = row.fields, []
    fields["name"] = one_line(fields.get("name", "")).strip(' «»"“”„')
    if not fields["name"]:
        book.problems.append(row.problem("Нет названия программы: впишите его."))
        return
    if len(fields["name"]) > CourseProgramme._meta.get_field("name").max_length:
        faults.append("Название слишком длинное: сократите его до 200 знаков.")
    if "association" in fields:
        fields["association"] = one_line(fields["association"])
    if "teachers" in fields:
        fields["teachers"] = [one.strip() for one in _PEOPLE_OF_CELL.split(fields["teachers"]) if one.strip()]
    if "hours" in fields:
        found = re.match(r"(\d{1,4})(?!\d)", fields["hours"])
        fields["hours"] = int(found[1]) if found else 0
        if not fields["hours"]:
            faults.append("Часы не число: впишите, сколько часов в программе, или оставьте графу пустой.")
    if "ages" in fields and len(fields["ages"]) > CourseProgramme._meta.get_field("ages").max_length:
        faults.append("Возраст записан слишком длинно: хватит «7–10 лет».")
    if "updated_on" in fields:
        fields["updated_on"] = day = _day(fields["updated_on"])
        if day is None or day > date.today():
            faults.append("Дата обновления непонятна или ещё не наступила: впишите день как «12.03.2026».")
    _keep(book, book.programmes, PROGRAMMES, row, faults)


def _day(cell):
    if isinstance(cell, date):
        return cell
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(one_line(cell).rstrip(" г."), pattern).date()
        except ValueError:
            continue
    return None
