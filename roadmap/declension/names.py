"""Surname, first name and patronymic in six cases: own rules before pytrovich, and doubt where neither is sure."""

import re
from functools import lru_cache

from pytrovich.enums import Case, Gender, NamePart
from pytrovich.maker import PetrovichDeclinationMaker

from roadmap.declension.forms import OBLIQUE, Declined, declined, joined, unchanged
from roadmap.declension.surnames import own_rule

ORDER = (Case.GENITIVE, Case.DATIVE, Case.ACCUSATIVE, Case.INSTRUMENTAL, Case.PREPOSITIONAL)
PARTS = {"last_name": NamePart.LASTNAME, "first_name": NamePart.FIRSTNAME, "patronymic": NamePart.MIDDLENAME}
FEMALE = "f"
CYRILLIC = re.compile(r"[А-Яа-яЁё'’ʼ-]+")
INDECLINABLE = re.compile(r"(?:[оеёэиуюы]|[ыи]х|[уоие]а)$", re.IGNORECASE)  # Петренко, Гёте, Ли, Черных, Делакруа
FIRST_STAYS = {"бонч", "тер", "кара", "абу", "ибн", "нур", "сен", "сент", "сан", "мак", "дер", "кос"}  # before a hyphen
PARTICLES = {"оглы", "оглу", "кызы", "гызы", "улы", "уулу", "зода", "заде"}
# Custom differs from family to family: Айгуль and Айгули, Шота and Шоты.
DIVIDED_FIRST = re.compile(r"(?:[уюе]ль|[ио]ль|хан|джан|шота|данило|михайло)$", re.IGNORECASE)
maker = PetrovichDeclinationMaker()


@lru_cache(maxsize=4096)
def decline(part, text, gender):
    """Return Declined of one part of a name: `part` is a field of Employee, `gender` «f» or «m»."""
    if not text:
        return unchanged("")
    if part == "patronymic":
        return _patronymic(text, gender)
    *before, last = text.split()
    if before:  # де Голль, фон Бок: the particles stay, and custom decides about the rest
        parts = [unchanged(word) for word in before] + [decline(part, last, gender)]
        return Declined(joined(parts, " ").forms, frozenset(OBLIQUE))
    if not CYRILLIC.fullmatch(text):
        return unchanged(text, OBLIQUE)
    pieces = text.split("-")
    return joined([_piece(part, piece, gender, index, len(pieces)) for index, piece in enumerate(pieces)], "-")


def _piece(part, word, gender, index, count):
    if index < count - 1 and word.lower() in FIRST_STAYS:
        return unchanged(word)
    if part == "last_name":
        if INDECLINABLE.search(word) or gender == FEMALE and word[-1].lower() not in "ая":
            return unchanged(word)
        if found := own_rule(word, gender == FEMALE):
            return found
    forms = _by_library(part, word, gender, known=index == count - 1)
    return declined(word, forms, _doubts(part, word, gender, forms))


def _doubts(part, word, gender, forms):
    if part == "first_name" and DIVIDED_FIRST.search(word) and word.lower() not in ("рахиль", "василь", "эмиль"):
        return OBLIQUE
    if part == "last_name" and word.lower().endswith(("ек", "ень")):  # Конек, Конька or Чапек, Чапека
        return OBLIQUE
    fixed = INDECLINABLE.search(word) or gender == FEMALE and word[-1].lower() not in "аяь"
    return OBLIQUE if set(forms) == {word} and not fixed else ()


def _patronymic(text, gender):
    """«Мамед оглы» stays as it is; an ending of the other gender says that the card is wrong about one of them."""
    if PARTICLES.intersection(re.split(r"[ -]", text.lower())):
        return unchanged(text)
    forms = _by_library("patronymic", text, gender, known=True)
    expected = ("вна", "чна", "шна") if gender == FEMALE else ("ич",)
    return declined(text, forms, () if text.lower().endswith(expected) else OBLIQUE)


def _by_library(part, word, gender, known):
    grammatical = Gender.FEMALE if gender == FEMALE else Gender.MALE
    return [maker.make(PARTS[part], grammatical, case, word, known_gender=known) for case in ORDER]
