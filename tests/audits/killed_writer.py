"""Run by test_killed_writer: answers questions and approves papers in child processes, each killed at a random moment of its life.

    python killed_writer.py KILLS SEED FILE

The environment names the database. FILE gets a line «question version» for each answer that was acknowledged to its auditor.
Prints how many of the children were killed.
"""

import os
import random
import signal
import sys
import time
from datetime import date
from pathlib import Path
from uuid import uuid4

import django

A_LIFE = 3  # rounds of an answer and a paper
KILLED = -signal.SIGKILL


def main(kills, seed, path):
    django.setup()
    from django.db import connections

    life = make_life(path)
    chance = random.Random(seed)
    # Two lives in this process: whatever is read and compiled once is inherited, and the second tells how long one lasts.
    for _ in range(2):
        began = time.monotonic()
        life()
        connections.close_all()
        whole = time.monotonic() - began
    killed = 0
    while killed < kills:
        child = os.fork()
        if not child:
            life()
            os._exit(0)
        time.sleep(chance.uniform(0, whole))
        os.kill(child, signal.SIGKILL)
        killed += os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == KILLED
    life()
    print(killed)


def make_life(path):
    """Make a school with a running audit and return what a child does there: answer with a file, and approve a paper."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.test import Client
    from django.urls import reverse

    from audits.services import audits
    from tests.audits.planned import plan, short_template
    from tests.factories import approve_paper, make_paper, pdf_bytes
    from tests.worlds import make_world
    from vsoko import search

    world = make_world()
    audit = plan(world, unscheduled=True, basis="Поручение директора.", template=short_template(world, "A-1", "A-2"))
    items = audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11)).items
    client, scan = Client(headers={"host": "127.0.0.1"}), pdf_bytes()
    client.force_login(world.auditor)

    def life():
        for turn in range(A_LIFE):
            item = items.order_by("pk")[turn % 2]
            typed = {"answer": "yes", "version": item.version, "note": f"Ответ {item.version + 1}", "key": f"{uuid4()}"}
            typed = {f"q{item.pk}-{name}": value for name, value in typed.items()}
            upload = {f"q{item.pk}-file": SimpleUploadedFile("скан.pdf", scan)}
            reply = client.post(reverse("audit-answer", args=[item.pk]), typed | upload)
            assert reply.json()["kept"], reply.json()
            with path.open("a") as told:
                told.write(f"{item.pk} {reply.json()['version']}\n")
            with search.put_off():
                approve_paper(make_paper(world.school, author=world.deputy), director=world.director)

    return life


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
