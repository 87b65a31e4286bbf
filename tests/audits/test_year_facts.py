"""What the self-examination says of the audits of a calendar year (domain text, D14)."""

from datetime import date

import pytest

from audits.models import Audit
from audits.year_facts import summary, table
from roadmap.placeholders import Setting
from tests.builders.audits import make_finding
from tests.worlds import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def asked(world, year=2022):
    return Setting(world.school, "D14", today=date(year, 3, 1))


def test_the_year_before_is_told_in_figures(world):
    finding = make_finding(world, "closed")
    text = summary(asked(world))
    assert text.startswith("За 2021 год проведено аудитов: 1 из 1 запланированных.")
    assert "Выявлено несоответствий: 1, закрыто после проверки результативности: 1." in text
    assert "в срок — 100" in text
    row = table(asked(world))[1]
    assert (row[0], row[3], row[4]) == (finding.audit.number, 1, 1)


def test_what_is_still_planned_or_withdrawn_is_not_counted_as_done(world):
    finding = make_finding(world, "closed")
    Audit.objects.filter(pk=finding.audit.pk).update(state="planned")
    assert "проведено аудитов: 0 из 1" in summary(asked(world))
    assert table(asked(world)) == []


def test_a_year_without_audits_says_so(world):
    assert summary(asked(world)) == "За 2021 год внутренних аудитов в системе нет."
    assert table(asked(world)) == []
