"""Папка года: one ZIP of all that a year has left, with an inventory that names every file and whatever is missing."""

import hashlib
import io
import os
import zipfile
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from roadmap import packing
from roadmap.models import Document, DocumentKind, YearFolder
from roadmap.permissions import Role
from roadmap.services import year_folder
from roadmap.services.acknowledgements import acknowledge
from roadmap.services.documents import annul_document, attach_scan, register_document
from roadmap.services.year_folder import STALE_AFTER, contents_of, make_folder, request_folder
from tests.factories import approve_paper, make_activity, make_paper, make_roadmap, make_school, make_user, pdf_bytes
from tests.permissions.subjects import png
from vsoko import pdf
from vsoko.files import store_bytes
from vsoko.models import Rendering, StoredFile
from vsoko.registries import ArchiveEntry
from vsoko.workflow import TransitionError

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        not pdf.pdf_available() and os.environ.get("CI") != "true", reason="Pango не найден: папка года не проверена"
    ),
]
DAY = date(2020, 12, 14)


class Year:
    """A school with the roadmap of a year and whoever makes and signs its papers."""

    def __init__(self):
        self.school = make_school()
        self.director = make_user(self.school, Role.DIRECTOR)
        self.deputy = make_user(self.school, Role.DEPUTY_EDU)
        self.secretary = make_user(self.school, Role.SECRETARY)
        self.roadmap = make_roadmap(self.school)

    def order(self, number=None, *, readers=(), code="D01", **fields):
        draft = make_paper(
            self.school,
            code,
            author=self.deputy,
            roadmap=self.roadmap,
            readers=[one.employee for one in readers],
            **fields,
        )
        paper = approve_paper(draft, director=self.director, on=DAY)
        if number:
            paper = register_document(paper.pk, actor=self.secretary, number=number, dated=DAY)
        return paper

    def request(self):
        return request_folder(self.roadmap.pk, actor=self.deputy)

    def pack(self):
        """Return the folder as the worker leaves it, and its ZIP."""
        folder = self.request()
        make_folder.call(folder.pk)
        folder.refresh_from_db()
        assert folder.state == "done", folder.problem
        return folder, zipfile.ZipFile(folder.file.file.open("rb"))


@pytest.fixture
def year(db):
    return Year()


def lines_of(packed):
    rows = load_workbook(io.BytesIO(packed.read("Опись.xlsx"))).active.iter_rows(values_only=True)
    return [dict(zip([column.title for column in packing.COLUMNS], row, strict=True)) for row in list(rows)[1:]]


def test_the_folder_holds_what_was_approved_with_its_scan_and_its_readers(year):
    reader = make_user(year.school, Role.TEACHER)
    paper = year.order("112-од", readers=[reader], title="О создании ВСОКО")
    acknowledge(paper.pk, actor=reader)
    attach_scan(paper.pk, actor=year.secretary, upload=png())
    make_paper(year.school, author=year.deputy, roadmap=year.roadmap, title="Черновик")
    folder, packed = year.pack()
    case = "01-05 Приказы по основной деятельности"
    assert packed.testzip() is None
    assert packed.namelist() == [
        f"{case}/2020-12-14 № 112-од Приказ о создании ВСОКО О создании ВСОКО.pdf",
        f"{case}/2020-12-14 № 112-од Скан О создании ВСОКО.png",
        f"{case}/2020-12-14 № 112-од Лист ознакомления О создании ВСОКО.pdf",
        "Опись.xlsx",
        "Опись.pdf",
    ]
    assert (folder.done, folder.total) == (3, 3)


def test_the_bytes_are_those_that_the_program_keeps(year):
    paper = year.order("112-од")
    _, packed = year.pack()
    kept = Rendering.objects.get(owner_id=paper.pk, purpose="document", state="done").file
    [line] = lines_of(packed)
    assert line["SHA-256"] == kept.sha256 == hashlib.sha256(packed.read(line["Файл"])).hexdigest()
    facts = (line["№"], line["Индекс"], line["Дата"].date(), line["Номер"], line["Листов"])
    assert facts == (1, "01-05", DAY, "112-од", 1)


def test_windows_is_told_that_names_are_in_utf_8(year):
    year.order("112-од")
    _, packed = year.pack()
    assert all(info.flag_bits & 0x800 for info in packed.infolist())
    assert not any(set(info.filename) & set('<>:"\\|?*') for info in packed.infolist())


def test_the_inventory_on_paper_names_every_line_and_what_is_missing(year):
    year.order("112-од")
    _, packed = year.pack()
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(packed.open("Опись.pdf")).pages).split())
    assert "Всего строк: 1." in text
    assert "В обязательном комплекте нет:" in text
    assert "Анализ ВСОКО за год" in text
    assert "Приказ о создании рабочей группы" in text


def test_a_long_inventory_comes_in_parts(year, monkeypatch):
    monkeypatch.setattr(packing, "ROWS_IN_PDF", 2)
    for _ in range(3):
        year.order()
    _, packed = year.pack()
    assert packed.namelist()[-3:] == ["Опись.xlsx", "Опись, часть 1.pdf", "Опись, часть 2.pdf"]
    assert "Всего строк" not in PdfReader(packed.open("Опись, часть 1.pdf")).pages[0].extract_text()


def test_official_secrets_have_a_line_and_no_file(year):
    DocumentKind.objects.filter(school=year.school, code="D01").update(restricted=True)
    year.order("112-од")
    _, packed = year.pack()
    assert packed.namelist() == ["Опись.xlsx", "Опись.pdf"]
    [line] = lines_of(packed)
    assert (line["Файл"], line["SHA-256"]) == (None, None)
    assert line["Примечание"] == "служебные сведения, файл не прилагается"


def test_an_annulled_paper_stays_with_its_number(year):
    paper = year.order("112-од")
    annul_document(paper.pk, actor=year.director, comment="Издан ошибочно.")
    _, packed = year.pack()
    [line] = lines_of(packed)
    assert (line["Номер"], line["Заголовок"].endswith("(аннулирован)")) == ("112-од", True)


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
    names = [name for name in packed.namelist() if not name.startswith("Опись")]
    assert len(set(names)) == 2
    assert names[1].endswith(" (2).pdf")


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("О «плане»: 1/2?", "О «плане» 1 2"),
        ("...", "без имени"),
        ("Отчёт. ", "Отчёт"),
        ("х" * 300, "х" * packing.LONGEST_NAME),
    ],
)
def test_names_are_such_as_every_system_takes(words, name):
    assert packing.tidy(words) == name


def test_the_mandatory_papers_that_are_missing_are_named(year):
    assert "Приказ о создании ВСОКО" in contents_of(year.roadmap).missing
    year.order(code="D01")
    missing = contents_of(year.roadmap).missing
    assert "Приказ о создании ВСОКО" not in missing
    assert "Отчёт о самообследовании (ежегодно до 20 апреля)" in missing
    assert "Декларация беспристрастности" not in missing


def test_an_order_of_an_earlier_year_that_is_in_force_is_not_missing(year):
    old = year.order(code="D01")
    Document.objects.filter(pk=old.pk).update(roadmap=make_roadmap(year.school, "2020"))
    assert "Приказ о создании ВСОКО" not in contents_of(year.roadmap).missing


def test_a_change_asks_for_a_new_folder_which_replaces_the_old_one(client, year):
    year.order("112-од")
    first, _ = year.pack()
    old = first.file
    client.force_login(year.deputy)
    address = reverse("year-folder", args=[year.roadmap.pk])
    assert "Папка собрана" in client.get(address).content.decode()
    year.order("113-од")
    page = client.get(address).content.decode()
    assert "Папка устарела" in page
    assert reverse("year-folder-file", args=[year.roadmap.pk]) in page
    second, packed = year.pack()
    assert len(lines_of(packed)) == 2
    assert second.pk == first.pk
    assert not StoredFile.objects.filter(pk=old.pk).exists()
    assert "Папка собрана" in client.get(address).content.decode()


def test_the_old_bytes_go_when_the_new_folder_is_safe(year, django_capture_on_commit_callbacks):
    year.order("112-од")
    old = year.pack()[0].file
    assert old.file.storage.exists(old.file.name)
    with django_capture_on_commit_callbacks(execute=True):
        year.pack()
    assert not old.file.storage.exists(old.file.name)


def test_a_folder_on_its_way_is_not_begun_twice_and_a_dead_worker_does_not_block_it(client, year):
    year.order("112-од")
    folder = year.request()
    began = folder.requested_at
    assert year.request().requested_at == began
    client.force_login(year.deputy)
    address = reverse("year-folder", args=[year.roadmap.pk])
    page = client.get(address).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in page
    assert "Страница обновится сама" in page
    YearFolder.objects.update(state="running", total=40, done=12, beat_at=timezone.now())
    assert "12 из 40" in client.get(address, headers={"HX-Request": "true"}).content.decode()
    YearFolder.objects.update(beat_at=timezone.now() - STALE_AFTER - timedelta(seconds=1))
    assert "Сборка прервалась" in client.get(address).content.decode()
    assert year.request().requested_at > began
    year.pack()


def test_a_page_that_asks_again_is_told_to_come_anew_when_the_folder_is_ready(client, year):
    year.order("112-од")
    year.pack()
    client.force_login(year.deputy)
    answer = client.get(reverse("year-folder", args=[year.roadmap.pk]), headers={"HX-Request": "true"})
    assert answer.headers["HX-Refresh"] == "true"


def test_a_folder_that_fails_says_so_and_can_be_asked_for_again(client, year, monkeypatch):
    year.order("112-од")

    def broken(roadmap):
        raise OSError("No space left on device")

    with monkeypatch.context() as patch:
        folder = year.request()
        patch.setattr(year_folder, "contents_of", broken)
        make_folder.call(folder.pk)
    folder.refresh_from_db()
    assert folder.state == "failed"
    client.force_login(year.deputy)
    assert "не справилась с папкой" in client.get(reverse("year-folder", args=[year.roadmap.pk])).content.decode()
    year.pack()


def test_an_empty_year_has_no_folder(year):
    with pytest.raises(TransitionError, match="Собирать пока нечего"):
        year.request()


def test_the_folder_is_sent_piece_by_piece(client, year):
    year.order("112-од")
    folder, _ = year.pack()
    client.force_login(year.deputy)
    answer = client.get(reverse("year-folder-file", args=[year.roadmap.pk]))
    assert answer.streaming
    assert hashlib.sha256(b"".join(answer.streaming_content)).hexdigest() == folder.file.sha256
    assert answer.headers["Content-Disposition"] == 'attachment; filename="papka-vsoko-2021.zip"'


def test_the_page_costs_the_same_for_one_and_thirty_papers(client, year):
    reader = make_user(year.school, Role.TEACHER)
    row = make_activity(year.roadmap)
    shared = store_bytes(b"%PDF", name="a.pdf", content_type="application/pdf", school=year.school, actor=year.deputy)

    def add():
        year.order(readers=[reader])
        row.evidence.create(file=shared)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("year-folder", args=[year.roadmap.pk])).status_code == 200
        return len(queries)

    add()
    client.force_login(year.deputy)
    count()  # what is read once a process is read now
    few = count()
    for _ in range(29):
        add()
    assert count() == few


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
