"""Free answers and wishes: no history keeps what somebody wrote, and of one answer comes one wish about one thing."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import SurveyQuestion, Wish
from audits.services import wishes
from tests.builders.surveys import make_course, make_free_answer, make_survey, make_wish, respond
from tests.factories import make_roadmap
from tests.worlds import make_world
from vsoko.models import HistoryEntry
from vsoko.workflow import TransitionError

pytestmark = pytest.mark.django_db


def test_history_of_an_answer_never_holds_its_words(world):
    answer = make_free_answer(world, text="Пётр Кляксин из 6Б обижает других.")
    wishes.hide_answer(answer.pk, actor=world.head)
    answer.refresh_from_db()
    assert (answer.state, answer.read_by) == ("hidden", world.head)
    assert not HistoryEntry.objects.filter(subject_label__contains="Кляксин").exists()
    assert "Кляксин" not in str(HistoryEntry.objects.of(answer).get().changes)


def test_of_one_answer_comes_one_wish_about_one_thing(world):
    course, foreign = make_course(world), make_course(make_world())
    answer = make_free_answer(world, "shown")
    for facts, words in (
        ({}, "что-нибудь одно"),
        ({"course_programme": course, "focus": "sports"}, "что-нибудь одно"),
        ({"course_programme": foreign}, "Такой программы"),
    ):
        with pytest.raises(TransitionError, match=words):
            wishes.create_wish(answer.pk, actor=world.head, text="Шахматы", **facts)
    first, again = (wishes.create_wish(answer.pk, actor=world.head, text="Шахматы", focus="sports") for _ in "12")
    assert first == again
    assert (first.survey, first.about) == (answer.survey, "новое: физкультурно-спортивная")
    with pytest.raises(IntegrityError), transaction.atomic():
        Wish.objects.filter(pk=first.pk).update(course_programme=course)


def test_a_decided_wish_keeps_its_words(world):
    wish = make_wish(world)
    facts = {"text": "Две группы.", "course_programme": wish.course_programme, "focus": ""}
    assert wishes.edit_wish(wish.pk, actor=world.head, **facts).text == "Две группы."
    assert HistoryEntry.objects.of(wish).get().changes == {"пожелание": ["Открыть вторую группу.", "Две группы."]}
    wishes.decline_wish(wish.pk, actor=world.head, comment=" Нет зала. ")
    wish.refresh_from_db()
    assert (wish.decline_reason, wish.decided_by) == ("Нет зала.", world.head)
    with pytest.raises(TransitionError, match="уже решено"):
        wishes.edit_wish(wish.pk, actor=world.head, **facts)


def fill(world, number):
    for n in range(number):
        course = make_course(world)
        survey = make_survey(world, "open", courses=[course], title=f"Анкета {n}")
        make_wish(world, answer=make_free_answer(world, "shown", survey=survey, course=course))
        make_free_answer(world, survey=survey, course=course)


@pytest.mark.one_database
@pytest.mark.parametrize("name", ["survey-list", "wish-list", "free-answer-list", "survey-detail"])
def test_pages_cost_the_same_for_one_row_and_for_thirty(client, world, name):
    client.force_login(world.head)
    survey = make_survey(world, "published", courses=[make_course(world)], roadmap=make_roadmap(world.school, "2020"))
    shown = make_survey(world, "open", courses=[make_course(world), make_course(world)])
    url = reverse(name, args=[shown.pk] if name in ("free-answer-list", "survey-detail") else [])

    def cost():
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    fill(world, 1)
    for state in ("shown", "unread", "unread", "unread", "unread"):
        make_free_answer(world, state, survey=shown)
    few = cost()
    fill(world, 5)
    for place in range(30):
        course = make_course(world)
        shown.course_programmes.add(course)
        make_free_answer(world, "unread" if place % 2 else "shown", survey=shown, course=course)
        SurveyQuestion.objects.create(survey=shown, position=10 + place, kind="scale", text=f"Вопрос {place}")
        respond(world, survey)
    assert cost() == few <= 15
