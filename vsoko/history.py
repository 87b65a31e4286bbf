"""The one function that writes history; transitions and plain edits use it alike."""

from datetime import date, datetime

from django.utils import timezone

from vsoko import search
from vsoko.models import HistoryEntry


def plain(value):
    """Return a value as JSON can keep it and a person can read it."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return f"{value:%d.%m.%Y}"
    if isinstance(value, list | tuple | set):
        return [plain(item) for item in value]
    return str(value)


def snapshot(obj, fields):
    """Return the readable values of the named fields, for comparing before and after an edit.

    Content that was frozen as a whole is left out: nobody reads it here, and its hash says enough.
    """
    values = {}
    for name in fields:
        display = getattr(obj, f"get_{name}_display", None)
        value = display() if display else getattr(obj, name)
        if not isinstance(value, dict):
            values[name] = plain(value)
    return values


def differences(obj, before, after):
    """Return {verbose name: [was, is]} of what changed between two snapshots."""
    changes = {}
    for name, was in before.items():
        if name in after and was != after[name]:
            label = str(obj._meta.get_field(name).verbose_name)
            changes[label] = [was, after[name]]
    return changes


def record(obj, *, actor, action, sentence, school=None, from_state="", to_state="", changes=None, comment="", on=None):
    """Write and return one HistoryEntry about `obj`; what `obj` is found by is written anew with it.

    `actor` is the acting user, or None for what the system did by itself. `on` is the day of the fact, today by default.
    """
    search.index(obj)
    entry = _entry(obj, actor=actor, action=action, sentence=sentence, school=school, to_state=to_state, on=on)
    entry.from_state, entry.changes, entry.comment = from_state, changes or {}, comment
    entry.save()
    return entry


def record_each(records, *, actor, action, sentence, comment=""):
    """Write one and the same entry about each of many new records, and how they are found, by a few queries."""
    with search.written_at_the_end():
        for obj in records:
            search.index(obj)
    entries = [
        _entry(obj, actor=actor, action=action, sentence=sentence, to_state=getattr(obj, "state", ""), comment=comment)
        for obj in records
    ]
    HistoryEntry.objects.bulk_create(entries, batch_size=500)


def _entry(obj, *, actor, action, sentence, school=None, to_state="", comment="", on=None):
    return HistoryEntry(
        school=school or obj.school,
        actor=actor,
        actor_name=str(actor) if actor else "Система",
        action=action,
        sentence=sentence,
        subject=obj,
        subject_label=str(obj)[:300],
        to_state=to_state,
        comment=comment,
        effective_on=on or timezone.localdate(),
    )
