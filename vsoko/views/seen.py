"""Links that lead only to what their reader may open: a page names records of others, too, and a link to them would be a 404."""

from django.db.models import Exists, OuterRef


def note_seen(user, records):
    """Set `seen` on each of these records of one model: whether the user may open its page. One query for all of them.

    Nothing (None) among them is passed over. The template tag `named` makes links of those that are seen.
    """
    records = [record for record in records if record is not None]
    if records:
        visible = type(records[0])._default_manager.visible_to(user)
        seen = set(visible.filter(pk__in={record.pk for record in records}).values_list("pk", flat=True))
        for record in records:
            record.seen = record.pk in seen


def seen_by(user, model, name):
    """Return an expression for the query of the page's own record: whether the user may open the one that `name` leads to."""
    return Exists(model._default_manager.visible_to(user).filter(pk=OuterRef(name)))
