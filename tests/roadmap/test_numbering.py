"""Numbers: an own series has neither gaps nor doubles whatever happens; the journal gives a number once."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, transaction

from roadmap.models import Document, NumberSeries
from roadmap.permissions import Role
from roadmap.services.documents import annul_document, approve_document, register_document, submit_document
from roadmap.services.numbering import date_remarks, number_year
from tests.factories import approve_paper, make_paper, make_school, make_user
from vsoko.models import User
from vsoko.workflow import TransitionError


@pytest.fixture
def school(db):
    return make_school()


@pytest.fixture
def deputy(school):
    return make_user(school, Role.DEPUTY_EDU)


@pytest.fixture
def director(school):
    return make_user(school, Role.DIRECTOR)


@pytest.fixture
def secretary(school):
    return make_user(school, Role.SECRETARY)


def minutes(school, deputy, dated=date(2020, 12, 14), **fields):
    return approve_paper(make_paper(school, "D04", author=deputy, dated=dated, **fields), director=deputy)


def test_minutes_are_numbered_by_body_and_school_year(school, deputy):
    numbers = [
        minutes(school, deputy, date(2020, 8, 31)),
        minutes(school, deputy, date(2020, 9, 1)),
        minutes(school, deputy, date(2021, 5, 31)),
        minutes(school, deputy, date(2021, 8, 31), body_name="МО учителей математики"),
        minutes(school, deputy, date(2021, 8, 31)),
    ]
    assert [(paper.number_year, paper.number) for paper in numbers] == [
        ("2019/2020", "1"),
        ("2020/2021", "1"),
        ("2020/2021", "2"),
        ("2020/2021", "1"),
        ("2020/2021", "3"),
    ]


def test_orders_are_numbered_by_the_calendar_year(school, director, deputy, secretary):
    for year in (2020, 2021):
        paper = approve_paper(make_paper(school, author=deputy), director=director)
        register_document(paper.pk, actor=secretary, number="1", dated=date(year, 12, 14))
    assert sorted(Document.objects.values_list("number_year", "number")) == [("2020", "1-од"), ("2021", "1-од")]


def test_a_step_that_fails_leaves_no_gap(school, deputy):
    minutes(school, deputy)
    paper = make_paper(school, "D04", author=deputy)
    submit_document(paper.pk, actor=deputy)
    with transaction.atomic():
        assert approve_document(paper.pk, actor=deputy).number == "2"
        transaction.set_rollback(True)
    assert approve_document(paper.pk, actor=deputy).number == "2"


def test_an_annulled_number_is_not_given_again(school, director, deputy):
    first = minutes(school, deputy)
    annul_document(first.pk, actor=director, comment="Ошибка в дате.")
    assert minutes(school, deputy).number == "2"


def test_orders_of_all_kinds_share_one_journal(school, director, deputy, secretary):
    first, second = (
        approve_paper(make_paper(school, code, author=deputy), director=director) for code in ("D01", "D03")
    )
    register_document(first.pk, actor=secretary, number="112-од", dated=date(2020, 12, 14))
    with pytest.raises(TransitionError, match="Номер 112-од в 2020 году уже занят"):
        register_document(second.pk, actor=secretary, number="112", dated=date(2020, 12, 15))
    assert register_document(second.pk, actor=secretary, number="15/1", dated=date(2020, 12, 15)).number == "15/1"


def test_a_day_before_the_signature_is_pointed_out(school, director, deputy, secretary):
    paper = approve_paper(make_paper(school, author=deputy), director=director)
    approved = paper.approved_on
    paper = register_document(paper.pk, actor=secretary, number="112", dated=approved - timedelta(days=366))
    assert "а подписан" in " ".join(date_remarks(paper))
    paper.dated = approved
    assert "а подписан" not in " ".join(date_remarks(paper))
    assert "а подписан" not in " ".join(date_remarks(minutes(school, deputy)))


def test_a_regulation_bears_the_number_of_its_order(school, director, deputy, secretary):
    order, regulation = (
        approve_paper(make_paper(school, code, author=deputy), director=director) for code in ("D01", "D02")
    )
    register_document(order.pk, actor=secretary, number="112-од", dated=date(2020, 12, 14))
    assert (
        register_document(regulation.pk, actor=secretary, number="112-од", dated=date(2020, 12, 14)).number == "112-од"
    )


def test_another_school_has_a_journal_of_its_own(school, director, deputy, secretary):
    other = make_school()
    people = [make_user(other, role) for role in (Role.DIRECTOR, Role.DEPUTY_EDU, Role.SECRETARY)]
    for place, (head, author, keeper) in ((school, (director, deputy, secretary)), (other, people)):
        paper = approve_paper(make_paper(place, author=author), director=head)
        assert register_document(paper.pk, actor=keeper, number="1", dated=date(2020, 12, 14)).number == "1-од"


@pytest.mark.parametrize(("day", "year"), [(date(2020, 8, 31), "2019/2020"), (date(2020, 9, 1), "2020/2021")])
def test_the_school_year_begins_in_september(school, deputy, day, year):
    assert number_year(make_paper(school, "D04", author=deputy).kind, day) == year


def at_once(*tasks):
    """Run the tasks in threads of their own connections, all starting together; return what they returned or raised."""
    start, answers = threading.Barrier(len(tasks)), [None] * len(tasks)

    def run(number, task):
        try:
            start.wait()
            answers[number] = task()
        except TransitionError as error:
            answers[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


@pytest.mark.django_db(transaction=True)
def test_papers_approved_at_once_get_different_numbers_in_a_row():
    school = make_school()
    deputy = make_user(school, Role.DEPUTY_EDU)
    papers = [make_paper(school, "D04", author=deputy) for _ in range(6)]
    for paper in papers:
        submit_document(paper.pk, actor=deputy)

    def approve(paper):
        return lambda: approve_document(paper.pk, actor=User.objects.get(pk=deputy.pk)).number

    assert sorted(at_once(*map(approve, papers))) == ["1", "2", "3", "4", "5", "6"]
    assert NumberSeries.objects.get().last == 6


@pytest.mark.django_db(transaction=True)
def test_one_paper_approved_at_once_by_two_clicks_is_approved_once():
    school = make_school()
    deputy = make_user(school, Role.DEPUTY_EDU)
    paper = make_paper(school, "D04", author=deputy)
    submit_document(paper.pk, actor=deputy)

    def approve():
        return approve_document(paper.pk, actor=User.objects.get(pk=deputy.pk)).number

    answers = at_once(approve, approve)
    assert sorted(isinstance(answer, TransitionError) for answer in answers) == [False, True]
    assert NumberSeries.objects.get().last == 1


@pytest.mark.django_db(transaction=True)
def test_two_secretaries_do_not_give_one_number_to_orders_of_two_kinds():
    school = make_school()
    deputy, director = make_user(school, Role.DEPUTY_EDU), make_user(school, Role.DIRECTOR)
    secretary = make_user(school, Role.SECRETARY)
    papers = [approve_paper(make_paper(school, code, author=deputy), director=director) for code in ("D01", "D03")]

    def register(paper):
        actor = User.objects.get(pk=secretary.pk)
        return lambda: register_document(paper.pk, actor=actor, number="112", dated=date(2020, 12, 14)).number

    answers = at_once(*[register(paper) for paper in papers])
    assert sorted(isinstance(answer, TransitionError) for answer in answers) == [False, True]
