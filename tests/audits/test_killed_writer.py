"""A process of the server killed at random moments of writing: what it acknowledged is there, and nothing is there by halves.

KILLS=100 kills as often as one has the patience for.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
KILLS, SEED = int(os.environ.get("KILLS", "5")), 463
pytestmark = [pytest.mark.one_database, pytest.mark.long]

LAST_STEP = """
SELECT to_state FROM vsoko_historyentry JOIN django_content_type kind ON kind.id = subject_type_id
WHERE kind.model = 'document' AND subject_id = document.id ORDER BY vsoko_historyentry.id DESC LIMIT 1
"""


def test_nothing_acknowledged_is_lost_and_nothing_is_saved_by_halves(tmp_path):
    database, told = tmp_path / "vsoko.sqlite3", tmp_path / "told.txt"
    shutil.copy(os.environ["MIGRATED"], database)
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{database}",
        "DATA_DIR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
    }
    run = subprocess.run(
        [sys.executable, "tests/audits/killed_writer.py", str(KILLS), str(SEED), told],
        cwd=ROOT, env=environment, text=True, capture_output=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) == KILLS

    acknowledged = {}
    for line in told.read_text().splitlines():
        item, version = map(int, line.split())
        acknowledged[item] = max(version, acknowledged.get(item, 0))
    with sqlite3.connect(database) as rows:
        assert rows.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert rows.execute("PRAGMA foreign_key_check").fetchall() == []
        answers = rows.execute(
            "SELECT id, version, note, sent_keys, (SELECT count(*) FROM audits_evidence WHERE item_id = item.id) "
            "FROM audits_checklistitem item WHERE version > 0"
        ).fetchall()
        files = rows.execute("SELECT file, sha256 FROM vsoko_storedfile").fetchall()
        papers = rows.execute(f"SELECT state, content_hash, ({LAST_STEP}) FROM roadmap_document document").fetchall()
    assert set(acknowledged) == {item for item, *_ in answers}
    for item, version, note, keys, proofs in answers:
        # Each answer is a row, its key and its file: all of them or none.
        assert version >= acknowledged[item]
        assert (note, len(json.loads(keys)), proofs) == (f"Ответ {version}", min(version, 40), version)
    for name, digest in files:
        assert hashlib.sha256((tmp_path / "files" / name).read_bytes()).hexdigest() == digest
    assert len(papers) > KILLS // 2
    for state, content_hash, last_step in papers:
        # The state and the line of history about it, the approval and what it froze.
        assert last_step == state or (state, last_step) == ("draft", "")
        assert bool(content_hash) is (state in ("approved", "registered"))
