"""The files that a server is set up with: they name what is there, and systemd understands them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from vsoko.launch import object_store

ROOT = Path(__file__).resolve().parents[2]
FILES = ROOT / "vsoko/server"
ANALYZE = shutil.which("systemd-analyze")


def test_every_setting_of_the_server_is_one_that_the_programme_reads():
    named = re.findall(r"^#?([A-Z][A-Z0-9_]*)=", (FILES / "vsoko.env").read_text(), re.MULTILINE)
    assert len(named) == len(set(named)) > 15
    read = "".join(path.read_text() for path in (ROOT / "vsoko").rglob("*.py"))
    assert [name for name in named if f'"{name}"' not in read] == []


def test_the_page_names_only_files_that_are_there():
    page = (FILES / "README.md").read_text()
    named = set(re.findall(r"vsoko/server/([\w@.*-]+)", page)) | set(re.findall(r"vsoko-[\w]+(?:@|\.timer)", page))
    assert named
    assert [name for name in named if not list(FILES.glob(f"{name}*"))] == []


def test_systemd_understands_every_unit(tmp_path):
    units = []
    for path in FILES.glob("vsoko-*"):
        text = path.read_text().replace("/opt/vsoko/current/.venv/bin/python", sys.executable)
        copy = tmp_path / path.name.replace("@.", "@1.")
        copy.write_text(text)
        units.append(copy)
        if path.suffix == ".timer":
            assert path.with_suffix(".service").exists()
    assert len(units) == 6
    if ANALYZE:
        checked = subprocess.run([ANALYZE, "verify", *units], capture_output=True, text=True)
        assert "vsoko" not in checked.stderr, checked.stderr


def test_a_store_without_its_keys_stops_the_start_with_a_sentence(monkeypatch):
    monkeypatch.setenv("S3_ACCESS_KEY", "key")
    with pytest.raises(ImproperlyConfigured, match="укажите оба ключа"):
        object_store.storage("vsoko")
    monkeypatch.setenv("S3_SECRET_KEY", "secret")
    monkeypatch.setenv("S3_ENDPOINT_URL", "https://s3.school.example")
    options = object_store.storage("vsoko")["OPTIONS"]
    assert (options["bucket_name"], options["endpoint_url"]) == ("vsoko", "https://s3.school.example")
