"""Django's own checks of the project as a whole."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.django_db
def test_every_change_of_a_model_has_its_migration():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.postgresql
def test_no_question_waits_for_a_compiler(db):
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)


def test_a_server_with_https_is_closed_as_django_advises():
    environment = {**os.environ, "HTTPS": "1", "SECRET_KEY": "".join(map(chr, range(48, 123)))}
    del environment["DJANGO_ALLOW_ASYNC_UNSAFE"]
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr
    assert re.findall(r"\w+\.[WE]\d{3}", checked.stderr) == []
