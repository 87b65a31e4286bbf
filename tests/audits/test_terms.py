"""What is overdue and what is not, the same on every page and in the figures of the year."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from audits.models import Action
from audits.reports.figures import gather
from audits.services import actions
from audits.services.analysis import gather_analysis
from tests.audits.life import planned
from tests.worlds import make_finding, reported_audit

pytestmark = pytest.mark.django_db
DUE = date(2021, 6, 15)  # of the action that `planned` makes


@pytest.fixture
def action(world):
    audit = reported_audit(world)
    return planned(world, audit, make_finding(world, audit)).actions.get()


def overdue(world, client, day):
    """Return which registers call the action, its nonconformity and its plan overdue on a day, and the year's figure."""
    with time_machine.travel(f"{day}T12:00:00+03:00", tick=False):
        client.force_login(world.head)
        registers = [
            bool(client.get(reverse(name), {"overdue": "true"}).context["object_list"])
            for name in ("action-list", "finding-list")
        ]
        plans = client.get(reverse("plan-list"))
        return [*registers, "просрочено" in plans.content.decode(), gather(world.roadmap, day)["actions"]["overdue"]]


def test_an_action_reported_in_time_and_not_accepted_yet_is_overdue_nowhere(world, client, action):
    later = date(2021, 7, 20)
    assert overdue(world, client, DUE) == [False, False, False, 0]
    assert overdue(world, client, later) == [True, True, True, 1]
    actions.report_action(action.pk, actor=world.teacher, comment="Сделано.", on=DUE, reference="Приказ № 45-од")
    assert overdue(world, client, later) == [False, False, False, 0]
    actions.return_action(action.pk, actor=world.head, comment="Покажите форму.", on=date(2021, 6, 20))
    assert overdue(world, client, later) == [True, True, True, 1]


def test_a_year_recorded_late_is_judged_on_its_last_day(world, client, action):
    """What fell due after the year was not overdue in it, whenever the figures are gathered."""
    Action.objects.filter(pk=action.pk).update(due_on=date(2022, 2, 1))
    after = world.roadmap.activities.first()
    after.ends_on = date(2022, 4, 20)
    after.save()
    with time_machine.travel("2026-11-10T12:00:00+03:00", tick=False):
        figures = gather_analysis(world.roadmap.pk, actor=world.head).figures
        client.force_login(world.head)
        page = client.get(reverse("analysis-gather", args=[world.roadmap.pk])).content.decode()
    assert "на 31.12.2021" in page
    assert figures["as_of"] == "2021-12-31"
    assert (figures["actions"]["owed"], figures["actions"]["overdue"]) == (0, 0)
    assert not any(row["late"] for row in figures["roadmap"]["rows"])


def test_a_year_under_way_is_judged_today(world, action):
    for day, overdue_then in (("2021-06-15", 0), ("2021-06-16", 1)):
        with time_machine.travel(f"{day}T12:00:00+03:00", tick=False):
            analysis = gather_analysis(world.roadmap.pk, actor=world.head)
        assert (str(analysis.as_of), analysis.figures["actions"]["overdue"]) == (day, overdue_then)
