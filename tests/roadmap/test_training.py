"""What auditors have learnt: on the card, in the group, on the desk before it ends, and against a team."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmap.desk_training import SOON, training_duties
from roadmap.models import Training
from roadmap.permissions import Role
from roadmap.services import training
from tests.factories import make_user
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
TODAY = date(2021, 5, 11)


def learn(world, user=None, **fields):
    facts = {
        "programme": "Оценка качества в школе", "organisation": "Методический центр", "hours": 36, "certificate": "№ 14",
        "finished_on": date(2020, 10, 1), "valid_until": date(2021, 6, 1),
    } | fields  # fmt: skip
    return training.add_training((user or world.auditor).employee, actor=world.head, **facts)


def titles(user, today=TODAY):
    return [duty.title for duty in training_duties(user, today)]


@pytest.mark.parametrize(
    ("until", "told"),
    [(TODAY + SOON + timedelta(days=1), 0), (TODAY + SOON, 1), (TODAY - timedelta(days=1), 1), (None, 0)],
)
def test_the_desk_reminds_the_auditor_and_the_head_in_time(world, until, told):
    learn(world, valid_until=until)
    assert titles(world.auditor) == ["Обновить обучение аудитора"] * told
    assert titles(world.head) == [f"Обновить обучение аудитора: {world.auditor.employee}"] * told
    assert titles(world.teacher) == titles(world.director) == []


def test_a_newer_training_ends_the_reminder(world):
    learn(world)
    learn(world, valid_until=date(2024, 6, 1))
    assert titles(world.head) == []


def test_the_reminder_becomes_late_the_day_after(world):
    learn(world, valid_until=TODAY)
    shapes = [training_duties(world.auditor, day)[0].shape for day in (TODAY, TODAY + timedelta(days=1))]
    assert shapes == ["wait", "late"]


def test_who_audits_no_more_is_not_reminded_of(world):
    learn(world)
    world.auditor.employee.appointments.update(ends_on=TODAY - timedelta(days=1))
    assert titles(world.head) == []


def test_reminders_cost_one_query_for_any_number(world, django_assert_num_queries):
    titles(world.head)
    for _ in range(4):
        learn(world, make_user(world.school, Role.AUDITOR, group=world.roadmap.working_group))
    with django_assert_num_queries(1):
        assert len(titles(world.head)) == 4


def test_a_record_is_kept_corrected_and_removed_with_history(world):
    record = learn(world)
    training.edit_training(record.pk, actor=world.head, hours=72)
    training.delete_training(record.pk, actor=world.deputy)
    assert not Training.objects.exists()
    told = [entry.sentence for entry in HistoryEntry.objects.of(world.auditor.employee).order_by("id")]
    assert told == ["Записано обучение аудитора", "Запись об обучении исправлена", "Запись об обучении удалена"]


def test_an_auditor_writes_nothing_about_the_own_training(world):
    record = learn(world)
    with pytest.raises(NotAllowed, match="записывают директор"):
        training.edit_training(record.pk, actor=world.auditor, hours=500)
    record.refresh_from_db()
    assert record.hours == 36


def test_a_term_that_ends_before_it_begins_is_refused_beside_its_field(world, client):
    with pytest.raises(TransitionError) as refused:
        learn(world, valid_until=date(2020, 9, 30))
    assert refused.value.field == "valid_until"
    client.force_login(world.head)
    typed = {
        "programme": "Аудит",
        "organisation": "АППО",
        "hours": "0",
        "finished_on": "2021-02-01",
        "valid_until": "2021-01-31",
    }
    response = client.post(reverse("training-create", args=[world.auditor.employee.pk]), typed)
    assert response.status_code == 422
    words = response.content.decode()
    assert "Срок кончается раньше, чем окончено обучение" in words
    assert "Часов не меньше одного." in words
    assert "АППО" in words


def test_the_card_shows_it_to_the_person_and_the_group_and_to_no_colleague(world, client):
    learn(world)
    address = world.auditor.employee.get_absolute_url()
    shown = {}
    for name in ("auditor", "head", "director", "administrator", "teacher", "secretary"):
        client.force_login(world.people[name])
        shown[name] = "Оценка качества в школе" in client.get(address).content.decode()
    assert shown == dict.fromkeys(("auditor", "head", "director", "administrator"), True) | dict.fromkeys(
        ("teacher", "secretary"), False
    )


def test_the_group_page_tells_whose_training_is_over(world, client):
    learn(world, valid_until=timezone.localdate() - timedelta(days=1))
    client.force_login(world.head)
    words = client.get(reverse("working-group")).content.decode()
    assert "срок вышел" in words
    assert "Обучение не записано" in words
