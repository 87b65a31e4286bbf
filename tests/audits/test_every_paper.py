"""Every kind of paper as PDF and as Word: sheet, margins, fonts, requisites in their order, nothing left out or clipped."""

import io
import re

import pikepdf
import pytest
from docx import Document as WordDocument
from docx.oxml.ns import qn
from docx.shared import Mm
from pypdf import PdfReader

from roadmap.document_docx import docx_of
from roadmap.models import Document
from roadmap.permissions import Role
from roadmap.services.content import content_of, printed_as
from roadmap.services.documents import kind_of
from roadmap.services.school import DATA, rows_of
from roadmap.services.starting import start_of
from roadmap.sheet import sheet_of
from tests.builders.audits import make_analysis, make_checked, make_finding, make_plan, make_programme
from tests.builders.roadmap import DAY, make_paper
from tests.factories import make_user
from tests.office import converted, needs_office
from tests.pango import needs_pango
from tests.worlds import make_world
from vsoko.pdf import lay_out, render_pdf
from vsoko.registries import pdf_sources
from vsoko.wording import NBSP

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

KINDS = list(rows_of(DATA / "document_kinds.csv"))
# Lists that the system makes of other papers; nobody drafts or approves them.
LISTS = {"D05", "D17"}
CODES = [row["code"] for row in KINDS if row["code"] not in LISTS]
IN_WORD = [row["code"] for row in KINDS if row["in_word"] == "1"]
# What the form leaves for a pen: a signature in a grip, and the minutes of a meeting that is not recorded here.
PEN = re.compile(r"протокол от ___\.___\.______ № ______|_{12} (?=[А-ЯЁ]\.)")
MM = 25.4 / 96


@pytest.fixture
def world():
    world = make_world()
    make_user(world.school, Role.AUDITOR, last_name="Палитрова", group=world.roadmap.working_group)
    return world


def member(world):
    return make_checked(world, "closed").team.create(employee=world.head.employee)


OWNERS = {
    "D00": lambda world: world.roadmap,
    "D06": lambda world: make_programme(world, "approved"),
    "D11": lambda world: make_checked(world, "closed"),
    "D12": lambda world: make_plan(world, "approved"),
    "D15": lambda world: make_analysis(world, "approved"),
}
RECORDS = {
    **dict.fromkeys(("D07", "D08", "D09", "D19", "D20"), lambda world: make_checked(world, "closed")),
    **dict.fromkeys(("D10", "D13"), lambda world: make_finding(world, "closed")),
    **dict.fromkeys(("D16", "D22"), lambda world: make_analysis(world, "approved")),
    "D18": member,
    "D21": lambda world: world.association,
    "D23": lambda world: make_paper(world, "approved", code="D02", title="Положение о ВСОКО", text="1. Общее"),
}


def paper_of(world, code):
    """Return a paper of the kind in force, with its number and day, as its skeleton and the records begin it."""
    if code in OWNERS:
        owner = OWNERS[code](world)
        paper = owner.documents.filter(kind__code=code).first()
        paper = paper or make_paper(world, "approved", code=code, owner=owner, title=str(owner), text="")
    else:
        record = RECORDS[code](world) if code in RECORDS else None
        start = start_of(kind_of(world.school, code), roadmap=world.roadmap, record=record)
        paper = make_paper(
            world, code=code, title=start.title, text=start.text, about=record, body_name=start.body_name,
            signer=start.signer or (world.head.employee if code == "D04" else None), association=start.association,
        )  # fmt: skip
        for position, item in enumerate(start.items, start=1):
            paper.items.create(position=position, number=str(position), **item)
    Document.objects.filter(pk=paper.pk).update(
        state="approved", number="" if paper.kind.numbering == "none" else "112-од", number_year="2021", dated=DAY,
        approved_on=DAY, approved_by=world.director, content_hash="0" * 64, token=f"code-{code}", content={},
    )  # fmt: skip
    paper = Document.objects.get(pk=paper.pk)
    paper.content = content_of(paper)
    paper.save(update_fields=["content"])
    return paper


def laid(paper):
    """Return the pages as WeasyPrint has laid them out."""
    record, purpose = printed_as(paper)
    source = pdf_sources[purpose]
    return lay_out(source.template, source.context(source.content(record)), files=source.files(record)).pages


def lines_on(page):
    """Return the boxes of text between the margins, in their order."""
    (root,) = [box for box in page._page_box.children if box.element_tag == "html"]
    return [box for box in root.descendants() if hasattr(box, "text")]


def squeezed(text):
    """Return the letters and figures alone: lines end and words are hyphenated where each program likes."""
    return re.sub(r"[\W_]", "", text)


def in_order(text, parts):
    """Assert that the parts stand in the text, each after the one before."""
    place = 0
    for part in filter(None, map(squeezed, parts)):
        found = text.find(part, place)
        assert found >= 0, f"«{part}» не на своём месте"
        place = found + len(part)


def words_of(sheet):
    """Return every paragraph and cell of a paper in the order in which they are read."""
    grips = sheet["grips"] or {"left": [], "right": []}
    yield from (" ".join(lines) for column in ("left", "right") for lines in grips[column])
    yield from (sheet["school"], sheet["body_name"], sheet["name"])
    if not sheet["grips"]:
        yield from (sheet["day"], sheet["number"], sheet["city"])
    yield sheet["title"]
    yield from block_words(sheet["blocks"])
    yield from (f"{item['number']} {item['text']} {item['given']}" for item in sheet["items"])
    yield from (f"{sign['title']} {sign['name']}" for sign in sheet["signatures"])
    yield from (f"Согласовано {visa['role']} {visa['name']} {visa['on']}" for visa in sheet["visas"])
    for part in sheet["appendices"]:
        yield from (part["head"], *part["basis"])
        yield from block_words(part["blocks"])


def block_words(blocks):
    for block in blocks:
        if block["is"] == "table":
            yield from (cell for row in (block["head"], *block["rows"]) for cell in row)
        else:
            yield block["text"]


def test_every_kind_is_tried():
    assert set(OWNERS) | set(RECORDS) | {"D01", "D02", "D03", "D04", "D14"} == set(CODES)


@needs_pango
@pytest.mark.parametrize("code", CODES)
def test_it_comes_out_in_its_form(world, code):
    paper = paper_of(world, code)
    sheet = sheet_of(paper)
    is_filled_in(sheet)
    is_laid_out(paper, sheet)
    if code in IN_WORD:
        is_the_same_in_word(paper, sheet)


def is_filled_in(sheet):
    """In the text a skeleton leaves blanks for what somebody has to write; elsewhere only a pen has anything to do."""
    words = "\n".join(words_of(sheet)).replace(NBSP, " ")
    assert "{{" not in words
    assert "}}" not in words
    form = "\n".join(words_of(sheet | {"blocks": [], "items": [], "appendices": []})).replace(NBSP, " ")
    assert "__" not in PEN.sub("", form)


def is_laid_out(paper, sheet):
    pages = laid(paper)
    own_form = printed_as(paper)[1] == "analysis"
    left = 30 if own_form else sheet["left"]
    for number, page in enumerate(pages, start=1):
        box = page._page_box
        width, height = round(page.width * MM), round(page.height * MM)
        upright = (width, height) == (210, 297)
        assert upright or (width, height) == (297, 210)
        margins = [round(side * MM) for side in (box.margin_left, box.margin_right, box.margin_top)]
        assert margins == ([left, 10, 20] if upright else [20, 20, left])
        # The foot of the first page is higher by the code to check by.
        assert round(box.margin_bottom * MM) == (26 if number == 1 else 20 if upright else 10)
        for line in lines_on(page):
            assert line.position_x >= box.margin_left - 1
            assert line.position_x + line.width <= page.width - box.margin_right + 1, f"обрезано: {line.text}"
            assert line.position_y + line.height <= page.height - box.margin_bottom + 1, f"обрезано: {line.text}"
    if not own_form:
        text = squeezed("".join(line.text for page in pages for line in lines_on(page)))
        in_order(text, requisites(sheet))


def requisites(sheet):
    """Return what the form asks for, in its order."""
    grips = sheet["grips"] or {"left": [], "right": []}
    yield from (line for column in ("left", "right") for lines in grips[column] for line in lines)
    yield from (sheet["school"], sheet["name"])
    yield from () if sheet["grips"] else (sheet["day"], sheet["number"], sheet["city"])
    yield sheet["title"]
    yield from (part for sign in sheet["signatures"] for part in (sign["title"], sign["name"]))
    yield from (sheet["stamp"]["head"], sheet["stamp"]["hash"])


@needs_pango
@pytest.mark.parametrize("code", ["D01", "D06", "D11", "D15"])
def test_its_file_keeps_its_fonts_and_leads_to_the_check(world, code):
    paper = paper_of(world, code)
    record, purpose = printed_as(paper)
    source = pdf_sources[purpose]
    data = render_pdf(source.template, source.context(source.content(record)), files=source.files(record))
    with pikepdf.open(io.BytesIO(data)) as file:
        fonts = [font for page in file.pages for font in page.Resources.get("/Font", {}).values()]
        assert fonts
        assert all("/FontFile2" in font.DescendantFonts[0].FontDescriptor for font in fonts)
    first, *others = (page.extract_text().replace("\n", "") for page in PdfReader(io.BytesIO(data)).pages)
    assert f"/check/{paper.token}/" in first
    assert not any("/check/" in page for page in others)


def is_the_same_in_word(paper, sheet):
    file = WordDocument(io.BytesIO(docx_of(paper)))
    settings = [setting.tag for setting in file.settings.element]
    assert settings[settings.index(qn("w:defaultTabStop")) + 1] == qn("w:autoHyphenation")
    in_order(squeezed("".join(node.text or "" for node in file.element.body.iter(qn("w:t")))), words_of(sheet))
    assert len(file.sections) == 1 + len(sheet["appendices"])
    for section, part in zip(file.sections, [sheet, *sheet["appendices"]], strict=True):
        size = (section.page_width / Mm(1), section.page_height / Mm(1))
        assert tuple(map(round, size)) == ((297, 210) if part["wide"] else (210, 297))
        sides = (section.left_margin, section.right_margin, section.top_margin, section.bottom_margin)
        expected = [20, 20, sheet["left"], 10] if part["wide"] else [sheet["left"], 10, 20, 20]
        assert [round(side / Mm(1)) for side in sides] == expected
    first = file.sections[0]
    assert "PAGE" in "".join(node.text for node in first.header._element.iter(qn("w:instrText")))
    assert first.different_first_page_header_footer
    assert file.styles["Normal"].font.name == "PT Serif"
    ruled = [table for table in file.tables if table.style.name == "Table Grid"]
    tables = [block for part in (sheet, *sheet["appendices"]) for block in part["blocks"] if block["is"] == "table"]
    assert len(ruled) == len(tables)
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in ruled)


@needs_office
def test_another_office_program_prints_the_same_words(world, tmp_path):
    papers = {code: paper_of(world, code) for code in ("D02", "D03", "D11", "D12")}
    printed = converted({code: docx_of(paper) for code, paper in papers.items()}, tmp_path)
    for code, data in printed.items():
        # A paragraph may run over the end of a page, and the number of the next one stands between its words.
        pages = [squeezed(page.extract_text()) for page in PdfReader(io.BytesIO(data)).pages]
        text = "".join(page.removeprefix(str(number)) for number, page in enumerate(pages, start=1))
        missing = [words for words in words_of(sheet_of(papers[code])) if squeezed(words) not in text]
        assert missing == [], code
