"""What every import that may be taken back asks first: does anything stand on what it has brought?"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from roadmap.models import Document, Edition
from vsoko.models import HistoryEntry, Rendering
from vsoko.wording import full_stop, lowered
from vsoko.workflow import TransitionError

GENERIC = ((Document, "owner"), (Document, "about"), (Edition, "target"), (Rendering, "owner"))


def refuse_if_used(own, links=()):
    """Raise TransitionError where a record that is none of the `own` {model: rows} points to them; `links` do not count."""
    if standing := next(standing_on(own, links), None):
        told = f"{standing._meta.verbose_name} «{standing}»"
        raise TransitionError(f"Отменить нельзя: на загруженное уже опирается другая запись — {told}.")


def refuse_if_touched(own, imported):
    """Raise TransitionError where history tells of the rows anything but what `imported` (a Q of its entries) fits."""
    about = Q(pk=None)
    for rows in own.values():
        kind = ContentType.objects.get_for_model(rows.model)
        about |= Q(subject_type=kind, subject_id__in=rows.order_by().values("pk"))
    since = HistoryEntry.objects.filter(about).exclude(imported).order_by("-id").first()
    if since:
        told = f"{since.subject_label}: {lowered(since.sentence)}, {since.actor_name}"
        raise TransitionError(full_stop(f"Отменить нельзя: с загруженным уже работали — {told}"))


def standing_on(own, links=()):
    """Yield the records that point to the own ones and are none of them."""
    for model, rows in own.items():
        for relation in model._meta.get_fields(include_hidden=True):
            if relation.auto_created and not relation.concrete and relation.related_model not in links:
                others = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": rows})
                if relation.related_model in own:
                    others = others.exclude(pk__in=own[relation.related_model])
                yield from others[:1]
        kind = ContentType.objects.get_for_model(model)
        for other, name in GENERIC:
            pks = rows.order_by().values("pk")
            yield from other._base_manager.filter(**{f"{name}_type": kind, f"{name}_id__in": pks})[:1]
