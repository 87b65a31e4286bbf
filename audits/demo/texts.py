"""What the demo tells lies in `data/` as TOML: words and days, no code."""

import re
import tomllib
from functools import cache
from pathlib import Path

from vsoko.wording import NBSP

DATA = Path(__file__).resolve().parent / "data"
# «№ 2», «10 %», «34 часа», «Чернильникова М.А.»: what a line must not break.
_BONDS = re.compile(r"(?<=№) (?=\d)|(?<=\d) (?=%|час|дн|класс)|(?<=[а-яё]) (?=[А-ЯЁ]\.[А-ЯЁ]\.)")


@cache
def load(name):
    """Return the content of `data/NAME.toml` with unbreakable bonds in its texts; nobody changes it."""
    return _bound(read(name))


@cache
def read(name):
    """Return the content of `data/NAME.toml` letter by letter."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def _bound(told):
    if isinstance(told, str):
        return _BONDS.sub(NBSP, told)
    if isinstance(told, list):
        return [_bound(one) for one in told]
    if isinstance(told, dict):
        return {key: _bound(value) for key, value in told.items()}
    return told
