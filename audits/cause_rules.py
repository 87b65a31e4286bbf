"""What makes a chain of «почему» a cause: as `data/causes.toml` says, or as the school has written it (domain text, 4.3)."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from audits.models import CauseWords
from vsoko.workflow import TransitionError

FILE = Path(__file__).resolve().parent / "data" / "causes.toml"
LEAST_WHYS, MOST_WHYS = 2, 5


WORDS = ("recurs", "changes", "superficial")


@dataclass(frozen=True)
class CauseRules:
    """The two test questions of a cause, and what is none: one phrase a line, the beginning of a word is enough."""

    recurs: str
    changes: str
    superficial: str

    def blames(self, answer):
        """Return whether an answer names somebody's fault in the place of a cause."""
        words = f" {folded(answer)}"
        return any(f" {phrase}" in words for phrase in map(folded, self.superficial.splitlines()) if phrase)

    @property
    def words(self):
        """Return {field: words} of what a school may write anew."""
        return {name: getattr(self, name) for name in WORDS}


@cache
def shipped():
    """Return the CauseRules of the file."""
    told = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return CauseRules(**told["questions"], superficial="\n".join(told["superficial"]))


def cause_rules(school):
    """Return the CauseRules of a school (or of its key) by one query."""
    own = CauseWords.objects.filter(school=school).first()
    return CauseRules(*(getattr(own, name) for name in WORDS)) if own else shipped()


def folded(text):
    return " ".join(re.findall(r"[\w-]+", text.lower().replace("ё", "е")))


def refuse_superficial(rules, whys, changes=None, recurs=None):
    """Raise TransitionError for a chain that explains nothing by the CauseRules of the school.

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
    if rules.blames(whys[-1]):
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
