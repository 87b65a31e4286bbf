"""Папка года: one ZIP of all that a year has left, with an inventory that names every file and whatever is missing."""

import hashlib
import io
import json
import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from roadmap.models import Document, DocumentKind, YearFolder
from roadmap.permissions import Role
from roadmap.services import year_folder
from roadmap.services.acknowledgements import acknowledge
from roadmap.services.documents import annul_document, attach_scan
from roadmap.services.year_folder import STALE_AFTER, contents_of, make_folder
from tests.factories import make_activity, make_association, make_paper, make_roadmap, make_user
from tests.pango import needs_pango
from tests.permissions.subjects import png
from tests.roadmap.folders import DAY, Year, lines_of
from vsoko.files import store_bytes
from vsoko.models import Rendering, StoredFile
from vsoko.workflow import TransitionError

pytestmark = [
    pytest.mark.django_db,
    needs_pango,
]


@pytest.fixture
def year(db):
    return Year()


@pytest.mark.one_database
def test_the_folder_holds_what_was_approved_with_its_scan_and_its_readers(year):
    reader = make_user(year.school, Role.TEACHER)
    paper = year.order("112-од", readers=[reader], title="О создании ВСОКО")
    acknowledge(paper.pk, actor=reader)
    attach_scan(paper.pk, actor=year.secretary, upload=png())
    make_paper(year.school, author=year.deputy, roadmap=year.roadmap, title="Черновик")
    folder, packed = year.pack()
    case = "01-05 Приказы по основной деятельности"
    assert packed.testzip() is None
    assert [name for name in packed.namelist() if "/" not in name or name.startswith(case)] == [
        f"{case}/2020-12-14 № 112-од Приказ «О создании ВСОКО».pdf",
        f"{case}/2020-12-14 № 112-од Скан — Приказ «О создании ВСОКО».png",
        f"{case}/2020-12-14 № 112-од Лист ознакомления — Приказ «О создании ВСОКО».pdf",
        "index.html",
        "Опись.xlsx",
        "Опись.pdf",
    ]
    assert (folder.done, folder.total) == (3, 3)


@pytest.mark.one_database
def test_the_whole_year_opens_without_the_program(year):
    paper = year.order("112-од", title="О создании ВСОКО")
    make_activity(year.roadmap, title="Создать «рабочую группу»")
    _, packed = year.pack()
    page = packed.read("index.html").decode()
    links = [unquote(link) for link in re.findall(r'(?:href)="([^"]+)"', page)]
    names = set(packed.namelist())
    assert set(links) <= names
    assert names - set(links) == {"index.html", "Опись.pdf"}  # the inventory for printing lies beside that for Excel
    assert "О создании ВСОКО" in page

    people = json.loads(packed.read("Реестры и записи/Сотрудники.json"))
    papers = json.loads(packed.read("Реестры и записи/Документы.json"))
    assert papers["fields"]["title"] == "заголовок"
    [row] = papers["rows"]
    assert (row["id"], row["number"], row["content_hash"]) == (paper.pk, "112-од", paper.content_hash)
    assert {"content", "token"}.isdisjoint(row)
    [author] = [one for one in people["rows"] if one["user_id"] == row["author_id"]]
    assert author["last_name"] == year.deputy.employee.last_name
    assert "email" not in author
    sheet = load_workbook(io.BytesIO(packed.read("Реестры и записи/Дорожная карта.xlsx"))).active
    assert [line[1] for line in sheet.iter_rows(values_only=True)] == ["Мероприятие", "Создать «рабочую группу»"]
    assert {f"Реестры и записи/{name}.xlsx" for name in ("Документы", "Аудиты", "Заключения", "Действия")} <= names


@pytest.mark.one_database
def test_the_bytes_are_those_that_the_program_keeps(year):
    paper = year.order("112-од")
    _, packed = year.pack()
    kept = Rendering.objects.get(owner_id=paper.pk, purpose="document", state="done").file
    [line] = lines_of(packed)
    assert line["SHA-256"] == kept.sha256 == hashlib.sha256(packed.read(line["Файл"])).hexdigest()
    facts = (line["№"], line["Индекс"], line["Дата"].date(), line["Номер"], line["Листов"])
    assert facts == (1, "01-05", DAY, "112-од", 1)


def test_official_secrets_have_a_line_and_no_file(year):
    DocumentKind.objects.filter(school=year.school, code="D01").update(restricted=True)
    year.order("112-од")
    _, packed = year.pack()
    assert [name for name in packed.namelist() if "/" not in name] == ["index.html", "Опись.xlsx", "Опись.pdf"]
    assert json.loads(packed.read("Реестры и записи/Документы.json"))["rows"] == []
    [line] = lines_of(packed)
    assert (line["Файл"], line["SHA-256"]) == (None, None)
    assert line["Примечание"] == "служебные сведения, файл не прилагается"


def test_an_annulled_paper_stays_with_its_number(year):
    paper = year.order("112-од")
    annul_document(paper.pk, actor=year.director, comment="Издан ошибочно.")
    _, packed = year.pack()
    [line] = lines_of(packed)
    assert (line["Номер"], line["Заголовок"].endswith("(аннулировано)")) == ("112-од", True)


def test_the_mandatory_papers_that_are_missing_are_named(year):
    assert "Приказ о создании ВСОКО" in contents_of(year.roadmap).missing
    year.order(code="D01")
    missing = contents_of(year.roadmap).missing
    assert "Приказ о создании ВСОКО" not in missing
    assert "Отчёт о самообследовании (ежегодно до 20 апреля)" in missing
    assert "Декларация беспристрастности" not in missing


def test_the_analysis_of_one_association_does_not_speak_for_the_others(year):
    def told():
        return [one for one in contents_of(year.roadmap).missing if one.startswith("Анализ работы")]

    assert told() == []  # a school without associations owes none
    first, second = (make_association(year.school, name) for name in ("МО математиков", "МО словесников"))
    make_association(year.school, "МО упразднённое", closed_on=DAY)
    kind = DocumentKind.objects.get(school=year.school, code="D21")
    Document.objects.filter(pk=year.order().pk).update(association=first, kind=kind)
    assert told() == [f"Анализ работы методического объединения (ежегодно): {second}"]


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


@pytest.mark.one_database
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
