"""What surveys of opinion start with and are read by: default questions, levels, goals. Read from `data/survey.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent / "data" / "survey.toml"


@dataclass(frozen=True)
class Words:
    """One question before it is stored: `options` are those of «один из нескольких», `indicator` is what it measures."""

    kind: str
    text: str
    options: tuple = ()
    indicator: object = None


@cache
def told():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def default_title(audience):
    return told()["audience"][audience]["title"]


def goal_of(audience):
    """Return what the school aims at, in per cent (U01–U03)."""
    return told()["audience"][audience]["goal"]


def default_questions(audience):
    """Return [Words] with which the first survey of an audience starts."""
    rows = [row for row in told()["question"] if audience in row.get("audiences", [audience])]
    return [Words(row["kind"], row["text"], tuple(row.get("options", ()))) for row in rows]


def level_of(share):
    """Return the word for a mean in per cent."""
    return next(word for most, word in told()["levels"] if share <= most)


def sample_remark(count, population):
    """Return what the size of the sample lets one say, or nothing while nobody has said how many were asked."""
    least, share = told()["sample_least"], told()["sample_share"]
    if not population:
        return "Сколько человек приглашены, не указано: доля ответивших неизвестна."
    if count > population:
        return "Анкет больше, чем приглашённых: проверьте, сколько человек приглашены."
    if count * 100 >= population * share and count >= least:
        return ""
    return f"Выборка мала: ориентир — не меньше {share} % приглашённых и не меньше {least} анкет."
