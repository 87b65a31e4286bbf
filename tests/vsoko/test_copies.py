"""A copy holds all rows and files as they stood at one moment, comes back whole on either database, or is refused by name."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from roadmap.models import LegalAct
from tests import migrated
from tests.builders.audits import make_action, make_check
from tests.factories import make_employee
from tests.worlds import make_world
from vsoko import history, history_triggers
from vsoko.copies.archive import DATA, MANIFEST, BadCopy, kept_models
from vsoko.copies.backup import Counted, back_up
from vsoko.copies.restore import restore
from vsoko.files import store_bytes
from vsoko.models import HistoryEntry, School, SearchEntry, StoredFile

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # spent only where it fails


@pytest.fixture
def world():
    """A school with papers, an audit, findings, actions and a file of Cyrillic name."""
    world = make_world()
    make_check(world)
    make_action(world)
    history.record(
        world.school,
        actor=world.director,
        action="school.edit",
        sentence="Карточка школы изменена",
        school=world.school,
    )
    store_bytes(b"%PDF-1.4 \x00\xff", name="скан.pdf", content_type="application/pdf", school=world.school, actor=None)
    return world


@pytest.fixture
def copy(world, tmp_path):
    path = tmp_path / "копия.zip"
    back_up(path)
    return path


def rows():
    """Return every row that a copy holds, as the lines of one."""
    return {model._meta.label_lower: list(Counted(model)) for model in kept_models()}


def empty():
    """Bring the database and the storage to what they are after the first migration."""
    for name in StoredFile.objects.values_list("file", flat=True):
        default_storage.delete(name)
    history_triggers.lift(connection)
    call_command("flush", interactive=False, verbosity=0)
    history_triggers.restore(connection)


def altered(path, change):
    """Return a copy beside the given one whose parts {name: bytes} have gone through `change`."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    change(parts)
    other = path.with_name("другая.zip")
    with zipfile.ZipFile(other, "w") as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return other


def rewrite(parts, /, **changes):
    """Put new values of these names into the manifest, as its own author would have."""
    manifest = json.loads(parts[MANIFEST])
    parts[MANIFEST] = json.dumps(manifest | {name: change(manifest[name]) for name, change in changes.items()}).encode()


def lead_out(parts, name):
    """Add a part whose name leads out of the archive, and write it into the manifest as well."""
    parts[name] = b"x"
    told = {"size": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    rewrite(parts, parts=lambda named: named | {name: told})


def hashes():
    """Return {name: SHA-256} of the bytes of every stored file."""
    names = StoredFile.objects.values_list("file", flat=True)
    return {name: hashlib.sha256(default_storage.open(name).read()).hexdigest() for name in names}


def test_everything_comes_back_and_goes_on(world, copy):
    before, name = rows(), StoredFile.objects.get().file.name
    assert sum(map(len, before.values())) > 100
    empty()
    assert not School.objects.exists()
    manifest = restore(copy)
    assert rows() == before
    assert manifest["rows"] == {label: len(lines) for label, lines in before.items()}
    with default_storage.open(name) as file:
        assert file.read() == b"%PDF-1.4 \x00\xff"
    assert SearchEntry.objects.exists()
    # History is closed to changes as before, and new rows get numbers that nobody has.
    with pytest.raises(DatabaseError), transaction.atomic():
        HistoryEntry.objects.all().delete()
    assert make_employee(School.objects.get(pk=world.school.pk)).pk not in before["roadmap.employee"]


def test_the_same_rows_make_the_same_parts(copy, tmp_path):
    again = tmp_path / "ещё.zip"
    assert back_up(again)["parts"] == back_up(tmp_path / "третья.zip")["parts"]


def test_a_school_is_never_written_over(copy):
    before = rows()
    with pytest.raises(BadCopy, match="Здесь уже есть школа"):
        restore(copy)
    assert rows() == before


def test_a_copy_that_is_cut_short_is_refused(copy):
    empty()
    copy.write_bytes(copy.read_bytes()[:-100])
    with pytest.raises(BadCopy, match="«копия.zip» обрезан"):
        restore(copy)
    assert not School.objects.exists()


ALTERED = (
    (lambda parts: parts.update({f"{DATA}vsoko.school.jsonl": b"{}\n"}), "изменена часть data/vsoko.school.jsonl"),
    (lambda parts: parts.pop(f"{DATA}vsoko.user.jsonl"), "не хватает части data/vsoko.user.jsonl"),
    (lambda parts: parts.update({"files/../x": b"1"}), "части, которой нет в описи|есть часть"),
    (lambda parts: parts.pop(MANIFEST), "нет описи"),
    (lambda parts: parts.update({MANIFEST: b"[1]"}), "нет описи"),
    (lambda parts: parts.update({MANIFEST: b'{"format": 99, "parts": {}}'}), "другой версией"),
    (lambda parts: rewrite(parts, migrations=lambda names: [*names, "vsoko.9999_later"]), "более новой версией"),
    (lambda parts: rewrite(parts, migrations=lambda names: names[1:]), "прежней версией"),
    (lambda parts: lead_out(parts, "files/../../x"), "files/../../x ведёт за пределы архива"),
    (lambda parts: lead_out(parts, "/x"), "/x ведёт за пределы архива"),
    (lambda parts: lead_out(parts, "files/c:\\x"), "ведёт за пределы архива"),
)


def test_an_altered_copy_is_refused_by_name_and_writes_nothing(copy):
    empty()
    for change, sentence in ALTERED:
        with pytest.raises(BadCopy, match=sentence):
            restore(altered(copy, change))
        assert not School.objects.exists()


def test_a_row_short_takes_everything_back(copy):
    """The manifest is believed only where the rows agree with it; what was written by then goes, files too."""
    empty()

    def one_more(parts):
        words = parts[MANIFEST].decode()
        count = parts[f"{DATA}vsoko.storedfile.jsonl"].count(b"\n")
        parts[MANIFEST] = words.replace(f'"vsoko.storedfile": {count}', f'"vsoko.storedfile": {count + 1}').encode()

    with pytest.raises(BadCopy, match="не столько"):
        restore(altered(copy, one_more))
    assert not School.objects.exists()
    assert not HistoryEntry.objects.exists()


def test_a_lost_file_is_named_and_the_rest_is_kept(world, tmp_path):
    name = StoredFile.objects.get().file.name
    Path(default_storage.path(name)).write_bytes(b"rotten")
    assert back_up(tmp_path / "порча.zip")["damaged"] == [name]
    default_storage.delete(name)
    path = tmp_path / "копия.zip"
    assert back_up(path)["missing"] == [name]
    empty()
    assert restore(path)["missing"] == [name]


def test_a_copy_made_while_people_write_is_of_one_moment(world, tmp_path):
    """Two browsers enter acts: nobody is kept waiting or refused, and in each copy every act has its line of history."""
    begun, stop, answers = threading.Event(), threading.Event(), []

    def work(user):
        client, number = Client(), 0
        client.force_login(user)
        try:
            while not stop.is_set():
                number += 1
                typed = {"title": f"Работа {number}", "number": f"{user.pk}-{number}", "issued_on": "2020-09-01"}
                answers.append(client.post(reverse("legal-act-create"), typed).status_code)
                begun.set()
        finally:
            connection.close()

    workers = [threading.Thread(target=work, args=[user]) for user in (world.director, world.administrator)]
    for worker in workers:
        worker.start()
    assert begun.wait(PATIENCE)
    try:
        grown = set()
        for turn in range(3):
            path = tmp_path / f"{turn}.zip"
            back_up(path)
            with zipfile.ZipFile(path) as archive:
                acts, lines = (
                    archive.read(f"{DATA}{name}.jsonl").decode().count('"Работа ')
                    for name in ("roadmap.legalact", "vsoko.historyentry")
                )
            assert acts == lines
            grown.add(acts)
    finally:
        stop.set()
        for worker in workers:
            worker.join()
    assert len(grown) > 1, "nobody worked while the copies were made"
    assert set(answers) == {302}
    assert LegalAct.objects.filter(title__startswith="Работа ").count() == len(answers)


def test_commands_say_what_they_did_and_what_is_wrong(copy, tmp_path, capsys):
    call_command("backup", str(tmp_path / "вторая.zip"))
    assert "Копия вторая.zip готова" in capsys.readouterr().out
    with pytest.raises(CommandError, match="уже есть: назовите другое имя"):
        call_command("backup", str(copy))
    with pytest.raises(CommandError, match="Проверьте папку и место"):
        call_command("backup", str(tmp_path / "нет" / "копия.zip"))
    with pytest.raises(CommandError, match="Здесь уже есть школа"):
        call_command("restore", str(copy))
    with pytest.raises(CommandError, match="нет: проверьте имя"):
        call_command("restore", str(tmp_path / "нет.zip"))
    empty()
    call_command("restore", str(copy))
    assert "восстановлена" in capsys.readouterr().out


@pytest.mark.postgresql
def test_a_copy_goes_to_the_other_database_and_back(world, copy, tmp_path, pytestconfig):
    before, files = rows(), hashes()
    folder = tmp_path / "sqlite"
    folder.mkdir()
    shutil.copy(migrated.file_in(pytestconfig.cache.mkdir("migrated"), tmp_path), folder / "v.sqlite3")
    there = {**os.environ, "DATABASE_URL": f"sqlite:///{folder / 'v.sqlite3'}", "DATA_DIR": str(folder)}
    manage = [sys.executable, "manage.py"]
    subprocess.run([*manage, "restore", copy], cwd=ROOT, env=there, check=True)
    back = tmp_path / "обратно.zip"
    subprocess.run([*manage, "backup", back], cwd=ROOT, env=there, check=True)
    empty()
    restore(back)
    assert rows() == before
    assert hashes() == files
