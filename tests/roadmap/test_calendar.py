"""The page of the school's calendar: holidays are there already, vacations are written in and taken out."""

import pytest
from django.urls import reverse

from tests.worlds import make_world
from vsoko.models import CalendarPeriod, HistoryEntry

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
TYPED = {"kind": "vacation", "name": "осенние каникулы", "starts_on": "2021-10-25", "ends_on": "2021-10-31"}


@pytest.fixture
def world(client):
    world = make_world()
    client.force_login(world.deputy)
    return world


def test_holidays_of_the_year_stand_there_and_the_school_adds_its_own(client, world):
    url = reverse("calendar-list")
    assert "День народного единства" in client.get(url).content.decode()
    assert client.post(reverse("calendar-create"), TYPED, follow=True).redirect_chain == [(url, 302)]
    assert "осенние каникулы" in client.get(url).content.decode()


def test_days_in_the_wrong_order_are_refused_and_nothing_typed_is_lost(client, world):
    page = client.post(reverse("calendar-create"), TYPED | {"ends_on": "2021-10-20"})
    assert (page.status_code, CalendarPeriod.objects.count()) == (422, 0)
    assert "поставьте тот же день или позже" in page.content.decode()
    assert "осенние каникулы" in page.content.decode()


def test_days_are_changed_and_taken_out_with_history(client, world):
    client.post(reverse("calendar-create"), TYPED)
    row = CalendarPeriod.objects.get()
    client.post(reverse("calendar-edit", args=[row.pk]), TYPED | {"name": "каникулы"})
    assert HistoryEntry.objects.of(row)[0].changes == {"название": ["осенние каникулы", "каникулы"]}
    url = reverse("calendar-delete", args=[row.pk])
    assert client.get(url).status_code == 200
    assert CalendarPeriod.objects.exists()
    client.post(url)
    assert not CalendarPeriod.objects.exists()
    assert "каникулы" in HistoryEntry.objects.of(world.school)[0].sentence
