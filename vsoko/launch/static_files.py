"""Collecting static files costs seconds, so it is done only when one of them has changed."""

import hashlib

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect():
    """Bring STATIC_ROOT up to date. Returns whether there was anything to do."""
    mark = settings.DATA_DIR / "static.sha256"
    found = fingerprint()
    if mark.exists() and settings.STATIC_ROOT.exists() and mark.read_text() == found:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    mark.write_text(found)
    return True


def fingerprint():
    """Return a hash over name, size and time of every static file."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = storage.path(name), storage.size(name), storage.get_modified_time(name)
            digest.update(repr(facts).encode())
    return digest.hexdigest()
