"""Surveys: begun with the questions of last time, edited while a draft, answered while open, and no name in any row."""

from datetime import date

import pytest

from audits.models import FreeAnswer, GivenAnswer, Response, Survey, Wish
from audits.models.survey import Audience
from audits.services import survey_responses, surveys, wishes
from audits.survey_words import Words, default_questions, default_title, level_of, sample_remark
from tests.builders.surveys import QUESTIONS, make_course, make_free_answer, make_survey, make_wish
from tests.worlds import make_world
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
DAYS = {"starts_on": date(2021, 3, 1), "ends_on": date(2021, 3, 20), "population": 40}


def begin(world, audience="parents", **facts):
    words = {"audience": audience, "title": default_title(audience)} | DAYS | facts
    return surveys.create_survey(world.roadmap, actor=world.head, **words)


def asked(survey):
    return [Words(row.kind, row.text, tuple(row.options)) for row in survey.questions.all()]


@pytest.mark.parametrize("audience", Audience.values)
def test_a_first_survey_starts_with_the_default_questions_of_its_audience(world, audience):
    survey = begin(world, audience)
    assert asked(survey) == default_questions(audience)
    assert {"agree", "scale", "text"} == {row.kind for row in survey.questions.all()}
    # The default ones are such as the page itself would take.
    assert surveys.save_questions(survey.pk, actor=world.head, rows=asked(survey)) == survey


def test_the_next_one_starts_with_what_the_school_asked_last(world):
    first = begin(world)
    own = [Words("yes_no", "Знаете ли вы о кружках?"), Words("choice", "Когда удобнее?", ("днём", "вечером"))]
    surveys.save_questions(first.pk, actor=world.head, rows=own)
    assert asked(begin(world)) == own
    assert asked(begin(world, "teachers")) == default_questions("teachers")


def test_a_second_press_finds_the_same_survey(world):
    first, second = (begin(world, ticket="t1") for _ in range(2))
    assert first == second
    assert Survey.objects.count() == 1


def test_no_survey_is_begun_in_a_closed_year_nor_ends_before_it_starts(world):
    with pytest.raises(TransitionError, match="раньше начала"):
        begin(world, ends_on=date(2021, 2, 1))
    world.roadmap.state, world.roadmap.closed_on = "closed", date(2022, 1, 10)
    world.roadmap.save()
    with pytest.raises(TransitionError, match="закрыт"):
        begin(world)
    assert not Survey.objects.exists()


def test_questions_are_numbered_anew_and_history_tells_the_change(world):
    survey = begin(world)
    rows = [Words("text", "Что изменить?"), Words("agree", "Расписание удобно")]
    surveys.save_questions(survey.pk, actor=world.head, rows=rows)
    assert list(survey.questions.values_list("position", "text")) == [(1, "Что изменить?"), (2, "Расписание удобно")]
    entry = HistoryEntry.objects.of(survey).get(action="audits.survey.questions")
    assert "Что изменить? — свободный ответ; Расписание удобно" in entry.changes["вопросы"][1]
    surveys.save_questions(survey.pk, actor=world.head, rows=rows)
    assert HistoryEntry.objects.of(survey).filter(action="audits.survey.questions").count() == 1


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "хотя бы один"),
        ([Words("agree", f"Вопрос {n}") for n in range(31)], "больше 30"),
        ([Words("agree", "Удобно"), Words("scale", "удобно")], "стоит дважды"),
        ([Words("choice", "Когда?", ("днём",))], "от 2 до 12 вариантов"),
        ([Words("choice", "Когда?", ("днём", "Днём"))], "вариант стоит дважды"),
        ([Words("choice", "Когда?", ("днём", "я" * 121))], "длиннее 120"),
        ([Words("agree", "Удобно", ("да", "нет"))], "варианты нужны только"),
    ],
)
def test_questions_that_nobody_could_answer_are_refused(world, rows, words):
    survey = make_survey(world)
    with pytest.raises(TransitionError, match=words):
        surveys.save_questions(survey.pk, actor=world.head, rows=rows)
    assert survey.questions.count() == len(QUESTIONS)


def test_an_open_survey_keeps_its_questions_and_gives_way_in_two_facts_only(world):
    survey = make_survey(world, "open")
    with pytest.raises(TransitionError, match="больше не меняют"):
        surveys.save_questions(survey.pk, actor=world.head, rows=[Words("agree", "Другой")])
    changed = surveys.edit_survey(
        survey.pk, actor=world.head, title="Другая", ends_on=date(2021, 4, 1), population=50,
        course_programmes=[make_course(world)],
    )  # fmt: skip
    changed.refresh_from_db()
    assert (changed.title, changed.ends_on, changed.population) == ("Анкета для родителей", date(2021, 4, 1), 50)
    assert not changed.course_programmes.exists()
    with pytest.raises(TransitionError, match="завершено"):
        surveys.edit_survey(make_survey(world, "closed").pk, actor=world.head, population=50)


def test_without_questions_or_enough_answers_it_goes_no_further(world):
    empty = make_survey(world)
    empty.questions.all().delete()
    with pytest.raises(TransitionError, match="ни одного вопроса"):
        surveys.open_survey(empty.pk, actor=world.head)
    few = make_survey(world, "closed", responses=4)
    with pytest.raises(TransitionError, match="меньше 5"):
        surveys.publish_survey(few.pk, actor=world.head)


@pytest.mark.parametrize("name", ["director", "auditor", "chair", "teacher", "secretary", "administrator"])
def test_only_deputies_and_the_head_carry_it_out(world, name):
    actor, survey, answer = getattr(world, name), make_survey(world, "open"), make_free_answer(world)
    for act in (
        lambda: surveys.create_survey(world.roadmap, actor=actor, audience="parents", title="А", **DAYS),
        lambda: surveys.edit_survey(survey.pk, actor=actor, population=5),
        lambda: surveys.save_questions(survey.pk, actor=actor, rows=[Words("agree", "Удобно")]),
        lambda: survey_responses.add_response(survey.pk, actor=actor, answers={}, key="k"),
        lambda: survey_responses.import_responses(survey.pk, actor=actor, rows=[]),
        lambda: survey_responses.delete_response(answer.response_id, actor=actor),
        lambda: wishes.create_wish(answer.pk, actor=actor, text="Шахматы", focus="sports"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_nothing_in_a_questionnaire_points_to_a_person_or_a_moment():
    kept = {field.name for model in (Response, GivenAnswer, FreeAnswer) for field in model._meta.get_fields()}
    assert kept == {
        "id", "survey", "number", "course_programme", "source", "key", "entered_by", "given", "free", "response",
        "question", "value", "text", "state", "read_on", "read_by", "wish",
    }  # fmt: skip


def test_a_questionnaire_from_paper_is_taken_once_and_numbered(world):
    survey = make_survey(world, "open")
    agree, scale, *_, text = survey.questions.all()
    answers = {agree.pk: "rather_yes", scale.pk: "", text.pk: "  Парты. "}
    first, again = (
        survey_responses.add_response(survey.pk, actor=world.head, answers=answers, key="t1") for _ in range(2)
    )
    assert first == again
    second = survey_responses.add_response(survey.pk, actor=world.deputy, answers={agree.pk: "no"}, key="t2")
    assert [first.number, second.number] == [1, 2]
    assert list(first.given.values_list("question", "value")) == [(agree.pk, "rather_yes")]
    assert (first.free.get().text, first.free.get().state) == ("Парты.", "unread")
    assert HistoryEntry.objects.of(first).get().sentence == "Анкета внесена с бумаги"


@pytest.mark.parametrize("state", ["draft", "closed", "published"])
def test_questionnaires_are_taken_while_it_is_open_only(world, state):
    survey = make_survey(world, state, responses=0)
    question = survey.questions.first()
    with pytest.raises(TransitionError, match="не открыто"):
        survey_responses.add_response(survey.pk, actor=world.head, answers={question.pk: "yes"}, key="t")
    assert not survey.responses.exists()


def test_what_is_no_answer_is_refused(world):
    survey, other = make_survey(world, "open"), make_survey(world, "open")
    agree, scale, yes_no, choice, text = survey.questions.all()
    for answers, words in (
        ({}, "ни одного ответа"),
        ({text.pk: " \n"}, "ни одного ответа"),
        ({agree.pk: "maybe"}, "такого ответа нет"),
        ({scale.pk: "6"}, "такого ответа нет"),
        ({yes_no.pk: "unsure"}, "такого ответа нет"),
        ({choice.pk: "2"}, "такого ответа нет"),
        ({text.pk: "я" * 2001}, "длиннее 2000"),
        ({other.questions.first().pk: "yes"}, "Такого вопроса"),
    ):
        with pytest.raises(TransitionError, match=words):
            survey_responses.add_response(survey.pk, actor=world.head, answers=answers, key="t")
    assert not Response.objects.exists()


def test_it_is_about_the_one_programme_or_one_of_several(world):
    one, two, foreign = (make_course(world) for _ in range(3))
    single, several = make_survey(world, "open", courses=[one]), make_survey(world, "open", courses=[one, two])

    def add(survey, course=None):
        answers = {survey.questions.first().pk: "yes"}
        return survey_responses.add_response(
            survey.pk, actor=world.head, answers=answers, key=f"t{survey.responses.count()}", course_programme=course
        ).course_programme

    assert (add(single), add(several), add(several, two)) == (one, None, two)
    with pytest.raises(TransitionError, match="Этой программы"):
        add(several, foreign)


def test_a_mistyped_one_goes_until_it_has_become_a_wish(world):
    survey = make_survey(world, "open", responses=2)
    gone = survey.responses.get(number=1)
    survey_responses.delete_response(gone.pk, actor=world.head)
    assert [row.number for row in survey.responses.all()] == [2]
    assert HistoryEntry.objects.of(survey).get().sentence == "Удалена анкета № 1"
    with pytest.raises(TransitionError, match="уже удалена"):
        survey_responses.delete_response(gone.pk, actor=world.head)
    answer = make_free_answer(world, "shown", survey=survey)
    make_wish(world, answer=answer)
    with pytest.raises(TransitionError, match="пожелание"):
        survey_responses.delete_response(answer.response_id, actor=world.head)


def test_who_sees_which_survey_and_wish(world):
    own, foreign = make_course(world), make_course(world, association=False)
    drawn = {
        "draft": make_survey(world), "open": make_survey(world, "open", courses=[own]),
        "own": make_survey(world, "closed", courses=[own]), "foreign": make_survey(world, "closed", courses=[foreign]),
        "published": make_survey(world, "published"),
    }  # fmt: skip
    mine = make_wish(world, course=own)
    make_wish(world, course=foreign)
    make_wish(world, course_programme=None, focus="sports")

    def seen(user):
        found = set(Survey.objects.visible_to(user))
        return {name for name, survey in drawn.items() if survey in found}

    for user in (world.director, world.deputy, world.head, world.auditor):
        assert seen(user) == set(drawn)
        assert Wish.objects.visible_to(user).count() == 3
    assert seen(world.chair) == {"own", "published"}
    assert list(Wish.objects.visible_to(world.chair)) == [mine]
    for user in (world.teacher, world.secretary, world.administrator):
        assert seen(user) == {"published"}
        assert not Wish.objects.visible_to(user).exists()
        assert not FreeAnswer.objects.visible_to(user).exists()
    assert not Survey.objects.visible_to(make_world().head).exists()


def test_levels_and_samples_are_told_in_words():
    assert [level_of(share) for share in (0, 40, 40.1, 70, 71, 100)] == [
        "низкая", "низкая", "средняя", "средняя", "высокая", "высокая",
    ]  # fmt: skip
    assert "не указано" in sample_remark(50, None)
    assert "мала" in sample_remark(29, 40)
    assert "мала" in sample_remark(39, 100)
    assert sample_remark(40, 100) == ""
    assert "больше, чем приглашённых" in sample_remark(41, 40)
