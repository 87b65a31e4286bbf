"""The task worker: a child process that is started anew when it dies, and its unfinished tasks."""

import logging
import os
import socket
import subprocess
import sys
import threading
from datetime import timedelta

import psutil
from django.conf import settings
from django.db import connections
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from vsoko import mailing, reminders
from vsoko.copies import keeping

PAUSE_BEFORE_RESTART = 3
TIME_TO_FINISH = 15
BETWEEN_ROUNDS = 5 * 60  # seconds
BETWEEN_COPIES = 2  # seconds
LONGEST_TASK = timedelta(hours=1)
ATTEMPTS = 2
log = logging.getLogger(__name__)


class Keeper:
    """Keeps one worker running. The worker leaves when its standard input closes, so it cannot outlive its keeper."""

    def __init__(self, say):
        self.say = say
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.process = None

    def start(self):
        self._spawn()
        threading.Thread(target=self._watch, daemon=True).start()

    def stop(self):
        """Let the worker finish what it does, but not for ever."""
        with self.lock:
            self.stopping.set()
        self.process.stdin.close()
        try:
            self.process.wait(TIME_TO_FINISH)
        except (subprocess.TimeoutExpired, KeyboardInterrupt, SystemExit):
            self.process.kill()
            self.process.wait()

    def _spawn(self):
        with self.lock:
            if not self.stopping.is_set():
                # In a group of its own Ctrl-C does not reach it: only the keeper tells it to leave.
                apart = (
                    {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
                    if os.name == "nt"
                    else {"start_new_session": True}
                )
                command = [sys.executable, settings.BASE_DIR / "manage.py", "worker", "--attended"]
                self.process = subprocess.Popen(command, stdin=subprocess.PIPE, **apart)

    def _watch(self):
        while True:
            code = self.process.wait()
            if self.stopping.is_set():
                return
            self.say(f"Обработчик задач остановился (код {code}): запускаю его снова.")
            self.process.stdin.close()
            self.stopping.wait(PAUSE_BEFORE_RESTART)
            self._spawn()


def keep_round(stopping, pause=BETWEEN_ROUNDS):
    """Do what is due by the clock, every few minutes until `stopping` (an Event) is set; an error ends one deed of one round."""
    while not stopping.wait(pause):
        for deed in (take_over, keeping.make_in_background, tell):
            try:
                deed()
            except Exception:
                log.exception("%s: не получилось, попробуем через несколько минут", deed.__name__)
        connections.close_all()


def keep_copying(name, stopping, pause=BETWEEN_COPIES):
    """Make and try copies under the name of the worker and beside its other tasks until `stopping` (an Event) is set."""
    while not stopping.wait(pause):
        try:
            Worker(
                queue_names=[keeping.QUEUE], excluded_queue_names=[], backend_name="default", worker_id=name, interval=0,
                batch=True, startup_delay=False, max_tasks=None,
            ).run()  # fmt: skip
        except Exception:
            log.exception("Копии: не получилось, попробуем ещё раз")
        connections.close_all()


def tell():
    """Write the reminders of each day and mail what waits.

    Without a mail server of the school nothing is mailed: a school's letters do not belong on the console of its server.
    """
    reminders.send_morning()
    if settings.HAS_MAIL_SERVER:
        mailing.send_pending()


class WorkerDied(Exception):
    """A task took its worker down more than once, or ran for longer than any task may."""


def worker_id():
    """Return a name by which a later worker can tell whether this one is still alive."""
    return f"{machine()}/{os.getpid()}/{get_random_string(8)}"


def take_over():
    """Queue again what a dead worker left unfinished; what has been tried twice is marked as failed.

    Returns the number of such tasks. The database itself never notices a dead worker: its task would run for ever.
    """
    orphans = [task for task in DBTaskResult.objects.running() if is_orphan(task)]
    for task in orphans:
        if len(task.worker_ids) < ATTEMPTS:
            # Only as it was seen: another worker may have taken it over at this moment.
            seen = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
            seen.update(status=DBTaskResult._meta.get_field("status").default)
        else:
            task.set_failed(WorkerDied(f"{task.task_path} left unfinished by {', '.join(task.worker_ids)}"))
    return len(orphans)


def is_orphan(task):
    host, pid, _ = task.worker_ids[-1].split("/")
    died_here = host == machine() and not psutil.pid_exists(int(pid))
    return died_here or task.started_at < timezone.now() - LONGEST_TASK


def machine():
    return socket.gethostname()[:30]
