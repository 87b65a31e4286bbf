"""Bringing a copy back onto an empty installation, whichever of the two databases it was made on."""

import json

from django.contrib.contenttypes.models import ContentType
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import JSONField

from vsoko import history_triggers, search
from vsoko.copies.archive import FILES, PIECE, BadCopy, data_name, hash_of, kept_models, opened
from vsoko.copies.backup import Counted, applied_migrations
from vsoko.models import School


def restore(path):
    """Fill an empty, migrated installation with the copy at `path` and return its manifest.

    Everything or nothing: rows come in one transaction, and the files of one that failed are taken away. Raises BadCopy when
    the copy or the installation cannot do.
    """
    with opened(path) as (copy, manifest):
        if School.objects.exists():
            raise BadCopy(
                "Здесь уже есть школа: копию восстанавливают только на пустую установку (DEMO=0, новый DATA_DIR)."
            )
        if set(manifest["migrations"]) - set(applied_migrations()):
            raise BadCopy(f"«{path.name}» сделан более новой версией программы: обновите её и повторите.")
        if manifest["migrations"] != applied_migrations():
            raise BadCopy(f"«{path.name}» сделан прежней версией программы: восстановите его в ней и обновите уже там.")
        written = []
        try:
            with transaction.atomic():
                _empty()
                for model in kept_models():
                    _load(copy, model, manifest)
                for statement in connection.ops.sequence_reset_sql(no_style(), kept_models()):
                    with connection.cursor() as cursor:
                        cursor.execute(statement)
                connection.check_constraints()
                for model in kept_models():
                    _compare(copy, model)
                _write_files(copy, manifest, written)
        except BaseException:
            for name in written:
                default_storage.delete(name)
            raise
    # Whatever this process knew of kinds of records belongs to the rows before.
    ContentType.objects.clear_cache()
    with transaction.atomic():
        search.rebuild()
    return manifest


def _empty():
    """Take away what migrations have written: the copy has its own."""
    history_triggers.lift(connection)
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), tables, reset_sequences=True):
            cursor.execute(statement)
    history_triggers.restore(connection)


def _load(copy, model, manifest):
    if data_name(model) not in manifest["parts"]:
        raise BadCopy(f"В копии не хватает части {data_name(model)}. Возьмите другую копию.")
    readers = {field.attname: _reader(field) for field in model._meta.concrete_fields}
    count = 0
    with copy.open(data_name(model)) as lines:
        for line in lines:
            row = json.loads(line)
            # Raw: days and authors stay those of the copy.
            model(**{name: readers[name](value) for name, value in row.items()}).save_base(raw=True, force_insert=True)
            count += 1
    if count != manifest["rows"][model._meta.label_lower]:
        raise BadCopy(f"Строк «{model._meta.verbose_name_plural}» не столько, сколько в описи. Возьмите другую копию.")


def _compare(copy, model):
    """Raise BadCopy unless the database now says of a model word for word what the copy does."""
    with copy.open(data_name(model)) as lines:
        for line, row in zip(lines, Counted(model), strict=True):
            # Not as text: PostgreSQL keeps the keys of a JSON column in an order of its own.
            if json.loads(line) != json.loads(row):
                raise BadCopy(f"Строки «{model._meta.verbose_name_plural}» легли в базу не такими, какие они в копии.")


def _reader(field):
    while field.remote_field:
        field = field.target_field
    if isinstance(field, JSONField):
        return lambda value: value
    return lambda value: None if value is None else field.to_python(value)


def _write_files(copy, manifest, written):
    for part in manifest["parts"]:
        if not part.startswith(FILES):
            continue
        name = part.removeprefix(FILES)
        if default_storage.exists(name):
            raise BadCopy(f"Файл {name} уже лежит в хранилище: восстановите копию в пустой DATA_DIR.")
        with copy.open(part) as content:
            written.append(default_storage.save(name, File(content)))
        if written[-1] != name:
            raise BadCopy(f"Хранилище не приняло имя {name}: проверьте, что оно пустое и в него можно писать.")
        with default_storage.open(name) as kept:
            if hash_of(kept.chunks(PIECE)) != manifest["parts"][part]["sha256"]:
                raise BadCopy(f"Файл {name} лёг в хранилище не таким, какой он в копии: проверьте диск.")
