"""What the checklist refuses, by its script and by its form alike: a clear sentence, a right status, and nothing changed."""

import io
import struct
import zipfile
import zlib
from datetime import date
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audits.models import ChecklistItem, Evidence
from audits.services import answers, audits
from audits.services.questions import assign_questions
from roadmap.permissions import Role
from tests.audits.planned import plan, short_template
from tests.factories import make_user
from tests.worlds import make_world
from vsoko.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(world):
    return make_user(world.school, Role.AUDITOR, group=world.roadmap.working_group, last_name="Глобусова")


@pytest.fixture
def audit(world, second):
    template = short_template(world, "A-1")
    audit = plan(world, unscheduled=True, basis="Поручение.", template=template, team=[second.employee])
    return audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))


@pytest.fixture(params=["script", "form"])
def send(request, client):
    """Return f(user, audit, **words) that sends an answer to its only question and gives back (status, sentence)."""

    def send(user, audit, **words):
        item = audit.items.get()
        client.force_login(user)
        row = {"answer": "no", "version": item.version, "was": "", "note": "Подписи нет."} | words
        data = {f"q{item.pk}-{name}": value for name, value in row.items()}
        if request.param == "script":
            response = client.post(reverse("audit-answer", args=[item.pk]), data)
            return response.status_code, response.json()["problem"] if response.status_code == 422 else ""
        response = client.post(reverse("audit-checklist", args=[audit.pk]), data)
        if response.status_code == 422:
            # What was typed is not lost.
            assert "Подписи нет.</textarea>" in response.content.decode()
        return response.status_code, response.content.decode() if response.status_code == 422 else ""

    return send


def known():
    kept = list(ChecklistItem.objects.values("pk", "answer", "note", "version", "answered_by"))
    return kept, Evidence.objects.count(), StoredFile.objects.count()


def wide_picture():
    """Return a PNG of a few bytes that says it has nine hundred million points."""

    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@cache
def swollen_document():
    """Return a DOCX of half a megabyte that unpacks to more than any document of a school."""
    bytes_ = io.BytesIO()
    with zipfile.ZipFile(bytes_, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        for part in range(7):
            archive.writestr(f"word/part{part}.xml", bytes(30 * 1024 * 1024))
    return bytes_.getvalue()


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("акт.pdf", lambda: b"<html><script>alert(1)</script></html>", "не то, что обещает имя"),
        ("класс.jpg", lambda: b"GIF89a", "Фотографию не удалось прочесть"),
        ("снимок.png", wide_picture, "слишком много точек"),
        ("план.docx", swollen_document, "слишком много памяти"),
        ("фото.jpg", lambda: b"\xff\xd8" + bytes(25 * 1024 * 1024), "больше 20 МБ"),
    ],
)
def test_a_bad_file_takes_its_answer_back_whole(world, audit, send, name, content, words):
    before = known()
    status, told = send(world.auditor, audit, file=SimpleUploadedFile(name, content()))
    assert (status, words in told) == (422, True)
    assert known() == before


def test_a_locked_audit_takes_no_answer(world, audit, send):
    answers.answer_item(audit.items.get().pk, actor=world.auditor, version=0, answer="yes")
    audits.report_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 14))
    before = known()
    status, told = send(world.auditor, audit)
    assert (status, "ответы заперты" in told) == (422, True)
    assert known() == before


def test_the_part_of_another_auditor_is_left_to_that_one_and_to_the_lead(client, world, audit, send, second):
    third = make_user(world.school, Role.AUDITOR, group=world.roadmap.working_group)
    audit.team.create(employee=third.employee)
    label = audit.items.get().section
    assign_questions(audit.pk, actor=world.auditor, labels={label: second.employee})
    before = known()
    status, told = send(third, audit)
    assert (status, "Этот вопрос проверяет Глобусова" in told) == (422, True)
    assert known() == before
    page = client.get(reverse("audit-checklist", args=[audit.pk])).content.decode()
    assert "Этот вопрос проверяет Глобусова" in page
    assert f'name="q{audit.items.get().pk}-answer"' not in page
    for user in (second, world.auditor):
        assert send(user, audit, answer="no", note=f"Смотрела {user.pk}.", version=audit.items.get().version)[0] in (
            200,
            302,
        )
        assert audit.items.get().answered_by == user


def test_another_school_finds_nothing_to_answer(audit, send):
    stranger = make_world()
    before = known()
    assert send(stranger.auditor, audit)[0] == 404
    assert known() == before


@pytest.mark.one_database
def test_a_long_blank_is_entered_without_scripts(client, world):
    """A browser sends a part for every field of a file, empty or not."""
    template = short_template(world, *(f"L-{number}" for number in range(120)))
    audit = plan(world, unscheduled=True, basis="Поручение.", template=template)
    audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))
    lines = []
    for item in audit.items.all():
        for name, value in (("answer", "yes"), ("version", 0), ("was", "")):
            lines += ["--edge", f'Content-Disposition: form-data; name="q{item.pk}-{name}"', "", str(value)]
        lines += ["--edge", f'Content-Disposition: form-data; name="q{item.pk}-file"; filename=""']
        lines += ["Content-Type: application/octet-stream", "", ""]
    body = "\r\n".join([*lines, "--edge--", ""])
    client.force_login(world.auditor)
    url = f"{reverse('audit-checklist', args=[audit.pk])}?section=all"
    assert client.post(url, body, content_type="multipart/form-data; boundary=edge").status_code == 302
    assert set(audit.items.values_list("answer", "version")) == {("yes", 1)}
