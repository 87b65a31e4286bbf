"""Free answers are read before they are shown; what they ask for becomes a wish that somebody decides on."""

from django.db import transaction

from audits import survey_workflow as workflow
from audits.models import FreeAnswer, Wish
from audits.permissions import carries_surveys
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

FIELDS = ("text", "course_programme", "focus")
ANSWERS = FreeAnswer.objects.select_related("response__survey__school")
TWO_THINGS = "Выберите программу или новое направление, что-нибудь одно."


def _read(step, pk, actor, comment, on):
    values = {"read_on": fact_day(on), "read_by": actor}
    return perform(step, pk, actor=actor, queryset=ANSWERS, comment=comment, on=on, values=values)


def show_answer(pk, *, actor, comment="", on=None):
    return _read(workflow.SHOW_ANSWER, pk, actor, comment, on)


def hide_answer(pk, *, actor, comment="", on=None):
    return _read(workflow.HIDE_ANSWER, pk, actor, comment, on)


@transaction.atomic
def create_wish(answer_pk, *, actor, text, course_programme=None, focus=""):
    """Make a wish of a free answer and return it; of each answer only one, a second press finds it."""
    answer = (
        FreeAnswer.objects.select_for_update(of=("self",)).select_related("response__survey__school").get(pk=answer_pk)
    )
    if not carries_surveys(actor, answer):
        raise NotAllowed(workflow.CARRIES)
    if known := Wish.objects.filter(answer=answer).first():
        return known
    _check(answer.school_id, course_programme, focus)
    wish = Wish.objects.create(
        school=answer.school, survey=answer.survey, answer=answer, text=text, course_programme=course_programme,
        focus=focus,
    )  # fmt: skip
    history.record(wish, actor=actor, action="audits.wish.create", sentence="Пожелание составлено из ответа анкеты")
    return wish


@transaction.atomic
def edit_wish(pk, *, actor, **facts):
    """Change the words of a wish or what it is about, while nothing is decided. Returns it."""
    wish = Wish.objects.select_for_update(of=("self",)).select_related("school", "course_programme").get(pk=pk)
    if not carries_surveys(actor, wish):
        raise NotAllowed(workflow.CARRIES)
    if wish.state != Wish.State.NEW:
        raise TransitionError("По пожеланию уже решено: менять его нельзя.")
    _check(wish.school_id, facts["course_programme"], facts["focus"])
    before = history.snapshot(wish, FIELDS)
    for name in FIELDS:
        setattr(wish, name, facts[name])
    wish.save(update_fields=FIELDS)
    changes = history.differences(wish, before, history.snapshot(wish, FIELDS))
    if changes:
        history.record(wish, actor=actor, action="audits.wish.edit", sentence="Пожелание изменено", changes=changes)
    return wish


def _check(school_id, course_programme, focus):
    if bool(course_programme) == bool(focus):
        raise TransitionError(TWO_THINGS, field="course_programme")
    if course_programme and course_programme.school_id != school_id:
        raise TransitionError("Такой программы в школе нет.", field="course_programme")


def _decide(step, pk, actor, comment, on, **more):
    values = {"decided_on": fact_day(on), "decided_by": actor, **more}
    queryset = Wish.objects.select_related("school")
    return perform(step, pk, actor=actor, queryset=queryset, comment=comment, on=on, values=values)


def accept_wish(pk, *, actor, comment="", on=None):
    return _decide(workflow.ACCEPT_WISH, pk, actor, comment, on)


def decline_wish(pk, *, actor, comment="", on=None):
    return _decide(workflow.DECLINE_WISH, pk, actor, comment, on, decline_reason=comment.strip())
