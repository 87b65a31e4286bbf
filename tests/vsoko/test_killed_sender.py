"""The sender killed a hundred times at random moments, against a mail server that really listens."""

import os
import re
import shutil
import socketserver
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS, SEED = 100, 463
SLOWNESS = 0.01  # seconds between taking a letter and saying so: a sender killed then does not know that it went
pytestmark = [pytest.mark.one_database, pytest.mark.long]


class Dialogue(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as takes a letter: one counts as taken when its last line has come."""

    def handle(self):
        self.say("220 ready")
        try:
            for line in self.rfile:
                verb = line.strip()[:4].upper()
                if verb == b"QUIT":
                    self.say("221 bye")
                    return
                if verb != b"DATA":
                    self.say("250 ok")
                    continue
                self.say("354 go on")
                letter = list(iter(self.rfile.readline, b".\r\n"))
                if letter and not letter[-1]:
                    return
                self.server.taken.append(b"".join(letter))
                time.sleep(SLOWNESS)
                self.say("250 taken")
        except OSError:
            pass  # the other side was killed

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    daemon_threads = True


@pytest.fixture
def server():
    with MailServer(("127.0.0.1", 0), Dialogue) as server:
        server.taken = []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture
def database(tmp_path):
    """A migrated database of its own with one person who has an address."""
    path = tmp_path / "vsoko.sqlite3"
    shutil.copy(os.environ["MIGRATED"], path)
    return path


def sender(database, server, *command):
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": str(server.server_address[1]),
        "EMAIL_USE_TLS": "0",
        "PYTHONPATH": str(ROOT),
    }
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, text=True, capture_output=True)


MAKE_PERSON = """
from vsoko.models import School, User
school = School.objects.create(code="s463", full_name="Школа", short_name="Школа", city="Санкт-Петербург")
User.objects.create(username="linejkin", school=school, name="Линейкин П.А.", email="l@school.example")
"""


def test_killed_at_random_it_loses_nothing_and_doubles_at_most_one_letter_a_kill(database, server):
    made = sender(database, server, "manage.py", "shell", "-c", MAKE_PERSON)
    assert made.returncode == 0, made.stderr
    run = sender(database, server, "tests/vsoko/killed_sender.py", str(KILLS), str(SEED))
    assert run.returncode == 0, run.stderr
    killed, told = map(int, run.stdout.split())
    assert killed == KILLS

    with sqlite3.connect(database) as rows:
        facts = rows.execute("SELECT id, dedupe_key, sent_at IS NOT NULL FROM vsoko_notification").fetchall()
    assert len({key for _, key, _ in facts}) == len(facts) == told
    assert all(sent for *_, sent in facts)
    letters = Counter(re.search(rb"^Message-ID: <vsoko-(\d+)@", one, re.M | re.I)[1].decode() for one in server.taken)
    assert set(letters) == {str(pk) for pk, *_ in facts}
    assert 0 < letters.total() - len(facts) <= KILLS
