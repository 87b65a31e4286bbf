"""The product itself on the database of a test, clicked at by processes of their own: who is logged in, how they send."""

import os
import subprocess
import sys
import time
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import connection

from tests.vsoko.test_launch import free_port, read_until, run
from vsoko import sitting

CLICKER = Path(__file__).with_name("clicker.py")
TOKEN = "a" * 32


def database_url():
    """Return the address of the database of this test for another process."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@contextmanager
def started(folder, number):
    """Start that many servers on the database of this test and yield their ports; they are stopped before the flush."""
    servers = []
    try:
        for place in range(number):
            data = folder / str(place)
            data.mkdir()
            servers.append((port := free_port(), run(data, port, DATABASE_URL=database_url())))
        for _, server in servers:
            read_until(server, "ВСОКО открыта")
        yield [port for port, _ in servers]
    finally:
        for _, server in servers:
            server.terminate()
        for _, server in servers:
            server.communicate(timeout=600)


def cookies_of(user):
    """Return the cookies of somebody who has logged in and given the password in this sitting."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "vsoko.backends.SchoolBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[sitting.KEY] = time.time()
    session.save()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def click_at_once(clicks):
    """Return the statuses of the answers, a list for each of the clicks (port, cookies, [(path, body)]).

    Each is a process of its own; all of them are told to begin at the same moment.
    """
    clickers = []
    for port, cookies, _ in clicks:
        command = [sys.executable, "-I", "-S", str(CLICKER), str(port), cookies]
        clickers.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True))
    for clicker in clickers:
        assert clicker.stdout.readline() == "ready\n"
    for clicker, (_, _, pages) in zip(clickers, clicks, strict=True):
        clicker.stdin.writelines(f"{path} csrfmiddlewaretoken={TOKEN}{body}\n" for path, body in pages)
        clicker.stdin.flush()
    return [clicker.communicate(timeout=600)[0].split() for clicker in clickers]
