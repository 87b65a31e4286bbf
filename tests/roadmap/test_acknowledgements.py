"""Ознакомление: asked of whom the paper concerns once it is in force, answered by a button or by the printed sheet."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Activity
from roadmap.permissions import Role
from roadmap.progress import progress_of, with_progress
from roadmap.services.acknowledgements import acknowledge, ask_to_read, chairs, record_signatures, staff
from roadmap.services.documents import annul_document, approve_document, submit_document
from roadmap.services.drafts import new_edition
from roadmap.services.roadmaps import submit_roadmap
from tests.factories import (
    appoint,
    approve_paper,
    join,
    make_activity,
    make_association,
    make_employee,
    make_paper,
    make_roadmap,
    make_school,
    make_user,
)
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
DAY = date(2020, 12, 14)


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def deputy(school):
    return make_user(school, Role.DEPUTY_EDU)


@pytest.fixture
def director(school):
    return make_user(school, Role.DIRECTOR)


@pytest.fixture
def reader(school):
    return make_user(school, Role.TEACHER, last_name="Пеналова")


@pytest.fixture
def paper(school, deputy, director, reader):
    draft = make_paper(school, "D04", author=deputy, readers=[reader.employee], read_by=date(2020, 12, 20))
    return approve_paper(draft, director=deputy, on=DAY)


def test_a_reader_opens_the_paper_and_notes_it_by_one_button(client, paper, reader):
    client.force_login(reader)
    page = client.get(paper.get_absolute_url()).content.decode()
    assert "Ознакомлен(а)" in page
    for _ in range(2):
        answer = client.post(reverse("acknowledge", args=[paper.pk]))
        assert answer.url == paper.get_absolute_url()
    row = paper.acknowledgements.get()
    assert (row.done_on, row.recorded_by, row.content_hash) == (timezone.localdate(), reader, paper.content_hash)
    assert [entry.sentence for entry in HistoryEntry.objects.of(row)] == ["Ознакомлена с документом"]
    assert "Ознакомлен(а)" not in client.get(paper.get_absolute_url()).content.decode()


def test_reading_is_not_noted_by_opening_an_address(client, paper, reader):
    client.force_login(reader)
    assert client.get(reverse("acknowledge", args=[paper.pk])).status_code == 405
    assert paper.acknowledgements.get().done_on is None


def test_a_draft_asks_nobody(school, deputy, reader):
    draft = make_paper(school, author=deputy, readers=[reader.employee])
    with pytest.raises(TransitionError, match="ещё не утверждён"):
        acknowledge(draft.pk, actor=reader)


def test_an_annulled_paper_asks_nobody(paper, director, reader, deputy):
    annul_document(paper.pk, actor=director, comment="Ошибка.")
    with pytest.raises(TransitionError, match="не действует"):
        acknowledge(paper.pk, actor=reader)
    with pytest.raises(TransitionError, match="больше не действует"):
        ask_to_read(paper.pk, actor=deputy, readers=[])


def test_nobody_reads_for_somebody_else(school, paper, director):
    with pytest.raises(NotAllowed, match="нет в списке"):
        acknowledge(paper.pk, actor=director)


def test_signatures_of_the_printed_sheet_are_entered_with_their_day(client, school, paper, reader):
    secretary = make_user(school, Role.SECRETARY)
    client.force_login(secretary)
    address = reverse("acknowledgement-record", args=[paper.pk])
    answer = client.post(address, {f"signed_{reader.employee.pk}": "on", "on": "2020-12-15"})
    assert answer.url == paper.get_absolute_url()
    row = paper.acknowledgements.get()
    assert (row.done_on, row.recorded_by) == (date(2020, 12, 15), secretary)
    assert HistoryEntry.objects.of(row).get().effective_on == date(2020, 12, 15)
    assert "с листа" in client.get(paper.get_absolute_url()).content.decode()


def test_without_anybody_to_sign_there_is_a_sentence_and_no_form(client, paper, deputy, reader):
    client.force_login(deputy)
    address = reverse("acknowledgement-record", args=[paper.pk])
    assert 'name="signed_' in client.get(address).content.decode()
    acknowledge(paper.pk, actor=reader)
    page = client.get(address).content.decode()
    assert "отмечено у всех, кто в списке" in page
    assert f'href="{paper.get_absolute_url()}">Вернуться к документу' in page
    assert 'name="people"' not in page
    paper.acknowledgements.all().delete()
    page = client.get(address).content.decode()
    assert f'href="{reverse("acknowledgement-ask", args=[paper.pk])}">Составить список' in page
    assert 'name="people"' not in page


@pytest.mark.parametrize(
    ("on", "sentence"),
    [(date(2020, 12, 13), "раньше было нельзя"), (timezone.localdate() + timedelta(days=1), "ещё не наступил")],
)
def test_a_signature_has_a_possible_day(paper, deputy, reader, on, sentence):
    with pytest.raises(TransitionError, match=sentence):
        record_signatures(paper.pk, actor=deputy, people=[reader.employee], on=on)


def test_nobody_is_asked_to_read_a_paper_before_it_appeared(client, paper, deputy, reader):
    client.force_login(deputy)
    typed = {"audience": "chosen", "people": [reader.employee.pk], "read_by": "2020-12-13"}
    answer = client.post(reverse("acknowledgement-ask", args=[paper.pk]), typed)
    assert "поставьте этот день или позже" in answer.context["form"].errors["read_by"][0]


def test_an_entry_of_signatures_is_whole_or_nothing(school, paper, deputy, reader):
    stranger = make_employee(school)
    with pytest.raises(TransitionError, match="нет в списке"):
        record_signatures(paper.pk, actor=deputy, people=[reader.employee, stranger], on=DAY)
    record_signatures(paper.pk, actor=deputy, people=[reader.employee], on=DAY)
    with pytest.raises(TransitionError, match="уже отмечено"):
        record_signatures(paper.pk, actor=deputy, people=[reader.employee], on=DAY)
    assert paper.acknowledgements.get().done_on == DAY


def test_readers_are_named_by_the_keepers_of_papers(school, paper, reader, deputy):
    with pytest.raises(NotAllowed):
        ask_to_read(paper.pk, actor=reader, readers=[])
    with pytest.raises(NotAllowed):
        record_signatures(paper.pk, actor=reader, people=[reader.employee])


def test_who_has_read_stays_whatever_the_list_becomes(school, paper, deputy, reader):
    acknowledge(paper.pk, actor=reader)
    other = make_employee(school, "Циркулев")
    ask_to_read(paper.pk, actor=deputy, readers=[other], read_by=date(2021, 1, 20))
    rows = {row.employee: row.due_on for row in paper.acknowledgements.all()}
    assert rows == {reader.employee: date(2020, 12, 20), other: date(2021, 1, 20)}
    ask_to_read(paper.pk, actor=deputy, readers=[])
    assert [row.employee for row in paper.acknowledgements.all()] == [reader.employee]


def test_chairs_and_staff_are_those_of_the_day(school):
    association = make_association(school)
    chair = make_employee(school, "Пеналова")
    former = make_employee(school, "Бывалова")
    member, left = make_employee(school, "Циркулев"), make_employee(school, "Ушедшая", left_on=date(2020, 1, 1))
    appoint(chair, Role.CHAIR, association=association)
    appoint(former, Role.CHAIR, association=association, ends_on=date(2020, 8, 31))
    join(association, member)
    join(association, left)
    appoint(make_employee(school, "Секретарева"), Role.SECRETARY)
    make_employee(make_school(), "Чужая")
    assert list(chairs(school)) == [chair]
    assert list(staff(school)) == [chair, member]
    assert list(chairs(school, date(2020, 5, 1))) == [former, chair]


def test_a_row_of_the_roadmap_is_done_when_everybody_has_read(school, deputy, director, reader):
    roadmap = make_roadmap(school)
    row = make_activity(roadmap, "briefing")
    approve_document(submit_roadmap(roadmap.pk, actor=deputy).pk, actor=director)
    draft = make_paper(school, "D04", author=deputy, activity=row, roadmap=roadmap, readers=[reader.employee])
    approve_paper(draft, director=deputy)
    row.refresh_from_db()
    assert row.state != Activity.State.DONE
    acknowledge(draft.pk, actor=reader)
    row.refresh_from_db()
    assert row.state == Activity.State.DONE


def test_readers_of_a_replaced_paper_do_not_hold_its_row(school, deputy, director, reader):
    roadmap = make_roadmap(school)
    row = make_activity(roadmap, "briefing")
    old = make_paper(school, "D04", author=deputy, activity=row, readers=[reader.employee, deputy.employee])
    approve_paper(old, director=deputy)
    new = new_edition(old.pk, actor=deputy)
    approve_paper(new, director=deputy)
    for person in (reader, deputy):
        acknowledge(new.pk, actor=person)
    counted = progress_of(with_progress(Activity.objects.filter(pk=row.pk)).get())
    assert (counted.done, counted.total, counted.complete) == (2, 2, True)


def test_the_page_of_readers_offers_the_staff(client, school, paper, deputy, reader):
    client.force_login(deputy)
    address = reverse("acknowledgement-ask", args=[paper.pk])
    assert "Пеналова" in client.get(address).content.decode()
    client.post(address, {"audience": "staff", "read_by": "2021-01-20"})
    assert {row.employee for row in paper.acknowledgements.all()} == {reader.employee, deputy.employee}


def test_a_submitted_paper_may_still_get_readers(school, deputy, reader):
    draft = make_paper(school, author=deputy)
    submit_document(draft.pk, actor=deputy)
    assert ask_to_read(draft.pk, actor=deputy, readers=[reader.employee]).acknowledgements.count() == 1
