"""Names of months, and what is never parted by the end of a line. Nothing here needs Django or a database."""

import re

NBSP = "\u00a0"
MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь",
    "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip
MONTHS_OF = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip

_CAPITAL = "[А-ЯЁ]"
_TOGETHER = [
    (re.compile(r"(№) (?=\S)"), r"\1" + NBSP),
    (re.compile(r"(\d) (?=%|г\.|год)"), r"\1" + NBSP),
    (re.compile(rf"(\d) (?=(?:{'|'.join(MONTHS_OF)})\b)"), r"\1" + NBSP),
    (re.compile(rf"({_CAPITAL}\.) (?={_CAPITAL}\.|{_CAPITAL}[а-яё])"), r"\1" + NBSP),
    (re.compile(rf"({_CAPITAL}\.)(?={_CAPITAL}[а-яё])"), r"\1" + NBSP),
    (re.compile(rf"({_CAPITAL}[а-яё]+(?:-{_CAPITAL}[а-яё]+)?) (?={_CAPITAL}\.\s?{_CAPITAL}\.)"), r"\1" + NBSP),
]


def nb(text):
    """Return the text with unbreakable spaces in «№ 463», «19 ноября», «63 %», «П.А. Линейкин», «Линейкин П.А.»."""
    for pattern, replacement in _TOGETHER:
        text = pattern.sub(replacement, text)
    return text
