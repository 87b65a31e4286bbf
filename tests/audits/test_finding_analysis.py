"""Анализ несоответствий: each figure is counted by hand, and each leads to exactly the rows behind it."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audits.models import Finding
from audits.reports import flow_figures
from tests.builders.audits import make_finding
from tests.builders.many import many_findings
from tests.factories import make_association, make_criterion

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
ANALYSIS = "finding-analysis"


def year(world):
    """Write six nonconformities and what does not count beside them."""
    criterion = make_criterion(world.school)
    for days, grade in ((10, "minor"), (20, "minor"), (60, "minor"), (40, "major")):
        facts = {"criterion": criterion, "section": "Журналы", "grade": grade}
        make_finding(world, "closed", closed_on=date(2021, 5, 17) + timedelta(days=days), **facts)
    fresh = timezone.localdate() - timedelta(days=45)
    make_finding(world, "in_progress", section="Кадры", registered_on=fresh)
    other = make_finding(world, "open", section="", criterion=None)
    Finding.objects.filter(pk=other.pk).update(association=None)
    for state in ("withdrawn", "draft", "recorded"):
        make_finding(world, state, section="Журналы")


def tables(page):
    """Return {title: {first cell: [other cells]}} and all links of the tables as [(number, address)]."""
    shown = page.context["figures"]
    cells = {one["title"]: {row[0][0]: [text for text, _ in row[1:]] for row in one["rows"]} for one in shown}
    links = [(text, url) for one in shown for row in one["rows"] for text, url in row if url]
    return cells, links


def test_figures_are_those_of_the_rows_behind_them(world, client):
    year(world)
    client.force_login(world.head)
    cells, links = tables(client.get(reverse(ANALYSIS)))
    assert cells["Сколько открыты"] == {
        "до 30 дней": [0], "31–60 дней": [1], "61–90 дней": [0], "больше 90 дней": [1],
    }  # fmt: skip
    assert cells["За сколько дней закрывают"] == {
        "значительное несоответствие": [1, 40], "незначительное несоответствие": [3, 20],
    }  # fmt: skip
    assert [n for (n,) in cells["Путь до результата"].values()] == [6, 5, 4, 4]
    own = world.association.name
    assert cells["Объединения и разделы"] == {f"Журналы: {own}": [4], "без раздела: вне МО": [1], f"Кадры: {own}": [1]}
    assert len(links) > 15
    wrong = [(number, url) for number, url in links if client.get(url).context["paginator"].count != number]
    assert wrong == []


def test_every_picture_says_in_words_what_it_shows_and_leads_to_the_register(world, client):
    year(world)
    client.force_login(world.head)
    pictures = [str(figure["svg"]) for figure in client.get(reverse(ANALYSIS)).context["figures"]]
    assert len(pictures) == 6
    assert all("<title" in svg and "<desc" in svg and f'href="{reverse("finding-list")}?' in svg for svg in pictures)


def test_an_empty_year_says_so_and_a_chair_sees_the_own_association(world, client):
    client.force_login(world.head)
    assert "анализировать пока нечего" in client.get(reverse(ANALYSIS)).content.decode()
    make_finding(world, "open")
    other = make_finding(world, "open")
    Finding.objects.filter(pk=other.pk).update(association=make_association(world.school))
    other.audit.auditee = world.head.employee
    other.audit.save()
    assert client.get(reverse(ANALYSIS)).context["total"] == 2
    client.force_login(world.chair)
    assert client.get(reverse(ANALYSIS)).context["total"] == 1


def test_the_analysis_costs_the_same_for_any_number_of_findings(world, client):
    client.force_login(world.head)
    client.get(reverse(ANALYSIS))  # what a process asks once is no part of the price
    prices = []
    for number in (1, 60):
        many_findings(world, number)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(ANALYSIS))
        prices.append(len(asked))
    assert prices[0] == prices[1] <= 15


def test_beyond_ten_associations_the_rest_are_one_column():
    class Row:
        def __init__(self, association):
            self.association_id = self.association = association
            self.section = "Журналы"

    found = flow_figures.meetings([Row(n) for n in range(1, 13)] + [Row(12)])
    assert [name for _, name in found["columns"]] == ["12", *map(str, [1, 10, 11, 2, 3, 4, 5, 6]), "другие"]
    assert found["rows"] == [("Журналы", [2, *[1] * 8, 3])]
