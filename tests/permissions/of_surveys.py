"""Surveys of opinion behind their addresses: of the whole school, and one about a programme of the chair's association."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.audits.workbooks import workbook
from tests.builders.surveys import QUESTIONS, make_course, make_free_answer, make_survey, make_wish, respond
from tests.permissions.subjects import of, page, shared

REASON = {"comment": "Пришли анкеты 5А."}


def about_own(world, state):
    """Return a survey about a programme of the world's association."""
    course = make_course(world)
    survey = make_survey(world, state, courses=[course], responses=0)
    for _ in range(6):
        respond(world, survey, course=course)
    return survey


def filled(world, state):
    survey = make_survey(world, state)
    respond(world, survey)
    return survey.responses.get()


def of_survey(answer):
    return [answer.response.survey_id]


def a_survey(world):
    year = str(world.roadmap.pk)
    return {"roadmap": year, "audience": "parents", "starts_on": "2021-03-01", "ends_on": "2021-03-20"}


def one_answer(world):
    survey = shared(world, make_survey, ("open",))
    return {f"q{survey.questions.first().pk}": "yes"}


def two_rows(world):
    texts = [text for _, text, _ in QUESTIONS]
    book = workbook(["да", "5", "да", "днём", "Мел"], ["нет", "1", "нет", "вечером", ""], head=texts)
    return {"upload": SimpleUploadedFile("otvety.xlsx", book)}


def a_wish(world):
    return {"text": "Открыть кружок шахмат.", "course_programme": "", "focus": "technical"}


def other_questions(world):
    return {"rows-0-text": "Удобно ли расписание кружков?"}


SUBJECTS = {
    "survey-list": page(),
    "survey-create": page(a_survey),
    "survey-detail": of(make_survey, "open"),
    "survey-detail closed": of(make_survey, "closed"),
    "survey-detail own": of(about_own, "closed"),
    "survey-detail published": of(make_survey, "published"),
    "survey-edit": of(make_survey, "draft", typed=lambda world: {"title": "Анкета весны"}),
    "survey-edit closed": of(make_survey, "closed"),
    "survey-delete": of(make_survey, "draft"),
    "survey-questions": of(make_survey, "draft", typed=other_questions),
    "survey-blank": of(make_survey, "open"),
    "survey-blank published": of(make_survey, "published"),
    "survey-open": of(make_survey, "draft"),
    "survey-close": of(make_survey, "open"),
    "survey-publish": of(make_survey, "closed"),
    "survey-publish own": of(about_own, "closed"),
    "survey-reopen": of(make_survey, "closed", typed=lambda world: REASON),
    "survey-withdraw": of(make_survey, "published", typed=lambda world: REASON),
    "response-create": of(make_survey, "open", typed=one_answer),
    "response-create closed": of(make_survey, "closed"),
    "response-delete": of(filled, "open"),
    "survey-import": of(make_survey, "open", typed=two_rows),
    "survey-import-confirm": of(make_survey, "open"),
    "free-answer-list": of(make_free_answer, "unread", args=of_survey),
    "free-answer-show": of(make_free_answer, "unread"),
    "free-answer-hide": of(make_free_answer, "unread"),
    "wish-create": of(make_free_answer, "unread", typed=a_wish),
    "wish-list": page(),
    "wish-detail": of(make_wish, "new"),
    "wish-edit": of(make_wish, "new", typed=lambda world: {"text": "Открыть третью группу."}),
    "wish-accept": of(make_wish, "new"),
    "wish-decline": of(make_wish, "new", typed=lambda world: REASON),
}
