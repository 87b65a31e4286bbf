"""What a person of the school holds and how it passes to another: each room registers its kinds, page and step are one for all."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Value

from vsoko.registries import Registry


def _nothing(pks, **people):
    return {}


@dataclass(frozen=True)
class HeldKind:
    """One kind of records that somebody holds.

    `rows()` returns all that are held by anybody, `holders` are the lookups that lead to the holder, `words` names the text of
    a record (a lookup or an expression) and `told(text)` makes it readable; `page` is (URL name, lookup of its argument).
    `give(pk, former=, to=, actor=, basis=, on=)` passes one record under its lock, tells history and sends no letter: the
    step sends one for all. It raises TransitionError where the other person may not have it. `refusals(pks, former=, to=,
    actor=)` says that beforehand, {pk: why}, by a fixed number of queries. What is not `is_owed` may pass and need not: who has
    left is not asked for it, and it keeps nobody's data from being erased.
    """

    title: str
    rows: Callable
    holders: tuple[str, ...]
    words: object
    page: tuple[str, str]
    give: Callable
    refusals: Callable = _nothing
    told: Callable = str
    is_owed: bool = True


held_kinds = Registry()  # in the order in which things pass: roles first, for other things ask for them


def held_by(*, owed=False, **people):
    """Return {(name of a kind, pk, pk of who holds it): (text, argument of its page)} of the people that these lookups find.

    With `owed` only what has to pass to somebody. One query, whatever they hold.
    """
    queries = []
    for name, kind in held_kinds.items():
        if owed and not kind.is_owed:
            continue
        words = F(kind.words) if isinstance(kind.words, str) else kind.words
        for path in kind.holders:
            rows = kind.rows().filter(**{f"{path}__{lookup}": value for lookup, value in people.items()}).order_by()
            queries.append(rows.values_list(Value(name), F("pk"), F(path), words, F(kind.page[1])))
    order = list(held_kinds)
    found = sorted(queries[0].union(*queries[1:], all=True), key=lambda row: (order.index(row[0]), row[1]))
    return {row[:3]: row[3:] for row in found}
