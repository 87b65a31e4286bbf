"""/healthz and /readyz: what a proxy asks, answered without a login and without a word about anybody."""

import threading

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Now

from vsoko import health
from vsoko.launch import pulse
from vsoko.models import WorkerSign

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def storage_unknown(monkeypatch):
    monkeypatch.setattr(health, "_storage_known", {"until": 0.0, "works": False})


def failing(client):
    response = client.get("/readyz")
    wrong = {name for name, word in response.json().items() if word != "ok"}
    assert response.status_code == (503 if wrong else 200)
    return wrong


def test_a_server_is_ready_when_every_part_of_it_is(client, monkeypatch):
    assert client.get("/healthz").content == b"ok\n", "asked before there is a school, and led to no set-up page"
    assert failing(client) == {"worker"}
    WorkerSign.objects.create(worker="a/1/x", seen_at=Now() - pulse.SILENT_AFTER)
    assert failing(client) == {"worker"}, "it has been silent for too long"
    pulse.sign("b/2/y")
    assert failing(client) == set()

    recorder = MigrationRecorder(connection)
    recorder.record_applied("vsoko", "9999_of_a_newer_release")
    assert failing(client) == {"migrations"}
    recorder.record_unapplied("vsoko", "9999_of_a_newer_release")
    recorder.record_unapplied("vsoko", "0001_initial")
    assert failing(client) == {"migrations"}
    recorder.record_applied("vsoko", "0001_initial")
    recorder.record_applied("gone", "0001_of_a_library_no_longer_used")
    assert failing(client) == set()

    def full(*args):
        raise OSError("No space left on device")

    monkeypatch.setattr(health.default_storage, "save", full)
    assert failing(client) == set(), "the store is asked every half a minute"
    health._storage_known["until"] = 0.0
    assert failing(client) == {"storage"}

    def gone():
        raise OSError("connection refused")

    monkeypatch.setitem(health.CHECKS, "database", gone)
    assert failing(client) == {"storage", "database"}
    assert client.get("/healthz").status_code == 200, "the process lives all the same"


def test_the_question_leaves_nothing_behind(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert "storage" not in failing(client)
    assert list(tmp_path.iterdir()) == []


def test_with_https_a_watchman_may_ask_the_process_itself(client, settings):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_REDIRECT_EXEMPT = True, [r"^healthz$", r"^readyz$"]
    assert client.get("/healthz").status_code == 200
    assert client.get("/login/").status_code == 301


def test_a_worker_signs_while_it_lives_and_takes_its_sign_away(monkeypatch):
    stopping, seen = threading.Event(), []
    monkeypatch.setattr(pulse.connections, "close_all", lambda: None)
    WorkerSign.objects.create(worker="long gone", seen_at=Now() - pulse.FORGOTTEN_AFTER)

    def sign(worker):
        pulse_sign(worker)
        seen.append(list(WorkerSign.objects.values_list("pk", flat=True)))
        if len(seen) == 2:
            stopping.set()
            raise OSError("the database is gone for a moment")

    pulse_sign = pulse.sign
    monkeypatch.setattr(pulse, "sign", sign)
    pulse.keep_signing("a/1/x", stopping, pause=0)
    assert seen == [["a/1/x"], ["a/1/x"]]
    assert not WorkerSign.objects.exists()
