"""The wordings of a criterion one after another: who gave it each, when, and what was changed."""

from dataclasses import dataclass

from audits.models.criterion import WORDING
from audits.source_list import SOURCE_EDITION, shipped, words_of
from vsoko import history


@dataclass(frozen=True)
class Edition:
    """`by` and `at` are None for the first wording of the list; `changes` are (what, was, became) against the one before."""

    number: int
    question: str
    by: object
    at: object
    changes: list
    is_current: bool
    is_source: bool


def editions_of(criterion):
    """Return [Edition] of a criterion, newest first, by one query."""
    earlier = list(criterion.earlier.select_related("replaced_by"))
    source = shipped().get(criterion.source_code)
    told, before = [], None
    for record in [*earlier, criterion]:
        told.append(
            Edition(
                number=getattr(record, "number", criterion.edition),
                question=record.question,
                by=before and before.replaced_by,
                at=before and before.replaced_at,
                changes=differences(before, record) if before else [],
                is_current=record is criterion,
                is_source=words_of(record) == source,
            )
        )
        before = record
    return told[::-1]


def differences(before, after):
    """Return [(what, was, became)] of two wordings."""
    was, became = (history.snapshot(record, WORDING) for record in (before, after))
    return [(label, *change) for label, change in history.differences(after, was, became).items()]


def origin_of(criterion, is_changed):
    """Return whose question it is, in words."""
    if not criterion.source_code:
        return "вопрос школы"
    edition = criterion.source_edition or SOURCE_EDITION
    return f"исходный перечень, редакция от {edition}" + (", изменён школой" if is_changed else "")
