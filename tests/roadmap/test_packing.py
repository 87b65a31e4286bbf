"""How a folder is packed: names, bytes, and an inventory that stays true whatever has become of a file."""

import hashlib
import io
import os
import zipfile

import pytest
from pypdf import PdfReader

from roadmap import packing
from tests.factories import make_activity, pdf_bytes
from tests.pango import needs_pango
from tests.roadmap.folders import Year, lines_of
from vsoko.files import store_bytes
from vsoko.registries import ArchiveEntry

pytestmark = [
    pytest.mark.django_db,
    needs_pango,
    pytest.mark.one_database,
]


@pytest.fixture
def year(db):
    return Year()


def test_windows_is_told_that_names_are_in_utf_8(year):
    year.order("112-од")
    _, packed = year.pack()
    assert all(info.flag_bits & 0x800 for info in packed.infolist() if not info.filename.isascii())
    assert not any(set(info.filename) & set('<>:"\\|?*') for info in packed.infolist())


def test_the_inventory_on_paper_names_every_line_and_what_is_missing(year):
    year.order("112-од")
    _, packed = year.pack()
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(packed.open("Опись.pdf")).pages).split())
    assert "Всего строк: 1." in text
    assert "В обязательном комплекте нет:" in text
    assert "Анализ ВСОКО" in text
    assert "Приказ о создании рабочей группы" in text


def test_a_long_inventory_comes_in_parts(year, monkeypatch):
    monkeypatch.setattr(packing, "ROWS_IN_PDF", 2)
    for _ in range(3):
        year.order()
    _, packed = year.pack()
    assert packed.namelist()[-3:] == ["Опись.xlsx", "Опись, часть 1.pdf", "Опись, часть 2.pdf"]
    assert "Всего строк" not in PdfReader(packed.open("Опись, часть 1.pdf")).pages[0].extract_text()


def test_a_file_that_was_lost_or_changed_is_named_and_stops_nothing(year):
    row = make_activity(year.roadmap, number="6")
    for name in ("цел.pdf", "пропал.pdf", "подменён.pdf"):
        stored = store_bytes(
            pdf_bytes(), name=name, content_type="application/pdf", school=year.school, actor=year.deputy
        )
        row.evidence.create(file=stored)
        if name == "пропал.pdf":
            stored.file.storage.delete(stored.file.name)
        if name == "подменён.pdf":
            with stored.file.storage.open(stored.file.name, "wb") as other:
                other.write(b"%PDF-1.4 other")
    _, packed = year.pack()
    files = {line["Заголовок"]: (line["Файл"], line["Листов"], line["Примечание"]) for line in lines_of(packed)}
    place = "02-01 Дорожная карта ВСОКО/Свидетельства, пункт 6"
    assert files == {
        "цел.pdf": (f"{place}/цел.pdf", 1, None),
        "пропал.pdf": (None, None, "файла нет в хранилище программы"),
        "подменён.pdf": (f"{place}/подменён.pdf", None, "файл изменился с тех пор, как был сохранён"),
    }


def test_two_papers_of_one_name_are_two_files(year):
    for _ in range(2):
        year.order()
    _, packed = year.pack()
    names = [name for name in packed.namelist() if name.endswith(".pdf") and name != "Опись.pdf"]
    assert len(set(names)) == 2
    assert names[1].endswith(" (2).pdf")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("План: школа", "План — школа"),
        ("на 2026/2027 год?", "на 2026-2027 год"),
        ("...", "без имени"),
        ("Отчёт. ", "Отчёт"),
        ("О создании рабочей группы", "О создании рабочей…"),
        ("х" * 300, "х" * 19 + "…"),
    ],
)
def test_names_are_such_as_every_system_takes(words, name):
    assert packing.tidy(words, 20) == name


def test_a_path_leaves_room_for_the_place_where_it_is_unpacked(tmp_path):
    with (tmp_path / "a.zip").open("wb") as file, packing.Folder(file) as folder:
        entry = ArchiveEntry(case="01-05 " + "дело " * 40, folder="Аудит " * 40, title="О сроках " * 40, mark="")
        paths = [folder.free_path(entry, ".pdf") for _ in range(2)]
    assert [len(path) <= packing.LONGEST_PATH for path in paths] == [True, True]
    assert len(set(paths)) == 2
    assert all("/О сроках" in path and path.endswith(".pdf") for path in paths)


def test_a_long_file_passes_through_in_pieces(tmp_path, monkeypatch):
    """No read asks for more than a piece, so memory does not grow with the file."""
    monkeypatch.setattr(packing, "PIECE", 1024)
    asked = []

    class Source(io.BytesIO):
        def read(self, size=-1):
            asked.append(size)
            return super().read(size)

    content = os.urandom(5000)
    with (tmp_path / "a.zip").open("wb") as file, packing.Folder(file) as folder:
        entry = ArchiveEntry(case="01-05 Приказы", title="О сроках", mark="")
        path = folder.free_path(entry, ".bin")
        assert folder.copy(Source(content), path) == hashlib.sha256(content).hexdigest()
    assert set(asked) == {1024}
    with zipfile.ZipFile(tmp_path / "a.zip") as packed:
        assert packed.read(path) == content
