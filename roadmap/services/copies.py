"""Резервные копии: only the administrator of the school with which the installation began keeps them."""

from roadmap.permissions import is_administrator
from vsoko.copies import keeping
from vsoko.workflow import NotAllowed

REFUSAL = "Резервные копии хранит администратор школы, с которой установка началась."


def keeps_copies(user, obj=None):
    return is_administrator(user, obj) and keeping.keeper().pk == user.school_id


def _guard(actor):
    if not keeps_copies(actor):
        raise NotAllowed(REFUSAL)


def request_copy(*, actor):
    """Ask for a copy of the installation and return it. Raises NotAllowed or TransitionError."""
    _guard(actor)
    return keeping.request_copy(actor.school, actor=actor)


def request_check(pk, *, actor):
    """Ask for a trial restore of a copy and return the copy. Raises NotAllowed or TransitionError."""
    _guard(actor)
    return keeping.request_check(pk, actor=actor)


def take_away(copy, *, actor):
    """Return the open archive of a copy for downloading. Raises NotAllowed or TransitionError."""
    _guard(actor)
    return keeping.take_away(copy, actor=actor)
