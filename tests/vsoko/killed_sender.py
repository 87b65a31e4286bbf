"""Run by test_killed_sender: tells of facts and mails them in child processes, each killed at a random moment of its life.

    python killed_sender.py KILLS SEED

The environment names the database and the mail server. Prints how many of the children were killed, and of how many facts they told.
"""

import os
import random
import signal
import sys
import time
from datetime import timedelta

import django

A_LIFE = 3  # letters that each child has to send beside what those before it left
KILLED = -signal.SIGKILL


def main(kills, seed):
    django.setup()
    from django.db import connections

    chance = random.Random(seed)
    told = killed = 0
    # Two lives in this process: whatever is read and compiled once is inherited, and the second tells how long one lasts.
    for _ in range(2):
        told += A_LIFE
        began = time.monotonic()
        tell_and_send(told)
        connections.close_all()
        whole = time.monotonic() - began
    while killed < kills:
        told += A_LIFE
        child = born(told)
        time.sleep(chance.uniform(0, whole))
        os.kill(child, signal.SIGKILL)
        killed += wait_for(child) == KILLED
    tell_and_send(told)
    print(killed, told)


def born(told):
    """Start a child that tells of the facts up to this number and sends what waits. Returns its process."""
    child = os.fork()
    if child:
        return child
    tell_and_send(told)
    os._exit(0)


def tell_and_send(told):
    from vsoko import mailing, notifications
    from vsoko.models import Notification, User

    mailing.STALE = timedelta(0)  # nobody else sends here, so that a claim of the dead binds no longer
    users = list(User.objects.filter(username="linejkin"))
    # The last facts are told again, as by somebody who does not know whether the one before him came so far.
    for number in range(max(1, Notification.objects.count() - 1), told + 1):
        notifications.waits_for_signature(users, title=f"Приказ {number}", url="/tray/7/", key=f"{number}")
    mailing.send_pending()


def wait_for(child):
    """Return the exit code of a child, or minus the signal that ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
