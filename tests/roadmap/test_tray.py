"""На подпись: each sees what waits for them, in the order of waiting, and decides by one click on the page where it is read."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roadmap.models import Document
from roadmap.permissions import Role
from roadmap.services.documents import agree_visa, approve_document, return_document, submit_document
from tests.factories import PASSWORD, make_employee, make_paper, make_school, make_user
from vsoko.models import HistoryEntry, Rendering

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
    answer = client.post(reverse("document-approve", args=[first.pk]), {"next": "tray", "password": PASSWORD})
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
    client.post(reverse("document-approve", args=[paper.pk]), {"password": PASSWORD})
    assert client.get(reverse("tray-detail", args=[paper.pk])).url == paper.get_absolute_url()


@pytest.mark.one_database
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


def decide(client, papers, act="approve", **typed):
    return client.post(reverse("tray"), {"marked": [paper.pk for paper in papers], "act": act} | typed)


def states():
    return dict(Document.objects.values_list("title", "state"))


def test_marked_papers_are_approved_in_one_step(client, school, director, deputy):
    papers = [waiting(school, deputy, title=title) for title in ("Первый", "Второй", "Третий")]
    client.force_login(director)
    answer = decide(client, papers[:2], password=PASSWORD)
    assert answer.url == reverse("tray")
    assert states() == {"Первый": "approved", "Второй": "approved", "Третий": "on_approval"}
    assert "Утверждено: 2\xa0документа." in client.get(answer.url).content.decode()


def test_what_cannot_be_approved_says_why_and_holds_up_nothing(client, school, director, deputy):
    papers = [waiting(school, deputy, title=title) for title in ("Первый", "Ушёл", "Третий")]
    approve_document(papers[1].pk, actor=director)
    broken = waiting(school, deputy, title="Сломан", items=[{"text": "Сделать.", "responsible": director.employee}])
    broken.items.update(state="cancelled")
    client.force_login(director)
    page = client.get(decide(client, [*papers, broken], password=PASSWORD).url).content.decode()
    assert "Ушёл: Утвердить документ: уже нельзя, сейчас «утверждён»" in page
    assert "Сломан: " in page
    assert "Утверждено: 2\xa0документа." in page
    assert states() == {"Первый": "approved", "Ушёл": "approved", "Третий": "approved", "Сломан": "on_approval"}
    assert broken.items.get().state == "cancelled"


def test_a_wrong_password_approves_nothing_and_keeps_the_marks(client, school, director, deputy):
    first, second = waiting(school, deputy, title="Первый"), waiting(school, deputy, title="Второй")
    client.force_login(director)
    answer = decide(client, [second], password="не он")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Пароль не подходит" in page
    assert [f'value="{paper.pk}"' in page for paper in (first, second)] == [True, True]
    assert re.findall(r'name="marked" value="(\d+)"[^>]* checked', page) == [str(second.pk)]
    assert set(states().values()) == {"on_approval"}


def test_marked_papers_are_returned_with_one_remark(client, school, director, deputy):
    papers = [waiting(school, deputy, title=title) for title in ("Первый", "Второй")]
    client.force_login(director)
    silent = decide(client, papers, "return")
    assert silent.status_code == 422
    assert "Напишите замечание" in silent.content.decode()
    decide(client, papers, "return", comment="Укажите срок.")
    assert states() == {"Первый": "draft", "Второй": "draft"}
    assert {HistoryEntry.objects.of(paper).first().comment for paper in papers} == {"Укажите срок."}


def test_nothing_marked_is_one_sentence(client, school, director, deputy):
    waiting(school, deputy)
    client.force_login(director)
    answer = decide(client, [], password=PASSWORD)
    assert answer.status_code == 422
    assert "Отметьте документы" in answer.content.decode()


def test_marked_visas_are_given_without_a_password(client, school, deputy, head):
    papers = [waiting(school, head, "D06", title="Программа")]
    client.force_login(deputy)
    assert "Ваш пароль" not in client.get(reverse("tray")).content.decode()
    answer = decide(client, papers)
    assert "Согласовано: 1\xa0документ." in client.get(answer.url).content.decode()
    assert states() == {"Программа": "on_approval"}


def test_papers_of_another_school_are_passed_over(client, school, director, deputy):
    other = make_user(make_school(), Role.DEPUTY_EDU)
    foreign, own = waiting(other.school, other, title="Чужой"), waiting(school, deputy, title="Свой")
    client.force_login(director)
    decide(client, [foreign, own], password=PASSWORD)
    assert states() == {"Чужой": "on_approval", "Свой": "approved"}


@pytest.mark.one_database
def test_two_hundred_papers_cost_what_two_do_and_come_by_pages(client, school, director, deputy):
    two = [waiting(school, deputy) for _ in range(2)]
    client.force_login(director)

    def count():
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("tray"), {"all": 1})
        return len(queries), len(page.context["object_list"]), len(page.context["marked"])

    count()  # what is read once a process is read now
    few, *_ = count()
    kind, pattern = two[0].kind, Document.objects.get(pk=two[0].pk)
    Document.objects.bulk_create(
        Document(
            school=school, kind=kind, author=deputy, title=f"Приказ {number}", text="ПРИКАЗЫВАЮ:",
            state="on_approval", submitted_on=pattern.submitted_on,
        )
        for number in range(198)
    )  # fmt: skip
    assert count() == (few, 50, 50)
    page = client.get(reverse("tray"), {"page": 4}).content.decode()
    assert "151–200 из 200" in page


@pytest.mark.printed
def test_the_pages_of_a_submitted_paper_are_ordered_at_once(
    client, school, director, deputy, django_capture_on_commit_callbacks, settings
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        paper = waiting(school, deputy)
    ordered = Rendering.objects.get()
    assert (ordered.owner, ordered.state) == (paper, "queued")
    client.force_login(director)
    page = client.get(reverse("tray-detail", args=[paper.pk])).content.decode()
    assert reverse("rendering", args=[ordered.pk]) in page
    assert '<noscript><meta http-equiv="refresh"' in page


@pytest.mark.printed
def test_a_returned_paper_does_not_show_the_pages_of_before(
    client, school, director, deputy, django_capture_on_commit_callbacks, settings
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    with django_capture_on_commit_callbacks(execute=True):
        paper = waiting(school, deputy)
    client.force_login(deputy)
    address = reverse("rendering", args=[Rendering.objects.get().pk])
    assert address in client.get(paper.get_absolute_url()).content.decode()
    return_document(paper.pk, actor=director, comment="Укажите срок.")
    page = client.get(paper.get_absolute_url()).content.decode()
    assert address not in page
    assert "Подготовить PDF" in page
