"""The PDF of an analysis read back as a file: what an archive, a screen reader and a black-and-white printer find in it."""

import io
import re

import pikepdf
from django.urls import reverse
from pypdf import PdfReader

from audits.reports.outline import APPENDICES, SECTIONS
from audits.reports.pictures import pictures
from audits.services.analysis import PURPOSE
from roadmap.models import Employee
from vsoko.rendering import rendering_of


def assert_whole_on_paper(analysis, client):
    """Check the PDF of the analysis of the demo, and what strangers read of it: published, with charts, nobody named."""
    made = rendering_of(analysis, PURPOSE)
    drawn = [one for section in pictures(analysis.figures).values() for one in section]
    assert len(drawn) >= 12
    assert_archive_copy(made.file.file.read(), [re.search("<title[^>]*>([^<]+)", one["svg"])[1] for one in drawn])
    page = client.get(reverse("public-analysis", args=[analysis.school.code, "2021"])).content.decode()
    assert page.count("<svg") >= 9
    surnames = Employee.objects.values_list("last_name", flat=True)
    assert [one for one in surnames if re.search(rf"\b{one}\b", page)] == []


def plain(text):
    return " ".join(text.replace("\u00a0", " ").split())


def assert_archive_copy(data, pictures):
    """Check the file of an analysis with these charts (their titles): PDF/A-3a, tagged, its fonts in it, charts as lines."""
    with pikepdf.open(io.BytesIO(data)) as document:
        with document.open_metadata() as meta:
            assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("3", "A")
            assert meta["dc:title"].startswith("Анализ ВСОКО за ")
            assert meta["dc:creator"]
        assert str(document.Root.Lang) == "ru"
        assert document.Root.MarkInfo.Marked
        fonts = [one for one in document.objects if is_a(one, "/Type", "/FontDescriptor")]
        assert len(fonts) >= 4
        assert all("/FontFile2" in one or "/FontFile3" in one for one in fonts)
        assert [
            one for one in document.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ] == []
        told = [str(one.Alt) for one in document.objects if is_a(one, "/S", "/Figure") and "/Alt" in one]
        assert [title for title in pictures if not any(title in alt for alt in told)] == []
    assert_contents(PdfReader(io.BytesIO(data)))


def is_a(item, key, name):
    return isinstance(item, pikepdf.Dictionary) and item.get(key) == name


def assert_contents(document):
    """Sections and appendices come in order, each on the page that the contents name."""
    pages = [plain(page.extract_text()) for page in document.pages]
    contents = re.sub(r"\.{2,}", " ", pages[1])
    wanted = [(one.title, str(one.number)) for one in SECTIONS]
    wanted += [(title, f"Приложение {number}") for _, number, title in APPENDICES]
    places = []
    for title, label in wanted:
        heading = f"{label}. {title}"
        page = next(number for number, text in enumerate(pages, start=1) if number > 2 and heading in text)
        # The label stands at the left edge and is read after the number of the page.
        assert f"{title} {page}{label}" in plain(contents), heading
        places.append((page, pages[page - 1].index(heading)))
    assert places == sorted(places)
