"""Copies that the installation keeps: one a day for so many days, tried by restoring aside, and in the administrator's hands only."""

import errno
import logging
import os
import shutil
import subprocess
from datetime import datetime, timedelta
from types import SimpleNamespace
from unittest.mock import Mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roadmap.services import copies
from tests.worlds import make_world
from vsoko.copies import aside, keeping
from vsoko.files import store_bytes
from vsoko.launch import worker
from vsoko.models import Copy, HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]


@pytest.fixture
def world(settings, tmp_path):
    settings.COPIES_DIR, settings.COPIES_KEPT = tmp_path / "копии", 2
    world = make_world()
    store_bytes(b"%PDF-1.4", name="скан.pdf", content_type="application/pdf", school=world.school, actor=None)
    return world


@pytest.fixture
def migrated(monkeypatch):
    """The trial finds its database migrated: the migrations alone take longer than all the rest."""

    def run(command, *, env, **facts):
        shutil.copy(os.environ["MIGRATED"], env["DATABASE_URL"].removeprefix("sqlite:///"))
        return subprocess.run(command, env=env, **facts)

    names = {name: getattr(subprocess, name) for name in ("DEVNULL", "PIPE")}
    monkeypatch.setattr(aside, "subprocess", SimpleNamespace(run=run, **names))


@pytest.fixture
def later(monkeypatch):
    """What is asked for is left to a worker that does not come."""
    for name in ("make_copy", "check_copy"):
        monkeypatch.setattr(keeping, name, getattr(keeping, name).using(backend="waiting"))


@pytest.fixture
def full_disk(monkeypatch):
    def back_up(path, tell):
        raise OSError(errno.ENOSPC, "No space left on device")

    def begin():
        monkeypatch.setattr(keeping, "back_up", back_up)

    return begin


def files():
    return sorted(path.name for path in keeping.settings.COPIES_DIR.iterdir())


def night(day, hour=3):
    return timezone.make_aware(datetime(2026, 12, day, hour))


def make(day):
    copy = keeping.of_today(night(day))
    keeping.make_copy.call(copy.pk)
    copy.refresh_from_db()
    return copy


def test_made_tried_and_taken_by_the_administrator(client, world, migrated, settings):
    client.force_login(world.administrator)
    page = reverse("copy-list")
    assert "Копий пока нет" in client.get(page).content.decode()
    client.post(reverse("copy-create"))
    copy = Copy.objects.get()
    assert (copy.state, copy.files, copy.done) == ("done", 1, copy.total), copy.problem
    assert files() == [copy.name]

    client.post(reverse("copy-check", args=[copy.pk]))
    copy.refresh_from_db()
    assert (copy.check_state, copy.check_problem) == ("good", "")
    assert copy.checked_at
    assert files() == [copy.name], "a trial takes away what it made"
    shown = client.get(page).content.decode()
    assert "проверена" in shown
    desk = client.get(reverse("desk")).content.decode()
    assert "Последняя хорошая копия" in desk

    taken = client.post(reverse("copy-file", args=[copy.pk]))
    assert b"".join(taken.streaming_content) == copy.path.read_bytes()
    told = HistoryEntry.objects.filter(action="copy.keep").order_by("pk").values_list("sentence", "actor_name")
    assert [sentence for sentence, _ in told][::2] == ["Резервная копия заказана", "Резервная копия скачана"]

    whole = copy.path.read_bytes()
    copy.path.write_bytes(whole[:-200])
    client.post(reverse("copy-check", args=[copy.pk]))
    copy.refresh_from_db()
    assert copy.check_state == "bad"
    assert copy.check_problem == f"«{copy.name}» обрезан или не копия ВСОКО: возьмите другую копию."
    copy.path.unlink()
    # What was taken off the disk is no good copy any more.
    assert "файла нет" in client.get(page).content.decode()
    assert "Последняя хорошая копия" not in client.get(reverse("desk")).content.decode()
    with pytest.raises(TransitionError, match="его убрали"):
        copies.request_check(copy.pk, actor=world.administrator)
    assert "в папке копий нет" in client.post(reverse("copy-file", args=[copy.pk]), follow=True).content.decode()
    for actor in (world.director, world.teacher, make_world().administrator):
        with pytest.raises(NotAllowed):
            copies.request_copy(actor=actor)
    # Now there are two schools: the copy holds what none of them may see of the other.
    with pytest.raises(TransitionError, match="нескольких школ"):
        copies.take_away(copy, actor=world.administrator)


def test_one_on_its_way_is_not_begun_twice_and_one_that_lost_its_worker_is(client, world, later):
    copy = copies.request_copy(actor=world.administrator)
    with pytest.raises(TransitionError, match="уже записывается"):
        copies.request_copy(actor=world.administrator)
    client.force_login(world.administrator)
    page = reverse("copy-list")
    assert "Страница обновится сама" in client.get(page, headers={"hx-request": "true"}).content.decode()
    long_ago = timezone.now() - keeping.STALE_AFTER - timedelta(seconds=1)
    Copy.objects.update(state="running", beat_at=long_ago)
    shown = client.get(page, headers={"hx-request": "true"})
    assert keeping.INTERRUPTED in shown.content.decode()
    assert shown["HX-Refresh"] == "true"
    # Whoever takes the task over writes the copy anew, whatever the dead one has left.
    copy.path.parent.mkdir()
    copy.path.write_bytes(b"half")
    keeping.make_copy.call(copy.pk)
    copy.refresh_from_db()
    assert copy.state == "done"
    keeping.make_copy.call(copy.pk)
    assert files() == [copy.name]
    assert copies.request_check(copy.pk, actor=world.administrator).check_state == "queued"
    with pytest.raises(TransitionError, match="уже проверяется"):
        copies.request_check(copy.pk, actor=world.administrator)


def test_copies_have_a_queue_of_their_own_behind_which_no_paper_waits(world, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", keeping.QUEUE]}}
    copy = copies.request_copy(actor=world.administrator)
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    copy.refresh_from_db()
    assert copy.state == "queued"
    worker.keep_copying("machine/1/copies", SimpleNamespace(wait=Mock(side_effect=[False, True])))
    copy.refresh_from_db()
    assert copy.state == "done"


def test_one_a_day_for_so_many_days_and_a_full_disk_costs_no_good_one(world, full_disk, caplog):
    assert keeping.of_today(night(1, hour=1)) is None
    first, second = make(1), make(2)
    assert keeping.of_today(night(2, hour=23)) is None
    # The clock is put back, and later far ahead: no day has two, and nothing good is taken for old.
    assert keeping.of_today(night(1, hour=9)) is None
    assert files() == [first.name, second.name]
    third = make(3)
    assert files() == [second.name, third.name]
    assert not Copy.objects.filter(pk=first.pk).exists()
    (third.path.parent / "чужой.zip").touch()

    full_disk()
    with caplog.at_level(logging.CRITICAL, logger=keeping.logger.name):
        fourth = make(4)
    assert fourth.state == "failed"
    assert fourth.problem == "На сервере закончилось место: копия не записана, прежние копии целы."
    assert files() == [second.name, third.name, "чужой.zip"]
    Copy.objects.filter(pk=fourth.pk).update(beat_at=night(4))
    assert keeping.of_today(night(4) + timedelta(minutes=30)) is None
    assert keeping.of_today(night(4, hour=5)).pk == fourth.pk, "tried again an hour later"


def test_the_command_of_a_timer(world, full_disk, capsys, monkeypatch, caplog):
    monkeypatch.setattr(keeping, "NIGHT", 0)
    call_command("daily_copy")
    call_command("daily_copy")
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["Копия", "Копию"]
    assert len(files()) == 1
    Copy.objects.all().delete()
    full_disk()
    with (
        caplog.at_level(logging.CRITICAL, logger=keeping.logger.name),
        pytest.raises(CommandError, match="закончилось место"),
    ):
        call_command("daily_copy")


def test_the_desk_warns_while_there_is_no_copy_of_late(client, world, later):
    def desk(user):
        client.force_login(user)
        return client.get(reverse("desk")).content.decode()

    warning = "Сделать резервную копию"
    assert warning not in desk(world.administrator), "the first night has still to come"
    type(world.administrator).objects.update(date_joined=timezone.now() - timedelta(days=1))
    shown = desk(world.administrator)
    assert "Ни одной хорошей копии ещё нет" in shown
    assert "Последняя хорошая копия" not in shown
    assert warning not in desk(world.director)
    copy = copies.request_copy(actor=world.administrator)
    keeping.make_copy.call(copy.pk)
    assert warning not in desk(world.administrator)
    page = reverse("copy-list")
    with CaptureQueriesContext(connection) as of_one:
        client.get(page)
    now = timezone.now()
    Copy.objects.bulk_create(
        Copy(school=world.school, day=now, name=f"{number}.zip", state="failed", requested_by=world.administrator, beat_at=now)
        for number in range(30)
    )  # fmt: skip
    with CaptureQueriesContext(connection) as of_many:
        client.get(page)
    assert len(of_many) == len(of_one) <= 15
    Copy.objects.update(finished_at=timezone.now() - timedelta(days=3))
    assert "3\u00a0дня назад" in desk(world.administrator)
