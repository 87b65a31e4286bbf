"""What befalls the server and not the program: the disk is full, the database is away or busy. Each is a sentence."""

import errno
import sqlite3
from dataclasses import dataclass

from django.db import InterfaceError, OperationalError


@dataclass(frozen=True)
class Trouble:
    """`heading` and `text` are for the person at the page; `status` of the answer; after `wait` seconds it may be over."""

    heading: str
    text: str
    status: int = 503
    wait: int = 30


KEPT = "Ничего не записано наполовину. Вернитесь кнопкой браузера «Назад»: введённое останется, и отправьте ещё раз"
FULL = Trouble(
    "На сервере закончилось место",
    f"{KEPT}, когда администратор освободит место на диске сервера.",
    status=507,
    wait=600,
)
AWAY = Trouble("База данных не отвечает", f"{KEPT} через минуту. Если не помогло, скажите администратору.")
BUSY = Trouble("Сервер занят", f"{KEPT} через минуту.", wait=5)

# Of SQLite (sqlite.org/rescode.html) and classes of PostgreSQL (its documentation, appendix A).
SQLITE = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_CANTOPEN: AWAY,
    sqlite3.SQLITE_IOERR: AWAY,
    sqlite3.SQLITE_READONLY: AWAY,
}
POSTGRESQL = {"53100": FULL, "53300": BUSY, "40": BUSY, "55P03": BUSY, "08": AWAY, "57": AWAY}


def trouble_of(error):
    """Return the Trouble behind an exception, or None where the program itself is to blame."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
            return FULL
        if isinstance(error, OperationalError | InterfaceError):
            return _of_database(error.__cause__)
        error = error.__cause__ or error.__context__
    return None


def _of_database(error):
    if isinstance(error, sqlite3.Error):
        return SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # the lowest byte; the rest are its varieties
    code = getattr(error, "pgcode", None)
    # A connection that cannot be made, or has broken off, has no answer of the server to read a code in.
    return POSTGRESQL.get(code) or POSTGRESQL.get(code[:2]) if code else AWAY
