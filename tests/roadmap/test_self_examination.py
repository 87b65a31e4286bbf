"""The self-examination: due on 20 April whatever the roadmap says, on the desk of whoever prepares it until it is signed."""

from datetime import date

import pytest
import time_machine

from roadmap.models import Activity, Document
from roadmap.self_examination import self_examination, self_examination_duties
from tests.factories import make_paper

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.mark.parametrize(
    ("day", "year", "due"),
    [
        (date(2021, 3, 1), 2020, date(2021, 4, 20)),
        (date(2021, 6, 30), 2020, date(2021, 4, 20)),
        (date(2021, 7, 1), 2021, date(2022, 4, 20)),
    ],
)
def test_the_nearest_term_is_that_of_the_past_year_until_july(world, day, year, due):
    event = self_examination(world.deputy, day)
    assert (event.year, event.due, event.word) == (year, due, "не начат")


@pytest.mark.parametrize(
    ("day", "lines"), [(date(2021, 2, 18), 0), (date(2021, 2, 19), 1), (date(2021, 5, 5), 1), (date(2021, 7, 1), 0)]
)
def test_it_comes_to_the_desk_sixty_days_before_and_stays_when_late(world, day, lines):
    duties = self_examination_duties(world.deputy, day)
    assert [(one.due, one.url) for one in duties] == [(date(2021, 4, 20), "/documents/new/D14/")] * lines


@pytest.mark.parametrize("who", ["director", "auditor", "chair", "teacher", "secretary"])
def test_it_is_no_duty_of_those_who_do_not_prepare_it(world, who):
    assert self_examination_duties(world.people[who], date(2021, 3, 1)) == []


def test_a_later_day_in_the_roadmap_moves_nothing_and_is_said(world):
    row = Activity.objects.filter(roadmap=world.roadmap, stage="audits")
    row.update(title="Аудиты и самообследование", ends_on=date(2021, 12, 31))
    duty = self_examination_duties(world.deputy, date(2021, 3, 1))[0]
    assert duty.due == date(2021, 4, 20)
    assert "в дорожной карте стоит 31.12.2021, это позже" in duty.detail


def test_a_draft_is_led_to_and_a_signed_report_ends_the_duty(world):
    with time_machine.travel("2021-03-01T12:00:00+03:00", tick=False):
        paper = make_paper(world.school, "D14", author=world.deputy)
        assert self_examination_duties(world.deputy, date(2021, 3, 2))[0].url == paper.get_absolute_url()
    Document.objects.filter(pk=paper.pk).update(state="on_approval")
    assert self_examination_duties(world.deputy, date(2021, 3, 2)) == []


def test_the_report_of_the_year_before_is_another_one(world):
    with time_machine.travel("2020-03-01T12:00:00+03:00", tick=False):
        make_paper(world.school, "D14", author=world.deputy)
    assert self_examination(world.deputy, date(2021, 3, 2)).paper is None
