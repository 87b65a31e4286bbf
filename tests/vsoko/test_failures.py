"""What befalls the server is a sentence, nothing is half-saved, and it goes on by itself when that is over."""

import errno
import logging
import sqlite3
import threading
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.factories import pdf_bytes
from tests.worlds import make_world
from vsoko import failures
from vsoko.launch import upgrade, worker
from vsoko.models import HistoryEntry, StoredFile

PATIENCE = 60  # spent only where it fails


@pytest.fixture
def client(caplog):
    caplog.set_level(logging.CRITICAL, "django.request")
    return Client(raise_request_exception=False)


def of_database(error):
    """Return an error of a database as Django passes it on."""
    try:
        raise OperationalError(str(error)) from error
    except OperationalError as passed:
        return passed


def of_sqlite(code):
    error = sqlite3.OperationalError("disk I/O error")
    error.sqlite_errorcode = code
    return of_database(error)


def of_postgresql(code):
    error = SimpleNamespace(pgcode=code)
    return of_database(type("Error", (Exception,), vars(error))())


@pytest.mark.parametrize(
    ("error", "trouble"),
    [
        (of_sqlite(sqlite3.SQLITE_FULL), failures.FULL),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), failures.BUSY),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), failures.AWAY),
        (of_sqlite(sqlite3.SQLITE_ERROR), None),
        (of_postgresql("53100"), failures.FULL),
        (of_postgresql("57P01"), failures.AWAY),
        (of_postgresql("40P01"), failures.BUSY),
        (of_postgresql(None), failures.AWAY),
        (of_postgresql("42P01"), None),
        (OSError(errno.ENOSPC, "No space left on device"), failures.FULL),
        (FileNotFoundError(errno.ENOENT, "нет"), None),
        (ValueError("own mistake"), None),
    ],
    ids=lambda value: value.heading if isinstance(value, failures.Trouble) else "",
)
def test_the_program_tells_its_own_mistakes_from_the_troubles_of_the_server(error, trouble):
    assert failures.trouble_of(error) is trouble


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_database_that_is_away_is_a_page_without_it_and_then_all_goes_on(client, monkeypatch):
    """The page asks nothing of the database: whatever it asked would fail as well."""
    world = make_world()
    client.force_login(world.administrator)

    def refuse(execute, sql, *rest):
        raise of_postgresql(None)

    for url in (reverse("desk"), reverse("login"), reverse("legal-act-create")):
        for send in (client.get, client.post):
            with connection.execute_wrapper(refuse):
                answer = send(url)
            assert (answer.status_code, answer["Retry-After"]) == (503, "30"), url
            assert "База данных не отвечает" in answer.content.decode()
            assert "Traceback" not in answer.content.decode()
    assert client.get(reverse("desk")).status_code == 200
    # What the program itself does wrong is another page.
    monkeypatch.setattr("vsoko.desk.duties_of", lambda user, today: 1 / 0)
    answer = client.get(reverse("desk"))
    assert answer.status_code == 500
    assert "Программа не справилась" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_full_disk_takes_nothing_by_halves(client, monkeypatch):
    world = make_world()
    row = world.roadmap.activities.first()
    client.force_login(world.director)
    url = reverse("activity-evidence-add", args=[row.pk])
    before = HistoryEntry.objects.count()

    def full(storage, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as filled:
        filled.setattr(FileSystemStorage, "_save", full)
        answer = client.post(url, {"upload": SimpleUploadedFile("скан.pdf", pdf_bytes())})
    assert answer.status_code == 507
    assert "На сервере закончилось место" in answer.content.decode()
    assert (StoredFile.objects.count(), HistoryEntry.objects.count(), row.evidence.count()) == (0, before, 0)
    answer = client.post(url, {"upload": SimpleUploadedFile("скан.pdf", pdf_bytes())})
    assert answer.status_code == 302, answer.content.decode()
    assert (StoredFile.objects.count(), row.evidence.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_second_upgrade_waits_for_the_first():
    told, through = threading.Event(), threading.Event()

    def second():
        try:
            with upgrade.alone(lambda words: told.set()):
                through.set()
        finally:
            connection.close()

    with upgrade.alone(pytest.fail):
        other = threading.Thread(target=second)
        other.start()
        assert told.wait(PATIENCE)
        assert not through.is_set()
    other.join(PATIENCE)
    assert through.is_set()


@pytest.mark.django_db
@pytest.mark.one_database
def test_a_task_that_another_worker_has_just_taken_over_is_left_to_it(monkeypatch):
    now = timezone.now()
    task = DBTaskResult.objects.create(
        status="RUNNING", started_at=now - timedelta(hours=2), args_kwargs={"args": [], "kwargs": {}}, run_after=now,
        task_path="vsoko.tasks.any", worker_ids=["dead/1/a"], backend_name="default",
    )  # fmt: skip

    def is_orphan(seen):
        DBTaskResult.objects.filter(pk=seen.pk).update(started_at=now, worker_ids=["dead/1/a", "alive/2/b"])
        return True

    monkeypatch.setattr(worker, "is_orphan", is_orphan)
    worker.take_over()
    task.refresh_from_db()
    assert task.status == "RUNNING"
