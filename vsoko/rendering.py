"""PDF of records: asked for on a page, made by the task worker, kept as bytes with their hash."""

import hashlib
import json
import logging
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from vsoko.failures import trouble_of
from vsoko.files import store_bytes
from vsoko.models import Rendering
from vsoko.pdf import PdfUnavailable, pdf_available, render_pdf
from vsoko.registries import pdf_sources
from vsoko.workflow import TransitionError

logger = logging.getLogger(__name__)

UNFINISHED = (Rendering.State.QUEUED, Rendering.State.RUNNING)
# The longest paper takes a quarter of a minute; what has been silent for so long has lost its worker.
STALE_AFTER = timedelta(minutes=15)
INTERRUPTED = "Подготовка прервалась. Закажите PDF ещё раз; если повторится, скажите администратору."


class ContentChanged(Exception):
    """The record was changed between the request and the rendering: its PDF would not be what was asked for."""

    def __init__(self):
        super().__init__("Пока PDF готовился, содержание изменилось: закажите его ещё раз.")


def request_rendering(owner, purpose, *, actor):
    """Return the Rendering of the owner's present content: the one that is made or on its way, else a new one, queued.

    What failed or has lost its worker is queued again. Raises TransitionError where PDF cannot be made at all.
    """
    if not pdf_available():
        raise TransitionError(str(PdfUnavailable()))
    content_hash = hash_content(pdf_sources[purpose], owner)
    with transaction.atomic():
        rendering, created = Rendering.objects.select_for_update(of=("self",)).get_or_create(
            **_of(owner),
            purpose=purpose,
            content_hash=content_hash,
            defaults={"school": owner.school, "requested_by": actor},
        )
        if created or rendering.state == Rendering.State.FAILED or is_stale(rendering):
            _queue(rendering, actor)
    return rendering


def _of(owner):
    return {"owner_type": ContentType.objects.get_for_model(owner), "owner_id": owner.pk}


def _queue(rendering, actor):
    rendering.state = Rendering.State.QUEUED
    rendering.problem = ""
    rendering.requested_by = actor
    rendering.requested_at = timezone.now()
    rendering.started_at = rendering.finished_at = None
    rendering.save()
    make.enqueue(rendering.pk)
    rendering.refresh_from_db()


def rendering_of(owner, purpose):
    """Return the latest Rendering of this record, whatever its state, or None."""
    made = Rendering.objects.filter(**_of(owner), purpose=purpose).select_related("file")
    return made.order_by("-requested_at", "-id").first()


def finished_of(owner, purpose):
    """Return the finished Rendering of the owner's present content, or None."""
    made = Rendering.objects.filter(
        **_of(owner),
        purpose=purpose,
        content_hash=hash_content(pdf_sources[purpose], owner),
        state=Rendering.State.DONE,
    )
    return made.select_related("file").first()


def rendering_with(owner, purpose, content):
    """Return the finished Rendering of what the owner once said, or None where it was never printed."""
    source = pdf_sources[purpose]
    made = Rendering.objects.filter(
        **_of(owner), purpose=purpose, content_hash=hash_facts(source, owner, content), state=Rendering.State.DONE
    )
    return made.select_related("file").first()


def is_stale(rendering):
    """Return whether the worker of an unfinished rendering has died, so that waiting on is no use."""
    since = rendering.started_at or rendering.requested_at
    return rendering.state in UNFINISHED and since < timezone.now() - STALE_AFTER


def hash_content(source, owner):
    """Return the SHA-256 of all that the PDF shows: facts, template, pictures."""
    return hash_facts(source, owner, source.content(owner))


def hash_facts(source, owner, content):
    pictures = {name: hashlib.sha256(data).hexdigest() for name, data in source.files(owner).items()}
    facts = [source.template, content, pictures]
    text = json.dumps(facts, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def produce(owner, purpose):
    """Return the bytes of the PDF made here and now. Raises PdfUnavailable."""
    source = pdf_sources[purpose]
    return render_pdf(source.template, source.context(source.content(owner)), files=source.files(owner))


def rendered_bytes(owner, purpose):
    """Return the PDF as it is kept for the present content, or made now where it is not. Raises PdfUnavailable."""
    kept = finished_of(owner, purpose)
    if kept is None:
        return produce(owner, purpose)
    with kept.file.file.open("rb") as stored:
        return stored.read()


def kept_rendering(owner, purpose, *, actor):
    """Return the finished or failed Rendering of the owner's present content, made here and now where there is none.

    For a task that needs the stored file itself. Raises TransitionError as `request_rendering` does.
    """
    rendering = request_rendering(owner, purpose, actor=actor)
    if rendering.state in UNFINISHED:
        make.call(rendering.pk)
        rendering.refresh_from_db()
    return rendering


@task()
def make(rendering_id):
    """Make one PDF and keep it. A worker's death in the middle leaves it running: whoever takes over makes it anew."""
    started = Rendering.objects.filter(pk=rendering_id, state__in=UNFINISHED).update(
        state=Rendering.State.RUNNING, started_at=timezone.now()
    )
    if not started:
        return
    rendering = Rendering.objects.select_related("school", "requested_by").get(pk=rendering_id)
    try:
        _make(rendering)
    except (PdfUnavailable, ContentChanged) as error:
        _fail(rendering, str(error))
    except Exception as error:
        logger.exception("Rendering %s failed", rendering.pk)
        _fail(rendering, _words_of(error, rendering))


def _words_of(error, rendering):
    if trouble := trouble_of(error):
        return f"{trouble.heading}. Закажите PDF ещё раз, когда это пройдёт."
    return (
        "Программа не справилась с этим документом. Попробуйте ещё раз; если повторится, назовите администратору "
        f"номер подготовки: {rendering.pk}."
    )


def _make(rendering):
    source = pdf_sources[rendering.purpose]
    owner = rendering.owner
    if owner is None or hash_content(source, owner) != rendering.content_hash:
        raise ContentChanged
    data = produce(owner, rendering.purpose)
    with transaction.atomic():
        rendering.file = store_bytes(
            data,
            name=source.name(owner),
            content_type="application/pdf",
            school=rendering.school,
            actor=rendering.requested_by,
        )
        rendering.state = Rendering.State.DONE
        rendering.finished_at = timezone.now()
        rendering.save(update_fields=["file", "state", "finished_at"])


def _fail(rendering, problem):
    Rendering.objects.filter(pk=rendering.pk).update(
        state=Rendering.State.FAILED, problem=problem[:300], finished_at=timezone.now()
    )
