"""The whole year in a real browser, with all roles, from an empty school to the roadmap of the next year."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.browser.year import checking, closing, mending, opening, planning
from tests.browser.year.cast import School
from tests.browser.year.story import TOLD, tell
from vsoko.models import HistoryEntry


@pytest.fixture
def school(transactional_db, new_context):
    return School(new_context)


def text_of(pdf):
    """Return the words of a PDF, spaces made plain."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_whole_year(school):
    for chapter in (opening, planning, checking, mending, closing):
        for step in chapter.CHAPTER:
            step(school)
    analysis = text_of(closing.download(school))
    for words in (
        "УТВЕРЖДАЮ Директор ГБОУ школа № 463",
        "Л.П. Линейкин 28 декабря 2021 г.",
        "Индекс соответствия по методическим объединениям — 72,2 %.",
        *closing.WORDS.values(),
        *checking.NUMBERS,
        closing.MEASURE,
    ):
        assert words in analysis
    assert tell(HistoryEntry.objects.order_by("id")) == TOLD.read_text().splitlines()
