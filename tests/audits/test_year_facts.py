"""What the self-examination says of the audits of a calendar year (domain text, D14)."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine

from audits.models import Audit
from audits.year_facts import indicator, summary, table
from roadmap.placeholders import Facts, Setting
from roadmap.services.documents import kind_of
from roadmap.services.starting import begin
from tests.audits.measuring import enter
from tests.builders.audits import make_finding

pytestmark = pytest.mark.django_db


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


def test_the_table_takes_what_the_school_has_entered_and_leaves_the_rest_for_the_pen(world):
    enter(world, "A05", "2020/2021", data={"part": 215, "whole": 493})
    enter(world, "A06", "2021", data={"part": 200, "whole": 50})
    enter(world, "A06", "2021", whose="city", number=Decimal("4.1"), note="Сборник РЦОКО, 2021")
    enter(world, "A07", "2020", data={"part": 200, "whole": 50})  # of another year
    enter(world, "A08", "2021", data={"part": 120, "whole": 2})  # of two pupils: nobody reads it on a paper
    found = [indicator(code, asked(world)) for code in ("A05", "A06", "A07", "A08")]
    assert [told.replace("\u00a0", " ") for told in found] == ["215 / 43,6 %", "4,0", "___", "___"]


def test_the_delivered_report_prints_it(world):
    enter(world, "A05", "2020/2021", data={"part": 215, "whole": 493})
    kind = kind_of(world.school, "D14")
    with time_machine.travel(date(2022, 3, 1)):
        text = begin(kind.skeletons.get(), Facts(asked(world))).text
    assert "аттестации | чел./% | 215 / 43,6\u00a0%" in text
    assert (
        "1.6. Средний балл государственной итоговой аттестации выпускников 9 класса по русскому языку | балл | ___"
        in text
    )
    assert "2.6. Общая площадь помещений" in text
