"""One change of an edition: what it holds and how it reads.

{"op": "add" | "change" | "cancel", "activity": pk or None, "label": words, "was": {...}, "fields": {...}}:
"add" holds a whole row, "change" only what differs, "cancel" the reason of that row. An "add" for the sake of a record of
another room names it: {"origin": {"name": of registries.added_rows, "key": pk}}.
"""

from roadmap.models import Activity
from roadmap.services.rows import facts_of
from vsoko.workflow import TransitionError

HEADINGS = {"add": "Добавить", "change": "Изменить", "cancel": "Отменить"}
WORDS = {
    "number": "Номер",
    "title": "Мероприятие",
    "expected_result": "Ожидаемый результат",
    "responsible_text": "Ответственные (как в документе)",
    "term_text": "Срок (как в документе)",
    "starts_on": "Начало",
    "ends_on": "Окончание",
    "stage": "Чем исполняется",
    "responsible": "Ответственные",
    "reason": "Почему",
}


def addition(fields, origin=None):
    change = {"op": "add", "activity": None, "label": label_of(fields), "was": {}, "fields": dict(fields)}
    return change | {"origin": origin} if origin else change


def difference(activity, fields):
    """Return the change of a row to `fields`, or None where nothing differs."""
    was = facts_of(activity)
    changed = {name: value for name, value in fields.items() if comparable(value) != comparable(was[name])}
    if not changed:
        return None
    return {
        "op": "change", "activity": activity.pk, "label": label_of(was), "was": {name: was[name] for name in changed},
        "fields": changed,
    }  # fmt: skip


def comparable(value):
    return [(row["role"], row["employee"]) for row in value] if isinstance(value, list) else value


def cancellation(activity, reason):
    if activity.state not in Activity.OPEN:
        raise TransitionError(f"Это мероприятие отменить нельзя: «{activity.get_state_display()}».")
    return {
        "op": "cancel", "activity": activity.pk, "label": label_of(facts_of(activity)), "was": {},
        "fields": {"reason": reason.strip()},
    }  # fmt: skip


def label_of(fields):
    return f"{fields['number']}. {fields['title']}" if fields.get("number") else fields["title"]


def value_in_words(name, value):
    """Return one value of a change as a reader expects it."""
    if name == "responsible":
        return ", ".join(row["name"] for row in value)
    if name in ("starts_on", "ends_on"):
        return ".".join(reversed(value.split("-"))) if value else ""
    if name == "stage":
        return dict(Activity._meta.get_field("stage").choices).get(value, value)
    return value


def in_words(change):
    """Return [(label, was, becomes)] of one change, in the order of the form."""
    return [
        (WORDS[name], value_in_words(name, change["was"].get(name, "")), value_in_words(name, change["fields"][name]))
        for name in WORDS
        if name in change["fields"]
    ]
