"""The page of notices, the count above every page, and the calendar behind a secret link."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from roadmap.permissions import Role
from tests.factories import make_school, make_user
from vsoko import notifications, registries
from vsoko.models import Notification, User
from vsoko.registries import DeskSource, Duty

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
PAGE = reverse("notification-list")


@pytest.fixture
def user():
    return make_user(make_school(), Role.TEACHER)


@pytest.fixture
def visit(client, user):
    client.force_login(user)
    return client


def tell(user, *numbers):
    for number in numbers:
        notifications.waits_for_visa([user], title=f"Приказ {number}", url="/tray/7/", key=number)


def test_the_unread_stand_first_and_are_counted_above_every_page(visit, user):
    tell(user, 1, 2)
    notifications.assigned([user], title="Составить список", url="/items/1/", key="item:1")
    newest = Notification.objects.get(subject__contains="Составить")
    assert "Уведомления <b>3</b>" in visit.get(reverse("profile")).content.decode()
    answer = visit.post(reverse("notification-read", args=[newest.pk]), {"kind": "sign"})
    assert answer.url == f"{PAGE}?kind=sign"
    shown = [row.subject for row in visit.get(PAGE).context["object_list"]]
    assert shown == ["На согласование: Приказ 2", "На согласование: Приказ 1", "Вам поручено: Составить список"]
    assert len(visit.get(PAGE, {"kind": "assigned"}).context["object_list"]) == 1
    visit.post(reverse("notification-read-all"), {"kind": "sign"})
    assert not Notification.objects.unread().exists()
    assert "Уведомления <b>" not in visit.get(PAGE).content.decode()


def test_thirty_rows_cost_what_one_does_and_none_says_what_comes(visit, user):
    assert "Уведомлений пока нет." in visit.get(PAGE).content.decode()
    counts = []
    for numbers in ([1], range(2, 31)):
        tell(user, *numbers)
        with CaptureQueriesContext(connection) as queries:
            visit.get(PAGE)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 15


def test_the_calendar_has_the_duties_with_a_day_until_its_link_is_revoked(visit, client, user, monkeypatch):
    duties = [
        Duty("a", "Отчёт; МО, за год", "/items/1/", due=date(2026, 3, 6), detail="Приказ"),
        Duty("b", "Без дня", "/"),
    ]
    monkeypatch.setattr(registries, "desk_sources", {"all": DeskSource(lambda user, today: duties)})
    visit.post(reverse("calendar-link"))
    user.refresh_from_db()
    address = reverse("calendar-feed", args=[user.calendar_token])
    assert address in visit.get(reverse("profile")).content.decode()
    client.logout()
    [event] = Calendar.from_ical(client.get(address).content).events
    assert (event["summary"], event.start, event["description"]) == ("Отчёт; МО, за год", date(2026, 3, 6), "Приказ")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(address).status_code == 404
    User.objects.filter(pk=user.pk).update(is_active=True)
    client.force_login(user)
    client.post(reverse("calendar-link-revoke"))
    assert client.get(address).status_code == 404
