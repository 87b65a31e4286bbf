"""What a survey says: means, comparison with last year, groups too small to be shown, and how much each reader sees."""

from datetime import date

import pytest
from django.urls import reverse

from audits.models import Survey
from audits.services.survey_results import results_of, shown_groups, shown_words
from audits.survey_blank import blocks_of, content
from tests.builders.surveys import make_course, make_free_answer, make_survey, respond
from tests.factories import make_roadmap

pytestmark = pytest.mark.django_db


def answered(world, agree, state="published", *, course=None, **facts):
    """Return a survey with one questionnaire for each answer to its first question."""
    survey = make_survey(world, state, responses=0, **facts)
    for value in agree:
        respond(world, survey, agree=value, course=course, scale="3")
    return survey


def page(client, user, survey, **query):
    client.force_login(user)
    return client.get(survey.get_absolute_url(), query)


def text(answer):
    return answer.content.decode().replace("\u00a0", " ")


def test_yes_counts_one_rather_yes_a_half_and_who_cannot_say_nothing(world):
    survey = answered(world, ["yes", "yes", "rather_yes", "rather_no", "no", "unsure"])
    results = results_of(survey, world.head)
    agree, scale, *_ = results.questions
    assert agree.mean == pytest.approx(100 * 2.5 / 5)
    assert scale.mean == 50
    assert results.mean == pytest.approx(100 * (2.5 + 3) / 11)
    assert (results.count, results.population, results.share) == (6, 40, 15)
    assert [row.question.kind for row in results.judged] == ["agree", "scale"]
    assert agree.counts == {"yes": 2, "rather_yes": 1, "rather_no": 1, "no": 1, "unsure": 1}


def test_all_who_cannot_say_are_no_division_by_nothing(client, world):
    survey = answered(world, ["unsure"] * 6)
    assert results_of(survey, world.head).questions[0].mean is None
    assert "н/д" in text(page(client, world.head, survey))


def test_a_survey_of_four_says_that_data_are_few(client, world):
    survey = answered(world, ["yes"] * 4, "closed")
    answer = page(client, world.head, survey)
    assert "Мало данных: результаты показывают, когда анкет не меньше 5" in text(answer)
    assert answer.context["figures"] == []
    assert results_of(survey, world.head).mean is None


def test_a_question_that_four_answered_is_not_shown(client, world):
    survey = answered(world, ["yes"] * 6)
    question = survey.questions.first()
    for row in list(question.given.all()[:2]):
        row.delete()
    told = results_of(survey, world.head).questions[0]
    assert (told.hidden, told.mean) == (True, None)
    rows = page(client, world.head, survey).context["figures"][0]["rows"]
    assert rows[0][1:] == ["мало данных", "мало данных"]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({1: 9, 2: 6}, {1, 2}),
        ({1: 9, 2: 4}, set()),  # the rest is what the whole without the shown would tell
        ({1: 9, 2: 6, 3: 4}, {1}),
        ({1: 9, 2: 3, 3: 3}, {1}),
        ({1: 9, 2: 6, None: 2}, {1}),
        ({}, set()),
    ],
)
def test_a_small_group_cannot_be_read_from_the_rest(counts, shown):
    assert shown_groups(counts, 5) == shown


def test_groups_by_programme_and_one_chosen(client, world):
    big, middle, small = make_course(world, "Большой"), make_course(world, "Средний"), make_course(world, "Малый")
    survey = make_survey(world, "published", courses=[big, middle, small], responses=0)
    for course, number in ((big, 12), (middle, 11), (small, 10)):
        for _ in range(number):
            respond(world, survey, course=course, agree="no" if course == big else "yes", scale="1")
    whole = page(client, world.head, survey)
    assert [(group.label, group.count, group.shown) for group in whole.context["results"].groups] == [
        ("«Большой»", 12, True), ("«Малый»", 10, True), ("«Средний»", 11, True),
    ]  # fmt: skip
    chosen = page(client, world.head, survey, course=big.pk).context["results"]
    assert (chosen.chosen, chosen.count, chosen.questions[0].mean, chosen.population) == (big, 12, 0, None)


def test_a_programme_that_is_not_shown_cannot_be_chosen(client, world):
    big, small = make_course(world, "Большой"), make_course(world, "Малый")
    survey = make_survey(world, "published", courses=[big, small], responses=0)
    for course, number in ((big, 12), (small, 3)):
        for _ in range(number):
            respond(world, survey, course=course)
    for chosen in (big.pk, small.pk, "²", "x", 10**20):
        answer = page(client, world.head, survey, course=chosen)
        assert answer.context["results"].chosen is None
        assert answer.context["results"].count == 15
    assert text(answer).count("мало данных") == 4


def test_who_reads_what_is_published_gets_larger_groups(client, world):
    survey = answered(world, ["yes"] * 9)
    assert "Мало данных" in text(page(client, world.teacher, survey))
    assert "Мало данных" not in text(page(client, world.head, survey))
    respond(world, survey)
    answer = page(client, world.teacher, survey)
    assert "Ответили 10 из 40" in text(answer)
    assert answer.context["entries"] == []
    assert client.get(reverse("history", args=["audits.survey", survey.pk])).status_code == 404


def test_a_chair_reads_of_a_closed_one_only_what_is_about_own_programmes(client, world):
    own, foreign = make_course(world), make_course(world, association=False)
    survey = make_survey(world, "closed", courses=[own, foreign], responses=0)
    for _ in range(6):
        respond(world, survey, course=own, agree="no")
        respond(world, survey, course=foreign, agree="yes")
    make_free_answer(world, "shown", survey=survey, course=own, text="Своим тесно.")
    make_free_answer(world, "shown", survey=survey, course=foreign, text="Чужим просторно.")
    answer = page(client, world.chair, survey)
    results = answer.context["results"]
    assert (results.count, results.population) == (7, None)
    assert [group.course for group in results.groups] == [own]
    assert "Показаны ответы о программах вашего объединения" in text(answer)
    assert "Своим тесно." in text(answer)
    assert "Чужим просторно." not in text(answer)
    listed = client.get(reverse("survey-list")).content.decode()
    assert "по своим программам" in listed
    assert "14 из 40" not in listed
    assert page(client, world.chair, survey, course=foreign.pk).context["results"].count == 7


def test_only_words_that_somebody_has_read_are_shown(client, world):
    survey = answered(world, ["yes"] * 12)
    for state in ("shown", "hidden", "unread"):
        make_free_answer(world, state, survey=survey, text=f"Слова {state}")
    for user in (world.head, world.teacher):
        words = text(page(client, user, survey))
        assert "Слова shown" in words
        assert "Слова hidden" not in words
        assert "Слова unread" not in words
    assert shown_words(survey, results_of(survey, world.head)) == [("Что изменить?", ["Слова shown"])]


def test_it_is_compared_with_the_last_finished_one_of_its_audience(client, world):
    year = make_roadmap(world.school, "2020")
    answered(world, ["yes"] * 6, audience="teachers", roadmap=year)
    answered(world, ["yes"] * 6, "open", roadmap=year)
    answered(world, ["yes"] * 6, roadmap=make_roadmap(world.school, "2019"))
    former = answered(world, ["no"] * 6, "closed", roadmap=year)
    survey = answered(world, ["yes"] * 12)
    survey.questions.filter(kind="scale").update(text="Другими словами?")
    results = results_of(survey, world.head)
    assert results.former == former
    agree, scale, *_ = results.questions
    assert (agree.mean, agree.former.mean, agree.change) == (100, 0, 100)
    assert (scale.former, scale.change) == (None, None)
    rows = page(client, world.head, survey).context["figures"][0]["rows"]
    assert [row[3:] for row in rows] == [["0 %".replace(" ", "\u00a0"), "+100,0"], ["не спрашивали", "–"]]
    # A teacher does not see the closed one: the last that was published is compared with.
    assert results_of(survey, world.teacher).former.roadmap.label == "2019"


def test_a_former_one_too_small_tells_nothing(world):
    answered(world, ["no"] * 4, "closed", roadmap=make_roadmap(world.school, "2020"))
    results = results_of(answered(world, ["yes"] * 6), world.head)
    assert (results.former_mean, results.questions[0].change) == (None, None)


def test_a_draft_shows_its_questions_and_the_next_step(client, world):
    survey = make_survey(world)
    answer = page(client, world.head, survey)
    assert "имени, класса, почты и телефона она не спрашивает" in text(answer)
    assert answer.context["next"]["label"] == "Открыть анкетирование"
    assert "вечером" in text(answer)
    assert page(client, world.director, survey).context["next"] is None


def test_the_next_step_follows_the_state(client, world):
    def label(survey):
        step = page(client, world.head, survey).context["next"]
        return step and step["label"]

    closed = make_survey(world, "closed")
    assert label(make_survey(world, "open")) == "Внести анкету с бумаги"
    assert label(closed) == "Опубликовать результаты"
    make_free_answer(world, survey=closed)
    assert label(closed) == "Читать ответы"
    assert label(make_survey(world, "published")) is None


def test_questions_answered_alike_share_a_table_of_the_blank(world):
    survey = make_survey(world, courses=[make_course(world, "Шахматы")])
    for row in survey.questions.filter(position__gt=1):
        type(row).objects.filter(pk=row.pk).update(position=row.position + 10)
    survey.questions.create(position=2, kind="agree", text="Сообщают вовремя")
    kinds = [(block["heads"], len(block["lines"])) for block in blocks_of(survey.questions.all())]
    assert kinds[0] == (["да", "скорее да", "скорее нет", "нет", "затрудняюсь ответить"], 2)
    assert [heads for heads, _ in kinds].count(None) == 2
    facts = content(Survey.objects.get(pk=survey.pk))
    assert (facts["courses"], facts["until"]) == (["«Шахматы»"], f"{date(2021, 3, 20):%d.%m.%Y}")
