"""Filters that a person keeps under a name: links above a list that nobody else sees."""

from urllib.parse import parse_qsl, urlencode

from django.db import IntegrityError, transaction

from vsoko.models import SavedFilter
from vsoko.registries import saved_lists
from vsoko.workflow import TransitionError

MOST = 30
LONGEST = SavedFilter._meta.get_field("query").max_length
TAKEN = "Отбор с таким названием уже есть: назовите этот иначе."


def conditions(listing, query):
    """Return the conditions of a query string that this list knows, always in one order; the page of it is left out."""
    known = saved_lists[listing]
    given = dict(parse_qsl(query))
    return urlencode([(key, given[key]) for key in known if given.get(key)])


def keep(user, listing, query, name):
    """Keep the conditions under a name and return the SavedFilter; a second click finds what the first has kept.

    Raises TransitionError for a name that is taken, too many filters, or one without a condition.
    """
    query = conditions(listing, query)
    if not query:
        raise TransitionError("Условия не выбраны: сначала задайте отбор на странице списка.")
    if len(query) > LONGEST:
        raise TransitionError("В отборе слишком много слов: сократите то, что ищете.")
    own = SavedFilter.objects.visible_to(user).filter(listing=listing).exclude(name="")
    if same := own.filter(name=name, query=query).first():
        return same
    if own.count() >= MOST:
        raise TransitionError(f"Сохранено уже {MOST} отборов: удалите ненужный и сохраните этот.")
    return _write(SavedFilter(school=user.school, user=user, listing=listing, query=query), name)


def rename(saved, name):
    """Give the filter another name. Raises TransitionError for a name that is taken."""
    return _write(saved, name)


def _write(saved, name):
    saved.name = name
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        raise TransitionError(TAKEN, field="name") from error
    return saved


def for_printing(user, listing, query):
    """Return the nameless SavedFilter of these conditions: the record that a PDF of the list is made from."""
    facts = {"school": user.school, "user": user, "listing": listing, "name": ""}
    return SavedFilter.objects.get_or_create(**facts, query=conditions(listing, query)[:LONGEST])[0]


def kept_by(user, listing, query):
    """Return the named filters of a person for this list; the one that is shown now has `current`."""
    now = conditions(listing, query)
    rows = list(SavedFilter.objects.visible_to(user).filter(listing=listing).exclude(name=""))
    for row in rows:
        row.current = row.query == now
    return rows
