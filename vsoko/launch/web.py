"""The web server of the product, alone or with its worker: it holds the port before any work is done for it."""

import logging
import signal

from django.conf import settings
from django.core.management import CommandError
from django.core.servers.basehttp import get_internal_wsgi_application
from waitress import create_server

from vsoko.launch import address, lean

SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"]
THREADS = 4  # each has a connection to the database of its own, and Python lets one compute at a time


def leave_on_signals():
    for name in SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), leave)


def leave(signum, frame):
    raise SystemExit(0)


def hold_port():
    """Return a socket that holds the port of the settings. Raises CommandError with one sentence."""
    try:
        return address.bind(settings.HOST, settings.PORT)
    except (OSError, OverflowError) as error:
        raise CommandError(
            f"Порт {settings.PORT} на адресе {settings.HOST} занят или недоступен: "
            f"остановите другую программу или выберите порт, например PORT={settings.PORT % 60000 + 1}."
        ) from error


def server_on(listener):
    """Return the server on a held socket, ready to run."""
    application = get_internal_wsgi_application()
    lean.keep_little()
    server = create_server(application, sockets=[listener], threads=THREADS, **proxy())
    # Waitress warns of every request that waits for a thread; a page with its files always has some.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    return server


def proxy():
    """Behind a proxy that ends HTTPS the server believes its word about the scheme; otherwise nobody's."""
    if settings.SECURE_PROXY_SSL_HEADER is None:
        return {}
    return {
        "trusted_proxy": settings.TRUSTED_PROXY,
        "trusted_proxy_headers": {"x-forwarded-proto", "x-forwarded-for"},
    }
