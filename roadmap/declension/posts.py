"""Posts in six cases: the head word is declined, what hangs on it («математики», «по УВР») stays.

Only words of this dictionary are declined; a post that has another head is left alone and marked as doubtful.
"""

import re
from functools import lru_cache

from roadmap.declension.forms import OBLIQUE, declined, joined, unchanged

# How many letters go, and what comes instead in the five cases.
HARD, SOFT = (0, "а у а ом е"), (1, "я ю я ем е")
HARD_CH, SOFT_STRESSED = (0, "а у а ем е"), (1, "я ю я ём е")
WOMAN, WOMAN_CA = (1, "ы е у ой е"), (1, "ы е у ей е")
FIRM, FIRM_K, MILD = (2, "ого ому ого ым ом"), (2, "ого ому ого им ом"), (2, "его ему его им ем")
HER, HER_MILD = (2, "ой ой ую ой ой"), (2, "ей ей ую ей ей")
NOUNS = {
    HARD: "директор ректор проректор педагог психолог логопед дефектолог методист организатор специалист инженер "
    "администратор бухгалтер лаборант куратор советник концертмейстер тренер член аудитор хормейстер балетмейстер "
    "аккомпаниатор инструктор мастер экономист программист техник оператор кладовщик комендант уборщик дворник повар "
    "помощник ассистент начальник менеджер юрист юрисконсульт завхоз врач фельдшер диетолог хореограф режиссёр режиссер "
    "художник дирижёр дирижер диспетчер документовед кассир механик электрик сурдопедагог олигофренопедагог социолог "
    "эксперт координатор наставник консультант референт технолог вахтёр вахтер гардеробщик тьютор контролёр контролер "
    "работник сотрудник",
    HARD_CH: "завуч сторож",
    SOFT: "учитель преподаватель руководитель председатель заместитель воспитатель библиотекарь делопроизводитель "
    "водитель слесарь представитель",
    SOFT_STRESSED: "секретарь",
    WOMAN: "сестра медсестра",
    WOMAN_CA: "учительница уборщица",
    FIRM: "вожатый ответственный",
    HER: "вожатая ответственная",
    MILD: "заведующий исполняющий рабочий управляющий",
    HER_MILD: "заведующая исполняющая управляющая",
}
QUALIFIERS = {
    FIRM: "главный социальный классный музыкальный научный учёный ученый системный спортивный дежурный школьный "
    "художественный",
    FIRM_K: "педагогический медицинский технический",
    MILD: "старший младший ведущий внутренний",
    HER: "главная социальная классная музыкальная художественная научная учёная ученая медицинская школьная",
    HER_MILD: "старшая младшая ведущая внутренняя",
}
HEADS = {word: endings for endings, words in NOUNS.items() for word in words.split()}
BEFORE = {word: endings for endings, words in QUALIFIERS.items() for word in words.split()}
ABBREVIATED = {"и.о.", "врио", "зам.", "зав."}  # the word after it is in the genitive already


@lru_cache(maxsize=1024)
def decline_post(text):
    """Return Declined of a post: «учитель физики и тьютор» is two posts, «учитель физики и математики» is one."""
    text = " ".join(text.split())
    first = text.split(" ", 1)[0]
    if first[1:].islower() and _known(first):
        text = text[:1].lower() + text[1:]
    posts, glues = [], []
    for index, part in enumerate(re.split(r"(, | и )", text)):
        if index % 2:
            glues.append(part)
        elif posts and glues[-1] == " и " and not _known(part.split(" ", 1)[0]):
            posts[-1] += glues.pop() + part
        else:
            posts.append(part)
    parts = [_post(posts[0])]
    for glue, post in zip(glues, posts[1:], strict=True):
        parts += [unchanged(glue), _post(post)]
    return joined(parts, "")


def _known(word):
    pieces = word.lower().split("-")
    return word.lower() in ABBREVIATED or all(piece in HEADS or piece in BEFORE for piece in pieces)


def _post(text):
    words = text.split(" ")
    if words[0].lower() in ABBREVIATED:
        return unchanged(text)
    ahead = next((number for number, word in enumerate(words) if word not in BEFORE), len(words))
    head = words[ahead].split("-") if ahead < len(words) else []
    if not head or not all(piece in HEADS for piece in head):
        return unchanged(text, OBLIQUE)
    parts = [_word(word, BEFORE[word]) for word in words[:ahead]]
    parts.append(joined([_word(piece, HEADS[piece]) for piece in head], "-"))
    return joined([*parts, *map(unchanged, words[ahead + 1 :])], " ")


def _word(word, rule):
    letters, endings = rule
    stem = word[: len(word) - letters]
    return declined(word, [stem + ending for ending in endings.split()])
