"""A database after all migrations: made once, copied for each process of a run, since running them takes long."""

import hashlib
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent


def digest():
    """Return a hash of all that decides what migrations make."""
    found = hashlib.sha256()
    for path in sorted(
        [*ROOT.glob("*/migrations/*.py"), ROOT / "vsoko/history_triggers.py", ROOT / "requirements.txt"]
    ):
        found.update(path.read_bytes())
    return found.hexdigest()


def migrate(url):
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity=0"],
        cwd=ROOT, check=True, env={**os.environ, "DATABASE_URL": url},
    )  # fmt: skip


def file_in(folder, workshop):
    """Return the path of the SQLite database in `folder`, which keeps it between runs; it is made in `workshop`."""
    kept = folder / f"{digest()}.sqlite3"
    if not kept.exists():
        for outdated in folder.iterdir():
            outdated.unlink(missing_ok=True)
        fresh = workshop / "migrated.sqlite3"
        migrate(f"sqlite:///{fresh}")
        shutil.move(fresh, kept)
    return str(kept)


def database_on_server():
    """Return the name of a new database of the PostgreSQL server; `drop` takes it away again."""
    name = f"migrated_{os.getpid()}"
    tell_server(f"CREATE DATABASE {name}")
    migrate(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl())
    return name


def drop(name):
    tell_server(f"DROP DATABASE IF EXISTS {name}")


def tell_server(statement):
    import psycopg2

    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    with closing(connection), connection.cursor() as cursor:
        cursor.execute(statement)
