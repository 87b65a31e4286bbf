"""A year that waits to be handed in or closed is somebody's duty."""

from datetime import date

import pytest

from roadmap.desk_years import year_duties
from roadmap.models import Roadmap
from tests.factories import make_activity, make_roadmap
from vsoko.models import User

pytestmark = pytest.mark.django_db
TODAY = date(2021, 12, 28)


def duties(user, today=TODAY):
    """What a new request of the user finds."""
    return year_duties(User.objects.get(pk=user.pk), today)


def titles(user, today=TODAY):
    return [duty.title for duty in duties(user, today)]


def test_a_draft_with_rows_waits_for_the_planners_until_it_is_handed_in(world):
    draft = make_roadmap(world.school, "2022", predecessor=world.roadmap)
    assert titles(world.deputy) == []
    make_activity(draft)
    expected = ["Проверить и передать на утверждение дорожную карту на 2022 год"]
    assert titles(world.deputy) == titles(world.head) == expected
    assert titles(world.teacher) == titles(world.chair) == []
    assert duties(world.deputy)[0].due == date(2022, 1, 1)
    draft.state = Roadmap.State.ON_APPROVAL
    draft.save()
    assert titles(world.deputy) == []


def test_a_finished_year_with_a_successor_waits_to_be_closed(world):
    make_roadmap(world.school, "2022", predecessor=world.roadmap)
    assert titles(world.deputy) == []
    assert titles(world.deputy, date(2022, 1, 1)) == ["Закрыть 2021 год: идёт уже следующий"]
