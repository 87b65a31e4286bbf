"""What a paper is called beside its number, and the row of the roadmap that names it so."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from roadmap.models import DocumentKind
from tests.factories import approve_paper, make_paper, make_school
from tests.roadmap.years import make_year, text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "noun"),
    [
        ("D01", "приказ"),
        ("D02", "положение"),
        ("D04", "протокол"),
        ("D06", "программа"),
        ("D12", "план"),
        ("D11", "отчёт"),
        ("D15", "анализ"),
        ("D18", "декларация"),
    ],
)
def test_a_kind_has_one_noun(code, noun):
    assert DocumentKind.objects.get(school=make_school(), code=code).noun == noun


def test_the_row_of_corrective_plans_names_the_plan(client):
    world = make_year("plans")
    paper = make_paper(world.school, "D12", author=world.deputy, title="План", number="2021-01", activity=world.rows[0])
    DocumentKind.objects.filter(pk=paper.kind_id).update(visa_roles=[])
    approve_paper(paper, director=world.director, on=date(2021, 5, 31))
    client.force_login(world.deputy)
    shown = strip_tags(text(client.get(reverse("roadmap-current"))))
    assert "план № 2021-01, 31.05" in shown
    assert "план или программа" not in shown
