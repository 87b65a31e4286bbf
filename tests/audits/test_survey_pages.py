"""Pages of surveys: what is typed wrong stays with its sentence, paper is typed one after another, answers are read in a queue."""

import io
from datetime import date

import pikepdf
import pytest
from django.urls import reverse

from audits.models import FreeAnswer, Survey, Wish
from audits.survey_words import default_title
from tests.builders.surveys import make_course, make_free_answer, make_survey, make_wish
from tests.worlds import make_world
from vsoko.rendering import produce

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    world = make_world()
    client.force_login(world.head)
    return world


def told(answer):
    return [str(message) for message in answer.context["messages"]]


def facts(world, **changes):
    return {
        "roadmap": world.roadmap.pk, "audience": "parents", "starts_on": "2021-03-01", "ends_on": "2021-03-20",
        "population": "40", "title": "", "ticket": "t1",
    } | changes  # fmt: skip


def test_a_survey_gets_the_title_of_its_audience_and_is_made_once(client, world):
    course = make_course(world)
    for _ in range(2):
        answer = client.post(reverse("survey-create"), facts(world, course_programmes=[course.pk]), follow=True)
        assert answer.status_code == 200
    survey = Survey.objects.get()
    assert (survey.title, survey.starts_on, survey.population) == (default_title("parents"), date(2021, 3, 1), 40)
    assert list(survey.course_programmes.all()) == [course]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("ends_on", "2021-02-01", "Окончание раньше начала"),
        ("ends_on", "вчера", "Такого дня нет"),
        ("audience", "соседи", "Выберите корректный вариант"),
        ("population", "сорок", "Введите целое число"),
        ("population", "0", "больше либо равно 1"),
        ("population", "99999", "меньше либо равно 30000"),
        ("course_programmes", ["77"], "77"),
        ("title", "я" * 201, "не более 200"),
    ],
)
def test_what_is_wrong_in_a_new_survey_is_said_beside_it(client, world, field, value, words):
    answer = client.post(reverse("survey-create"), facts(world, **{field: value}))
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors[field])
    assert not Survey.objects.exists()


def test_programmes_and_years_of_another_school_cannot_be_chosen(client, world):
    other = make_world()
    for change in ({"course_programmes": [make_course(other).pk]}, {"roadmap": other.roadmap.pk}):
        assert client.post(reverse("survey-create"), facts(world, **change)).status_code == 422


def rows(*questions, **more):
    data = {"rows-TOTAL_FORMS": len(questions), "rows-INITIAL_FORMS": 0}
    for place, row in enumerate(questions):
        data |= {f"rows-{place}-{name}": value for name, value in row.items()}
    return data | more


def test_questions_are_moved_by_number_and_taken_off_by_emptying(client, world):
    survey = make_survey(world)
    typed = rows(
        {"place": 5, "text": "Что  изменить?", "kind": "text"},
        {"place": 1, "text": "Когда удобнее?", "kind": "choice", "options": "днём\r\n\r\n вечером "},
        {"place": 2, "text": "", "kind": "agree"},
        {"place": "", "text": "Сообщают вовремя", "kind": "agree"},
    )
    answer = client.post(reverse("survey-questions", args=[survey.pk]), typed)
    assert answer.url == survey.get_absolute_url()
    assert list(survey.questions.values_list("text", "options")) == [
        ("Когда удобнее?", ["днём", "вечером"]), ("Что изменить?", []), ("Сообщают вовремя", []),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "field", "words"),
    [
        ({"text": "Когда?", "kind": "choice", "options": "днём"}, "options", "Впишите от 2 до 12 вариантов"),
        ({"text": "Удобно?", "kind": "agree", "options": "да"}, "options", "уберите их"),
        ({"text": "", "kind": "choice", "options": "днём\nвечером"}, "text", "а вопроса нет"),
        ({"text": "Удобно?", "kind": "цвет"}, "kind", "корректный вариант"),
        ({"text": "Удобно?", "kind": "agree", "place": "первый"}, "place", "целое число"),
    ],
)
def test_a_wrong_question_stays_typed_with_its_sentence(client, world, row, field, words):
    survey = make_survey(world)
    answer = client.post(reverse("survey-questions", args=[survey.pk]), rows(row))
    assert answer.status_code == 422
    (form,) = answer.context["points"].forms
    assert words in str(form.errors[field])
    assert form["text"].value() == row["text"]
    assert survey.questions.count() == 5


def test_more_rows_come_back_with_what_was_typed(client, world):
    survey = make_survey(world)
    typed = rows({"text": "Удобно?", "kind": "agree"}, more="1")
    answer = client.post(reverse("survey-questions", args=[survey.pk]), typed)
    assert answer.status_code == 200
    assert answer.context["points"].forms[0]["text"].value() == "Удобно?"
    assert len(answer.context["points"].forms) > 1
    assert survey.questions.count() == 5


def typed_in(survey, **values):
    asked = {row.kind: row for row in survey.questions.all()}
    return {f"q{asked[kind].pk}": value for kind, value in values.items()}


def test_one_questionnaire_follows_another_and_keeps_the_pile(client, world):
    one, two = make_course(world), make_course(world)
    survey = make_survey(world, "open", courses=[one, two])
    url = reverse("response-create", args=[survey.pk])
    answer = client.post(url, typed_in(survey, agree="yes", text="Мел.") | {"key": "t1", "course": two.pk}, follow=True)
    assert answer.redirect_chain[-1][0] == f"{url}?course={two.pk}"
    assert told(answer) == ["Анкета № 1 записана: поставьте этот номер на листе."]
    assert answer.context["form"]["course"].value() == two.pk
    assert answer.context["next_number"] == 2
    assert answer.context["form"]["key"].value() != "t1"
    client.post(url, typed_in(survey, agree="yes") | {"key": "t1", "course": two.pk})
    assert survey.responses.get().course_programme == two
    last = client.post(url, typed_in(survey, scale="4") | {"key": "t2", "enough": "1"})
    assert last.url == survey.get_absolute_url()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "нет ни одного ответа"),
        ({"text": "   "}, "нет ни одного ответа"),
        ({"scale": "шесть"}, "корректный вариант"),
        ({"agree": "maybe"}, "корректный вариант"),
        ({"choice": "7"}, "корректный вариант"),
        ({"text": "я" * 2001}, "не более 2000"),
    ],
)
def test_a_wrong_questionnaire_is_not_taken(client, world, values, words):
    survey = make_survey(world, "open")
    url = reverse("response-create", args=[survey.pk])
    answer = client.post(
        url, typed_in(survey, **({"yes_no": "yes"} if values.get("scale") else {}) | values) | {"key": "t"}
    )
    assert answer.status_code == 422
    assert words in str(answer.context["form"].errors)
    assert not survey.responses.exists()


def test_a_survey_that_is_closed_takes_no_paper(client, world):
    survey = make_survey(world, "closed")
    assert client.get(reverse("response-create", args=[survey.pk])).status_code == 403
    assert client.get(reverse("response-delete", args=[survey.responses.first().pk])).status_code == 403


def test_answers_are_read_in_a_queue(client, world):
    survey = make_survey(world, "open")
    first, second = (make_free_answer(world, survey=survey, text=words) for words in ("Первый.", "Второй."))
    queue = reverse("free-answer-list", args=[survey.pk])
    assert list(client.get(queue).context["object_list"]) == [first, second]
    for name, answer in (("show", first), ("hide", second)):
        assert client.post(reverse(f"free-answer-{name}", args=[answer.pk])).url == queue
    assert list(FreeAnswer.objects.order_by("pk").values_list("state", "read_by")) == [
        ("shown", world.head.pk), ("hidden", world.head.pk),
    ]  # fmt: skip
    page = client.get(queue, {"state": "hidden"})
    assert list(page.context["object_list"]) == [second]
    assert [row["n"] for row in page.context["tabs"]] == [0, 1, 1]
    assert "Непрочитанных ответов нет" in client.get(queue, {"state": "²"}).content.decode()


def test_an_answer_becomes_a_wish_about_its_programme(client, world):
    course = make_course(world)
    answer = make_free_answer(world, survey=make_survey(world, "open", courses=[course]), course=course)
    url = reverse("wish-create", args=[answer.pk])
    form = client.get(url).context["form"]
    assert (form["text"].value(), form["course_programme"].value()) == (answer.text, course.pk)
    refused = client.post(url, {"text": "Шахматы", "course_programme": "", "focus": ""})
    assert "что-нибудь одно" in str(refused.context["form"].errors["course_programme"])
    assert client.post(url, {"text": "", "course_programme": course.pk}).status_code == 422
    foreign = make_course(make_world())
    assert client.post(url, {"text": "Шахматы", "course_programme": foreign.pk}).status_code == 422
    assert not Wish.objects.exists()
    page = client.post(url, {"text": "Шахматы", "course_programme": course.pk}, follow=True)
    assert Wish.objects.get().course_programme == course
    assert [row["label"] for row in page.context["steps"]] == ["Принять пожелание", "Отклонить пожелание"]


def test_lists_are_narrowed_by_their_filters(client, world):
    make_survey(world, "open", audience="teachers", title="Педагогам")
    make_survey(world, title="Родителям")
    shown = client.get(reverse("survey-list"), {"audience": "teachers", "state": "open", "year": world.roadmap.pk})
    assert [row.title for row in shown.context["object_list"]] == ["Педагогам"]
    assert "ничего не нашлось" in client.get(reverse("survey-list"), {"state": "closed"}).content.decode()
    wish = make_wish(world, "declined")
    make_wish(world)
    narrowed = client.get(reverse("wish-list"), {"state": "declined", "course": wish.course_programme.pk})
    assert list(narrowed.context["object_list"]) == [wish]


def test_empty_lists_say_what_to_do_next(client, world):
    assert "Начать анкетирование" in client.get(reverse("survey-list")).content.decode()
    assert "Их составляют из свободных ответов" in client.get(reverse("wish-list")).content.decode()
    client.force_login(world.teacher)
    words = client.get(reverse("survey-list")).content.decode()
    assert "Результатов анкетирования пока нет" in words
    assert reverse("survey-create") not in words


def test_the_blank_asks_all_questions_and_no_name(client, world):
    survey = make_survey(world, courses=[make_course(world, "Шахматы")])
    page = client.get(reverse("survey-blank", args=[survey.pk])).content.decode()
    for question in survey.questions.all():
        assert question.text in page.replace("\u00a0", " ")
    assert "имя и почту не указывают" in page.replace("\u00a0", " ")
    assert "☐ «Шахматы»" in page


def test_the_blank_is_a_pdf_of_one_sheet(world):
    with pikepdf.open(io.BytesIO(produce(make_survey(world), "survey_blank"))) as paper:
        assert len(paper.pages) == 1
