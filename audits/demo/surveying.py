"""Consumers of the demo: parents who answered in the past year, and those who are answering now."""

from audits.demo.texts import load
from audits.demo.world import DEPUTY, HEAD
from audits.models import FreeAnswer, Indicator
from audits.models.survey import Kind
from audits.services import surveys, wishes
from audits.services.survey_closing import close_survey
from audits.services.survey_responses import add_response, import_responses
from audits.survey_sheets import AnsweredRow
from audits.survey_words import Words, default_title
from vsoko.wording import full_stop

ON_PAPER = 2  # questionnaires that came on paper; the others were filled in a form on the net
STRIDE = 7  # answers of one person are not all the first ones


def survey_story(world, name):
    """A survey from its draft as far as the data tell it: the past one is published, the present one goes on."""
    told = load("surveys")[name]
    deputy = world.user(DEPUTY)
    yield world.day(told["begun"])
    survey = surveys.create_survey(
        world.roadmap, actor=deputy, audience=told["audience"], title=default_title(told["audience"]),
        starts_on=world.day(told["opened"]), ends_on=world.day(told["ends"]), population=told["population"],
        course_programmes=[world.cast.course(course) for course in told["courses"]],
    )  # fmt: skip
    measure(world, survey, told["measures"])
    yield world.day(told["opened"])
    surveys.open_survey(survey.pk, actor=deputy)
    yield world.day(told["loaded"])
    rows = rows_of(world, survey, told)
    import_responses(survey.pk, actor=deputy, rows=rows[ON_PAPER:])
    for row in rows[:ON_PAPER]:
        add_response(survey.pk, actor=deputy, answers=row.answers, key=row.key, course_programme=row.course)
    if "closed" in told:
        yield closing_story(world, survey, told)


def measure(world, survey, code):
    """Say that the questions with an answer from «да» to «нет» measure this indicator; next year takes it over."""
    indicator = Indicator.objects.get(school=world.cast.school, code=code)
    rows = [
        Words(row.kind, row.text, tuple(row.options), indicator if row.kind == Kind.AGREE else None)
        for row in survey.questions.all()
    ]
    surveys.save_questions(survey.pk, actor=world.user(DEPUTY), rows=rows)


def closing_story(world, survey, told):
    """What was written is read, results are published, wishes are decided on."""
    head = world.user(HEAD)
    yield world.day(told["closed"])
    close_survey(survey.pk, actor=world.user(DEPUTY))
    yield world.day(told["read"])
    made = []
    for one in told["free"]:
        answer = FreeAnswer.objects.get(response__survey=survey, text=one["text"])
        read = wishes.show_answer if one["fate"] == "shown" else wishes.hide_answer
        read(answer.pk, actor=head)
        if "wish" in one:
            about = (
                {"focus": one["focus"]} if "focus" in one else {"course_programme": world.cast.course(one["course"])}
            )
            made.append((one, wishes.create_wish(answer.pk, actor=head, text=full_stop(one["wish"]), **about)))
    yield world.day(told["published"])
    surveys.publish_survey(survey.pk, actor=head)
    yield world.day(told["decided"])
    for one, wish in made:
        if one.get("decision") == "accept":
            wishes.accept_wish(wish.pk, actor=world.user(DEPUTY))
        elif one.get("decision") == "decline":
            wishes.decline_wish(wish.pk, actor=world.user(DEPUTY), comment=one["why"])


def rows_of(world, survey, told):
    """Return the questionnaires as a file would bring them: each question has as many of each answer as is told."""
    questions = list(survey.questions.all())
    judged = [row for row in questions if not row.is_free]
    spreads = [*told["spread"], told["marks"]]
    courses = [name for name, number in told["courses"].items() for _ in range(number)]
    pools = [
        [value for value, number in zip(question.answers, spread, strict=True) for _ in range(number)]
        for question, spread in zip(judged, spreads, strict=True)
    ]
    free = list(told["free"])
    rows = []
    for place, course in enumerate(courses):
        answers = {
            question.pk: pool[(place * STRIDE + shift * 3) % len(pool)]
            for shift, (question, pool) in enumerate(zip(judged, pools, strict=True))
        }
        said = next((one for one in free if one["course"] == course), None)
        if said:
            free.remove(said)
            answers[questions[said["question"] - 1].pk] = said["text"]
        rows.append(AnsweredRow(place + 2, answers, world.cast.course(course), f"{survey.pk}-{place}"))
    return rows
