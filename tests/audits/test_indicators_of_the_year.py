"""The analysis tells what was entered: on its page, in its words and on its paper; nothing of the few."""

from decimal import Decimal

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.analysis_words import analysis_words
from audits.reports.content import paper_content, paper_context
from audits.reports.entered_figures import entered
from audits.services.analysis import gather_analysis
from tests.audits.measuring import enter, marks
from tests.worlds import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def world():
    world = make_world()
    enter(world, "A02", "2019/2020", data=marks(10, 40, 40, 10))
    enter(world, "A02", "2020/2021", data=marks(10, 30, 50, 10))
    enter(world, "A02", "2021/2022", part="q1", data=marks(10, 80, 10, 0))
    enter(world, "A02", "2020/2021", whose="district", number=Decimal("51.3"), note="Сборник")
    enter(world, "A01", "2020/2021", data=marks(1, 2, 1, 0))
    enter(world, "A14", "2019", data={"part": 1, "whole": 50})
    return world


def plain(text):
    return " ".join(text.replace("\u00a0", " ").split())


def test_the_value_of_the_year_is_told_with_its_past_and_others(world):
    rows = {row["code"]: row for row in entered(world.roadmap)}
    assert set(rows) == {"A01", "A02"}
    row = {name: plain(one) for name, one in rows["A02"].items() if isinstance(one, str)}
    assert (row["value"], row["term"]) == ("40 %", "2020/21 учебный год")
    assert (row["before"], row["change"]) == ("50 % (2019/20 учебный год)", "−10 п. п.")
    assert (row["verdict"], row["others"]) == ("хуже порога", "район 51,3 %")
    assert (rows["A01"]["value"], rows["A01"]["made_of"], rows["A01"]["verdict"]) == ("мало данных", "", "")


def test_page_words_and_paper_say_the_same(world, client):
    analysis = gather_analysis(world.roadmap.pk, actor=world.head)
    content = paper_content(analysis)
    context = paper_context(content)
    assert context["tables"]["entered"] == context["tables"]["indicators"] + 1
    paper = plain(render_to_string("pdf/analysis.html", context))
    spoken = plain(analysis_words(content))
    client.force_login(world.director)
    page = plain(
        client.get(reverse("analysis-detail", args=[world.roadmap.pk]), {"section": "indicators"}).content.decode()
    )
    for told in (paper, spoken, page):
        assert "50 % (2019/20 учебный год)" in told
        assert "−10 п. п." in told
        assert "мало данных" in told
        assert "75 %" not in told
        assert "Хуже порога: A02." in told


def test_an_indicator_with_a_signal_is_proposed_for_the_plan_once(world):
    for _ in range(2):
        analysis = gather_analysis(world.roadmap.pk, actor=world.head)
    (item,) = analysis.improvements.filter(source_text__startswith="Показатель A")
    assert plain(item.source_text) == "Показатель A02: 40 % — хуже порога 45 %"
    assert plain(item.text) == "Найти причину и поправить показатель: качество знаний"
    assert item.expected_result == "A02: ≥ 50 или не ниже прошлого года"


def test_without_values_the_section_is_as_before(world):
    world.roadmap.label, world.roadmap.period_from = "2017", world.roadmap.period_from.replace(year=2017)
    world.roadmap.period_to = world.roadmap.period_to.replace(year=2017)
    assert entered(world.roadmap) == []


def test_two_queries_for_any_number_of_values(world):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            entered(world.roadmap)
        return len(queries)

    assert asked() == 2
    for year in range(2001, 2019):
        enter(world, "A03", f"{year}/{year + 1}", data=marks(10, 30, 50, 10))
    assert asked() == 2


def test_courses_resources_and_years_have_tables_and_lines_of_their_own(world, client):
    """Of a направленность in section 7, of staff and conditions in 12; three years are a line in 8, two are not."""
    for focus, left in (("arts", 45), ("technical", 38)):
        enter(world, "C02", "2020/2021", data={"part": left, "whole": 50}, scope="focus", focus=focus)
    enter(world, "B05", "2020/2021", data={"part": 45, "whole": 50})
    enter(world, "A02", "2018/2019", data=marks(10, 50, 30, 10))
    analysis = gather_analysis(world.roadmap.pk, actor=world.head)
    content = paper_content(analysis)
    context = paper_context(content)
    assert [(row["focus"], row["code"], plain(row["value"])) for row in content["figures"]["by_focus"]] == [
        ("техническая", "C02", "76 %"), ("художественная", "C02", "90 %"),
    ]  # fmt: skip
    assert [(row["code"], plain(row["value"])) for row in context["resources"]] == [("S10", "0 из 2"), ("B05", "90 %")]
    (section,) = (one for one in context["sections"] if one["key"] == "indicators")
    lines = [picture for picture in section["pictures"] if picture["title"].endswith("по годам")]
    assert [[text for text, _ in row] for row in lines[0]["rows"]] == [
        ["2018/19", 60.0], ["2019/20", 50.0], ["2020/21", 40.0],
    ]  # fmt: skip
    assert len(lines) == 1
    assert "Данных мало (3 года)" in plain(lines[0]["caption"])
    paper = plain(render_to_string("pdf/analysis.html", context))
    spoken = plain(analysis_words(content))
    client.force_login(world.director)
    page = plain(client.get(reverse("analysis-detail", args=[world.roadmap.pk]), {"section": "all"}).content.decode())
    for words in (paper, spoken, page):
        assert "Показатели по направленностям" in words
        assert "Кадры, обучение аудиторов, условия" in words
