"""Making a copy: all rows as they stood at one moment, and the files that they name, while people go on working."""

import base64
import json
import os
import zipfile
from contextlib import contextmanager, suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.duration import duration_iso_string

from vsoko.copies.archive import FILES, FORMAT, PIECE, add_manifest, add_part, data_name, kept_models
from vsoko.models import StoredFile

ROWS_AT_ONCE = 500


def back_up(path, tell=lambda done, total: None):
    """Write a copy to `path` and return its manifest. Raises FileExistsError; what breaks off leaves nothing behind.

    `tell(done, total)` is called with every part that is written.

    A file whose bytes are gone is named in the manifest under "missing", one that is no longer what was stored under "damaged":
    the rest is worth keeping all the same.
    """
    if path.exists():
        raise FileExistsError(path)
    unfinished = path.with_name(f"{path.name}.part")
    try:
        with unfinished.open("wb") as out:
            with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy, one_moment():
                manifest = _write(copy, tell)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(path)
    finally:
        with suppress(FileNotFoundError):
            unfinished.unlink()
    return manifest


@contextmanager
def one_moment():
    """Everything read inside is as it stood at the beginning, and nobody who writes has to wait for it."""
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
    else:
        # Django's own transactions take the lock of a writer here; a plain BEGIN takes none.
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")


def _write(copy, tell):
    rows, parts, missing, damaged = {}, {}, [], []
    models = kept_models()
    total = len(models) + StoredFile.objects.count()
    for model in models:
        counted = Counted(model)
        parts[data_name(model)] = add_part(copy, data_name(model), counted)
        rows[model._meta.label_lower] = counted.rows
        tell(len(parts), total)
    stored = StoredFile.objects.order_by("pk").values_list("file", "sha256")
    for name, sha256 in stored.iterator(chunk_size=ROWS_AT_ONCE):
        try:
            content = default_storage.open(name)
        except FileNotFoundError:  # lost long ago, or replaced while the copy is made
            missing.append(name)
            continue
        with content:
            part = parts[f"{FILES}{name}"] = add_part(copy, f"{FILES}{name}", content.chunks(PIECE))
        if part["sha256"] != sha256:
            damaged.append(name)
        tell(len(parts) + len(missing), total)
    manifest = {
        "format": FORMAT,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": applied_migrations(),
        "rows": rows,
        "missing": missing,
        "damaged": damaged,
        "parts": parts,
    }
    add_manifest(copy, manifest)
    return manifest


def applied_migrations():
    """Return the names of the migrations that have shaped this database, sorted."""
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


class Counted:
    """The rows of a model as lines of JSON; how many there were is known after the last."""

    def __init__(self, model):
        self.model = model
        self.rows = 0

    def __iter__(self):
        names = [field.attname for field in self.model._meta.concrete_fields]
        rows = self.model._base_manager.order_by(self.model._meta.pk.attname).values_list(*names)
        for row in rows.iterator(chunk_size=ROWS_AT_ONCE):
            self.rows += 1
            values = dict(zip(names, map(plain, row), strict=True))
            yield json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def plain(value):
    """Return a value of a column as JSON knows it; the field of the column reads it back."""
    match value:
        case datetime() | date() | time():
            return value.isoformat()
        case timedelta():
            return duration_iso_string(value)
        case Decimal() | UUID():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(value).decode()
    return value
