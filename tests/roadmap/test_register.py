"""The register of papers: found by everything that names a paper, sorted, and taken to Excel as it is shown."""

import io
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from roadmap.permissions import Role
from roadmap.services.documents import register_document
from tests.factories import approve_paper, make_activity, make_paper, make_roadmap, make_school, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.searched]


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
def orders(school, director, deputy):
    """Return f(number, day, **fields): a registered order."""
    secretary = make_user(school, Role.SECRETARY)

    def order(number, day, **fields):
        paper = approve_paper(make_paper(school, author=deputy, dated=day, **fields), director=director)
        return register_document(paper.pk, actor=secretary, number=number, dated=day)

    return order


@pytest.fixture
def titles(client, deputy):
    """Return f(**query): the titles of the list in its order."""
    client.force_login(deputy)
    address = reverse("document-list")
    return lambda **query: [paper.title for paper in client.get(address, query).context["object_list"]]


def sheet_of(answer):
    return load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active


def test_a_paper_is_found_by_forms_of_words_number_row_person_and_date(titles, school, deputy, orders):
    row = make_activity(make_roadmap(school), number="9", title="Проведение аудитов")
    worker = make_user(school, Role.TEACHER).employee
    items = [{"text": "Завести ведомость.", "responsible": worker, "due_on": date(2021, 4, 1)}]
    orders("112", date(2021, 3, 1), title="О журналах", items=items, activity=row, roadmap=row.roadmap)
    orders("113", date(2021, 5, 1), title="О дневниках", text="Об учёте.")
    assert titles(q="ВЕДОМОСТЕЙ") == titles(q="112-ОД") == titles(q="журнала") == ["О журналах"]
    assert titles(q="учета") == ["О дневниках"]
    assert titles(activity=row.pk) == titles(year=row.roadmap.pk) == titles(responsible=worker.pk) == ["О журналах"]
    assert titles(responsible=deputy.employee.pk) == ["О дневниках", "О журналах"]
    assert titles(dated_from="2021-03-02") == ["О дневниках"]
    assert titles(dated_from="2021-03-01", dated_to="2021-03-01") == ["О журналах"]
    assert titles(q="…") == titles(q="112-од", dated_from="2021-03-02") == []


def test_numbers_stand_as_people_count_and_papers_without_one_stand_last(titles, school, deputy, orders):
    make_paper(school, author=deputy, title="Черновик")
    for number, day in (("112", date(2021, 3, 1)), ("9", date(2021, 1, 11)), ("15/1", date(2021, 1, 12))):
        orders(number, day, title=f"Приказ {number}")
    assert titles(sort="number") == ["Приказ 9", "Приказ 15/1", "Приказ 112", "Черновик"]
    assert titles(sort="-number")[-1] == "Черновик"
    assert titles(sort="date") == ["Приказ 9", "Приказ 15/1", "Приказ 112", "Черновик"]
    assert titles(sort="-date") == ["Приказ 112", "Приказ 15/1", "Приказ 9", "Черновик"]
    assert titles(sort="чепуха") == titles()


def test_a_head_sorts_and_keeps_the_filter(client, school, deputy):
    make_paper(school, author=deputy, title="Об аудите")
    client.force_login(deputy)
    html = client.get(reverse("document-list"), {"q": "аудит", "sort": "-date", "page": "1"}).content.decode()
    head = html.split("Дата</a>")[0].rsplit("<th", 1)[1]
    assert 'aria-sort="descending"' in head
    assert 'sort=date"' in head
    assert "q=%D0%B0" in head
    assert "page=" not in head


def test_the_table_holds_exactly_what_is_filtered_with_dates_and_plain_text(client, deputy, orders):
    orders("112", date(2021, 3, 1), title='=HYPERLINK("http://example.org")')
    orders("113", date(2021, 5, 1), title="О дневниках\x0b")
    client.force_login(deputy)
    answer = client.get(reverse("document-export"), {"dated_to": "2021-03-31"})
    assert answer.streaming
    assert "dokumenty-" in answer["Content-Disposition"]
    sheet = sheet_of(answer)
    head, *rows = sheet.iter_rows()
    assert [cell.value for cell in head][:5] == ["Вид", "Заголовок", "Номер", "Дата", "Состояние"]
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["B"].width == 60
    assert len(rows) == 1
    title, number, day = rows[0][1:4]
    assert (title.value, title.data_type) == ('=HYPERLINK("http://example.org")', "s")
    assert (number.value, number.data_type) == ("112-од", "s")
    assert (day.value.date(), day.is_date) == (date(2021, 3, 1), True)
    assert sheet_of(client.get(reverse("document-export"))).max_row == 3


def test_a_line_of_the_register_has_no_two_full_stops(client, school, deputy):
    make_paper(school, author=deputy, activity=make_activity(make_roadmap(school), number="9"))
    client.force_login(deputy)
    line = client.get(reverse("document-list")).content.decode().replace("\u00a0", " ")
    assert f"Исполнитель: {deputy.employee.short_name}, пункт 9 карты".replace("\u00a0", " ") in line


def test_nobody_takes_away_what_they_do_not_see(client, school, deputy, orders):
    make_paper(school, author=deputy, title="Черновик")
    orders("112", date(2021, 3, 1), title="Приказ")
    client.force_login(make_user(school, Role.TEACHER))
    rows = list(sheet_of(client.get(reverse("document-export"))).values)
    assert [row[1] for row in rows[1:]] == ["Приказ"]
    client.force_login(make_user(make_school(), Role.DIRECTOR))
    assert sheet_of(client.get(reverse("document-export"))).max_row == 1


@pytest.mark.one_database
def test_a_table_of_thirty_costs_what_a_table_of_one_does(client, school, deputy):
    client.force_login(deputy)

    def count(papers):
        for _ in range(papers):
            make_paper(school, author=deputy, items=[{"text": "Сделать.", "responsible": deputy.employee}])
        with CaptureQueriesContext(connection) as queries:
            sheet_of(client.get(reverse("document-export")))
        return len(queries)

    count(1)  # what is read once a process is read now
    assert count(1) == count(30)
