"""Папка года: asked for on its page, packed by the task worker, kept until something changes and it is asked for again."""

import hashlib
import logging
import shutil
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from roadmap.models import Roadmap, YearFolder
from roadmap.packing import Folder
from roadmap.permissions import is_leader
from vsoko.failures import trouble_of
from vsoko.files import store_file
from vsoko.models import Rendering
from vsoko.pdf import PdfUnavailable, pdf_available
from vsoko.registries import archive_parts
from vsoko.rendering import kept_rendering
from vsoko.translit import latin
from vsoko.workflow import NotAllowed, TransitionError

logger = logging.getLogger(__name__)
UNFINISHED = (YearFolder.State.QUEUED, YearFolder.State.RUNNING)
# Every file is a sign of life, and the longest paper takes a quarter of a minute to print.
STALE_AFTER = timedelta(minutes=10)
INTERRUPTED = "Сборка прервалась. Соберите папку ещё раз; если повторится, скажите администратору."
BROKEN = "Программа не справилась с папкой. Попробуйте ещё раз; если повторится, скажите администратору."
LEADERS_ONLY = "Папку года собирают директор, его заместители и руководитель рабочей группы."
BEAT = timedelta(seconds=1)  # how often the page learns how far it is


@dataclass(frozen=True)
class Contents:
    """What the folder of a year consists of today."""

    entries: list
    missing: list

    @property
    def fingerprint(self):
        """Return a hash that changes whenever the folder would: another one than that of the ZIP asks for a new one."""
        marks = [f"{entry.case}|{entry.folder}|{entry.title}|{entry.withheld}|{entry.mark}" for entry in self.entries]
        return hashlib.sha256("\n".join([*marks, *self.missing]).encode()).hexdigest()

    @property
    def cases(self):
        """Return [(case, how many lines)] in the order of the nomenclature."""
        return sorted(Counter(entry.case for entry in self.entries).items())


def contents_of(roadmap):
    """Return the Contents of a year, in the order of the cases."""
    parts = list(archive_parts.values())
    rows = [entry for part in parts for entry in part.entries(roadmap)]
    return Contents(
        sorted(rows, key=lambda entry: (entry.case, entry.folder)),
        [what for part in parts for what in part.missing(roadmap)],
    )


def is_stale(folder):
    """Return whether the worker of an unfinished folder has died, so that waiting on is no use."""
    return folder.state in UNFINISHED and folder.beat_at < timezone.now() - STALE_AFTER


@transaction.atomic
def request_folder(roadmap_pk, *, actor):
    """Ask for the folder of a year and return the YearFolder: one that is on its way is not begun twice.

    Raises NotAllowed, or TransitionError where there is nothing to pack or no way to print.
    """
    roadmap = Roadmap.objects.select_for_update(of=("self",)).select_related("school").get(pk=roadmap_pk)
    if not is_leader(actor, roadmap):
        raise NotAllowed(LEADERS_ONLY)
    if not pdf_available():
        raise TransitionError(str(PdfUnavailable()))
    if not contents_of(roadmap).entries:
        raise TransitionError("Собирать пока нечего: в этом году ещё нет ни одного утверждённого документа.")
    folder = YearFolder.objects.filter(roadmap=roadmap).first() or YearFolder(school=roadmap.school, roadmap=roadmap)
    if folder.pk and folder.state in UNFINISHED and not is_stale(folder):
        return folder
    now = timezone.now()
    folder.state, folder.problem = YearFolder.State.QUEUED, ""
    folder.done = folder.total = 0
    folder.requested_by, folder.requested_at, folder.beat_at = actor, now, now
    folder.save()
    transaction.on_commit(lambda: make_folder.enqueue(folder.pk))
    return folder


@task()
def make_folder(folder_pk):
    """Pack one folder. A worker's death in the middle leaves it running: whoever takes over packs it anew."""
    now = timezone.now()
    started = YearFolder.objects.filter(pk=folder_pk, state__in=UNFINISHED).update(
        state=YearFolder.State.RUNNING, done=0, beat_at=now
    )
    if not started:
        return
    folder = YearFolder.objects.select_related("roadmap__school", "requested_by").get(pk=folder_pk)
    try:
        _make(folder)
    except TransitionError as error:
        _fail(folder, error.message)
    except Exception as error:
        logger.exception("The folder of roadmap %s failed", folder.roadmap_id)
        trouble = trouble_of(error)
        _fail(folder, f"{trouble.heading}. Соберите папку ещё раз, когда это пройдёт." if trouble else BROKEN)


def _make(folder):
    roadmap, actor = folder.roadmap, folder.requested_by
    contents = contents_of(roadmap)
    beat = Beat(folder, len(contents.entries))
    with workplace(folder) as place:
        path = place / "folder.zip"
        with path.open("wb") as file, Folder(file) as packed:
            for number, entry in enumerate(contents.entries, start=1):
                line = packed.add(entry, None if entry.withheld else stored_of(entry, actor))
                line.note = line.note or ("" if line.path else "PDF не получился")
                beat.tell(number)
            add_data(packed, roadmap, contents)
            packed.add_inventory(f"Папка ВСОКО на {roadmap.year_words}", roadmap.school.short_name, contents.missing)
        _keep(folder, path, contents)


def add_data(packed, roadmap, contents):
    """Write the registers and records of the year as they are today, and the page that opens all of the folder."""
    parts = list(archive_parts.values())
    packed.add_index(
        title=f"ВСОКО, {roadmap.year_words}",
        school=roadmap.school.short_name,
        made_on=timezone.localdate(),
        missing=contents.missing,
        registers=[
            (title, packed.add_register(title, *facts)) for part in parts for title, *facts in part.registers(roadmap)
        ],
        records=[packed.add_records(rows) for part in parts for rows in part.records(roadmap)],
    )


@contextmanager
def workplace(folder):
    """Give a directory beside the store, so that a finished folder is moved there, not copied; a dead worker's is reused."""
    place = Path(settings.MEDIA_ROOT) / f"folder-{folder.pk}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def stored_of(entry, actor):
    """Return the stored file of an entry, printed now where it is not kept; None where it could not be printed."""
    if entry.file:
        return entry.file
    rendering = kept_rendering(*entry.printed(), actor=actor)
    return rendering.file if rendering.state == Rendering.State.DONE else None


def _keep(folder, path, contents):
    name = f"{latin(f'papka-vsoko-{folder.roadmap.label}')}.zip"
    old = folder.file
    with transaction.atomic():
        folder.file = store_file(
            path, name=name, content_type="application/zip", school=folder.school, actor=folder.requested_by
        )
        folder.state = YearFolder.State.DONE
        folder.done = folder.total = len(contents.entries)
        folder.fingerprint = contents.fingerprint
        folder.finished_at = folder.beat_at = timezone.now()
        folder.save()
        if old:
            # The old ZIP says nothing that its documents do not say; two of a gigabyte each would fill the disk.
            old.delete()
            transaction.on_commit(lambda: old.file.delete(save=False), robust=True)


def _fail(folder, problem):
    YearFolder.objects.filter(pk=folder.pk).update(state=YearFolder.State.FAILED, problem=problem[:300])


class Beat:
    """Tells the page how far the folder is, at most once in `BEAT`."""

    def __init__(self, folder, total):
        self.rows = YearFolder.objects.filter(pk=folder.pk)
        self.told = timezone.now()
        self.rows.update(total=total, beat_at=self.told)

    def tell(self, done):
        now = timezone.now()
        if now - self.told >= BEAT:
            self.told = now
            self.rows.update(done=done, beat_at=now)
