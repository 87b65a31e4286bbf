"""The programme of development: goals with indicators and years, and how they stand by the values that are there."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.goal_standing import LAGGING, ON_WAY, REACHED, UNKNOWN, standings
from audits.models import DevelopmentGoal
from audits.services import goals as service
from tests.audits.measuring import enter, indicator
from tests.builders.goals import make_goal
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


def taught(percent):
    """Return the primary data of B05 for so many of a hundred teachers."""
    return {"part": percent, "whole": 100}


def kind(goal):
    return standings(service.goals().filter(pk=goal.pk))[goal.pk]


def test_a_goal_stands_by_the_last_value_of_a_whole_year_against_the_plan_of_that_year(world):
    goal = make_goal(world)
    assert kind(goal).kind == UNKNOWN
    enter(world, "B05", "2020/2021", data=taught(70))  # the base is told by the goal itself
    enter(world, "B05", "2021/2022", part="h1", data=taught(10))
    assert kind(goal).kind == UNKNOWN
    value = enter(world, "B05", "2021/2022", data=taught(49))
    found = kind(goal)
    assert (found.kind, found.plan, found.plan_year) == (LAGGING, 50, "2021/2022")
    assert [(point.year, point.plan, point.fact) for point in found.points] == [
        ("2020/2021", None, 40), ("2021/2022", 50, 49), ("2022/2023", 60, None),
    ]  # fmt: skip
    for percent, expected in ((50, ON_WAY), (59, ON_WAY), (60, REACHED)):
        value.primary, value.value = taught(percent), Decimal(percent)
        value.save()
        assert kind(goal).kind == expected
    enter(world, "B05", "2022/2023", data=taught(59))
    assert kind(goal).kind == LAGGING
    # Where less is better the same numbers mean the contrary; a year without a plan is held against the one before it.
    fewer = make_goal(world, code="A19", base_value=Decimal(20), targets={"2021/2022": 15, "2023/2024": 10})
    enter(world, "A19", "2022/2023", number=Decimal(16))
    assert (kind(fewer).kind, kind(fewer).plan_year) == (LAGGING, "2021/2022")
    enter(world, "A19", "2023/2024", number=Decimal(9))
    assert kind(fewer).kind == REACHED
    # Of the few nobody learns the number, and a goal is not judged by it.
    enter(world, "B05", "2023/2024", data={"part": 1, "whole": 3})
    assert kind(goal).latest.year == "2022/2023"


def test_a_goal_is_written_changed_and_taken_off_by_who_answers_for_the_programme(world):
    facts = {
        "text": "Каждый второй с категорией", "source": "Программа развития", "indicator": indicator(world, "B05"),
        "base_year": "2020/2021", "base_value": Decimal(40), "responsible": world.deputy.employee,
    }  # fmt: skip
    told = indicator(world, "A22")
    told.direction = "none"
    good = {"2021/2022": Decimal(50)}
    with pytest.raises(NotAllowed, match="директор и его заместители"):
        service.create_goal(world.school, actor=world.auditor, targets=good, **facts)
    for changed, targets, words in (
        ({}, {}, "хотя бы один год"),
        ({}, {"2022": Decimal(50)}, "по учебному году, например 2026/2027: год 2022"),
        ({"base_year": "2020"}, good, "год 2020 не подходит"),
        ({}, {"2020/2021": Decimal(50)}, "не позже исходного года"),
        ({}, {"2021/2022": Decimal(101)}, "больше 100"),
        ({"indicator": told}, good, "для сведения"),
    ):
        with pytest.raises(TransitionError, match=words):
            service.create_goal(world.school, actor=world.director, targets=targets, **facts | changed)
    assert not DevelopmentGoal.objects.exists()
    goal = service.create_goal(world.school, actor=world.director, targets=good, **facts)
    entries = HistoryEntry.objects.of(goal)
    service.edit_goal(goal.pk, actor=world.deputy, targets={"2021/2022": Decimal("50.0")}, **facts)
    assert entries.count() == 1
    service.edit_goal(goal.pk, actor=world.deputy, targets=good | {"2022/2023": Decimal(60)}, **facts)
    assert entries.first().changes == {
        "по годам": ["2021/2022 — 50\u00a0%", "2021/2022 — 50\u00a0%; 2022/2023 — 60\u00a0%"]
    }
    service.drop_goal(goal.pk, actor=world.deputy, comment="Программа принята заново.")
    with pytest.raises(TransitionError, match="снята"):
        service.edit_goal(goal.pk, actor=world.deputy, targets=good, **facts)


def test_pages_show_the_rules_and_keep_what_was_typed(world, client):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("goal-list"))
        return len(asked)

    client.force_login(world.teacher)
    goal = make_goal(world, responsible=world.deputy.employee)
    enter(world, "B05", "2021/2022", data=taught(49))
    queries()
    few = queries()
    for _ in range(30):
        make_goal(world)
    assert queries() == few <= 15
    page = client.get(f"{reverse('goal-list')}?standing=lagging&responsible={world.deputy.employee.pk}")
    words = page.content.decode()
    assert "отстаёт" in words
    assert "последнее значение хуже этого плана" in words
    assert "49\u00a0%" in words
    assert "план 50 %" in words.replace("\u00a0", " ")
    assert "По этому отбору ничего" in client.get(f"{reverse('goal-list')}?standing=reached").content.decode()
    card = client.get(goal.get_absolute_url()).content.decode()
    assert "<svg" in card
    assert "отстаёт" in card
    assert "Изменить цель" not in card
    client.force_login(world.deputy)
    typed = {
        "text": "Новая цель", "source": "Программа", "indicator": indicator(world, "C01").pk, "base_year": "2020/21",
        "base_value": "61,5", "responsible": "", "rows-TOTAL_FORMS": "2", "rows-INITIAL_FORMS": "0",
        "rows-0-year": "2021/22", "rows-0-value": "много", "rows-1-year": "", "rows-1-value": "80",
    }  # fmt: skip
    refused = client.post(reverse("goal-create"), typed)
    words = refused.content.decode()
    assert refused.status_code == 422
    assert "Это не число" in words
    assert "и год, и план на него" in words
    assert "много" in words
    assert "Новая цель" in words
    more = client.post(reverse("goal-create"), typed | {"more": "1"}).content.decode()
    assert "много" in more
    assert "Новая цель" in more
    twice = typed | {"rows-0-value": "70", "rows-1-year": "2021/2022"}
    assert "стоит дважды" in client.post(reverse("goal-create"), twice).content.decode()
    done = client.post(reverse("goal-create"), typed | {"rows-0-value": "70", "rows-1-year": "2022/2023"})
    made = DevelopmentGoal.objects.get(text="Новая цель")
    assert done.url == made.get_absolute_url()
    assert dict(made.targets.values_list("year", "value")) == {"2021/2022": 70, "2022/2023": 80}
