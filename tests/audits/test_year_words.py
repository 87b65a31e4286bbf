"""What the year says of audits, plans and elimination: each figure with its noun, and none of them twice."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from audits.models import Audit, Finding
from roadmap.progress import with_progress
from roadmap.standing import standing_of
from roadmap.year import Year, row_station, stations
from tests.builders.audits import make_checked, make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NBSP = "\u00a0"


@pytest.fixture
def audits(world):
    """Three audits, each with one nonconformity and a plan in force."""
    made = [make_checked(world, "closed") for _ in range(3)]
    for audit in made:
        make_plan(world, "approved", audit=audit)
    Finding.objects.update(state="closed", closed_on=date(2021, 10, 1), closed_by=world.auditor)
    return made


def lines(world, day=date(2021, 10, 1)):
    with time_machine.travel(f"{day}T12:00:00+03:00", tick=False):
        return {line["label"]: (line["value"], line["detail"].replace(NBSP, " ")) for line in Year(world.head).tally()}


def test_what_is_complete_is_said_in_words_and_counted_once(world, audits):
    told = lines(world)
    assert told["Аудиты"] == ("выполнено", "завершено 3 из 3 аудитов")
    assert told["Планы"] == ("выполнено", "утверждено 3 из 3 планов")
    assert told["Устранение"] == ("выполнено", "закрыто 3 из 3 несоответствий")


def test_what_is_under_way_is_counted_and_says_what_is_left(world, audits):
    Audit.objects.filter(pk=audits[0].pk).update(state="planned")
    Audit.objects.filter(pk=audits[1].pk).update(state="reported")
    Finding.objects.filter(audit=audits[1]).update(state="verifying", closed_on=None, closed_by=None)
    audits[2].plan.documents.all().delete()
    audits[2].plan.delete()
    told = lines(world)
    assert told["Аудиты"] == ("1 из 3", "сейчас идёт: 1 аудит")
    assert told["Планы"] == ("2 из 2", "")
    assert told["Устранение"] == ("2 из 3", "не закрыто: 1 несоответствие")


@pytest.mark.parametrize("day", [date(2021, 10, 1), date(2022, 3, 1)])
def test_a_row_its_bar_and_its_station_do_not_repeat_figures(world, audits, client, day):
    Audit.objects.filter(pk=audits[0].pk).update(state="reported")
    row = with_progress(world.roadmap.activities.filter(stage="audits")).get()
    standing = standing_of(row, day)
    shown = [row_station(row, standing).words, stations([(row, standing)])[0]]
    assert shown[0].count("2 из 3") == 1
    assert f"{shown[1].label} {shown[1].words}".count("2 из 3") == 1
    client.force_login(world.head)
    with time_machine.travel(f"{day}T12:00:00+03:00", tick=False):
        page = client.get(reverse("activity-detail", args=[row.pk])).content.decode()
    head = page[page.index("<h1") : page.index("<dl")].replace(NBSP, " ")
    assert head.count("завершено 2 из 3 аудитов") == 1
    assert head.count("2 из 3") == 1
