"""Triggers that make history append-only on both databases.

`lift` and `restore` are for flushing test databases; `lifted` is for the one change that the law asks of history (`history.forget`).
"""

from contextlib import contextmanager

TABLE = "vsoko_historyentry"
SENTENCE = "history is append-only"

SQLITE = {
    f"{TABLE}_no_{verb}": (
        f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb.upper()} ON {TABLE} "
        f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    )
    for verb in ("update", "delete")
}

POSTGRES_FUNCTION = f"""
CREATE OR REPLACE FUNCTION {TABLE}_refuse() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION '{SENTENCE}'; END
$$ LANGUAGE plpgsql
"""
POSTGRES = {
    f"{TABLE}_no_change": (
        f"CREATE TRIGGER {TABLE}_no_change BEFORE UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_refuse()"
    ),
    f"{TABLE}_no_truncate": (
        f"CREATE TRIGGER {TABLE}_no_truncate BEFORE TRUNCATE ON {TABLE} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_refuse()"
    ),
}


def restore(connection):
    """Create the triggers where they are missing."""
    lift(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRES_FUNCTION)
        for statement in (POSTGRES if connection.vendor == "postgresql" else SQLITE).values():
            cursor.execute(statement)


def lift(connection):
    """Drop the triggers."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for name in POSTGRES:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name} ON {TABLE}")
        else:
            for name in SQLITE:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")


@contextmanager
def lifted(connection):
    """Let history be changed inside, within a transaction: whatever breaks brings the triggers back with all the rest."""
    if not connection.in_atomic_block:
        raise RuntimeError("history is changed within a transaction only")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table with checks put off to the end of the transaction takes no change of its triggers.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    lift(connection)
    yield
    restore(connection)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
