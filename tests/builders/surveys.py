"""Surveys of opinion in any state, with questionnaires; free answers in their queue, wishes made of them."""

from datetime import date
from itertools import count

from django.db.models import Max

from audits.models import FreeAnswer, GivenAnswer, Response, Survey, SurveyQuestion, Wish
from roadmap.models import CourseProgramme

OPENED, CLOSED, PUBLISHED = date(2021, 3, 1), date(2021, 3, 20), date(2021, 3, 25)
QUESTIONS = (
    ("agree", "Расписание удобно", []),
    ("scale", "Как вы оцениваете школу?", []),
    ("yes_no", "Знаете ли вы о сайте школы?", []),
    ("choice", "Когда удобнее занятия?", ["днём", "вечером"]),
    ("text", "Что изменить?", []),
)
ENOUGH = 6
_serial = count(1)


def make_course(world, name="", association=True):
    """Return a programme of the association of the world, or of none."""
    return CourseProgramme.objects.create(
        school=world.school, name=name or f"Кружок {next(_serial)}", focus="arts",
        association=world.association if association else None,
    )  # fmt: skip


def make_survey(world, state="draft", *, courses=(), responses=None, **fields):
    """Return a survey with all kinds of questions; one that is over has enough questionnaires to be shown."""
    facts = {
        "roadmap": world.roadmap,
        "title": "Анкета для родителей",
        "audience": "parents",
        "starts_on": OPENED,
        "ends_on": CLOSED,
        "population": 40,
    }
    if state != "draft":
        facts["opened_on"] = OPENED
    if state in Survey.OVER:
        facts["closed_on"] = CLOSED
    if state == "published":
        facts |= {"published_on": PUBLISHED, "published_by": world.head}
    survey = Survey.objects.create(school=world.school, state=state, **(facts | fields))
    survey.course_programmes.set(courses)
    for position, (kind, text, options) in enumerate(QUESTIONS, start=1):
        SurveyQuestion.objects.create(survey=survey, position=position, kind=kind, text=text, options=options)
    if responses is None:
        responses = ENOUGH if state in Survey.OVER else 0
    for _ in range(responses):
        respond(world, survey)
    return survey


def respond(world, survey, *, course=None, agree="yes", scale="5", words=""):
    """Return one questionnaire of the survey."""
    number = (survey.responses.aggregate(last=Max("number"))["last"] or 0) + 1
    response = Response.objects.create(
        survey=survey,
        number=number,
        key=f"k{next(_serial)}",
        source="paper",
        course_programme=course,
        entered_by=world.head,
    )
    asked = {row.kind: row for row in survey.questions.all()}
    for kind, value in (("agree", agree), ("scale", scale), ("yes_no", "yes"), ("choice", "1")):
        GivenAnswer.objects.create(response=response, question=asked[kind], value=value)
    if words:
        FreeAnswer.objects.create(response=response, question=asked["text"], text=words)
    return response


def make_free_answer(world, state="unread", *, survey=None, course=None, text="Нужен кружок шахмат.", **fields):
    survey = survey or make_survey(world, "open")
    answer = respond(world, survey, course=course, words=text).free.get()
    facts = {"state": state} | ({"read_on": CLOSED, "read_by": world.head} if state != "unread" else {})
    FreeAnswer.objects.filter(pk=answer.pk).update(**(facts | fields))
    answer.refresh_from_db()
    return answer


def make_wish(world, state="new", *, answer=None, course=None, **fields):
    """Return a wish about a programme of the world's association."""
    answer = answer or make_free_answer(world, "shown")
    facts = {"text": "Открыть вторую группу.", "course_programme": course or make_course(world)}
    if state != "new":
        facts |= {"decided_on": CLOSED, "decided_by": world.head}
    if state == "declined":
        facts["decline_reason"] = "Нет помещения."
    return Wish.objects.create(
        school=world.school, survey=answer.survey, answer=answer, state=state, **(facts | fields)
    )


BUILDERS = {Survey: make_survey, FreeAnswer: make_free_answer, Wish: make_wish}
