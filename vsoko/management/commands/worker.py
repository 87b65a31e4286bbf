import os
import signal
import sys
import threading

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from vsoko.launch import worker


class Command(DatabaseWorker):
    help = "Выполняет фоновые задачи; начинает с тех, что прежний обработчик не закончил."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.set_defaults(worker_id=worker.worker_id())
        parser.add_argument("--attended", action="store_true", help="завершиться, когда закроется стандартный ввод")

    def handle(self, *, attended, **options):
        if attended:
            threading.Thread(target=leave_with_parent, daemon=True).start()
        worker.take_over()
        super().handle(**options)

    def configure_logging(self, verbosity):
        """Settings decide what is logged: the inherited version would print a line a task, or nothing at all."""


def leave_with_parent():
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
