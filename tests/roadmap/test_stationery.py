"""The school's own letterhead and Word template: what is let in, what is refused by one sentence, where it shows."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from docx import Document as WordDocument
from PIL import Image, PngImagePlugin

from roadmap.document_docx import docx_of
from roadmap.models import Document
from roadmap.paper_pdf import paper_files
from roadmap.services.documents import approve_document
from roadmap.services.stationery import change_letterhead, change_template
from roadmap.sheet import sheet_of
from tests.builders.roadmap import make_paper
from vsoko.docx import SMALL
from vsoko.letters import width
from vsoko.models import HistoryEntry, School, StoredFile
from vsoko.workflow import NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def picture(width=1600, height=300, form="PNG", name="blank.png", **more):
    out = io.BytesIO()
    Image.new("RGBA" if form == "PNG" else "RGB", (width, height), (10, 60, 120)).save(out, form, **more)
    return SimpleUploadedFile(name, out.getvalue())


def word(*lines, header=""):
    document = WordDocument()
    for line in lines:
        document.add_paragraph(line)
    document.sections[0].header.paragraphs[0].text = header
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


GOOD = ("{{ org.full }}", "{{ doc.kind }} {{ doc.number }}", "{{ doc.title }}", "{{ text }}", "Исполнитель: секретарь")


def template(data, name="blank.docx"):
    return SimpleUploadedFile(name, data)


def post(client, world, name, upload, **more):
    client.force_login(world.administrator)
    return client.post(reverse(name), {"file": upload, **more})


# --- letterhead -----------------------------------------------------------------------------------------------------


def test_a_letterhead_stands_above_papers_to_come_and_not_above_those_in_force(client, world):
    old = make_paper(world, "approved")
    draft = make_paper(world, "on_approval")
    answer = post(client, world, "letterhead-edit", picture())
    assert answer.status_code == 302
    school = School.objects.get(pk=world.school.pk)
    assert HistoryEntry.objects.of(school).first().sentence == "Загружен бланк"

    draft = Document.objects.get(pk=draft.pk)
    assert sheet_of(draft)["letterhead"] == school.letterhead_id
    assert paper_files(draft)["letterhead"].startswith(b"\x89PNG")
    assert "word/media/image1.png" in zipfile.ZipFile(io.BytesIO(docx_of(draft))).namelist()
    page = client.get(reverse("letterhead-edit")).content.decode()
    client.force_login(world.deputy)
    page = client.get(draft.get_absolute_url()).content.decode()
    address = reverse("file-download", args=[school.letterhead_id])
    sheet = page[page.index('<article class="a4"') : page.index("</article>")]
    assert (f'src="{address}"' in sheet, sheet.count(world.school.full_name)) == (True, 1)
    assert client.get(address).status_code == 200
    assert sheet_of(Document.objects.get(pk=old.pk))["letterhead"] is None


def test_a_paper_keeps_the_letterhead_it_was_approved_with(client, world):
    change_letterhead(world.school, actor=world.administrator, upload=picture())
    paper = make_paper(world, "on_approval")
    paper = approve_document(paper.pk, actor=world.director)
    before = paper_files(Document.objects.get(pk=paper.pk))
    first = paper.content["school"]["letterhead"]
    change_letterhead(world.school, actor=world.administrator, upload=picture(height=400))
    change_letterhead(world.school, actor=world.administrator)
    assert School.objects.get(pk=world.school.pk).letterhead is None
    assert paper_files(Document.objects.get(pk=paper.pk)) == before
    client.force_login(world.director)
    assert client.get(reverse("file-download", args=[first])).status_code == 200


def test_what_is_hidden_in_a_picture_is_left_out_and_a_huge_one_shrinks(world):
    note = PngImagePlugin.PngInfo()
    note.add_text("Comment", "снято дома")
    upload = picture(5000, 900, pnginfo=note)
    upload = SimpleUploadedFile("blank.png", upload.read() + b"<?php evil ?>")
    school = change_letterhead(world.school, actor=world.administrator, upload=upload)
    data = school.letterhead.file.read()
    with Image.open(io.BytesIO(data)) as kept:
        assert (kept.size, kept.mode, kept.info) == ((2100, 378), "RGB", {})
    assert b"php" not in data


@pytest.mark.parametrize(
    ("upload", "sentence"),
    [
        (lambda: picture(600, 100), "шириной 600 точек напечатается нечётко"),
        (lambda: picture(1600, 1200), "не выше половины своей ширины"),
        (lambda: picture(1600, 300, "GIF", "blank.gif"), "Это не картинка"),
        (lambda: SimpleUploadedFile("blank.png", b"<svg onload='x()'/>"), "Это не картинка"),
        (lambda: SimpleUploadedFile("blank.png", picture().read()[:20]), "Это не картинка"),
        (lambda: SimpleUploadedFile("blank.png", b"0" * (5 * 2**20 + 1)), "Картинка больше 5 МБ"),
    ],
)
def test_another_file_is_no_letterhead(client, world, upload, sentence):
    answer = post(client, world, "letterhead-edit", upload())
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors["file"][0]
    assert (School.objects.get(pk=world.school.pk).letterhead, StoredFile.objects.count()) == (None, 0)


def test_only_who_administers_the_school_changes_its_files(world):
    for person in (world.deputy, world.secretary):
        with pytest.raises(NotAllowed):
            change_letterhead(world.school, actor=person, upload=picture())
    assert StoredFile.objects.count() == 0


# --- Word template --------------------------------------------------------------------------------------------------


def test_a_template_is_filled_for_every_paper(client, world):
    assert post(client, world, "docx-template-edit", template(word(*GOOD, header="{{ org.short }}"))).status_code == 302
    paper = make_paper(world, text="ПРИКАЗЫВАЮ:\nПриложение № 1\nСОСТАВ\n№ | Кто <и> «когда»\n1 | Пеналова & Ко")
    paper.items.create(number="1", position=1, text="Создать {{ систему }}.")
    written = WordDocument(io.BytesIO(docx_of(Document.objects.get(pk=paper.pk))))
    lines = [paragraph.text for paragraph in written.paragraphs if paragraph.text.strip()]
    assert lines[:4] == [world.school.full_name, "ПРИКАЗ №\xa0______", "О создании ВСОКО", "ПРИКАЗЫВАЮ:"]
    assert "1. Создать {{ систему }}." in lines
    assert lines[-1] == "Исполнитель: секретарь"
    assert written.sections[0].header.paragraphs[0].text == world.school.short_name
    assert [cell.text for cell in written.tables[-1].rows[1].cells] == ["1", "Пеналова & Ко"]


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ((*GOOD, "{{ org.inn }}"), "неизвестная подстановка «{{ org.inn }}»"),
        ((*GOOD, "{{ settings }}"), "неизвестная подстановка «{{ settings }}»"),
        ((*GOOD, "{% for i in range(10) %}а{% endfor %}"), "«{% for i in range(10) %}» не разрешён"),
        ((*GOOD, "{{ ''.__class__.__mro__ }}"), "не разрешён"),
        ((*GOOD, "{{ org.full.__class__ }}"), "«{{ org.full.__class__ }}» не разрешён"),
        ((*GOOD, "{{ org.full | upper }}"), "не разрешён"),
        ((*GOOD, "{{ org.full() }}"), "не разрешён"),
        ((*GOOD, "{{ org.full"), "не разрешён или не закрыт"),
        ((*GOOD, "{{ org['full'] }}"), "не разрешён"),
        ((*GOOD, "{%p if x %}"), "не разрешён"),
        (GOOD[:3], "нет обязательной подстановки «{{ text }}»"),
        (GOOD[:2] + GOOD[3:], "нет обязательной подстановки «{{ doc.title }}»"),
        (("{{ doc.title }}", "Текст: {{ text }}"), "должна стоять в шаблоне отдельным абзацем"),
    ],
)
def test_a_template_with_another_tag_is_refused_by_its_name(client, world, lines, sentence):
    answer = post(client, world, "docx-template-edit", template(word(*lines)))
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors["file"][0]
    assert School.objects.get(pk=world.school.pk).docx_template is None


def test_a_tag_hidden_in_a_header_or_a_property_is_found(client, world):
    in_header = word(*GOOD, header="{{ cycler.__init__ }}")
    document = WordDocument(io.BytesIO(word(*GOOD)))
    document.core_properties.subject = "{{ lipsum.__globals__ }}"
    out = io.BytesIO()
    document.save(out)
    for data, tag in ((in_header, "cycler.__init__"), (out.getvalue(), "lipsum.__globals__")):
        answer = post(client, world, "docx-template-edit", template(data))
        assert f"неизвестная подстановка «{{{{ {tag} }}}}»" in answer.context["form"].errors["file"][0]


def with_part(data, name, content):
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as package:
        package.writestr(name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def with_remote_picture(data):
    document = WordDocument(io.BytesIO(data))
    picture_type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    document.part.relate_to("http://example.org/a.png", picture_type, is_external=True)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


# The same in words that Word reads and Python's writer would not choose.
LINKS = (
    "<r:Relationships xmlns:r='http://schemas.openxmlformats.org/package/2006/relationships'><r:Relationship Id='r1' "
    "Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/image' TargetMode = 'External' "
    "Target='http://example.org/hyperlink'/></r:Relationships>"
)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (lambda: b"PK\x03\x04 not a package", "не открывается как документ Word"),
        (lambda: b"%PDF-1.7", "не открывается как документ Word"),
        (lambda: with_part(word(*GOOD), "word/vbaProject.bin", b"macro"), "есть макросы"),
        (lambda: with_remote_picture(word(*GOOD)), "ссылается на посторонние файлы"),
        (lambda: with_part(word(*GOOD), "word/_rels/header9.xml.rels", LINKS), "ссылается на посторонние файлы"),
        (lambda: with_part(word(*GOOD), "word/_rels/header9.xml.rels", "<a"), "не открывается как документ Word"),
        (lambda: with_part(word(*GOOD), "word/media/big.png", b"0" * (31 * 2**20)), "слишком велик"),
        (lambda: b"0" * (5 * 2**20 + 1), "Шаблон больше 5 МБ"),
    ],
)
def test_what_is_no_plain_word_file_is_refused(client, world, data, sentence):
    answer = post(client, world, "docx-template-edit", template(data()))
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors["file"][0]


def test_taking_the_template_off_returns_the_common_form(world):
    change_template(world.school, actor=world.administrator, upload=template(word(*GOOD)))
    change_template(world.school, actor=world.administrator)
    paper = make_paper(world)
    written = WordDocument(io.BytesIO(docx_of(Document.objects.get(pk=paper.pk))))
    assert "Исполнитель: секретарь" not in [paragraph.text for paragraph in written.paragraphs]


def test_the_sheet_for_signatures_is_in_word_too(client, world):
    paper = make_paper(world, "approved")
    client.force_login(world.deputy)
    address = reverse("acknowledgement-docx", args=[paper.pk])
    assert client.get(address).status_code == 404
    for person in (world.teacher, world.chair):
        paper.acknowledgements.create(employee=person.employee)
    written = WordDocument(io.BytesIO(client.get(address).content))
    assert "ЛИСТ ОЗНАКОМЛЕНИЯ" in [paragraph.text for paragraph in written.paragraphs]
    names = [row.cells[1].text for row in written.tables[0].rows]
    expected = [world.teacher.employee.full_name, world.chair.employee.full_name]
    assert (names[0], sorted(names[1:])) == ("Фамилия, имя, отчество", sorted(expected))
    assert address in client.get(paper.get_absolute_url()).content.decode()
    words = ["100", "Александровна", "дополнительного", "25.05.2026", "электронно", "Примечание"]
    for cell, word in zip(written.tables[0].rows[0].cells, words, strict=True):
        assert width(word, SMALL, bold=word == words[-1]) + 2 * 1.9 < cell.width.mm + 0.5, word


def test_a_kind_without_word_has_no_such_address(client, world):
    paper = make_paper(world, code="D18", signer=world.auditor.employee)
    client.force_login(world.deputy)
    assert client.get(reverse("document-docx", args=[paper.pk])).status_code == 404
    order = make_paper(world, code="D01")
    answer = client.get(reverse("document-docx", args=[order.pk]))
    assert answer["Content-Disposition"].endswith('.docx"')
    assert "Скачать Word" in client.get(order.get_absolute_url()).content.decode()
