"""What a school starts with, copied as rows: the service writes it once in a run and would take ten times as long again."""

from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from django.apps import apps
from django.db import connection, transaction

from roadmap.services.school import open_school
from vsoko.models import School

OURS = [
    model
    for label in ("vsoko", "roadmap", "audits")
    for model in apps.get_app_config(label).get_models(include_auto_created=True)
]
_kept = []


@dataclass
class Kept:
    """The rows of one table; a reference to a kept row is its place, one to the school is put in anew."""

    table: str
    columns: list
    rows: list
    references: dict  # {place of the column: table}

    @cached_property
    def insertion(self):
        names = ", ".join(f'"{name}"' for name in self.columns)
        row = f"({', '.join(['%s'] * len(self.columns))})"
        return f'INSERT INTO "{self.table}" ({names}) VALUES {", ".join([row] * len(self.rows))}'


@transaction.atomic
def copy_school(**fields):
    """Create a school with all that `open_school` gives it. Returns it."""
    if not _kept:
        _kept.extend(written_by_service())
    school = School.objects.create(**fields)
    with connection.cursor() as cursor:
        numbers = {kept.table: free_numbers(cursor, kept) for kept in _kept} | {School._meta.db_table: [school.pk]}
        for kept in _kept:
            rows = [list(row) for row in kept.rows]
            for place, table in kept.references.items():
                known = numbers[table]
                for row in rows:
                    if row[place] is not None:
                        row[place] = known[row[place]]
            cursor.execute(kept.insertion, list(chain.from_iterable(rows)))
    return school


def written_by_service():
    """Return the rows that the service adds to an opened school; it is not kept."""
    with transaction.atomic(), connection.cursor() as cursor:
        last = {model: model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0 for model in OURS}
        school = open_school(code="kept", full_name="Школа", short_name="Школа", city="Санкт-Петербург")
        numbers = {
            model._meta.db_table: list(model.objects.filter(pk__gt=was).order_by("pk").values_list("pk", flat=True))
            for model, was in last.items()
        }
        assert numbers[School._meta.db_table] == [school.pk]
        written = [model for model in OURS if numbers[model._meta.db_table] and model is not School]
        kept = [rows_of(cursor, model, numbers) for model in written]
        transaction.set_rollback(True)
    return kept


def rows_of(cursor, model, numbers):
    table, fields = model._meta.db_table, model._meta.concrete_fields
    columns = [field.column for field in fields]
    names = ", ".join(f'"{name}"' for name in columns)
    cursor.execute(f'SELECT {names} FROM "{table}" WHERE id >= %s ORDER BY id', [numbers[table][0]])
    places = {name: {number: place for place, number in enumerate(of)} for name, of in numbers.items() if of}
    pointed = [(field.related_model or (model if field.primary_key else None)) for field in fields]
    tables = [of and of._meta.db_table for of in pointed]
    references = {place: name for place, name in enumerate(tables) if name in places}
    rows = [
        [
            value if place not in references or value is None else places[references[place]][value]
            for place, value in enumerate(row)
        ]
        for row in cursor.fetchall()
    ]
    return Kept(table, columns, rows, references)


def free_numbers(cursor, kept):
    """Return as many keys as there are rows; on PostgreSQL its sequence gives them out."""
    if connection.vendor == "postgresql":
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [kept.table, len(kept.rows)],
        )
        return [number for (number,) in cursor.fetchall()]
    cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [kept.table])
    last = (cursor.fetchone() or [0])[0]
    return range(last + 1, last + 1 + len(kept.rows))
