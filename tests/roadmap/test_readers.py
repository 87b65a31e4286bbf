"""Who has not read what by when: the list over all papers, the printed sheet with its remarks, the button at the desk."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from roadmap.permissions import Role
from roadmap.reading_sheet import PURPOSE, content_of
from roadmap.services.acknowledgements import acknowledge, record_signatures
from roadmap.services.documents import annul_document
from tests.factories import approve_paper, join, make_association, make_employee, make_paper, make_school, make_user
from vsoko.models import HistoryEntry
from vsoko.rendering import request_rendering
from vsoko.workflow import TransitionError

pytestmark = pytest.mark.django_db
DAY = date(2020, 12, 14)
TODAY = timezone.localdate()


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def deputy(school):
    return make_user(school, Role.DEPUTY_EDU)


@pytest.fixture
def secretary(school):
    return make_user(school, Role.SECRETARY)


@pytest.fixture
def reader(school):
    return make_user(school, Role.TEACHER, last_name="Пеналова", first_name="Ольга", patronymic="Юрьевна")


def paper_for(deputy, *readers, read_by=None, **fields):
    draft = make_paper(deputy.school, "D04", author=deputy, readers=readers, read_by=read_by, **fields)
    return approve_paper(draft, director=deputy, on=DAY)


def listed(client, user, **query):
    client.force_login(user)
    rows = client.get(reverse("acknowledgement-list"), query).context["object_list"]
    return [(row.employee.last_name, row.document.title) for row in rows]


def test_the_overdue_stand_first_and_those_without_a_day_last(client, deputy, secretary):
    people = [make_employee(deputy.school, name) for name in ("Бумажкина", "Скрепкин", "Ластикова")]
    paper_for(deputy, people[0], title="Когда-нибудь")
    paper_for(deputy, people[1], title="Ещё есть время", read_by=TODAY + timedelta(days=3))
    paper_for(deputy, people[2], title="Давно пора", read_by=TODAY - timedelta(days=3))
    assert listed(client, secretary) == [
        ("Ластикова", "Давно пора"),
        ("Скрепкин", "Ещё есть время"),
        ("Бумажкина", "Когда-нибудь"),
    ]
    assert listed(client, secretary, state="late") == [("Ластикова", "Давно пора")]
    assert listed(client, secretary, state="none") == [("Бумажкина", "Когда-нибудь")]
    assert listed(client, secretary, employee=people[1].pk) == [("Скрепкин", "Ещё есть время")]


def test_who_has_read_who_has_left_and_what_is_void_is_not_waited_for(client, school, deputy, secretary, reader):
    gone = make_employee(school, "Ушедшая", left_on=date(2021, 1, 1))
    director = make_user(school, Role.DIRECTOR)
    read = paper_for(deputy, reader.employee, title="Прочитан")
    acknowledge(read.pk, actor=reader)
    paper_for(deputy, gone, title="Некому")
    annul_document(paper_for(deputy, reader.employee).pk, actor=director, comment="Ошибка.")
    make_paper(school, author=deputy, readers=[reader.employee])
    assert listed(client, secretary) == []
    assert "Ознакомлены все" in client.get(reverse("acknowledgement-list")).content.decode()


def test_the_list_is_narrowed_to_an_association(client, school, deputy, secretary, reader):
    association = make_association(school)
    join(association, reader.employee)
    paper_for(deputy, reader.employee, make_employee(school, "Скрепкин"))
    assert [name for name, _ in listed(client, secretary, association=association.pk)] == ["Пеналова"]


@pytest.mark.one_database
def test_the_list_costs_the_same_for_one_and_thirty_readers(client, school, deputy, secretary):
    paper_for(deputy, make_employee(school))
    client.force_login(secretary)

    def count():
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("acknowledgement-list")).status_code == 200
        return len(queries)

    count()  # what is read once a process is read now
    few = count()
    for _ in range(29):
        paper_for(deputy, make_employee(school))
    assert count() == few


def test_a_reader_answers_at_the_desk_by_one_button(client, deputy, reader):
    paper = paper_for(deputy, reader.employee, title="О сроках")
    client.force_login(reader)
    assert reverse("acknowledge", args=[paper.pk]) in client.get(reverse("desk")).content.decode()
    answer = client.post(reverse("acknowledge", args=[paper.pk]), {"next": "desk"})
    assert answer.url == reverse("desk")
    assert paper.acknowledgements.get().done_on == TODAY
    assert "О сроках" not in client.get(reverse("desk")).content.decode()


def test_remarks_stand_beside_those_who_signed_and_those_who_did_not(client, school, deputy, secretary, reader):
    away = make_employee(school, "Скрепкин")
    paper = paper_for(deputy, reader.employee, away)
    client.force_login(secretary)
    address = reverse("acknowledgement-record", args=[paper.pk])
    typed = {
        "on": "2020-12-15",
        f"signed_{reader.employee.pk}": "on",
        f"remark_{reader.employee.pk}": "отказ, акт от 15.12.2020",
        f"remark_{away.pk}": "отпуск",
    }
    assert client.post(address, typed).url == paper.get_absolute_url()
    rows = {row.employee: (row.done_on, row.remark) for row in paper.acknowledgements.all()}
    assert rows == {reader.employee: (date(2020, 12, 15), "отказ, акт от 15.12.2020"), away: (None, "отпуск")}
    assert HistoryEntry.objects.of(paper.acknowledgements.get(employee=away)).get().sentence == "Изменено примечание"
    assert "отпуск" in client.get(address).content.decode()


def test_an_entry_without_a_mark_and_a_remark_is_refused_in_one_sentence(client, deputy, secretary, reader):
    paper = paper_for(deputy, reader.employee)
    client.force_login(secretary)
    answer = client.post(reverse("acknowledgement-record", args=[paper.pk]), {"on": "2020-12-15"})
    assert answer.status_code == 422
    assert "Отметьте тех, кто расписался на листе, или впишите примечание." in answer.content.decode()


def test_a_wrong_day_keeps_what_was_typed_and_saves_nothing(client, deputy, secretary, reader):
    paper = paper_for(deputy, reader.employee)
    client.force_login(secretary)
    pk = reader.employee.pk
    typed = {"on": "2020-12-01", f"signed_{pk}": "on", f"remark_{pk}": "командировка"}
    answer = client.post(reverse("acknowledgement-record", args=[paper.pk]), typed)
    assert answer.status_code == 422
    assert 'value="командировка"' in answer.content.decode()
    assert "раньше было нельзя" in answer.context["form"].errors["on"][0]
    row = paper.acknowledgements.get()
    assert (row.done_on, row.remark) == (None, "")


def test_the_printed_sheet_leaves_the_pen_what_nobody_has_answered(school, deputy, secretary, reader):
    signed, waits = make_employee(school, "Скрепкин"), make_employee(school, "Чернилова")
    paper = paper_for(deputy, reader.employee, signed, waits, title="О сроках")
    acknowledge(paper.pk, actor=reader, on=date(2020, 12, 16))
    record_signatures(paper.pk, actor=secretary, people=[signed], on=date(2020, 12, 17), remarks={waits.pk: "отпуск"})
    sheet = content_of(paper)
    assert sheet["what"] == "с протоколом от 14.12.2020 №\xa01"
    assert [(row["name"].split()[0], row["day"], row["sign"], row["remark"]) for row in sheet["rows"]] == [
        ("Пеналова", "2020-12-16", "электронно", ""),
        ("Скрепкин", "2020-12-17", "на бумаге", ""),
        ("Чернилова", "", "", "отпуск"),
    ]


def test_a_paper_without_readers_has_no_sheet(deputy):
    paper = paper_for(deputy)
    with pytest.raises(TransitionError, match="никого не просили"):
        request_rendering(paper, PURPOSE, actor=deputy)
