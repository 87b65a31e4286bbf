"""Signs of life of the task workers: each writes its own every few seconds, whoever asks reads the latest."""

import logging
from datetime import timedelta

from django.db import connections
from django.db.models.functions import Now

from vsoko.models import WorkerSign

BETWEEN_SIGNS = 20  # seconds
SILENT_AFTER = timedelta(seconds=90)
FORGOTTEN_AFTER = timedelta(days=1)
log = logging.getLogger(__name__)


def keep_signing(worker, stopping, pause=BETWEEN_SIGNS):
    """Show every few seconds that this worker lives, until `stopping` (an Event) is set; then take its sign away."""
    while not stopping.is_set():
        attempt(sign, worker)
        stopping.wait(pause)
    attempt(take_away, worker)


def attempt(write, worker):
    """A database that is gone for a while ends one sign and not the next."""
    try:
        write(worker)
    except Exception:
        log.exception("The sign of life of a worker was not written")
    finally:
        connections.close_all()


def sign(worker):
    """Write that this worker lives, and forget those that have been silent for a day."""
    WorkerSign.objects.update_or_create(pk=worker, defaults={"seen_at": Now()})
    WorkerSign.objects.filter(seen_at__lt=Now() - FORGOTTEN_AFTER).delete()


def take_away(worker):
    WorkerSign.objects.filter(pk=worker).delete()


def somebody_works():
    """Return whether any worker, on whichever machine, has shown lately that it lives."""
    return WorkerSign.objects.filter(seen_at__gt=Now() - SILENT_AFTER).exists()
