"""Rows of the roadmap as they are written, in a draft and when an edition is approved. Whoever calls has checked the right."""

from datetime import date

from django.db.models import F

from roadmap.models import Activity, ActivityResponsible
from roadmap.numbers import number_order
from vsoko import history

FIELDS = ("number", "title", "expected_result", "responsible_text", "term_text", "starts_on", "ends_on", "stage")
# What the import of a file adds: the words of the source and what it had to infer.
SOURCE = ("source_title", "source_result", "remarks", "term_inferred")
TERM = {"starts_on", "ends_on"}


def facts_of(activity):
    """Return the content of a row as JSON: its fields and `responsible`, the main one first."""
    facts = {name: getattr(activity, name) for name in FIELDS}
    for name in TERM:
        facts[name] = facts[name].isoformat() if facts[name] else ""
    facts["responsible"] = [
        {"role": row.role, "employee": row.employee_id, "name": str(row)} for row in activity.responsible.all()
    ]
    return facts


def content_of(roadmap):
    """Return the whole roadmap as JSON: what is approved and frozen."""
    rows = roadmap.activities.prefetch_related("responsible__employee")
    return {
        "label": roadmap.label,
        "title": roadmap.title,
        "period_from": roadmap.period_from.isoformat(),
        "period_to": roadmap.period_to.isoformat(),
        "activities": [facts_of(row) | {"state": row.state, "reason": row.reason} for row in rows],
    }


def day_of(value):
    """Return the date behind a date or its ISO form; nothing stays None."""
    return date.fromisoformat(value) if isinstance(value, str) and value else value or None


def add_row(roadmap, fields, *, actor, on=None, comment="", former=None):
    """Create a row where its number belongs and return it. `fields`: FIELDS, SOURCE, `responsible` as in `facts_of`.

    `former` is the row of an earlier year that it goes on with.
    """
    values = _columns(fields) | {"former": former}
    position = _make_room(roadmap, values.get("number", ""))
    activity = Activity.objects.create(roadmap=roadmap, position=position, **values)
    _write_responsible(activity, fields.get("responsible", []))
    history.record(
        activity, actor=actor, action="roadmap.activity.create", sentence="Мероприятие добавлено в карту",
        to_state=activity.state, comment=comment, on=on,
    )  # fmt: skip
    return activity


def change_row(activity, fields, *, actor, on=None, comment=""):
    """Write the given fields of a row, with the difference in its history, and return it. No difference, no entry."""
    values = _columns(fields)
    if activity.term_inferred and any(
        values.get(name, getattr(activity, name)) != getattr(activity, name) for name in TERM
    ):
        values.setdefault("term_inferred", False)
    before = history.snapshot(activity, values)
    for name, value in values.items():
        setattr(activity, name, value)
    changes = history.differences(activity, before, history.snapshot(activity, values))
    if values:
        activity.save(update_fields=list(values))
    if "responsible" in fields:
        changes |= _change_responsible(activity, fields["responsible"])
    if changes:
        history.record(
            activity, actor=actor, action="roadmap.activity.edit", sentence="Мероприятие изменено",
            changes=changes, comment=comment, on=on,
        )  # fmt: skip
    return activity


def _columns(fields):
    known = (*FIELDS, *SOURCE)
    return {name: day_of(value) if name in TERM else value for name, value in fields.items() if name in known}


def _change_responsible(activity, rows):
    present = activity.responsible.select_related("employee")
    was = list(present.all())
    if [(row.role, row.employee_id) for row in was] == [(row["role"], row["employee"]) for row in rows]:
        return {}
    activity.responsible.all().delete()
    _write_responsible(activity, rows)
    return {"ответственные": [[str(row) for row in was], [str(row) for row in present.all()]]}


def _write_responsible(activity, rows):
    ActivityResponsible.objects.bulk_create(
        ActivityResponsible(activity=activity, role=row["role"], employee_id=row["employee"], is_main=not index)
        for index, row in enumerate(rows)
    )


def _make_room(roadmap, number):
    """Return the position for a number: right after the last smaller one; without a number, at the end."""
    rows = list(roadmap.activities.values_list("position", "number"))
    own = number_order(number)
    last = max((position for position, _ in rows), default=0)
    smaller = [position for position, other in rows if own and (number_order(other) or own) < own]
    if not own or not rows or (smaller and max(smaller) == last):
        return last + 1
    place = max(smaller, default=min(position for position, _ in rows) - 1) + 1
    roadmap.activities.filter(position__gte=place).update(position=F("position") + 1)
    return place
