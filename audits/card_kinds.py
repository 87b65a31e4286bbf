"""What the cards of each kind ask: as `data/cards.toml` says, or as the school has written it."""

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from audits.models import CardWords, Criterion

FILE = Path(__file__).resolve().parent / "data" / "cards.toml"
# What a school may write anew; whether a lesson has a number it may not.
WORDS = ("rule", "subject", "population", "document", "codes")


@dataclass(frozen=True)
class KindWords:
    """One kind of card: the sentence over it, the labels of its fields, the codes of questions it feeds.

    The code of a question is that of the source list; a question of the school's own has its own.
    """

    key: str
    rule: str
    subject: str
    population: str
    lesson: bool
    document: str
    codes: list

    def feeds(self, item):
        """Return whether a card of this kind usually says something about the question; reads the item's criterion."""
        return (item.criterion.source_code or item.code) in self.codes

    @property
    def words(self):
        """Return {field: words} of what a school may write anew."""
        return {name: getattr(self, name) for name in WORDS}


@cache
def shipped():
    """Return {kind: KindWords} of the file in the order in which they are offered."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {row["key"]: KindWords(rule=told["rule"], **row) for row in told["kind"]}


def kinds(school):
    """Return {kind: KindWords} of a school (or of its key) by one query, in the same order."""
    own = {row.kind: {name: getattr(row, name) for name in WORDS} for row in CardWords.objects.filter(school=school)}
    return {kind: replace(words, **own.get(kind, {})) for kind, words in shipped().items()}


def codes_of(school):
    """Return {code by which cards know a question: code that the school gives it}."""
    rows = Criterion.objects.filter(school=school).values_list("code", "source_code")
    return {source or code: code for code, source in rows}


def kind_for(kinds, item):
    """Return the first kind whose cards feed the question, or the kind for any other paper."""
    return next((key for key, words in kinds.items() if words.feeds(item)), list(kinds)[-1])
