"""«Покажи, откуда»: behind each figure of the analysis stand exactly the rows that were counted."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse

from tests.audits.year_of_analysis import busy_year, gathered
from tests.worlds import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TABLES = re.compile(r'<table class="(?:tally|register|register register--figures)">.*?</table>', re.S)
FIGURE = re.compile(r'<a href="([^"]+)">(\d+)(?:\s\w+)?</a>')
MARK = re.compile(r'<a href="([^"]+)" class="ch-a" aria-label="[^"]*: ([^":]*)"')
LISTS = {
    "roadmap-detail",
    "audit-list",
    "association-list",
    "finding-list",
    "action-list",
    "check-list",
    "course-programme-list",
}


@pytest.fixture
def world():
    world = make_world()
    busy_year(world)
    gathered(world)
    return world


def page_of(client, world, user):
    client.force_login(user)
    return client.get(reverse("analysis-detail", args=[world.roadmap.pk]), {"section": "all"}).content.decode()


def rows_behind(client, address):
    """Return how many rows the list shows under the conditions of the address."""
    response = client.get(address)
    assert response.status_code == 200, address
    context = response.context
    if "table" in context and hasattr(context["table"], "lines"):
        return len(context["table"].lines)
    page = context.get("page_obj")
    return page.paginator.count if page else len(context["object_list"])


def test_each_number_of_the_tables_has_as_many_rows_behind_it(world, client):
    html = page_of(client, world, world.head)
    told = [pair for table in TABLES.findall(html) for pair in FIGURE.findall(table)]
    paths = {urlsplit(address).path for address, _ in told}
    assert paths == {
        *(reverse(name) for name in LISTS - {"roadmap-detail"}), reverse("roadmap-detail", args=[world.roadmap.pk]),
    }  # fmt: skip
    assert len(told) >= 45
    for address, number in told:
        assert rows_behind(client, unescape(address)) == int(number), (address, number)


def test_each_indicator_of_the_system_has_the_rows_behind_it_that_it_is_a_share_of(world, client):
    client.force_login(world.head)
    shown = client.get(reverse("analysis-detail", args=[world.roadmap.pk])).context["indicators"]
    rows = {row["code"]: row for row in shown}
    for code in ("S01", "S05", "S06", "S07", "S08", "S11"):
        assert rows_behind(client, rows[code]["url"]) == rows[code]["whole"], code
    assert rows_behind(client, rows["S04"]["url"]) == rows["S04"]["part"]


def test_each_mark_of_the_charts_has_as_many_rows_behind_it(world, client):
    html = page_of(client, world, world.head)
    marks = [(unescape(address), words) for address, words in MARK.findall(html) if not words.endswith("дн.")]
    counted = [(address, words) for address, words in marks if "step" in address and "subject" not in address]
    stacked = [(address, words) for address, words in marks if "subject" in address and "step" in address]
    assert {parse_qs(urlsplit(address).query)["step"][0] for address, _ in counted} == {
        "found", "planned", "done", "effective",
    }  # fmt: skip
    for address, words in counted:
        assert rows_behind(client, address) == int(re.match(r"\d+", words)[0]), (address, words)
    assert len(stacked) == 3
    for address, words in stacked:
        assert rows_behind(client, address) == sum(map(int, re.findall(r"\d+", words))), (address, words)


def test_rows_of_the_roadmap_are_chosen_in_words_and_nonsense_shows_all(world, client):
    client.force_login(world.head)
    page = world.roadmap.get_absolute_url()
    response = client.get(page, {"rows": "late", "on": "2021-12-20"})
    assert "Показаны просроченные: 2 из 10." in response.content.decode()
    for query in ({"rows": "чушь"}, {"rows": ["done", "x"], "on": "нет"}, {"on": "2021-12-20"}):
        assert len(client.get(page, query).context["table"].lines) == 10
    world.roadmap.activities.update(state="planned", done_on=None)
    assert "Таких мероприятий в карте нет." in client.get(page, {"rows": "done"}).content.decode()


def test_an_approved_analysis_still_leads_to_the_rows_it_counted(world, client):
    """Its own row is done by its approval: it was no part of the figures."""
    address = unescape(re.search(r'href="([^"]*rows=done[^"]*)"', page_of(client, world, world.head))[1])
    before = rows_behind(client, address)
    world.roadmap.activities.filter(stage="analysis").update(state="done", done_on=date(2021, 12, 19))
    assert rows_behind(client, address) == before
