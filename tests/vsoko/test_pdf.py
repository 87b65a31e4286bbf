"""Papers are read as files and as laid-out pages; where Pango is missing these tests are skipped, unless CI=true."""

import pikepdf
import pytest

from tests.pango import needs_pango
from vsoko import pdf
from vsoko.charts import Mark, bars

pytestmark = needs_pango

SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9" fill="#000"/></svg>'


@pytest.fixture
def paper(settings, tmp_path):
    """Return a function that writes a template on `pdf/base.html` and returns its name."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], tmp_path]}]

    def write(body, **blocks):
        blocks = {"title": "Приказ № 1-од", "author": "ГБОУ школа № 463", "kind": "order", "body": body, **blocks}
        text = "".join(f"{{% block {name} %}}{content}{{% endblock %}}" for name, content in blocks.items())
        (tmp_path / "paper.html").write_text('{% extends "pdf/base.html" %}' + text, encoding="utf-8")
        return "paper.html"

    return write


def pages(name, context=None, **more):
    """Return the words of each page, in the order in which they stand in its boxes."""
    document = pdf.lay_out(name, context or {}, **more)
    return [[box.text for box in page._page_box.descendants() if hasattr(box, "text")] for page in document.pages]


def opened(data, tmp_path):
    path = tmp_path / "out.pdf"
    path.write_bytes(data)
    return pikepdf.open(path)


def fonts(document):
    found = {}
    for page in document.pages:
        for font in page.Resources.get("/Font", {}).values():
            descendant = font.DescendantFonts[0]
            found[str(font.BaseFont).split("+")[-1]] = "/FontFile2" in descendant.FontDescriptor
    return found


def test_the_file_is_an_archive_copy_in_russian_with_its_own_fonts(paper, tmp_path):
    chart = bars([Mark("Химии", 87.5)], prefix="f1", title="Индекс соответствия", unit="%")
    name = paper("<h2>Раздел</h2><p class='txt'>Текст <i>курсив</i></p><figure>{{ chart }}</figure>")
    document = opened(pdf.render_pdf(name, {"chart": chart}), tmp_path)
    with document.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
        assert meta["dc:title"] == "Приказ № 1-од"
        assert meta["dc:creator"] == ["ГБОУ школа № 463"]
    assert str(document.Root.Lang) == "ru"
    assert document.Root.MarkInfo.Marked
    assert fonts(document) == {
        "PT-Serif": True,
        "PT-Serif-Bold": True,
        "PT-Serif-Italic": True,
        "PT-Sans": True,
        "PT-Sans-Bold": True,
    }
    assert "Индекс соответствия" in [str(item.Alt) for item in document.objects if is_figure(item)]


def is_figure(item):
    return isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"


def test_a_school_name_typed_with_signs_stays_text(paper, tmp_path):
    data = pdf.render_pdf(paper("<p>{{ text }}</p>", author="{{ text }}"), {"text": '"><img src="x">&'})
    with opened(data, tmp_path).open_metadata() as meta:
        assert meta["dc:creator"] == ['"><img src="x">&']


def test_pages_are_numbered_from_the_second(paper):
    first, second = pages(paper("<p>Первая</p><div class='newpage'><p>Вторая</p></div>"))
    assert first == ["Первая"]
    assert second == ["Вторая", "2"]


def test_reports_carry_their_name_on_every_page_but_the_first(paper):
    body = "<p>Первая</p><div class='newpage'><p>Вторая</p></div>"
    first, second = pages(paper(body, kind="report", running="Анализ за 2021 год"))
    assert "Анализ за 2021 год" not in first
    assert "Анализ за 2021 год" in second


def test_the_contents_name_the_pages(paper):
    toc = '<nav class="toc"><ol><li><a href="#s1"><span class="no">1</span> Введение</a></li></ol></nav>'
    contents, *_ = pages(paper('<h2 id="s1" class="newpage">Введение</h2>', kind="report", toc=toc))
    assert contents[-1].endswith("2")


TABLE = """{% for i in filler %}<p class="txt">Строка.</p>{% endfor %}
<h2>Заголовок</h2><p class="cap">Таблица</p><table class="t"><thead><tr><th>Шапка</th></tr></thead>
<tbody>{% for i in rows %}<tr><td>Ряд{{ i }} раз<br>Ряд{{ i }} два</td></tr>{% endfor %}</tbody></table>"""


@pytest.mark.parametrize("filler", range(20, 38))
def test_no_heading_is_left_at_the_foot_and_no_row_is_broken(paper, filler):
    laid = pages(paper(TABLE, kind="report"), {"filler": range(filler), "rows": range(30)})
    heading = next(page for page in laid if "Заголовок" in page)
    assert {"Таблица", "Шапка", "Ряд0 раз", "Ряд0 два"} <= set(heading)
    for page in laid:
        assert [w[:-3] for w in page if w.endswith("раз")] == [w[:-3] for w in page if w.endswith("два")]
        assert ("Шапка" in page) == any(word.startswith("Ряд") for word in page)


@pytest.mark.parametrize("clauses", range(26, 36))
def test_a_signature_never_stands_alone(paper, clauses):
    body = (
        "{% for i in clauses %}<p class='txt'>Пункт.</p>{% endfor %}"
        "<table class='sign'><tr><td>Директор</td><td class='sign-line'></td><td>Линейкин</td></tr></table>"
    )
    *_, last = pages(paper(body), {"clauses": range(clauses)})
    assert {"Директор", "Линейкин", "Пункт."} <= set(last)


def test_a_wide_table_lies_on_sheets_of_its_own(paper):
    document = pdf.lay_out(paper("<p>а</p><section class='wide'><p>б</p></section><p>в</p>"), {})
    assert [page.width > page.height for page in document.pages] == [False, True, False]


def test_a_long_word_breaks_inside_its_cell(paper):
    body = f"<table class='t'><tr><td>{'ж' * 90}</td><td>а</td><td>б</td><td>в</td></tr></table>"
    (page,) = pdf.lay_out(paper(body), {}).pages
    cell = next(box for box in page._page_box.descendants() if box.element_tag == "td")
    lines = [box for box in cell.descendants() if hasattr(box, "text")]
    assert len(lines) > 1
    assert all(line.position_x + line.width <= cell.position_x + cell.border_width() for line in lines)


def test_passed_files_are_shown_and_others_refused(paper):
    name = paper('<img src="{{ address }}" alt="Печать">')
    assert pdf.render_pdf(name, {"address": "vsoko:seal.svg"}, files={"seal.svg": SQUARE}).startswith(b"%PDF")
    with pytest.raises(pdf.ResourceRefused, match=r"vsoko:other\.svg"):
        pdf.render_pdf(name, {"address": "vsoko:other.svg"}, files={"seal.svg": SQUARE})


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.png",
        "http://127.0.0.1/a.png",
        "file:///etc/passwd",
        "data:image/svg+xml,<svg/>",
        "ftp://example.org/a",
    ],
)
def test_nothing_is_read_from_the_computer_or_the_network(paper, address):
    with pytest.raises(pdf.ResourceRefused):
        pdf.render_pdf(paper('<img src="{{ address }}" alt="">'), {"address": address})


@pytest.mark.parametrize("tail", ["../css/pdf.css", "LICENSE.txt", "../../manage.py", "PTSans-Regular.ttf/../x.ttf"])
def test_of_the_project_only_fonts_are_open(tail):
    folder = pdf._FONTS.as_uri()
    assert pdf.read_resource(f"{folder}/PTSans-Regular.ttf", {})[:4] == b"\0\1\0\0"
    with pytest.raises((pdf.ResourceRefused, FileNotFoundError)):
        pdf.read_resource(f"{folder}/{tail}", {})


def test_missing_pango_is_said_in_one_sentence(monkeypatch, paper):
    import builtins

    really = builtins.__import__

    def without_pango(name, *rest):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return really(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_pango)
    with pytest.raises(pdf.PdfUnavailable, match="apt-get install libpango-1.0-0"):
        pdf.render_pdf(paper("<p>а</p>"), {})


def test_availability_is_asked_of_the_system(monkeypatch):
    monkeypatch.setattr("ctypes.util.find_library", lambda name: None if "ft2" in name else name)
    assert not pdf.pdf_available()
