"""Reminders over a year: the exact list of letters, worked out by hand from the calendar of 2026."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from audits.models import Action
from roadmap.models import DocumentItem
from roadmap.permissions import Role
from tests.builders.audits import make_action, make_check
from tests.builders.roadmap import make_item
from tests.factories import make_school, make_user
from tests.worlds import make_finding, make_world, reported_audit
from vsoko import mailing, registries, reminders
from vsoko.models import Notification
from vsoko.registries import DeskSource, Duty
from vsoko.workdays import is_working_day

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def d(words):
    """Return the day of 2026 of «17.02»."""
    day, month = words.split(".")
    return date(2026, int(month), int(day))


@dataclass
class Line:
    """One duty of the year: on the desk from one day until the morning of another, with the letters that it must cause."""

    title: str
    stands: str
    gone: str
    letters: str
    copies: str = ""
    due: date | None = None
    since: date | None = None
    remind_from: date | None = None
    moved: tuple = ()
    own: bool = False

    def duty(self, today):
        if not d(self.stands) <= today < d(self.gone):
            return None
        due = self.moved[1] if self.moved and today >= self.moved[0] else self.due
        if self.remind_from:
            due = max(self.remind_from, today)
        return Duty(self.title, self.title, "/", due=due, since=self.since, remind_from=self.remind_from)


YEAR = (
    Line("просрочено с прошлого года", "12.01", "26.01", "12.01 16.01 23.01", "12.01 16.01 23.01", due=date(2025, 12, 19)),
    Line("сделано накануне срока", "12.01", "27.02", "06.02 17.02 24.02 26.02", due=d("27.02")),
    Line(
        "сделано с опозданием", "12.01", "01.04", "17.02 27.02 05.03 10.03 11.03 18.03 25.03", "18.03 25.03",
        due=d("11.03"),
    ),
    Line(
        "срок перенесён", "12.01", "25.04", "23.03 01.04 06.04 15.04 21.04 23.04 24.04", due=d("10.04"),
        moved=(d("03.04"), d("24.04")),
    ),
    Line(
        "повтор выпал на праздник", "12.01", "12.05", "30.03 08.04 14.04 16.04 17.04 24.04 04.05 08.05",
        "24.04 04.05 08.05", due=d("17.04"),
    ),
    Line("снято", "12.01", "14.05", "27.04 07.05", due=d("19.05")),
    Line("поручено за два дня", "08.06", "11.06", "09.06 10.06", due=d("10.06")),
    Line("срок в воскресенье", "12.01", "22.09", "01.09 10.09 16.09 18.09 21.09", "21.09", due=d("20.09")),
    Line("ждёт подписи без срока", "05.10", "20.10", "12.10 19.10", since=d("05.10")),
    Line(
        "проверка не раньше дня", "06.10", "13.11", "15.10 26.10 30.10 03.11 05.11 12.11", "12.11",
        remind_from=d("05.11"),
    ),
    Line("дело самого заместителя", "12.10", "30.11", "30.10 11.11 17.11 19.11 20.11 27.11", due=d("20.11"), own=True),
    Line("без срока и начала", "12.01", "31.12", ""),
)  # fmt: skip


def listed(attribute):
    """Return {(day, title)} of the letters that the lines name."""
    return sorted((d(day), line.title) for line in YEAR for day in getattr(line, attribute).split())


@pytest.fixture
def people(monkeypatch):
    """A teacher and a deputy with addresses, and a desk that tells of the lines above."""
    school = make_school()
    teacher = make_user(school, Role.TEACHER)
    deputy = make_user(school, Role.DEPUTY_EDU)
    for user in (teacher, deputy):
        user.email = f"{user.username}@school.example"
        user.save()

    def duties(user, today):
        owner = [line for line in YEAR if (user.pk == deputy.pk) == line.own]
        return [duty for line in owner if (duty := line.duty(today))]

    monkeypatch.setattr(registries, "desk_sources", {"year": DeskSource(duties)})
    monkeypatch.setattr(registries, "user_facts", {})
    monkeypatch.setattr(registries, "user_relations", ["school"])
    return teacher, deputy


def run(day, hour=7):
    """Do what the command does at that hour."""
    with time_machine.travel(datetime(day.year, day.month, day.day, hour, tzinfo=timezone.get_current_timezone())):
        reminders.send_morning()
        mailing.send_pending()


def test_a_year_of_letters(people):
    """The sender runs on working days only, on some twice: what falls on a day off is made up for, nothing doubled."""
    teacher, deputy = people
    letters, copies, day = [], [], d("12.01")
    while day <= d("30.12"):
        if is_working_day(day):
            for hour in (7, 15) if day.month < 3 else (7,):
                run(day, hour)
        for letter in mail.outbox:
            if "Сводка" in letter.subject:
                assert letter.to == [deputy.email]
                copies += [(day, line.title) for line in YEAR if line.title in letter.body]
            else:
                title = letter.subject.rpartition(": ")[2]
                own = next(line.own for line in YEAR if line.title == title)
                assert letter.to == [deputy.email if own else teacher.email]
                letters.append((day, title))
        mail.outbox.clear()
        day += timedelta(days=1)
    assert sorted(letters) == listed("letters")
    assert sorted(copies) == listed("copies")
    assert not Notification.objects.filter(kind="reminder", read_at=None).exists()


def test_nothing_is_made_in_the_night(people):
    run(d("06.02"), hour=5)
    assert not Notification.objects.exists()


def told(user):
    """Return what a person is reminded of, as far as it is unread."""
    rows = Notification.objects.unread().filter(recipient=user, kind="reminder").order_by("pk")
    return [row.subject for row in rows]


def test_a_clock_put_back_loses_and_doubles_nothing(people):
    """It had been ahead: what is due until that day is told on its own, and what was told on that day is not told again."""
    told = []
    for day in ("20.11", "11.11", "12.11", "17.11", "20.11"):
        mail.outbox.clear()
        run(d(day))
        told += [day for letter in mail.outbox if "дело самого заместителя" in letter.subject]
    assert told == ["20.11", "11.11", "17.11"]


def test_the_desk_names_what_is_due_and_what_is_over_is_not_reminded_of():
    """A point, a reading, an action, a check and an objection of real records; then one moves, one is done, one cancelled."""
    world = make_world()
    world.roadmap.activities.all().delete()
    monday, tuesday = date(2021, 6, 7), date(2021, 6, 8)
    item = make_item(world, due_on=monday, responsible=world.teacher.employee)
    action = make_action(world, due_on=monday, responsible=world.teacher.employee)
    check = make_check(world, due_on=monday, checker=world.auditor.employee)
    audit = reported_audit(world)
    make_finding(world, audit, registered_on=date(2021, 6, 2))
    run(monday)
    assert told(world.teacher) == [f"Срок сегодня: {item.text}", f"Срок сегодня: {action.text}"]
    assert told(world.auditor) == [f"Срок сегодня: Проверить результативность по несоответствию {check.finding.number}"]
    assert told(world.chair) == [f"Срок сегодня: Ознакомиться с 1 несоответствием аудита № {audit.number}"]
    DocumentItem.objects.filter(pk=item.pk).update(due_on=date(2021, 6, 9))
    Action.objects.filter(pk=action.pk).update(state="cancelled")
    run(tuesday)
    assert told(world.teacher) == [f"Срок 9 июня: {item.text}"]
