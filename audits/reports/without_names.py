"""Texts in which nobody is named: a surname, with what stands beside it of the name, gives way to the person's post.

Who worked in the school when the analysis was made is frozen with it (`people`), so that a later change of a name hides
nobody's former one again.
"""

import re
from types import SimpleNamespace

from roadmap.declension.people import NAME, forms_of
from roadmap.models import Employee

FACTS = (*NAME, "gender", "position", "case_forms")
SOMEBODY = "сотрудник школы"
WORD = re.compile(r"[A-ZА-ЯЁ][\w’'ʼ-]*")
INITIALS_BEFORE = re.compile(r"(?:\b[А-ЯЁ]\.\s?){1,2}$")
INITIALS_AFTER = re.compile(r"\s?[А-ЯЁ]\.(?:\s?[А-ЯЁ]\.)?")
NEXT_WORD = re.compile(r"\s+([А-ЯЁ][\w-]+)")
WORD_BEFORE = re.compile(r"([А-ЯЁ][\w-]+)\s+$")

_SK = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ие", "их", "ими")
FAMILIES = (
    (("ский", "ская"), ["ск" + end for end in _SK]),
    (("цкий", "цкая"), ["цк" + end for end in _SK]),
    (
        ("ов", "ова", "ев", "ева", "ин", "ина", "ын", "ына"),
        ["", "а", "у", "ым", "е", "ой", "ы", "ых", "ыми"],
    ),
)


def people_of(school):
    """Return who works or has worked in the school, as JSON: one query."""
    return list(Employee.objects.filter(school=school).order_by("pk").values(*FACTS))


def folded(word):
    return word.lower().replace("ё", "е")


class Names:
    """All forms of the names of some people, with the words that stand in their place."""

    def __init__(self, people):
        self.surnames, self.given = {}, set()
        for facts in people:
            person = SimpleNamespace(**facts)
            for piece, post in said_of(person).items():
                known = self.surnames.get(piece)
                # Two people of one surname: the post of either would be said of the other.
                self.surnames[piece] = (post, person.position) if known is None else (SOMEBODY, "")
                if known and known[1] == person.position:
                    self.surnames[piece] = known
            for field in ("first_name", "patronymic"):
                self.given.update(folded(form) for form in forms_of(person, field).forms.values() if form)

    def post_of(self, word):
        """Return what stands in the place of a word that is somebody's surname, or None."""
        key = folded(word)
        found = [self.surnames[part] for part in (key, *key.split("-")) if part in self.surnames]
        return found[0][0] if found else None

    def hide(self, text):
        """Return the text without surnames."""
        parts, end = [], 0
        for found in WORD.finditer(text):
            if found.start() < end:
                continue
            post = self.post_of(found[0])
            if post is None:
                continue
            start, stop = self.reach(text, end, found.start(), found.end())
            stopped = text[:stop].endswith(".") and re.match(r"\s+[А-ЯЁ]|\s*$", text[stop:])
            parts += [text[end:start], post, "." if stopped else ""]
            end = stop
        return "".join([*parts, text[end:]]) if parts else text

    def reach(self, text, least, start, stop):
        """Return from where to where the whole name goes: initials, or the name and patronymic, on either side."""
        if before := INITIALS_BEFORE.search(text, least, start):
            start = before.start()
        while (before := WORD_BEFORE.search(text, least, start)) and folded(before[1]) in self.given:
            start = before.start()
        if after := INITIALS_AFTER.match(text, stop):
            stop = after.end()
        while (after := NEXT_WORD.match(text, stop)) and folded(after[1]) in self.given:
            stop = after.end()
        return start, stop


def said_of(person):
    """Return {form of the surname: what stands in its place}: the post in the same case, where it has one."""
    posts = forms_of(person, "position").forms if person.position else {}
    said = {}
    for case, form in forms_of(person, "last_name").forms.items():
        for piece in pieces(form):
            said.setdefault(piece, posts.get(case) or person.position or SOMEBODY)
    for piece in pieces(person.last_name):
        for form in family_of(piece):
            said.setdefault(form, person.position or SOMEBODY)
    return said


def pieces(surname):
    """Return what of a surname gives it away alone: «де Голль» by its last word, «Мамин-Сибиряк» whole and by its parts."""
    last = folded(surname).split()[-1:]
    return [*last, *(part for word in last if "-" in word for part in word.split("-") if len(part) > 2)]


def family_of(surname):
    """Return the forms of the same surname that the card does not give: of the other gender, and of several people."""
    for ends, endings in FAMILIES:
        for end in ends:
            if surname.endswith(end):
                base = surname[: len(surname) - len(end)] if end.startswith(("ск", "цк")) else surname.removesuffix("а")
                return [base + ending for ending in endings]
    return [surname]


def without_names(content, names):
    """Return a copy of a JSON value with names hidden in all its words; what is not words stays."""
    if isinstance(content, str):
        return names.hide(content)
    if isinstance(content, list):
        return [without_names(one, names) for one in content]
    if isinstance(content, dict):
        return {key: without_names(value, names) for key, value in content.items()}
    return content
