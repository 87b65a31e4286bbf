"""Self-checks of audits behind their addresses."""

from tests.builders.audits import make_checked, make_selfcheck
from tests.permissions.of_audits import ANSWER
from tests.permissions.subjects import of, shared


def own_answers(world):
    rows = shared(world, make_checked, ("in_progress",)).template.rows.all()
    return {f"s{row.criterion_id}-{name}": value for row in rows for name, value in ANSWER.items()}


SUBJECTS = {
    "audit-selfcheck": of(make_checked, "in_progress", typed=own_answers),
    "selfcheck-hand-in": of(make_selfcheck, "draft"),
    "selfcheck-take-back": of(make_selfcheck, "handed_in"),
}
