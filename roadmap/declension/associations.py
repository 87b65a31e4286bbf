"""The name of a methodical association in a case: the words «методическое объединение» are declined, the rest stays."""

import re

from roadmap.declension.forms import CASES

HEAD = re.compile(r"(?:школьное )?(?:методическое объединение|Ш?МО)\s+", re.IGNORECASE)
WORDS = {
    "им": "методическое объединение", "род": "методического объединения", "дат": "методическому объединению",
    "вин": "методическое объединение", "твор": "методическим объединением", "предл": "методическом объединении",
}  # fmt: skip


def association_in(name):
    """Return {case: text} for «МО учителей математики»: «методического объединения учителей математики»."""
    rest = HEAD.sub("", name, count=1) if HEAD.match(name) else f"«{name}»"
    return {case: f"{WORDS[case]} {rest}" for case in CASES}
