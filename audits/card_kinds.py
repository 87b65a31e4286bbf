"""What the cards of each kind ask: read from `data/cards.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent / "data" / "cards.toml"


@dataclass(frozen=True)
class KindWords:
    """One kind of card: the labels of its fields, whether a lesson has a number, the codes of questions it feeds."""

    key: str
    subject: str
    population: str
    lesson: bool
    document: str
    codes: tuple


@cache
def told():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@cache
def kinds():
    """Return {kind: KindWords} in the order in which they are offered."""
    return {row["key"]: KindWords(**(row | {"codes": tuple(row["codes"])})) for row in told()["kind"]}


def rule():
    """Return the sentence that stands over every card."""
    return told()["rule"]


def feeds(kind, item):
    """Return whether a card of this kind usually says something about the question; reads the item's criterion."""
    return (item.criterion.source_code or item.code) in kinds()[kind].codes


def kind_for(item):
    """Return the first kind whose cards feed the question, or the kind for any other paper."""
    return next((key for key in kinds() if feeds(key, item)), list(kinds())[-1])
