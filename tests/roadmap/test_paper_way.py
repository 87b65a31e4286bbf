"""A paper signed by hand: printed, signed, scanned, dated; and the page by which a print is checked."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Document
from roadmap.permissions import Role
from roadmap.services.content import printed_as
from roadmap.services.documents import approve_document, attach_scan, register_document, sign_by_hand
from roadmap.sheet import sheet_of
from tests.builders.roadmap import make_paper
from tests.factories import appoint, make_employee, make_user, pdf_bytes
from tests.worlds import make_world
from vsoko.files import store_bytes
from vsoko.models import HistoryEntry, Rendering, StoredFile
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
DAY = date(2021, 3, 1)


def scan(data=None, name="skan.pdf"):
    return SimpleUploadedFile(name, pdf_bytes() if data is None else data)


def test_a_paper_signed_by_hand_names_whoever_approves_on_that_day(client, world):
    former = make_employee(world.school, "Глобусова", first_name="Вера", patronymic="Ильинична")
    appoint(former, Role.DIRECTOR, starts_on=date(2021, 2, 1), ends_on=date(2021, 3, 31))
    world.director.employee.appointments.update(starts_on=date(2021, 4, 1))
    paper = make_paper(world, "on_approval")
    client.force_login(world.secretary)
    address = reverse("document-sign-by-hand", args=[paper.pk])
    assert address in client.get(paper.get_absolute_url()).content.decode()
    answer = client.post(address, {"on": "2021-03-01", "file": scan()})
    assert answer.url == paper.get_absolute_url()

    paper = Document.objects.get(pk=paper.pk)
    assert (paper.state, paper.signed_by_hand, paper.approved_on) == ("approved", True, DAY)
    assert (paper.approver_title, paper.approver_name) == ("Директор", "В.И.\xa0Глобусова")
    assert paper.scan.sha256
    stamp = sheet_of(paper)["stamp"]
    assert stamp["head"] == "Подписан на бумаге 01.03.2021, скан в системе ВСОКО"
    assert stamp["who"] == "Директор В.И.\xa0Глобусова"
    entry = HistoryEntry.objects.of(paper).get(action="roadmap.document.sign_by_hand")
    assert (entry.actor, entry.effective_on) == (world.secretary, DAY)


def test_points_start_and_the_owner_follows_as_with_any_approval(world):
    world.roadmap.state, world.roadmap.approved_on, world.roadmap.approved_by = "on_approval", None, None
    world.roadmap.save()
    paper = make_paper(world, "on_approval", code="D00", owner=world.roadmap, text="")
    paper.items.create(number="1", position=1, text="Подготовить.", responsible=world.teacher.employee)
    sign_by_hand(paper.pk, actor=world.deputy, upload=scan(), on=DAY)
    assert paper.items.get().state == "planned"
    world.roadmap.refresh_from_db()
    # The roadmap is approved by the director, not by whoever brought the scan.
    assert (world.roadmap.state, world.roadmap.approved_by) == ("approved", world.director)


@pytest.mark.parametrize("state", ["draft", "on_visa", "approved", "registered", "superseded", "annulled"])
def test_only_a_paper_that_waits_for_its_signature_takes_it(world, state):
    paper = make_paper(world, state)
    files = StoredFile.objects.count()
    with pytest.raises(TransitionError, match="уже нельзя"):
        sign_by_hand(paper.pk, actor=world.secretary, upload=scan(), on=DAY)
    assert Document.objects.get(pk=paper.pk).state == state
    assert StoredFile.objects.count() == files


def test_a_second_click_keeps_one_signature_and_one_scan(world):
    paper = make_paper(world, "on_approval")
    sign_by_hand(paper.pk, actor=world.secretary, upload=scan(), on=DAY)
    files, token = StoredFile.objects.count(), Document.objects.get(pk=paper.pk).token
    with pytest.raises(TransitionError, match="уже нельзя"):
        sign_by_hand(paper.pk, actor=world.secretary, upload=scan(), on=DAY)
    assert (StoredFile.objects.count(), Document.objects.get(pk=paper.pk).token) == (files, token)


@pytest.mark.parametrize("name", ["teacher", "chair", "administrator", "auditor"])
def test_others_record_no_signature(world, name):
    paper = make_paper(world, "on_approval")
    with pytest.raises(NotAllowed):
        sign_by_hand(paper.pk, actor=getattr(world, name), upload=scan(), on=DAY)


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (("skan.docx", b"PK\x03\x04"), "Можно приложить PDF или фотографию (JPG, PNG)."),
        (("skan.pdf", b"MZ\x90\x00"), "не то, что обещает имя"),
        (("skan.jpg", b"GIF89a"), "Фотографию не удалось прочесть"),
        (("skan.pdf", b"0" * (61 * 2**20)), "Файл больше 20 МБ"),
    ],
)
def test_what_is_no_scan_is_refused_beside_its_field(client, world, upload, sentence):
    paper = make_paper(world, "on_approval")
    client.force_login(world.secretary)
    name, data = upload
    typed = {"on": "2021-03-01", "file": SimpleUploadedFile(name, data)}
    answer = client.post(reverse("document-sign-by-hand", args=[paper.pk]), typed)
    assert answer.status_code == 422
    assert [error for error in answer.context["form"].errors["file"] if sentence in error]
    assert answer.context["form"]["on"].value() == "2021-03-01"
    assert Document.objects.get(pk=paper.pk).state == "on_approval"


def test_a_day_to_come_and_a_day_without_a_director_are_refused(client, world):
    paper = make_paper(world, "on_approval")
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(TransitionError, match="ещё не наступил"):
        sign_by_hand(paper.pk, actor=world.secretary, upload=scan(), on=tomorrow)
    world.director.employee.appointments.update(starts_on=date(2021, 4, 1))
    with pytest.raises(TransitionError, match="никто не назначен: директор"):
        sign_by_hand(paper.pk, actor=world.secretary, upload=scan(), on=DAY)
    assert Document.objects.get(pk=paper.pk).scan is None


# --- the page of requisites ----------------------------------------------------------------------------------------


def signed(world):
    paper = make_paper(world, "on_approval", code="D01", title="О создании ВСОКО")
    return approve_document(paper.pk, actor=world.director, on=DAY)


def check_page(client, paper, file=None):
    address = reverse("document-check", args=[paper.token])
    return client.post(address, {"file": file}) if file else client.get(address)


def test_a_stranger_compares_requisites_and_learns_no_names(client, world):
    paper = register_document(signed(world).pk, actor=world.secretary, number="112", dated=DAY)
    page = check_page(client, paper).content.decode()
    for words in (
        "Приказ о создании ВСОКО", "О создании ВСОКО", "№ 112-од", "1\xa0марта 2021\xa0г.", "зарегистрирован",
        world.school.full_name, paper.content_hash,
    ):  # fmt: skip
        assert words in page
    for person in world.people.values():
        assert person.employee.last_name not in page
    assert paper.get_absolute_url() not in page


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Декларация аудитора Сидоркиной К.В.", "Декларация аудитора (имя стоит на бумаге)"),
        ("О назначении\xa0П.А.\xa0Сидоркина", "О назначении\xa0(имя стоит на бумаге)"),
        ("Об отпуске Пеналовой Веры Николаевны в мае", "Об отпуске (имя стоит на бумаге) в мае"),
        ("О плане, Пеналову: срок до мая", "О плане, (имя стоит на бумаге): срок до мая"),
        ("Пенал, лист и Листопад", "Пенал, лист и Листопад"),
    ],
)
def test_the_subject_is_shown_to_strangers_without_names(client, world, title, shown):
    make_employee(world.school, "Пеналова")
    make_employee(world.school, "Ли")
    paper = make_paper(world, "approved", title=title)
    Document.objects.filter(pk=paper.pk).update(token="code-names", content={**paper.content, "title": title})
    assert client.get(reverse("document-check", args=["code-names"])).context["title"] == shown


def test_whoever_sees_the_paper_is_led_to_it(client, world):
    paper = signed(world)
    client.force_login(world.deputy)
    assert paper.get_absolute_url() in check_page(client, paper).content.decode()
    client.force_login(make_user(make_world().school, Role.DIRECTOR))
    assert paper.get_absolute_url() not in check_page(client, paper).content.decode()


def test_an_address_that_nobody_gave_leads_nowhere(client, world):
    draft = make_paper(world, "draft")
    assert draft.token is None
    assert client.get(reverse("document-check", args=["None"])).status_code == 404


def kept_pdf(world, paper, data):
    record, purpose = printed_as(paper)
    return Rendering.objects.create(
        school=world.school, purpose=purpose, owner=record, content_hash=hashlib.sha256(data).hexdigest(), state="done",
        requested_by=world.deputy, requested_at=timezone.now(),
        file=store_bytes(data, name="prikaz.pdf", content_type="application/pdf", school=world.school, actor=None),
    )  # fmt: skip


def test_a_file_is_told_from_the_kept_ones_by_its_bytes(client, world):
    draft = make_paper(world, "on_approval")
    kept_pdf(world, draft, b"%PDF draft")
    paper = approve_document(draft.pk, actor=world.director, on=DAY)
    Rendering.objects.filter(requested_by=world.director).delete()
    kept_pdf(world, paper, b"%PDF first")
    kept_pdf(world, paper, b"%PDF second one")
    attach_scan(paper.pk, actor=world.secretary, upload=scan())
    first_scan = Document.objects.get(pk=paper.pk).scan.file.read()
    attach_scan(paper.pk, actor=world.secretary, upload=scan(first_scan + b"\n%"))
    files = StoredFile.objects.count()
    for data, words in {
        b"%PDF second one": "Это тот самый PDF",
        b"%PDF first": "Это прежний PDF",
        first_scan + b"\n%": "Это тот самый скан",
        first_scan: "Это прежний скан",
        b"%PDF draft": "Такого файла в системе нет",
        b"%PDF second one.": "Такого файла в системе нет",
    }.items():
        assert words in check_page(client, paper, SimpleUploadedFile("f.pdf", data)).content.decode()
    assert StoredFile.objects.count() == files


def test_a_check_without_a_file_and_with_too_large_a_one_is_one_sentence(client, world, settings):
    paper = signed(world)
    address = reverse("document-check", args=[paper.token])
    assert "Приложите файл." in client.post(address, {}).content.decode()
    settings.MAX_UPLOAD_BYTES = 2**20
    answer = client.post(address, {"file": SimpleUploadedFile("f.pdf", b"0" * (2**20 + 1))})
    assert (answer.status_code, "Файл больше 1 МБ" in answer.content.decode()) == (422, True)
