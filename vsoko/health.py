"""Whether this server can work: what a proxy or a watchman asks before it sends people here. Words only, nothing of a school."""

import logging
import time
import uuid
from functools import cache

from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from vsoko.launch.pulse import somebody_works

log = logging.getLogger(__name__)
STORAGE_ASKED_EVERY = 30  # seconds: the question costs a file, and anybody may ask
PROBE = b"vsoko"
_storage_known = {"until": 0.0, "works": False}


def database_answers():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


def migrations_are_applied():
    """Return whether the database has exactly the form that this release expects: not an older one, and not a newer."""
    installed = apps.app_configs
    applied = {key for key in MigrationRecorder(connection).applied_migrations() if key[0] in installed}
    return applied == migrations_of_this_release()


@cache
def migrations_of_this_release():
    return frozenset(MigrationLoader(None).disk_migrations)


def storage_takes_files():
    """Return whether a file can be written, read and taken away; the answer holds for half a minute."""
    if time.monotonic() >= _storage_known["until"]:
        works = holds(_probe_storage)
        _storage_known.update(until=time.monotonic() + STORAGE_ASKED_EVERY, works=works)
    return _storage_known["works"]


def _probe_storage():
    name = default_storage.save(f"probe-{uuid.uuid4().hex}", ContentFile(PROBE))
    try:
        with default_storage.open(name) as file:
            return file.read() == PROBE
    finally:
        default_storage.delete(name)


CHECKS = {
    "database": database_answers,
    "migrations": migrations_are_applied,
    "storage": storage_takes_files,
    "worker": somebody_works,
}


def readiness():
    """Return {what: whether it works}."""
    return {name: holds(check) for name, check in CHECKS.items()}


def holds(check):
    try:
        return check()
    except Exception:
        # Whatever it is, people are not to be sent here; the log says why.
        log.exception("A check of readiness failed")
        return False
