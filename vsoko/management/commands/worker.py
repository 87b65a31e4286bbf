import logging
import os
import signal
import sys
import threading

from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from vsoko import pdf
from vsoko.launch import pulse, worker

TIME_TO_SIGN_OFF = 5  # seconds


class Command(DatabaseWorker):
    help = "Выполняет фоновые задачи; начинает с тех, что прежний обработчик не закончил."

    def add_arguments(self, parser):
        super().add_arguments(parser)
        parser.add_argument("--attended", action="store_true", help="завершиться, когда закроется стандартный ввод")

    def handle(self, *, attended, **options):
        if attended:
            threading.Thread(target=leave_with_parent, daemon=True).start()
        name, stopping = worker.worker_id(), threading.Event()
        threading.Thread(target=worker.keep_round, args=[stopping], daemon=True).start()
        threading.Thread(target=worker.keep_copying, args=[name, stopping], daemon=True).start()
        pulsing = threading.Thread(target=pulse.keep_signing, args=[name, stopping], daemon=True)
        pulsing.start()
        worker.take_over()
        # Somebody waits for the first paper of the day as for any other.
        pdf.warm_up()
        try:
            # Always our own name: the next worker reads from it whether this one is still alive.
            super().handle(**{**options, "worker_id": name})
        finally:
            stopping.set()
            pulsing.join(TIME_TO_SIGN_OFF)

    def configure_logging(self, verbosity):
        """Settings decide what is logged; the farewell at every stop is no warning."""
        logging.getLogger("django_tasks_db").setLevel(logging.ERROR)


def leave_with_parent():
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
