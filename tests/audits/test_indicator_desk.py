"""What indicators put on desks: values that are owed and reminded of, and signals for who leads the school."""

from datetime import date
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.indicator_desk import owed, value_duties
from audits.models import Indicator
from audits.services import indicators as cards
from audits.services.measurements import delete_value, edit_value
from tests.audits.measuring import enter, indicator, marks
from tests.audits.told import Told
from tests.worlds import make_world
from vsoko.backends import SchoolBackend
from vsoko.models import Notification, User
from vsoko.reminders import remind

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 2)


@pytest.fixture
def world():
    world = make_world()
    for code in ("A02", "A20"):
        cards.edit_indicator(
            indicator(world, code).pk, actor=world.deputy, responsible=world.teacher.employee,
            owed_from=date(2026, 9, 1),
        )  # fmt: skip
    return world


def fresh(user):
    return SchoolBackend().get_user(user.pk)


def duties(user, today=TODAY):
    return [(duty.title, duty.detail, duty.due) for duty in value_duties(fresh(user), today)]


def test_whoever_answers_owes_the_values_of_the_last_term_that_is_over(world):
    assert duties(world.teacher) == [
        ("Внести 2\u00a0показателя", "2026/27 учебный год, I четверть: A02, A20", date(2026, 11, 16))
    ]
    assert duties(world.chair) == []
    assert duties(world.teacher, date(2026, 10, 31)) == []
    enter(world, "A20", "2026/2027", part="q1", number=Decimal(99))
    assert duties(world.teacher)[0][0] == "Внести A02 Качество знаний"
    enter(world, "A02", "2026/2027", part="q1", scope="class", school_class="7А", data=marks(5, 5, 5, 5))
    assert duties(world.teacher) == []
    assert len(duties(world.teacher, date(2027, 1, 10))) == 1


def test_nothing_is_owed_of_the_time_before_somebody_answered(world):
    cards.edit_indicator(indicator(world, "A02").pk, actor=world.deputy, owed_from=date(2026, 11, 1))
    rows = Indicator.objects.filter(school=world.school)
    assert [one.code for one, _ in owed(rows, TODAY)] == ["A20"]
    cards.edit_indicator(indicator(world, "A20").pk, actor=world.deputy, is_active=False)
    assert owed(rows, TODAY) == []


def test_reminders_come_by_the_desk_and_the_step_stands_on_the_list(world, client):
    with time_machine.travel("2026-11-16 09:00", tick=False):
        remind(world.school, date(2026, 11, 16))
        note = Notification.objects.get(recipient=world.teacher)
        assert "Срок сегодня" in note.subject
        assert note.url == f"{reverse('indicator-list')}?owed=mine"
        client.force_login(world.teacher)
        page = client.get(reverse("indicator-list")).content.decode().replace("\u00a0", " ")
        assert "От вас ждут значений: 2 показателя" in page
        shown = client.get(reverse("indicator-list"), {"owed": "mine"}).context["object_list"]
        assert [one.code for one in shown] == ["A02", "A20"]
        detail = client.get(indicator(world, "A02").get_absolute_url()).content.decode()
        assert "Внесите значение" in detail
        step = f"{reverse('measurement-create', args=[indicator(world, 'A02').pk])}?year=2026%2F2027&amp;part=q1"
        assert step in detail
        form = client.get(step.replace("&amp;", "&")).context["form"]
        assert (form["year"].value(), form["part"].value()) == ("2026/2027", "q1")


def test_leaders_see_signals_on_the_desk_and_others_do_not(world, client):
    enter(world, "A20", "2025/2026", number=Decimal(80))
    for user, is_shown in ((world.director, True), (world.deputy, True), (world.head, True), (world.teacher, False)):
        client.force_login(user)
        page = client.get(reverse("desk")).content.decode()
        assert ("на что посмотреть" in page) is is_shown
    enter(world, "A20", "2026/2027", number=Decimal(100))
    client.force_login(world.director)
    assert "на что посмотреть" not in client.get(reverse("desk")).content.decode()


def test_the_few_give_no_signal_to_who_may_not_read_them(world, client):
    enter(world, "A01", "2025/2026", data=marks(0, 1, 1, 1))
    for user, is_shown in ((world.deputy, True), (world.director, False)):
        client.force_login(user)
        assert ("на что посмотреть" in client.get(reverse("desk")).content.decode()) is is_shown


@pytest.mark.one_database
def test_the_desk_costs_one_question_more_for_any_number_of_values(world, client):
    cards.edit_indicator(indicator(world, "A01").pk, actor=world.deputy, responsible=world.head.employee)
    User.objects.filter(pk=world.head.pk).update(last_login=None)

    def asked():
        client.force_login(world.head)
        client.get(reverse("desk"))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("desk"))
        return sum(
            'FROM "audits_indicator"' in one["sql"].split("WHERE")[0]
            for one in queries
            if "vsoko_user" not in one["sql"]
        )

    assert asked() == 1
    for year in range(2015, 2026):
        enter(world, "A01", f"{year}/{year + 1}", data=marks(10, 10, 10, 1))
        enter(world, "A02", f"{year}/{year + 1}", data=marks(10, 10, 10, 1))
    assert asked() == 1


def test_a_signal_is_told_once_for_its_value_and_taken_away_when_the_value_is_corrected(world):
    """To who answers for the indicator and to the deputies, never to who wrote the value."""
    told = Told()

    def calling():
        unread = Notification.objects.unread().filter(subject__startswith="Сигнал")
        return sorted(unread.values_list("recipient__employee__last_name", flat=True))

    names = sorted([world.teacher.employee.last_name, world.head.employee.last_name])
    enter(world, "A20", "2024/2025", number=Decimal(99))
    assert told() == {}
    value = enter(world, "A20", "2025/2026", number=Decimal(50))
    found = told()
    assert set(found) == {world.teacher, world.head}
    subject, text = found[world.teacher]
    assert subject == "Сигнал: A20 Выполнение рабочих программ, 2025/26 учебный год"
    assert text.startswith("50\u00a0% — хуже порога 95\u00a0%.")
    facts = {"year": "2025/2026", "actor": world.deputy}
    edit_value(value.pk, number=Decimal(50), note="По журналу", **facts)
    enter(world, "A20", "2023/2024", number=Decimal(98))
    assert (told(), calling()) == ({}, names)
    edit_value(value.pk, number=Decimal(60), **facts)
    assert (set(told()), calling()) == ({world.teacher, world.head}, names)
    edit_value(value.pk, number=Decimal(100), **facts)
    assert (told(), calling()) == ({}, [])
    edit_value(value.pk, number=Decimal(60), **facts)
    assert told() == {}
    # Three worsenings running are one as well; they end with the value that made the third.
    cards.edit_indicator(indicator(world, "A20").pk, actor=world.deputy, goal=Decimal(10), threshold=Decimal(5))
    edit_value(value.pk, number=Decimal(97), **facts)
    enter(world, "A20", "2026/2027", number=Decimal(96))
    assert told() == {}
    last = enter(world, "A20", "2027/2028", number=Decimal(95))
    assert "Хуже 3 раза подряд: 99\u00a0% → 97\u00a0% → 96\u00a0% → 95\u00a0%" in told()[world.teacher][1]
    delete_value(last.pk, actor=world.deputy, comment="Год ещё не кончился.")
    assert calling() == []
