"""На подпись: each sees what waits for them, in the order of waiting, and decides by one click on the page where it is read."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roadmap.models import Document
from roadmap.permissions import Role
from roadmap.services.documents import agree_visa, submit_document
from tests.factories import make_employee, make_paper, make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def director(school):
    return make_user(school, Role.DIRECTOR)


@pytest.fixture
def deputy(school):
    return make_user(school, Role.DEPUTY_EDU)


@pytest.fixture
def head(school):
    return make_user(school, Role.GROUP_HEAD)


def waiting(school, author, code="D01", **fields):
    paper = make_paper(school, code, author=author, **fields)
    return submit_document(paper.pk, actor=author)


def tray_of(client, user):
    client.force_login(user)
    return [paper.title for paper in client.get(reverse("tray")).context["object_list"]]


def test_each_sees_what_waits_for_them(client, school, director, deputy, head):
    chairman = make_user(school, Role.CHAIR)
    waiting(school, deputy, title="Приказ")
    waiting(school, deputy, "D04", title="Протокол", signer=chairman.employee)
    waiting(school, deputy, "D06", title="Программа")
    make_paper(school, author=deputy, title="Черновик")
    other = make_user(make_school(), Role.DEPUTY_EDU)
    waiting(other.school, other, title="Чужой")
    assert tray_of(client, director) == ["Приказ"]
    assert tray_of(client, deputy) == ["Программа"]
    assert tray_of(client, chairman) == ["Протокол"]
    assert tray_of(client, head) == []


def test_papers_stand_in_the_order_of_waiting(client, school, director, deputy):
    later = waiting(school, deputy, title="Вчерашний")
    earlier = waiting(school, deputy, title="Давний")
    Document.objects.filter(pk=earlier.pk).update(submitted_on="2020-12-01")
    Document.objects.filter(pk=later.pk).update(submitted_on="2020-12-02")
    assert tray_of(client, director) == ["Давний", "Вчерашний"]


def test_a_decision_opens_the_next_paper_and_the_last_one_the_empty_tray(client, school, director, deputy):
    first, second = waiting(school, deputy, title="Первый"), waiting(school, deputy, title="Второй")
    client.force_login(director)
    page = client.get(reverse("tray-detail", args=[first.pk])).content.decode()
    assert "документ 1 из 2" in page
    answer = client.post(reverse("document-approve", args=[first.pk]), {"next": "tray"})
    assert answer.url == reverse("tray-detail", args=[second.pk])
    assert "Утверждён: Первый." in client.get(answer.url).content.decode()
    answer = client.post(f"{reverse('document-return', args=[second.pk])}?next=tray", {"comment": "Нет срока."})
    assert answer.url == reverse("tray")
    assert "ничего не ждёт" in client.get(answer.url).content.decode()


def test_a_visa_is_given_in_the_tray(client, school, director, deputy, head):
    paper = waiting(school, head, "D06", title="Программа")
    client.force_login(deputy)
    assert "Согласовать документ" in client.get(reverse("tray-detail", args=[paper.pk])).content.decode()
    client.post(reverse("visa-agree", args=[paper.visas.get().pk]), {"next": "tray"})
    assert tray_of(client, director) == ["Программа"]


def test_who_may_see_a_waiting_paper_but_not_decide_is_told_so(client, school, director, deputy, head):
    paper = waiting(school, deputy)
    client.force_login(head)
    assert client.get(reverse("tray-detail", args=[paper.pk])).status_code == 403
    client.force_login(make_user(school, Role.TEACHER))
    assert client.get(reverse("tray-detail", args=[paper.pk])).status_code == 404


def test_a_paper_that_has_been_decided_leads_to_its_page(client, school, director, deputy, head):
    paper = waiting(school, head, "D06")
    agree_visa(paper.visas.get().pk, actor=deputy)
    client.force_login(director)
    client.post(reverse("document-approve", args=[paper.pk]))
    assert client.get(reverse("tray-detail", args=[paper.pk])).url == paper.get_absolute_url()


@pytest.mark.parametrize("name", ["tray", "tray-detail"])
def test_the_tray_costs_the_same_for_one_and_thirty_papers(client, school, director, deputy, name):
    first = waiting(school, deputy)
    address = reverse(name, args=[first.pk] if name == "tray-detail" else [])
    client.force_login(director)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    count()  # what is read once a process is read now
    few = count()
    for _ in range(29):
        author = make_user(school, Role.DEPUTY_EDU)
        waiting(school, author, items=[{"text": "Сделать.", "responsible": make_employee(school)}])
    assert count() == few <= 15
