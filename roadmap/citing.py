"""Which acts a text cites, by their numbers and dates, and what to say of one that is in force no more."""

import re
from datetime import date

from django.utils import timezone

from roadmap.models import Document, DocumentKind
from vsoko.wording import MONTHS_OF, NBSP, day_num

_MONTHS = "|".join(MONTHS_OF)
# «от 27.07.2022 №», «от 29 декабря 2012 г. №»: the date that stands right before a number.
_DATED = re.compile(rf"(?:(\d{{1,2}})\.(\d{{2}})\.(\d{{4}})|(\d{{1,2}}) ({_MONTHS}) (\d{{4}})(?: года| г\.)?)\s*№?\s*$")
# Where the naming of one act ends and that of the next may begin.
_BORDER = re.compile(r"[;\n]|№\s*\S+")
# Who issues acts: a bare «№ 115» is an act only beside one of them, else it is an order of the school.
_ISSUER = re.compile(r"Мин(?:просвещени|обрнаук)|Рособрнадзор|Росархив|ФСТЭК|ФГОС|Правительств|Комитет")
_BEFORE = 90  # how far before its number the issuer and the date of an act may stand


def acts_in(text, acts):
    """Return the acts that a text names, in its order: nothing is guessed from words.

    «273-ФЗ» or «ГОСТ Р ИСО 9001-2015» name themselves. A number of digits counts after «№» with its issuer before it; where
    a date is written, it must be that of the act, and where two acts share a number, it must be written.
    """
    text = text.replace(NBSP, " ")
    acts = list(acts)
    found = []
    for act in acts:
        if not act.number or act.number not in text:
            continue
        is_shared = [other.number for other in acts].count(act.number) > 1
        places = (match.start() for match in _number_of(act).finditer(text))
        place = next(
            (place for place in places if _is_meant(act, text[max(0, place - _BEFORE) : place], is_shared)), None
        )
        if place is not None:
            found.append((place, act))
    return [act for _, act in sorted(found, key=lambda pair: pair[0])]


def _number_of(act):
    # «№ 196» must not be seen in «№ 1962», nor «273-ФЗ» in «1273-ФЗ».
    number = rf"№\s*{re.escape(act.number)}" if act.number.isdigit() else re.escape(act.number)
    return re.compile(rf"(?<![\w-]){number}(?![\w-])")


def _is_meant(act, before, is_shared):
    if dated := _DATED.search(before):
        return _day(*dated.groups()) == act.issued_on
    clause = _BORDER.split(before)[-1]
    return not is_shared and (not act.number.isdigit() or bool(_ISSUER.search(clause)))


def _day(day, month, year, spelled_day, spelled_month, spelled_year):
    """Return the date written in figures or in words; None where there is no such day."""
    try:
        if day:
            return date(int(year), int(month), int(day))
        return date(int(spelled_year), MONTHS_OF.index(spelled_month) + 1, int(spelled_day))
    except ValueError:
        return None


def outdated_among(acts, where):
    """Return a sentence for each act that is in force no more, with what to do; `where` says in what its link stands."""
    today = timezone.localdate()
    return [f"{_outdated(act)} {_cure(act, where)}" for act in acts if act.is_expired(today)]


def outdated_in(document, acts):
    """Return the sentences for a paper: while it can be mended, and of a regulation as long as the school lives by it."""
    if document.state in Document.UNFINISHED:
        return outdated_among(acts, "в тексте")
    if document.state in Document.IN_FORCE and document.kind.form == DocumentKind.Form.REGULATION:
        return outdated_among(acts, "новой редакцией")
    return []


def _outdated(act):
    instead = f", вместо него {_named(act.replaced_by)}" if act.replaced_by else ""
    return f"Срок действия истёк {day_num(act.valid_until)}: {_named(act)}{instead}."


def _named(act):
    return " ".join(filter(None, [act.title, act.requisites]))


def _cure(act, where):
    if act.replaced_by:
        return f"Сверьте требование с новым актом и замените ссылку {where}."
    return f"Найдите акт, который его заменил, внесите его в «Нормативные акты» и замените ссылку {where}."
