"""Words in which school plans write their terms, and how a text is cut into them."""

import re
from dataclasses import dataclass

from roadmap.importing.text_clean import key

_MONTHS = (
    r"январ[ьяею]|янв", r"феврал[ьяею]|февр?", r"март[ае]?|мар", r"апрел[ьяею]|апр", r"ма[йяею]",
    r"июн[ьяею]?", r"июл[ьяею]?", r"август[ае]?|авг", r"сентябр[ьяею]|сент?", r"октябр[ьяею]|окт",
    r"ноябр[ьяею]|нояб?", r"декабр[ьяею]|дек",
)  # fmt: skip
_ORDINALS = (r"перв", r"втор", r"трет", r"четверт(?!(?:ь|и|ей)$)")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "і": 1, "іі": 2, "ііі": 3, "іv": 4}

# Kinds of words; MONTH and BARE (a number by itself) carry a value.
MONTH, BARE, YEAR, SCHOOL_YEAR, DATE, MONTH_YEAR, DAY_MONTH = (
    "month", "bare", "year", "school_year", "date", "month_year", "day_month",
)  # fmt: skip
QUARTER, HALF, CHETVERT = "quarter", "half", "chetvert"
FROM, TO, UNTIL, DASH, AND, END, VAGUE = "from", "to", "until", "dash", "and", "end", "vague"
FILLER, UNKNOWN = "filler", "unknown"

_WORDS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        (QUARTER, r"кв|квартал(а|е|у|ы|ов|ах)?"),
        (HALF, r"полугоди(е|я|и|ю|й|ям)|полуг"),
        (CHETVERT, r"четвер(ть|ти|тей)"),
        (FROM, r"со?"),
        (TO, r"по"),
        (UNTIL, r"до|ко?|позднее"),
        (AND, r"и"),
        (END, r"кон(ец|ца|це|цу)"),
        (VAGUE, r"начал(о|а|е|у)|середин(а|ы|е|у)|недел(я|и|е|ю)|декад(а|ы|е|у)|половин(а|ы|е|у)|последн(яя|ей|ий|юю)"),
        (FILLER, r"г|гг|год(а|у|ом|е|ы|ов)?|уч|учебн(ый|ого|ом|ому)|календарн(ый|ого|ом)|текущ(его|ий|ем)"),
        (FILLER, r"во?|на|месяц(а|е|ев|ы)?|числ(о|а)|срок"),
    )
)  # fmt: skip

_TOKEN = re.compile(
    r"""
    (?P<iso>\d{4}-\d{1,2}-\d{1,2})(?!\d)
  | (?P<date>\d{1,2}[./]\d{1,2}[./](?:\d{4}|\d{2}))(?!\d)
  | (?P<school_year>\d{4}\s?/\s?(?:\d{4}|\d{2})(?!\d)|\d{4}\s?-\s?(?:\d{4}|\d{2})(?=\s*(?:гг?\.?\s*)?уч))
  | (?P<month_year>\d{1,2}[./]\d{4})(?!\d)
  | (?P<day_month>\d{1,2}\.\d{1,2})(?![\d])
  | (?P<year>\d{4})(?!\d)
  | (?P<bare>\d{1,2})(?!\d)(?:-?(?:го|ого|ое|ой|ый|ая|ья|ье|ий|е|й|я))?(?![а-яa-z])
  | (?P<roman>[ivі]{1,3})(?![а-яa-z])(?:-?(?:ое|ой|ый|ая|ья|ье|ий|е|й|я)(?![а-я]))?
  | (?P<word>[а-яa-z]+)
  | (?P<dash>-)
  | (?P<and>[,;+&])
  | (?P<gap>[\s.:"'«»()]+)
  | (?P<unknown>.)
    """,
    re.VERBOSE,
)

# Phrases that mean the whole period of the roadmap, and phrases that name no days at all.
WHOLE = re.compile(
    r"(?:в )?течени[еи] (?:всего )?(?:(?:учебного|календарного|текущего) )*(?:года|периода)(?! *\d)"
    r"|весь (?:(?:учебный|календарный) )?(?:год|период)|круглый год|на протяжении (?:всего )?(?:учебного )?года"
    r"|постоянно|систематически|регулярно|непрерывно"
    r"|еже(?:дневно|недельно|месячно|квартально|годно)|кажд(?:ый|ую|ое) (?:месяц|квартал|четверть|полугодие|неделю|год)"
    r"|(?:1|один|2|два)? ?раза? в (?:неделю|месяц|квартал|четверть|полугодие|год)|по (?:четвертям|кварталам|полугодиям)"
)
UNDATED = re.compile(
    r"по мере (?:необходимости|надобности|поступления)|по (?:отдельному |утвержденному )?(?:плану|графику)(?: [а-я]+)*"
    r"|по (?:запросу|требованию|согласованию|необходимости)|при необходимости"
)
TO_YEAR_END = re.compile(r"(?:до|ко?|по) кон(?:ца|цу|ец) (?:(?:учебного|календарного|текущего) )?года\.?")
_LASTING = re.compile(r"\bв течени[еи]\b")


@dataclass(frozen=True)
class Word:
    kind: str
    text: str
    value: int | None = None


def prepare(text):
    """Return the text of a term ready for cutting: one kind of dash and case, «не позднее» and «в срок до» as «до»."""
    return re.sub(r"\b(?:не позднее|не позже|в срок до|срок до)(?= )", "до", key(text).replace("\n", " "))


def cut(text):
    """Return the Words of a prepared text; what is not known comes as UNKNOWN."""
    words = []
    for match in _TOKEN.finditer(_LASTING.sub(" ", text)):
        kind, piece = match.lastgroup, match[0]
        if kind == "gap":
            continue
        if kind == "word":
            words.append(_word(piece))
        elif kind == "roman":
            value = _ROMAN.get(match["roman"])
            words.append(Word(BARE if value else UNKNOWN, match["roman"], value))
        elif kind == "iso":
            words.append(Word(DATE, ".".join(reversed(piece.split("-")))))
        elif kind == "bare":
            words.append(Word(BARE, match["bare"], int(match["bare"])))
        else:
            words.append(Word(kind, piece))
    return [word for word in words if word.kind != FILLER]


def _word(piece):
    for month, pattern in enumerate(_MONTHS, start=1):
        if re.fullmatch(pattern, piece):
            return Word(MONTH, piece, month)
    for place, stem in enumerate(_ORDINALS, start=1):
        if re.fullmatch(stem + r"[а-я]{1,3}", piece):
            return Word(BARE, piece, place)
    return Word(next((kind for kind, pattern in _WORDS if pattern.fullmatch(piece)), UNKNOWN), piece)
