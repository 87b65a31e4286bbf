"""The whole year in a real browser, with all roles, from an empty school to the roadmap of the next year."""

from difflib import ndiff
from io import BytesIO

import pytest
from pypdf import PdfReader

from audits.models import ChecklistTemplate
from tests import factories
from tests.browser.year import checking, closing, mending, opening, planning
from tests.browser.year.cast import School
from tests.browser.year.story import TOLD, tell
from tests.builders.audits import make_checked
from tests.factories import make_criterion
from tests.pango import needs_pango
from tests.worlds import make_world
from vsoko.models import HistoryEntry

pytestmark = needs_pango


@pytest.fixture
def school(transactional_db, new_context):
    return School(new_context)


def lines_of(pdf):
    """Return the lines of a PDF's text, spaces made plain."""
    pages = (page.extract_text() for page in PdfReader(BytesIO(pdf)).pages)
    return [" ".join(line.split()) for page in pages for line in page.splitlines()]


def test_the_whole_year(school):
    for chapter in (opening, planning, checking, mending, closing):
        for step in chapter.CHAPTER:
            step(school)
    analysis = " ".join(lines_of(closing.download(school)))
    for words in (
        "УТВЕРЖДАЮ Директор ГБОУ школа № 463",
        "Л.П. Линейкин 28.12.2021",
        "Индекс соответствия по методическим объединениям — 72,2 %.",
        *closing.WORDS.values(),
        *checking.NUMBERS,
        closing.MEASURE,
    ):
        assert words in analysis
    assert tell(HistoryEntry.objects.order_by("id")) == TOLD.read_text().splitlines()


def small_year(second_answer, new_context):
    """Return the lines of the draft analysis of a year with one audit of three questions, the second answered so."""
    world = make_world(full_name="Государственная школа № 463", short_name="ГБОУ школа № 463")
    world.association.name = opening.MATHS
    world.association.save()
    template = ChecklistTemplate.objects.create(school=world.school, name="Три вопроса", applies_to="association")
    for position in (1, 2, 3):
        template.rows.create(criterion=make_criterion(world.school, f"AA-0{position}"), position=position)
    make_checked(world, "planned", template=template, conclusion="")
    school = School(new_context)
    hands = school.enter("auditor", world.auditor.username, factories.PASSWORD).menu("Аудиты").follow(opening.MATHS)
    hands.follow("Начать аудит").fill({"День события": "2021-05-11"}).press("Начать аудит").follow("Открыть чек-лист")
    checking.give_answers(hands, {"AA-02": second_answer})
    hands.follow("Открыть отчёт").follow("Сдать отчёт").fill({"День события": "2021-05-17"}).press("Сдать отчёт")
    hands = school.enter("head", world.head.username, factories.PASSWORD)
    closing.gather(school)
    hands.press("Подготовить PDF")
    return lines_of(closing.saved(closing.open_analysis(hands)))


def test_one_answer_changes_its_own_figures_and_nothing_else(transactional_db, new_context):
    """Three «да» give 100 %, two and a half 83,3 %: wherever the index stands, and in no other line."""
    yes, partly = small_year("Да", new_context), small_year("Частично", new_context)
    assert [line for line in ndiff(yes, partly) if line[0] in "+-"] == [
        "- Индекс соответствия по методическим объединениям — 100 %. Ответов,",
        "+ Индекс соответствия по методическим объединениям — 83,3 %. Ответов,",
        "- 100,0 100,0",
        "+ 83,3 83,3",
        "- 100,0 100,0",
        "+ 83,3 83,3",
        "- 100 %",
        "+ 83,3 %",
        "- 100 %",
        "+ 83,3 %",
        "- ответов: 3 100 % не меньше 85 %",
        "+ ответов: 3 83,3 % не меньше 85 %",
        "- 100 %",
        "+ 83,3 %",
        "- Пеналова А.И. 100,0 0",
        "+ Пеналова А.И. 83,3 0",
    ]
