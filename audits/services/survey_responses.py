"""Filled questionnaires: typed from paper one after another, or taken from a file all at once. No person stands in any."""

from django.db import transaction
from django.db.models import Max

from audits import survey_workflow as workflow
from audits.models import FreeAnswer, GivenAnswer, Response, Survey
from audits.permissions import carries_surveys
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError

BATCH = 1000
LONGEST_FREE = 2000
PAPER, FILE = Response.Source.PAPER, Response.Source.FILE
GONE = "Эта анкета уже удалена: вернитесь к вводу."
NOT_OPEN = "Анкетирование не открыто: анкеты принимают, пока оно идёт."


def takes_responses(user, survey):
    return carries_surveys(user, survey)


@transaction.atomic
def add_response(survey_pk, *, actor, answers, key, course_programme=None):
    """Write one questionnaire from paper and return it. `answers` maps a question's pk to a value or to free words.

    A second sending with the same `key` returns the one that is there. Raises NotAllowed and TransitionError.
    """
    survey = _locked(survey_pk, actor)
    if known := survey.responses.filter(key=key).first():
        return known
    questions, courses = _open_facts(survey)
    course = _course(courses, course_programme)
    given = {pk: answer for pk, answer in answers.items() if str(answer).strip()}
    _check(questions, given)
    response = Response(
        survey=survey, number=_last_number(survey) + 1, course_programme=course, source=PAPER, key=key, entered_by=actor
    )
    response.save()
    _write(questions, [(response, given)])
    history.record(response, actor=actor, action="audits.response.enter", sentence="Анкета внесена с бумаги")
    return response


@transaction.atomic
def import_responses(survey_pk, *, actor, rows):
    """Write the rows of a file that are not there yet and return (added, already there).

    A row has `key`, `answers` and `course` as `survey_sheets` understands them; the whole file goes in or nothing does.
    """
    survey = _locked(survey_pk, actor)
    questions, courses = _open_facts(survey)
    fresh = new_rows(survey, rows)
    number = _last_number(survey)
    made = []
    for place, row in enumerate(fresh, start=1):
        _check(questions, row.answers)
        response = Response(
            survey=survey, number=number + place, course_programme=_course(courses, row.course), source=FILE,
            key=row.key, entered_by=actor,
        )  # fmt: skip
        made.append((response, row.answers))
    Response.objects.bulk_create([response for response, _ in made], batch_size=BATCH)
    _write(questions, made)
    if made:
        history.record(
            survey, actor=actor, action="audits.survey.import", sentence=f"Загружено анкет из файла: {len(made)}"
        )
    return len(made), len(rows) - len(made)


def new_rows(survey, rows):
    """Return the rows of a file whose keys the survey does not have."""
    known = set(survey.responses.values_list("key", flat=True))
    return [row for row in rows if row.key not in known]


@transaction.atomic
def delete_response(pk, *, actor):
    """Take out a questionnaire that was typed by mistake; returns the survey. One that became a wish stays."""
    survey_pk = Response.objects.filter(pk=pk).values_list("survey", flat=True).first()
    if survey_pk is None:
        raise TransitionError(GONE)
    survey = _locked(survey_pk, actor)
    _open_facts(survey)
    response = survey.responses.filter(pk=pk).first()
    if response is None:  # the other of two presses was quicker
        raise TransitionError(GONE)
    if response.free.filter(wish__isnull=False).exists():
        raise TransitionError("Из этой анкеты уже составлено пожелание: её не удаляют.")
    history.record(survey, actor=actor, action="audits.response.delete", sentence=f"Удалена анкета № {response.number}")
    response.delete()
    return survey


def _locked(survey_pk, actor):
    """Return the survey, locked: numbers go one after another, and nothing slips in after it is closed."""
    survey = Survey.objects.select_for_update(of=("self",)).select_related("school").get(pk=survey_pk)
    if not takes_responses(actor, survey):
        raise NotAllowed(workflow.CARRIES)
    return survey


def _open_facts(survey):
    """Return ({pk: question}, {pk: course programme}) of a survey that is open."""
    if not survey.is_open:
        raise TransitionError(NOT_OPEN)
    return {row.pk: row for row in survey.questions.all()}, {row.pk: row for row in survey.course_programmes.all()}


def _course(courses, chosen):
    """Return the programme a questionnaire is about: the only one of the survey where nothing is said."""
    if chosen is None:
        return next(iter(courses.values())) if len(courses) == 1 else None
    if chosen.pk not in courses:
        raise TransitionError("Этой программы в анкетировании нет: выберите одну из его программ.")
    return courses[chosen.pk]


def _check(questions, answers):
    if not answers:
        raise TransitionError("В анкете нет ни одного ответа: отметьте хотя бы один.")
    for pk, answer in answers.items():
        question = questions.get(pk)
        if question is None:
            raise TransitionError("Такого вопроса в анкете нет: обновите страницу.")
        if question.is_free:
            if len(answer) > LONGEST_FREE:
                raise TransitionError(f"Свободный ответ длиннее {LONGEST_FREE} знаков: сократите его.", field=f"q{pk}")
        elif answer not in question.answers:
            raise TransitionError(
                f"«{question.text}»: такого ответа нет, выберите один из предложенных.", field=f"q{pk}"
            )


def _last_number(survey):
    return survey.responses.aggregate(last=Max("number"))["last"] or 0


def _write(questions, made):
    given, free = [], []
    for response, answers in made:
        for pk, answer in answers.items():
            if questions[pk].is_free:
                free.append(FreeAnswer(response=response, question_id=pk, text=answer.strip()))
            else:
                given.append(GivenAnswer(response=response, question_id=pk, value=answer))
    GivenAnswer.objects.bulk_create(given, batch_size=BATCH)
    FreeAnswer.objects.bulk_create(free, batch_size=BATCH)
