"""A trial of a copy: it is restored into a database and a folder of its own, which are thrown away afterwards."""

import os
import shutil
import subprocess
import sys

from django.conf import settings

from vsoko.copies.archive import BadCopy, opened

LONGEST = 45 * 60  # seconds: less than after which the worker is taken for dead (vsoko.launch.worker)
REFUSAL = "CommandError: "  # how a command begins the sentence with which it refuses
SETTINGS = "vsoko.copies.aside_settings"


def problem_of(path):
    """Restore the copy at `path` aside and return what is wrong with it in a sentence, or nothing: every row came back as
    it stands in the copy, every file with its hash.

    The school's own database and files are never touched: this runs in a process with settings of its own.
    """
    try:
        with opened(path):
            pass
    except BadCopy as error:
        return str(error)
    # Beside the copy: whoever has found room for it has some more there, and a folder for passing things may lie in memory.
    place = path.with_suffix(".trial")
    shutil.rmtree(place, ignore_errors=True)  # of a worker that died
    place.mkdir(parents=True)
    own = {
        "DJANGO_SETTINGS_MODULE": SETTINGS,
        "DATA_DIR": str(place),
        "DATABASE_URL": f"sqlite:///{place / 'vsoko.sqlite3'}",
        "SECRET_KEY": settings.SECRET_KEY,
    }
    try:
        done = subprocess.run(
            [sys.executable, settings.BASE_DIR / "manage.py", "restore", path],
            cwd=settings.BASE_DIR, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, encoding="utf-8", timeout=LONGEST,
        )  # fmt: skip
    finally:
        shutil.rmtree(place, ignore_errors=True)
    if done.returncode == 0:
        return ""
    *_, last = done.stderr.strip().splitlines() or [""]
    if not last.startswith(REFUSAL):
        raise RuntimeError(f"The trial ended with code {done.returncode}: {done.stderr}")
    return last.removeprefix(REFUSAL)
