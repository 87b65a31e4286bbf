"""A stored file leaves the product only as a download, and only for who sees the record that it belongs to."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from roadmap.models import ActivityEvidence
from roadmap.permissions import Role
from tests.factories import make_activity, make_roadmap, make_school, make_user
from vsoko import files
from vsoko.files import store_bytes, store_upload
from vsoko.models import StoredFile
from vsoko.workflow import TransitionError

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def deputy(school):
    return make_user(school, Role.DEPUTY_EDU)


@pytest.fixture
def kept(school, deputy):
    """Return a file that belongs to a row of the school's roadmap."""
    stored = store_bytes(PDF, name="Приказ № 12.pdf", content_type="application/pdf", school=school, actor=deputy)
    ActivityEvidence.objects.create(activity=make_activity(make_roadmap(school)), file=stored)
    return stored


def address(stored):
    return reverse("file-download", args=[stored.pk])


def test_who_sees_the_record_gets_the_bytes_as_a_download(client, deputy, kept):
    client.force_login(deputy)
    answer = client.get(address(kept))
    assert answer.getvalue() == PDF
    assert answer["Content-Disposition"].startswith("attachment;")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_file_without_a_record_is_nobodys(client, deputy, school):
    stored = store_bytes(PDF, name="a.pdf", content_type="application/pdf", school=school, actor=deputy)
    client.force_login(deputy)
    assert client.get(address(stored)).status_code == 404


def test_another_school_finds_no_file(client, kept):
    client.force_login(make_user(make_school(), Role.DIRECTOR))
    assert client.get(address(kept)).status_code == 404


def test_a_stranger_is_asked_to_come_in(client, kept):
    assert client.get(address(kept)).url.startswith(reverse("login"))


def test_bytes_lost_on_disk_are_a_missing_page(client, deputy, kept):
    kept.file.delete(save=False)
    client.force_login(deputy)
    assert client.get(address(kept)).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("макрос.exe", b"MZ", "Можно приложить"),
        ("приказ.pdf", b"<html></html>", "не то, что обещает имя"),
        ("фото.jpg", b"GIF89a", "Фотографию не удалось прочесть"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(school, deputy, name, content, words):
    with pytest.raises(TransitionError, match=words):
        store_upload(SimpleUploadedFile(name, content), school=school, actor=deputy)


def test_a_file_that_is_too_large_is_refused(school, deputy, settings):
    settings.MAX_UPLOAD_BYTES = 10
    with pytest.raises(TransitionError, match="больше"):
        store_upload(SimpleUploadedFile("приказ.pdf", PDF), school=school, actor=deputy)


def photo():
    picture = Image.new("RGB", (8, 4), "white")
    known = picture.getexif()
    known[0x0110] = "Camera of somebody"
    known.get_ifd(0x8825)[1] = "N"
    bytes_ = io.BytesIO()
    picture.save(bytes_, format="JPEG", exif=known, comment=b"taken at home")
    return bytes_.getvalue()


def test_a_photo_loses_place_camera_and_comment(school, deputy):
    before = photo()
    assert b"Camera of somebody" in before
    stored = store_upload(SimpleUploadedFile("класс.jpg", before + b"<script>"), school=school, actor=deputy)
    after = stored.file.open("rb").read()
    assert Image.open(io.BytesIO(after)).size == (8, 4)
    for trace in (b"Camera of somebody", b"taken at home", b"<script>", b"Exif"):
        assert trace not in after


def test_a_broken_pdf_is_refused_in_words(school, deputy):
    with pytest.raises(TransitionError, match="повреждён"):
        store_upload(SimpleUploadedFile("акт.pdf", b"%PDF-1.7\nnothing more"), school=school, actor=deputy)
    assert not StoredFile.objects.exists()


@pytest.mark.apart
def test_a_picture_of_too_many_points_is_refused_before_it_is_unpacked(school, deputy, monkeypatch):
    monkeypatch.setattr(files, "MOST_POINTS", 20)
    with pytest.raises(TransitionError, match="слишком много точек"):
        store_upload(SimpleUploadedFile("класс.jpg", photo()), school=school, actor=deputy)


def packed(**parts):
    bytes_ = io.BytesIO()
    with zipfile.ZipFile(bytes_, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships/>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}", content)
    return bytes_.getvalue()


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ({"document.xml": b" " * 3_000_000}, "слишком много памяти"),
        ({"document.xml": b"<w/>", "vbaProject.bin": b"x"}, "макросы"),
    ],
)
def test_a_document_that_unpacks_to_a_bomb_or_runs_macros_is_refused(school, deputy, monkeypatch, parts, words):
    monkeypatch.setattr(files, "MOST_UNPACKED", 2_000_000)
    with pytest.raises(TransitionError, match=words):
        store_upload(SimpleUploadedFile("план.docx", packed(**parts)), school=school, actor=deputy)
    assert not StoredFile.objects.exists()
