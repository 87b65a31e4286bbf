"""How nonconformities are measured: the steps of their way and their age. Figures and filters of the register share it."""

from datetime import timedelta

from audits.models import Finding

S = Finding.State
# How far a nonconformity has come: the key in the URL, the word, the states that have reached it. The withdrawn do not count.
STEPS = (
    ("found", "Выявлено", (*Finding.OPEN, S.CLOSED)),
    ("planned", "План утверждён", (S.PLANNED, S.IN_PROGRESS, S.VERIFYING, S.CLOSED)),
    ("done", "Действия приняты", (S.VERIFYING, S.CLOSED)),
    ("effective", "Результативно", (S.CLOSED,)),
)
# How long an open one has been open, in calendar days since its registration: the key, the word, from and to inclusive.
AGES = (
    ("30", "до 30 дней", 0, 30),
    ("60", "31–60 дней", 31, 60),
    ("90", "61–90 дней", 61, 90),
    ("more", "больше 90 дней", 91, None),
)


def registered_between(age, today):
    """Return the earliest (None where there is none) and the latest day of registration of this age."""
    since, until = next((since, until) for key, _, since, until in AGES if key == age)
    return (until is not None and today - timedelta(days=until)) or None, today - timedelta(days=since)
