"""Queries that every page asks, put into SQL once a process: writing them took longer than answering them."""

from copy import copy

from django.db import connections
from django.db.models import QuerySet, Value


class Given(Value):
    """Stands in a queryset for a value of this field that is known only when it is asked; `value` is its name."""

    def __init__(self, name, field):
        super().__init__(name, output_field=field)

    def as_sql(self, compiler, connection):
        return "%s", [self]


class Prepared:
    """A queryset with `Given` values. It is made when first asked: by then all is registered that it is made of."""

    def __init__(self, make):
        self.make = make
        self.compiler = None

    def ask(self, **given):
        """Return the rows of the queryset, as a list, with these values in the places of their names; one query."""
        if self.compiler is None:
            self.compile()
        compiler = copy(self.compiler)
        compiler.connection = connections[compiler.using]  # each thread has its own
        values = [self.put(value, given, compiler.connection) for value in self.values]
        compiler.as_sql = lambda: (self.sql, values)
        query = copy(compiler.query)
        query.get_compiler = lambda using: compiler
        return list(QuerySet(query.model, query, compiler.using))

    @staticmethod
    def put(value, given, connection):
        if isinstance(value, Given):
            return value.output_field.get_db_prep_value(given[value.value], connection)
        return value

    def compile(self):
        rows = self.make()
        compiler = rows.query.get_compiler(rows.db)
        self.sql, self.values = compiler.as_sql()
        self.compiler = compiler
