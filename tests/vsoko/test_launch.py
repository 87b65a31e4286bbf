"""`manage.py start` as a school runs it: a process of its own, with a worker, on a folder of its own."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from datetime import timedelta
from pathlib import Path

import psutil
import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from vsoko.launch import address
from vsoko.launch.worker import take_over, worker_id

pytestmark = pytest.mark.long
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 600  # spent only where it fails, and a loaded machine is slow


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """One data folder for all starts of this module: only the first has to build the database."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def start(folder):
    """Return a function that starts the product and waits until it serves; whatever is left is killed afterwards."""
    started = []

    def start(**environment):
        port = free_port()
        process = run(folder, port, **environment)
        started.append(psutil.Process(process.pid))
        process.port, process.said = port, read_until(process, "ВСОКО открыта")
        process.worker = the_worker(process)
        return process

    yield start
    for process in started:
        if process.is_running():
            for child in [*process.children(recursive=True), process]:
                child.kill()


@pytest.fixture(scope="module")
def product(start):
    """The product as it serves while tests look on; they leave it serving."""
    return start()


def run(folder, port, *command, **environment):
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {"DEMO": "0", **environment, "DATA_DIR": str(folder), "PORT": str(port)}
    return subprocess.Popen(
        [sys.executable, "manage.py", *(command or ["start"])],
        cwd=ROOT,
        env={**inherited, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read_until(process, words):
    said = []
    for line in process.stdout:
        said.append(line)
        if words in line:
            return "".join(said)
    raise AssertionError(f"It ended with code {process.wait()} and said:\n{''.join(said)}")


def the_worker(process, other_than=None):
    return wait_for(lambda: next((c for c in psutil.Process(process.pid).children() if c != other_than), None))


def ended(process):
    # Nobody may have collected it yet: it is dead all the same.
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def wait_for(condition):
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        assert time.monotonic() < deadline, "It did not happen in time"
        time.sleep(0.05)
    return found


def test_the_demo_needs_nothing_but_an_empty_folder(folder):
    """It comes first: the starts below find the school that it has made."""
    said, _ = run(folder, free_port(), "demo", "--stage", "plan").communicate(timeout=PATIENCE)
    assert said.splitlines()[-1] == "Учебная школа готова."


def status_of(url):
    with urllib.request.urlopen(url) as page:
        return page.status


def test_a_taken_port_is_named_in_one_sentence(product, folder):
    second = run(folder, product.port)
    said, _ = second.communicate(timeout=PATIENCE)
    assert second.returncode == 1
    assert len(said.strip().splitlines()) == 1
    assert f"Порт {product.port}" in said


def test_a_dead_worker_is_replaced_with_a_line(product):
    dead = product.worker
    dead.kill()
    assert "Обработчик задач остановился" in read_until(product, "снова")
    product.worker = the_worker(product, other_than=dead)
    assert product.worker.is_running()


def test_a_worker_does_not_outlive_a_killed_server(product):
    """And with this the server that the tests above share is gone."""
    product.kill()
    product.wait()
    wait_for(lambda: ended(product.worker))


def test_a_signal_ends_server_and_worker_and_a_second_start_changes_no_data(start, folder):
    """Once for this machine, once for the network, where it answers under its address."""
    dumps = []
    for host, name in (("127.0.0.1", "SIGINT"), ("0.0.0.0", "SIGTERM")):
        product = start(HOST=host)
        assert status_of(f"http://127.0.0.1:{product.port}/") == 200
        if host == "0.0.0.0":
            url = f"http://{address.lan_address()}:{product.port}"
            assert url in product.said
            assert "█" in product.said
            assert status_of(url) == 200
        product.send_signal(getattr(signal, name))
        assert product.wait(PATIENCE) == 0
        assert ended(product.worker)
        assert "Traceback" not in product.stdout.read()
        with sqlite3.connect(folder / "vsoko.sqlite3") as database:
            # That a worker is alive is no data: it says so by the minute.
            dumps.append([line for line in database.iterdump() if "vsoko_workersign" not in line])
    assert dumps[0] == dumps[1]


def running_task(*workers, since=timedelta(seconds=5)):
    return DBTaskResult.objects.create(
        status="RUNNING",
        started_at=timezone.now() - since,
        args_kwargs={"args": [], "kwargs": {}},
        task_path="vsoko.tasks.any",
        worker_ids=list(workers),
        backend_name="default",
        run_after=timezone.now(),
    )


def dead_worker():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return worker_id().replace(f"/{os.getpid()}/", f"/{process.pid}/")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("workers", "since", "status"),
    [
        (lambda: [dead_worker()], timedelta(seconds=5), "READY"),
        (lambda: [dead_worker(), dead_worker()], timedelta(seconds=5), "FAILED"),
        (lambda: [worker_id()], timedelta(seconds=5), "RUNNING"),
        (lambda: ["elsewhere/1/abc"], timedelta(seconds=5), "RUNNING"),
        (lambda: ["elsewhere/1/abc"], timedelta(hours=2), "READY"),
    ],
    ids=["its worker died", "two workers died", "its worker lives", "another machine", "for hours"],
)
def test_what_a_dead_worker_left_is_taken_over(workers, since, status):
    task = running_task(*workers(), since=since)
    take_over()
    task.refresh_from_db()
    assert task.status == status


def test_a_new_folder_appears_for_the_database_whoever_gives_the_key(tmp_path):
    place = {"DATA_DIR": str(tmp_path / "новая" / "папка"), "SECRET_KEY": "from elsewhere", "DATABASE_URL": ""}
    command = [sys.executable, "manage.py", "check", "--database", "default"]
    subprocess.run(command, cwd=ROOT, env=os.environ | place, check=True, capture_output=True)
