"""A test run touches nothing of the school's: its data live in a temporary folder, its settings are named here."""

import atexit
import gc
import os
import shutil
import tempfile
from contextlib import nullcontext
from copy import deepcopy
from pathlib import Path

import hypothesis
import pytest

gc.disable()  # until all is loaded
if "PYTEST_XDIST_WORKER" in os.environ:
    # Its environment, and so its settings, are those of the process that started it.
    FOLDER = Path(os.environ["DATA_DIR"])
else:
    FOLDER = Path(tempfile.mkdtemp(prefix="vsoko-tests-"))
    atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)

# Settings are read from the environment, so it is put in order before anything imports them.
for name in [
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "DEMO",
    "EMAIL_HOST",
    "HOST",
    "HTTPS",
    "PORT",
    "TIME_ZONE",
]:
    os.environ.pop(name, None)
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "vsoko.settings",
    "DATA_DIR": str(FOLDER),
    "SECRET_KEY": "known to every test",
    # Playwright leaves an event loop running in the thread where the tests use the database.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",
}
# The same examples in every run, however slow the machine.
hypothesis.settings.register_profile("suite", deadline=None, derandomize=True)
hypothesis.settings.load_profile("suite")


def pytest_configure():
    from django.conf import settings
    from django.test import override_settings

    assert settings.DATA_DIR == FOLDER, "settings were read before their environment: unset DJANGO_SETTINGS_MODULE"
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    # In a worker of xdist Django is set up by now: the signal of an override reaches what has read the settings.
    override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES=settings.STORAGES
        | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}},
        TASKS={
            "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend", "QUEUES": []},
            "waiting": {"BACKEND": "django_tasks.backends.dummy.DummyBackend", "QUEUES": []},
        },
        AXES_ENABLED=False,
    ).enable()
    if is_sqlite():
        # A file, as in a school: in memory the live server would share one connection between its threads.
        settings.DATABASES["default"]["TEST"]["NAME"] = FOLDER / "test.sqlite3"


def pytest_sessionstart(session):
    """Have a migrated database ready before the workers start: they inherit the environment that names it."""
    from django.conf import settings

    config = session.config
    if "PYTEST_XDIST_WORKER" not in os.environ and not config.option.collectonly:
        prepare_database(config)
    if not is_sqlite():
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = os.environ.get("MIGRATED")


def prepare_database(config):
    from tests import migrated

    if is_sqlite():
        os.environ["MIGRATED"] = migrated.file_in(config.cache.mkdir("migrated"), FOLDER)
    else:
        os.environ["MIGRATED"] = name = migrated.database_on_server()
        config.add_cleanup(lambda: migrated.drop(name))


def is_sqlite():
    from django.db import connection

    return connection.vendor == "sqlite"


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config, items):
    """On PostgreSQL only what can differ there is run. The longest come first, so that no worker ends long after the rest."""
    left_out = [item for item in items if not belongs(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = sorted(filter(belongs, items), key=lambda item: not is_long(item))


def pytest_collection_finish():
    """What is loaded by now stays to the end: looking through it for rubbish again and again took a fifth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()


def is_long(item):
    return any(item.get_closest_marker(name) for name in ("browser", "long"))


def belongs(item):
    """Return whether a test shows something on this database that the other one does not."""
    if is_sqlite():
        return item.get_closest_marker("postgresql") is None
    shown_once = is_in_browser(item) or item.get_closest_marker("one_database")
    return uses_database(item) and not shown_once


def is_in_browser(item):
    """Return whether a test belongs to a browser, whatever the database: unless the pages are those of several servers."""
    return item.get_closest_marker("browser") and os.environ.get("ON_SERVERS") != "1"


def uses_database(item):
    return item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)


def pytest_terminal_summary(terminalreporter):
    if os.environ.get("NOT_RUN"):
        terminalreporter.section("НЕ ВСЁ ПРОВЕРЕНО", red=True, bold=True)
        terminalreporter.write_line(os.environ["NOT_RUN"], red=True, bold=True)


@pytest.fixture(autouse=True)
def search_put_off(request):
    """What a test writes is not made findable by words, which took a fifth of its time, unless it is about finding."""
    from vsoko import search

    with nullcontext() if request.node.get_closest_marker("searched") else search.put_off():
        yield


@pytest.fixture(autouse=True)
def printing_put_off(request, monkeypatch):
    """What a test approves waits for its PDF, as in a school whose worker is busy, unless the test is about the paper."""
    from vsoko import rendering

    if not any(request.node.get_closest_marker(name) for name in ("printed", "browser")):
        monkeypatch.setattr(rendering, "make", rendering.make.using(backend="waiting"))


@pytest.fixture(scope="module")
def made_world(django_db_setup, django_db_blocker):
    """The world of a module, written once and taken back after it."""
    from django.db import transaction

    from tests.worlds import make_world

    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture
def world(made_world, db):
    """A school with every role once. What a test changes in it, the next one does not find."""
    return deepcopy(made_world)


@pytest.fixture(scope="session")
def django_db_keepdb():
    return is_sqlite()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings):
    from django.conf import settings

    if is_sqlite():
        shutil.copy(os.environ["MIGRATED"], settings.DATABASES["default"]["TEST"]["NAME"])


@pytest.fixture(autouse=True, scope="session")
def history_gives_way_to_flush():
    """History refuses deletion, and so the clearing of the database after a test with real transactions."""
    from django.db import connection
    from django.test import TransactionTestCase

    from vsoko import history_triggers

    flush = TransactionTestCase._fixture_teardown

    def flush_with_history(self):
        history_triggers.lift(connection)
        try:
            flush(self)
        finally:
            history_triggers.restore(connection)

    TransactionTestCase._fixture_teardown = flush_with_history
    yield
    TransactionTestCase._fixture_teardown = flush
