"""Who signs proves it by the password: once a sitting, in every place where something is signed."""

import time
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Document
from roadmap.permissions import Role
from roadmap.services.documents import submit_document
from tests.factories import (
    PASSWORD,
    appoint,
    approve_paper,
    make_activity,
    make_paper,
    make_roadmap,
    make_school,
    make_user,
)
from vsoko.sitting import IDLE_SECONDS, KEY, WRONG

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def director(school):
    return make_user(school, Role.DIRECTOR, first_name="Лев", patronymic="Петрович", last_name="Линейкин", gender="m")


@pytest.fixture
def deputy(school):
    return make_user(school, Role.DEPUTY_EDU, last_name="Чернильникова")


def waiting(author, **fields):
    paper = make_paper(author.school, author=author, **fields)
    return submit_document(paper.pk, actor=author)


def state_of(paper):
    return Document.objects.get(pk=paper.pk).state


def approve(client, paper, **typed):
    return client.post(reverse("document-approve", args=[paper.pk]), typed)


def test_the_first_signature_of_a_sitting_asks_for_the_password_and_the_next_ones_do_not(client, director, deputy):
    first, second = waiting(deputy), waiting(deputy)
    client.force_login(director)
    page = client.get(reverse("tray-detail", args=[first.pk])).content.decode()
    assert 'autocomplete="current-password"' in page
    assert approve(client, first, password=PASSWORD).status_code == 302
    assert "Ваш пароль" not in client.get(reverse("tray-detail", args=[second.pk])).content.decode()
    assert approve(client, second).status_code == 302
    assert (state_of(first), state_of(second)) == ("approved", "approved")


@pytest.mark.parametrize("password", ["", "не он"])
def test_without_the_password_nothing_is_signed(client, director, deputy, password):
    paper = waiting(deputy)
    client.force_login(director)
    answer = approve(client, paper, password=password, on="2020-12-14")
    assert answer.status_code == 422
    assert answer.context["form"].errors["password"]
    assert 'value="2020-12-14"' in answer.content.decode()
    assert state_of(paper) == "on_approval"


def test_the_password_of_somebody_else_is_wrong(client, school, director, deputy):
    make_user(school, Role.SECRETARY)
    deputy.set_password("lineyka-2021")
    deputy.save()
    paper = waiting(deputy)
    client.force_login(director)
    answer = approve(client, paper, password="lineyka-2021")
    assert answer.context["form"].errors["password"] == [WRONG]


def test_a_sitting_ends_after_half_an_hour_without_a_signature(client, director, deputy):
    first, second = waiting(deputy), waiting(deputy)
    client.force_login(director)
    approve(client, first, password=PASSWORD)
    session = client.session
    session[KEY] = time.time() - IDLE_SECONDS - 1
    session.save()
    assert approve(client, second).status_code == 422
    assert state_of(second) == "on_approval"


def test_a_sitting_ends_with_the_logout(client, director, deputy):
    first, second = waiting(deputy), waiting(deputy)
    client.force_login(director)
    approve(client, first, password=PASSWORD)
    client.post(reverse("logout"))
    client.force_login(director)
    assert approve(client, second).status_code == 422


def test_wrong_passwords_are_counted_with_failed_logins(client, director, deputy, settings):
    settings.AXES_ENABLED = True
    paper = waiting(deputy)
    client.force_login(director)
    for _ in range(settings.AXES_FAILURE_LIMIT - 1):
        assert approve(client, paper, password="не он").status_code == 422
    assert approve(client, paper, password="не он").status_code == 429
    assert approve(client, paper, password=PASSWORD).status_code == 429
    assert state_of(paper) == "on_approval"


def test_the_right_password_forgives_the_wrong_ones_before_it(client, director, deputy, settings):
    settings.AXES_ENABLED = True
    papers = [waiting(deputy) for _ in range(2)]
    client.force_login(director)
    for paper in papers:
        session = client.session
        session.pop(KEY, None)
        session.save()
        for _ in range(settings.AXES_FAILURE_LIMIT - 1):
            approve(client, paper, password="не он")
        assert approve(client, paper, password=PASSWORD).status_code == 302


def test_an_acting_director_signs_as_such_on_the_days_of_the_appointment(client, school, director, deputy):
    today = timezone.localdate()
    appoint(deputy.employee, Role.DIRECTOR, acting=True, starts_on=today, ends_on=today, basis="приказ № 40-од")
    paper = waiting(deputy)
    client.force_login(deputy)
    approve(client, paper, password=PASSWORD)
    paper = Document.objects.get(pk=paper.pk)
    assert (paper.approver_title, paper.approver_name) == ("И.о. директора", deputy.employee.signature)
    assert paper.content["signature"]["title"] == "И.о. директора"


@pytest.mark.parametrize("days", [(-9, -1), (1, 9)])
def test_before_and_after_the_appointment_nobody_acts(client, school, director, deputy, days):
    first, last = (timezone.localdate() + timedelta(days=count) for count in days)
    appoint(deputy.employee, Role.DIRECTOR, acting=True, starts_on=first, ends_on=last)
    paper = waiting(deputy)
    client.force_login(deputy)
    assert approve(client, paper, password=PASSWORD).status_code == 403
    assert client.get(reverse("tray")).context["object_list"] == []


def test_what_is_unusual_about_a_date_is_said_before_the_signature(client, school, director, deputy):
    row = make_activity(make_roadmap(school), "regulation")
    minutes = make_paper(school, "D04", author=deputy, activity=row, dated=date(2020, 12, 16))
    approve_paper(minutes, director=deputy)
    early = waiting(deputy, activity=row, dated=date(2020, 12, 13))
    late = waiting(deputy, dated=timezone.localdate() + timedelta(days=400))
    client.force_login(director)
    for name, args in (("tray", []), ("tray-detail", [early.pk]), ("document-approve", [early.pk])):
        page = client.get(reverse(name, args=args)).content.decode().replace("\xa0", " ")
        assert "13.12.2020 — выходной день" in page, name
        assert "датирован раньше протокола" in page, name
    for name, args in (("tray", []), ("tray-detail", [late.pk]), ("document-approve", [late.pk])):
        assert "ещё не наступило" in client.get(reverse(name, args=args)).content.decode(), name
    assert approve(client, late, password=PASSWORD).status_code == 302
