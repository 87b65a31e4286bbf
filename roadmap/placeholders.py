"""Подстановки: `{{org.short}}`, with a case `{{dir:дат}}`, or alone on a line for a table of facts.

Words are filled once, when a draft is made; tables and what the draft itself decides (who signs it) stay in the draft and
are filled whenever it is shown, printed or frozen.
"""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from functools import cached_property

from django.db.models import Max, Min
from django.utils import timezone

from roadmap.declension import CASES, NAME, NOMINATIVE, full_in, is_sure, post_in, short_in, signature_in
from roadmap.models import Activity, Appointment, Employee
from vsoko import registries
from vsoko.wording import day_num, day_paper

MARK = re.compile(r"\{\{\s*([^{}:]*?)\s*(?::\s*([^{}]*?)\s*)?\}\}")
FULL_STOP = re.compile(r"\.(?!\.)")
BRACES = re.compile(r"\{\{|\}\}")
BLANK = "_______________"
TEXT, PERSON, TABLE, DECLINED, CLAUSE, LATE = "text", "person", "table", "declined", "clause", "late"
LATER = (TABLE, LATE)
# What may follow the name of a person after a full stop; nothing is «Фамилия И.О.».
PARTS = {
    "": ("Фамилия И.О.", short_in, ("last_name",)),
    "full": ("фамилия, имя, отчество", full_in, NAME),
    "sign": ("И.О. Фамилия", signature_in, ("last_name",)),
    "pos": ("должность", post_in, ("position",)),
}
SOMEBODY = {
    "им": "работник", "род": "работника", "дат": "работнику", "вин": "работника", "твор": "работником",
    "предл": "работнике",
}  # fmt: skip


@dataclass(frozen=True)
class Name:
    """A placeholder that a text may use: what it is, and of which sort (see registries.PaperSource)."""

    words: str
    sort: str = TEXT


@dataclass(frozen=True)
class Setting:
    """Where a paper is made: what facts are asked about. `document` is None until the draft is there."""

    school: object
    code: str = ""
    roadmap: object = None
    activity: object = None
    association: object = None
    document: object = None
    today: date = field(default_factory=timezone.localdate)

    @cached_property
    def holders(self):
        """Who holds which role of the school today."""
        return Appointment.objects.filter(school=self.school).covering(self.today).holders()

    @cached_property
    def terms(self):
        """The first and the last day of the year's rows by their stage."""
        if self.roadmap is None:
            return {}
        rows = Activity.objects.filter(roadmap=self.roadmap).order_by().values_list("stage")
        return {stage: days for stage, *days in rows.annotate(Min("starts_on"), Max("ends_on"))}


def names_for(code):
    """Return {placeholder: Name} that texts of this kind of paper may use: common ones and those of its records."""
    names = {name: Name(fact.words, fact.sort) for name, fact in registries.paper_facts.items()}
    for source in registries.paper_sources.values():
        if code in source.kinds:
            names |= {name: Name(words, source.sorts.get(name, TEXT)) for name, words in source.names.items()}
    return names


def source_of(record, code):
    """Return the PaperSource that makes papers of this kind from the record, or None."""
    return source_for(type(record), code)


def about_source(document):
    """Return the PaperSource of what the paper is made of, or None."""
    return source_of(document.about, document.kind.code) if document.about_id else None


def source_for(model, code):
    """Return the PaperSource that makes papers of this kind from records of the model, or None."""
    sources = registries.paper_sources.values()
    return next((one for one in sources if issubclass(model, one.model) and code in one.kinds), None)


class Facts:
    """What stands behind the placeholders of one paper; each fact is found once, when a text first asks for it."""

    def __init__(self, setting, record=None):
        self.setting, self.record = setting, record
        self.names = names_for(setting.code)
        self._known = {}

    @cached_property
    def of_record(self):
        source = source_of(self.record, self.setting.code) if self.record is not None else None
        return source.facts(self.record, self.setting.code) if source else {}

    def value(self, name):
        """Return the value of a placeholder, None where nothing is known."""
        if name not in self._known:
            fact = registries.paper_facts.get(name)
            known = self.of_record[name] if name in self.of_record else fact and fact.value(self.setting)
            self._known[name] = known() if callable(known) else known
        return self._known[name]


def facts_of(document):
    """Return the Facts of a document that is there."""
    setting = Setting(
        document.school, document.kind.code, document.roadmap, document.activity, document.association, document
    )
    return Facts(setting, document.about)


def part_of(name, names):
    """Return (name of the fact, part of a person) or (None, "") for an unknown placeholder: «coord.pos» is of «coord»."""
    if name in names:
        return name, ""
    owner, _, part = name.rpartition(".")
    if part in PARTS and owner in names and names[owner].sort in (PERSON, LATE):
        return owner, part
    return None, ""


# --- проверка -------------------------------------------------------------------------------------------------------


def mistakes(text, names):
    """Return a sentence about each placeholder of the text that cannot be filled; nothing where all is well."""
    found = []
    for line in text.splitlines():
        marks = list(MARK.finditer(line))
        found += [sentence for mark in marks if (sentence := _mistake(mark, line.strip(), names))]
        if len(BRACES.findall(line)) != 2 * len(marks):
            found.append(f"Скобки подстановки не парные: «{line.strip()[:80]}». Нужно так: {{{{org.short}}}}.")
    return list(dict.fromkeys(found))


def _mistake(mark, line, names):
    written, case = mark[0], mark[2]
    name, part = part_of(mark[1], names)
    if name is None:
        near = get_close_matches(mark[1], names, n=1, cutoff=0.7)
        hint = f"может быть, {{{{{near[0]}}}}}?" if near else "выберите из списка подстановок."
        return f"{written}: такой подстановки нет, {hint}"
    sort = names[name].sort
    if case is not None and case not in CASES:
        return f"{written}: такого падежа нет, есть {', '.join(CASES)}."
    if case not in (None, NOMINATIVE) and sort not in (PERSON, DECLINED, LATE):
        return f"{written}: эта подстановка не склоняется, уберите падеж."
    if sort == TABLE and line != written:
        return f"{written}: это таблица, поставьте её отдельной строкой."
    return ""


# --- заполнение -----------------------------------------------------------------------------------------------------


def fill(text, facts):
    """Return the text of a draft: words filled, tables and late words left for the day the paper is shown.

    A line about something that there is none of (a «clause») is left out whole.
    """
    return _filled(text, facts, later=False)


def expand(document, text):
    """Return the text as it is read: with the tables and the words that were left in the draft."""
    return _filled(text, facts_of(document), later=True) if "{{" in text else text


def _filled(text, facts, later):
    lines = []
    for line in text.splitlines():
        marks = list(MARK.finditer(line))
        known = [part_of(mark[1], facts.names)[0] for mark in marks]
        sorts = [facts.names[name].sort if name else TEXT for name in known]
        if any(sort == CLAUSE and not facts.value(name) for name, sort in zip(known, sorts, strict=True)):
            continue
        if sorts == [TABLE]:
            lines += table_lines(facts.value(known[0])) if later else [line]
        else:
            lines.append(_line(line, facts, later))
    return "\n".join(lines)


def table_lines(rows):
    """Return the rows as lines whose cells are parted by « | »: none for an empty list, a blank where nothing is known.

    A cell given as a list has several lines, parted by « ¶ ».
    """
    return [BLANK] if rows is None else [" | ".join(map(_cell, row)) for row in rows]


def _cell(value):
    if isinstance(value, list):
        return " ¶ ".join(map(_cell, value))
    words = day_num(value) if isinstance(value, date) else "" if value is None else str(value)
    return re.sub(r"[ \t\r\n]+", " ", words.replace("|", "/")).strip()


def _line(line, facts, later):
    """Fill one line. A post right after its own name is taken together with it, so that doubt moves both."""
    marks = list(MARK.finditer(line))
    parts, place, skip = [], 0, False
    for number, mark in enumerate(marks):
        if skip:
            skip, place = False, mark.end()
            continue
        name, part = part_of(mark[1], facts.names)
        if name is None or (facts.names[name].sort in LATER and not later):
            continue
        value, case = facts.value(name), mark[2] or NOMINATIVE
        following = marks[number + 1] if number + 1 < len(marks) else None
        paired = following and following[1] == f"{name}.pos" and (following[2] or NOMINATIVE) == case
        paired = paired and line[mark.end() : following.start()] == ", " and part != "pos"
        words, skip = _words(value, part, case, paired)
        begins = not line[: mark.start()].strip()
        parts += [line[place : mark.start()], words[:1].upper() + words[1:] if begins else words]
        # «Линейкин П.А.» at the end of a sentence has its full stop already.
        place = mark.end() + bool(words.endswith(".") and FULL_STOP.match(line, mark.end()))
    return "".join([*parts, line[place:]])


def _words(value, part, case, paired):
    """Return (what stands in the text, whether it says the post that follows as well)."""
    if isinstance(value, Employee):
        return _person(value, part, case, paired)
    if isinstance(value, dict):
        return value.get(case) or BLANK, False
    if isinstance(value, datetime | date):
        return day_paper(value), False
    return (BLANK if value is None else str(value)), False


def _person(person, part, case, paired):
    """A doubtful case is never printed: the name stands in the nominative, in brackets after a word that has the case."""
    _, write, fields = PARTS[part]
    sure = case == NOMINATIVE or is_sure(person, case, fields)
    post_sure = case == NOMINATIVE or is_sure(person, case, ("position",))
    if sure and (post_sure or not paired):
        return write(person, case), False
    if sure:
        return f"{write(person, case)} ({person.position})", True
    about = f"должность: {person.position}" if part == "pos" else f"{write(person)}, {person.position}"
    return f"{SOMEBODY[case]} ({about})", paired
