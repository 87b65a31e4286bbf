"""What is overdue and what is not, the same on every page and in the figures of the year."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from audits.reports.figures import gather
from audits.services import actions
from tests.audits.life import planned
from tests.worlds import make_finding, make_world, reported_audit

pytestmark = pytest.mark.django_db
DUE = date(2021, 6, 15)  # of the action that `planned` makes


@pytest.fixture
def world():
    return make_world()


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
