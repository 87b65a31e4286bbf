"""The one function that writes history; transitions and plain edits use it alike."""

from datetime import date, datetime

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import Q
from django.utils import timezone

from vsoko import history_triggers, search
from vsoko.models import HistoryEntry

TEXTS = ("actor_name", "sentence", "subject_label", "changes", "comment")


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


def forget(subject, names, words, *, user, everywhere):
    """Put `words` in the place of a person's name in the history of a school; this is the only change that history knows.

    `names` is the pattern of the name as it is written, `subject` the person's card, `user` the login or None. The name goes
    from the entries about the card and by this login and, `everywhere`, from all that tell of others. Call it before
    anything else of the transaction is recorded: the triggers stand aside meanwhile.
    """
    entries = HistoryEntry.objects.filter(school=subject.school_id).order_by("pk")
    if not everywhere:
        own = HistoryEntry.objects.about([subject]).order_by().values("pk")
        entries = entries.filter(Q(pk__in=own) | Q(actor=user) if user else Q(pk__in=own))
    changed = []
    for entry in entries.iterator(chunk_size=1000):
        before = [getattr(entry, name) for name in TEXTS]
        if user is not None and entry.actor_id == user.pk:
            entry.actor_name = words
        for name in TEXTS:
            setattr(entry, name, without(names, words, getattr(entry, name)))
        if entry.subject_id == subject.pk and entry.subject_type_id == ContentType.objects.get_for_model(subject).pk:
            entry.changes = {}  # what was written into the card, piece by piece
        if before != [getattr(entry, name) for name in TEXTS]:
            changed.append(entry)
    with history_triggers.lifted(connection):
        HistoryEntry.objects.bulk_update(changed, TEXTS, batch_size=200)


def without(names, words, value):
    """Return a text, a list or a dict of them with the words in the place of the names."""
    if isinstance(value, str):
        return names.sub(words, value)
    if isinstance(value, list):
        return [without(names, words, one) for one in value]
    if isinstance(value, dict):
        return {key: without(names, words, one) for key, one in value.items()}
    return value


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
