"""One process upgrades the database at a time: two that begin together would make the same table twice."""

import sqlite3
from contextlib import closing, contextmanager, nullcontext

from django.db import connection

LOCK = 463_2021  # any number: the other users of the server's advisory locks are not in this database
PATIENCE = 60 * 60  # seconds
WAITING = "Базу уже обновляет другой процесс: жду, пока он закончит."


@contextmanager
def alone(say):
    """Hold the upgrade of the database for this process; another one is waited for, which `say` is told.

    The lock goes with the process that holds it, however that one ends.
    """
    if connection.vendor == "postgresql":
        hold = _on_server(say)
    elif connection.is_in_memory_db():
        hold = nullcontext()
    else:
        hold = _beside_file(f"{connection.settings_dict['NAME']}.upgrade", say)
    with hold:
        yield


@contextmanager
def _on_server(say):
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            say(WAITING)
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def _beside_file(path, say):
    """A second SQLite file holds the lock: the database itself is written to by many transactions of the upgrade."""
    with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY:
                raise
            say(WAITING)
            lock.execute(f"PRAGMA busy_timeout = {PATIENCE * 1000}")
            lock.execute("BEGIN EXCLUSIVE")
        yield
