"""An uploaded file between its preview and the confirmed import: kept by the server, and only the last one of a person."""

import mimetypes

from django.db import transaction
from django.db.models import ProtectedError

from vsoko.files import store_bytes
from vsoko.models import StoredFile

PLAIN = "text/plain"


@transaction.atomic
def keep_upload(content, *, name, actor, instead_of=None):
    """Store the bytes of an uploaded file and return the StoredFile; the one of an abandoned preview goes."""
    if former := kept_upload(instead_of, actor):
        drop_upload(former)
    content_type = mimetypes.guess_type(name)[0] or PLAIN
    return store_bytes(content, name=name[-200:], content_type=content_type, school=actor.school, actor=actor)


def kept_upload(pk, actor):
    """Return the file that this person has uploaded under that key, or None."""
    return StoredFile.objects.filter(pk=pk, school=actor.school_id, uploaded_by=actor).first() if pk else None


def drop_upload(stored):
    """Delete the file of a preview that came to nothing; one that a record already holds stays."""
    try:
        with transaction.atomic():
            stored.delete()
    except ProtectedError:
        return
    transaction.on_commit(lambda: stored.file.delete(save=False))
