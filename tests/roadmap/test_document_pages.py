"""Pages of papers: what was typed stays, what does not concern one is not there, and a long list costs what a short one does."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from roadmap.models import Document
from roadmap.permissions import Role
from roadmap.services.documents import attach_scan
from tests.factories import approve_paper, make_employee, make_paper, make_school, make_user
from vsoko.workflow import TransitionError

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
def secretary(school):
    return make_user(school, Role.SECRETARY)


def test_typed_words_survive_a_mistake(client, school, deputy):
    client.force_login(deputy)
    answer = client.post(
        reverse("document-create", args=["D01"]),
        {
            "title": "", "text": "Напечатанный текст", "audience": "chosen", "items-TOTAL_FORMS": "1",
            "items-INITIAL_FORMS": "0", "items-0-text": "", "items-0-due_on": "2020-12-25",
        },
    )  # fmt: skip
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "Напечатанный текст" in html
    assert "Отметьте хотя бы одного работника" in html
    assert "Напишите, что сделать" in html
    assert not Document.objects.exists()


def test_what_can_be_done_comes_before_readers_and_history(client, school, deputy):
    """On a phone the page is one column in this order."""
    make_employee(school)
    paper = make_paper(school, author=deputy, readers=[deputy.employee])
    client.force_login(deputy)
    html = client.get(paper.get_absolute_url()).content.decode()
    order = [html.index(f"<h2>{title}</h2>") for title in ("Сведения", "Можно сделать", "Ознакомление", "История")]
    assert order == sorted(order)


def test_an_order_of_six_points_fits_its_first_page(client, deputy):
    client.force_login(deputy)
    shown = client.get(reverse("document-create", args=["D01"])).context["points"]
    assert len([point for point in shown if not point["text"].value()]) >= 3
    assert len(shown.forms) >= 8


def test_more_points_are_given_before_anything_is_saved_and_nothing_typed_is_lost(client, deputy):
    client.force_login(deputy)
    address = reverse("document-create", args=["D01"])
    typed = {
        "title": "", "text": "Напечатанный текст", "audience": "chosen", "people": [deputy.employee.pk],
        "items-TOTAL_FORMS": "8", "items-INITIAL_FORMS": "0", "items-7-text": "Восьмой пункт", "items-7-due_on": "скоро",
        "items-7-responsible": deputy.employee.pk,
    }  # fmt: skip
    answer = client.post(address, typed | {"more": "1"})
    form, points = answer.context["form"], answer.context["points"]
    assert answer.status_code == 200
    assert not Document.objects.exists()
    assert len(points.forms) == 11
    assert [points[7][name].value() for name in ("text", "due_on")] == ["Восьмой пункт", "скоро"]
    assert form["text"].value() == "Напечатанный текст"
    html = answer.content.decode()
    assert 'role="alert"' not in html
    assert f'<option value="{deputy.employee.pk}" selected>' in html
    # The page that came back is a whole form again: what it sends is saved with all its points.
    sent = {f"items-{row}-text": points[row]["text"].value() or "" for row in range(11)}
    sent |= {"items-8-text": "Девятый пункт", "items-TOTAL_FORMS": "11", "items-INITIAL_FORMS": "8"}
    client.post(address, {"title": "О создании ВСОКО", "text": "Приказываю:", "audience": "nobody"} | sent)
    assert [item.text for item in Document.objects.get().items.all()] == ["Восьмой пункт", "Девятый пункт"]


def test_minutes_of_a_meeting_that_has_not_been_yet_are_refused(client, school, deputy):
    client.force_login(deputy)
    tomorrow = timezone.localdate() + timedelta(days=1)
    answer = client.post(
        reverse("document-create", args=["D04"]),
        {"title": "Протокол", "body_name": "Педагогический  совет", "dated": tomorrow.isoformat(), "audience": "nobody",
         "items-TOTAL_FORMS": "0", "items-INITIAL_FORMS": "0"},
    )  # fmt: skip
    assert "ещё не наступил" in answer.content.decode()


def test_a_draft_is_seen_by_its_keepers_alone(client, school, deputy):
    paper = make_paper(school, author=deputy, readers=[make_user(school, Role.TEACHER).employee])
    reader = paper.acknowledgements.get().employee.user
    client.force_login(reader)
    assert client.get(paper.get_absolute_url()).status_code == 404
    stranger = make_user(make_school(), Role.DIRECTOR)
    client.force_login(stranger)
    assert client.get(paper.get_absolute_url()).status_code == 404


@pytest.mark.one_database
def test_the_list_costs_the_same_for_one_and_thirty_papers(client, school, director, deputy):
    client.force_login(deputy)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("document-list")).status_code == 200
        return len(queries)

    make_paper(school, author=deputy)
    count()  # what is read once a process is read now
    few = count()
    for number in range(29):
        author = make_user(school, Role.DEPUTY_EDU)
        paper = make_paper(school, author=author, readers=[make_employee(school)], title=f"О порядке {number}")
        if number % 2:
            approve_paper(paper, director=director)
    assert count() == few <= 15


@pytest.mark.one_database
def test_the_page_of_a_paper_costs_the_same_for_one_and_thirty_points(client, school, director, deputy):
    client.force_login(director)

    def count(size):
        people = [make_user(school, Role.TEACHER).employee for _ in range(size)]
        items = [{"text": "Сделать.", "responsible": one, "due_on": date(2021, 1, 11)} for one in people]
        paper = approve_paper(make_paper(school, author=deputy, readers=people, items=items), director=director)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(paper.get_absolute_url()).status_code == 200
        return len(queries)

    count(1)  # what is read once a process is read now
    assert count(1) == count(30) <= 15


@pytest.mark.searched
def test_the_list_is_filtered_by_word_kind_and_state(client, school, director, deputy):
    make_paper(school, author=deputy, title="О создании рабочей группы")
    other = approve_paper(make_paper(school, "D02", author=deputy, title="Положение о ВСОКО"), director=director)
    client.force_login(deputy)

    def found(**query):
        return [paper.title for paper in client.get(reverse("document-list"), query).context["object_list"]]

    assert found(q="РАБОЧЕЙ") == found(state="draft") == ["О создании рабочей группы"]
    assert found(kind=other.kind_id) == found(state="unnumbered") == ["Положение о ВСОКО"]
    assert found(q="нет такого") == []


def test_a_scan_is_seen_by_whom_the_paper_concerns_and_a_better_one_is_its_next_version(
    client, school, director, deputy, secretary
):
    paper = approve_paper(make_paper(school, "D07", author=deputy), director=director)
    png = SimpleUploadedFile("приказ.png", picture())
    first = attach_scan(paper.pk, actor=secretary, upload=png).scan
    png.seek(0)
    second = attach_scan(paper.pk, actor=secretary, upload=png).scan
    assert (second.version, second.previous) == (2, first)
    client.force_login(make_user(school, Role.TEACHER))
    assert client.get(reverse("file-download", args=[second.pk])).status_code == 200
    stranger = make_user(make_school(), Role.DIRECTOR)
    client.force_login(stranger)
    assert client.get(reverse("file-download", args=[second.pk])).status_code == 404


def picture():
    file = io.BytesIO()
    Image.new("RGB", (20, 20), "white").save(file, "PNG")
    return file.getvalue()


def test_a_scan_belongs_to_an_approved_paper(school, deputy):
    paper = make_paper(school, author=deputy)
    with pytest.raises(TransitionError, match="к утверждённому"):
        attach_scan(paper.pk, actor=deputy, upload=SimpleUploadedFile("приказ.png", picture()))
