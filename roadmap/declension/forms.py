"""The six cases and one word or phrase in all of them, with an honest mark on what is only a guess."""

from dataclasses import dataclass

NOMINATIVE = "им"
CASES = {
    NOMINATIVE: "именительный",
    "род": "родительный",
    "дат": "дательный",
    "вин": "винительный",
    "твор": "творительный",
    "предл": "предложный",
}
OBLIQUE = tuple(CASES)[1:]
QUESTIONS = {"род": "кого", "дат": "кому", "вин": "кого", "твор": "кем", "предл": "о ком"}


@dataclass(frozen=True)
class Declined:
    """`forms` by case; `doubtful` are the cases that nobody should print before a person has looked at them."""

    forms: dict[str, str]
    doubtful: frozenset[str] = frozenset()

    def __getitem__(self, case):
        return self.forms[case]


def declined(word, oblique, doubtful=()):
    """Return Declined of a nominative and its five other forms in the order of OBLIQUE."""
    return Declined({NOMINATIVE: word, **dict(zip(OBLIQUE, oblique, strict=True))}, frozenset(doubtful))


def unchanged(word, doubtful=()):
    return declined(word, [word] * len(OBLIQUE), doubtful)


def joined(parts, glue):
    """Return one Declined of several that stand side by side."""
    forms = {case: glue.join(part[case] for part in parts) for case in CASES}
    return Declined(forms, frozenset().union(*(part.doubtful for part in parts)))
