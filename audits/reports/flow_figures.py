"""How fast nonconformities go: days to close, age of the open ones, and where associations and sections meet."""

from collections import Counter, defaultdict
from statistics import median

from audits.finding_measures import AGES
from audits.models import Finding
from audits.models.finding import NONCONFORMITIES, Grade
from audits.reports.finding_figures import most_first

MOST_COLUMNS = 10
OTHERS, OTHERS_WORD = "others", "другие"


def flow(counted, as_of):
    """Return what the annual analysis tells of the way of nonconformities and of the places where they were found."""
    return {"meetings": meetings(counted), "ageing": ageing(counted, as_of), "days_to_close": days_to_close(counted)}


def days_to_close(counted):
    """Return for each class how many are closed and the median of calendar days from registration to closing."""
    days = defaultdict(list)
    for row in counted:
        if row.state == Finding.State.CLOSED and row.registered_on:
            days[row.grade].append(days_between(row.registered_on, row.closed_on))
    return [
        {
            "grade": grade.value,
            "label": Grade(grade).label,
            "closed": len(days[grade]),
            "median": middle(days[grade]),
        }
        for grade in NONCONFORMITIES
    ]


def middle(days):
    """Return the median of whole days: a whole number wherever it is one, None of nothing."""
    found = median(days) if days else None
    return int(found) if found is not None and found == int(found) else found


def days_between(start, end):
    """Return the calendar days of a way; none where schools have recorded its beginning later than its end."""
    return max(0, (end - start).days)


def ageing(counted, today):
    """Return how many of the open ones have been open for how long, by the ages of the register's filter."""
    ages = [
        days_between(row.registered_on, today)
        for row in counted
        if row.state in Finding.OPEN and row.registered_on is not None
    ]
    return [
        {"age": key, "label": label, "count": sum(since <= age and (until is None or age <= until) for age in ages)}
        for key, label, since, until in AGES
    ]


def meetings(counted):
    """Return {columns: [(id or None, name)], rows: [(section, [count, …])]} of associations against sections.

    The id is OTHERS for those beyond the ten that have the most; None for what was found outside associations.
    """
    found = Counter((row.association_id, row.section) for row in counted)
    names = {row.association_id: str(row.association or "вне МО") for row in counted}
    by_association = Counter(row.association_id for row in counted)
    most = sorted(by_association, key=lambda key: (key is None, -by_association[key], names[key]))
    shown = most if len(most) <= MOST_COLUMNS else most[: MOST_COLUMNS - 1]
    columns = [(key, names[key]) for key in shown]
    rest = most[len(shown) :]
    if rest:
        columns.append((OTHERS, OTHERS_WORD))
    rows = []
    for section, _ in most_first(Counter(row.section for row in counted)):
        counts = [found[key, section] for key in shown]
        if rest:
            counts.append(sum(found[key, section] for key in rest))
        rows.append((section, counts))
    return {"columns": columns, "rows": rows}
