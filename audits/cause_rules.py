"""What makes a chain of «почему» a cause: read from `data/causes.toml` (domain text, section 4.3)."""

import re
import tomllib
from functools import cache
from pathlib import Path

from vsoko.workflow import TransitionError

FILE = Path(__file__).resolve().parent / "data" / "causes.toml"
LEAST_WHYS, MOST_WHYS = 2, 5


@cache
def told():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def question(name):
    """Return a test question of a cause: `recurs` or `changes`."""
    return told()["questions"][name]


def folded(text):
    return " ".join(re.findall(r"[\w-]+", text.lower().replace("ё", "е")))


def blames(answer):
    """Return whether an answer names somebody's fault in the place of a cause."""
    words = f" {folded(answer)}"
    return any(f" {folded(phrase)}" in words for phrase in told()["superficial"])


def refuse_superficial(whys, changes=None, recurs=None):
    """Raise TransitionError for a chain that explains nothing.

    It is too short, goes in a circle, ends with blaming people, would happen again all the same, or asks to change neither
    a document, nor an order, nor a resource. None for `changes` and `recurs`: the test questions were not asked.
    """
    if len(whys) < LEAST_WHYS:
        raise TransitionError(
            "Ответьте на «почему» хотя бы дважды: первая причина редко бывает последней.", field=f"why{len(whys) + 1}"
        )
    if len({folded(why) for why in whys}) < len(whys):
        raise TransitionError(
            "Два ответа одинаковы: на каждое «почему» ответьте, из-за чего случилось предыдущее.",
            field=f"why{len(whys)}",
        )
    if blames(whys[-1]):
        raise TransitionError(
            "«Человеческий фактор» — не последняя причина: напишите, чего не хватает в порядке, документах или ресурсах.",
            field=f"why{len(whys)}",
        )
    if recurs:
        raise TransitionError(
            "Если случай повторится, причина лежит глубже: ответьте на «почему» ещё раз.", field="recurs"
        )
    if changes is not None and not changes:
        raise TransitionError(
            "Отметьте, что придётся изменить: если ни документа, ни порядка, ни ресурса, причина поверхностна.",
            field="changes",
        )
