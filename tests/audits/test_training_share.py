"""The share of trained auditors in the analysis of a year (S10)."""

from datetime import date

import pytest

from audits.reports.paper_figures import trained_auditors
from roadmap.services.training import add_training
from tests.worlds import make_world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("finished_on", "valid_until", "trained"),
    [
        (date(2021, 12, 31), None, 1),
        (date(2022, 1, 1), None, 0),
        (date(2019, 1, 1), date(2021, 12, 31), 1),
        (date(2019, 1, 1), date(2021, 12, 30), 0),
    ],
)
def test_training_counts_that_holds_on_the_last_day_of_the_year(finished_on, valid_until, trained):
    world = make_world()
    add_training(
        world.auditor.employee, actor=world.head, programme="Аудит", organisation="ИМЦ", hours=36, finished_on=finished_on,
        valid_until=valid_until,
    )  # fmt: skip
    assert trained_auditors(world.roadmap, date(2022, 3, 1)) == {"trained": trained, "total": 2}
