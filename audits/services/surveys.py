"""Surveys of opinion: begun with the questions of last time, edited while a draft, opened, closed, published."""

from django.db import IntegrityError, transaction
from django.db.models import Count

from audits import survey_workflow as workflow
from audits.models import Survey, SurveyQuestion
from audits.models.survey import POINTS, Kind
from audits.permissions import carries_surveys
from audits.survey_words import Words, default_questions
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError, fact_day, perform

FIELDS = ("title", "audience", "starts_on", "ends_on", "population")
LATE_FIELDS = ("ends_on", "population")  # what may change while people answer
MOST_QUESTIONS = 30
LEAST_OPTIONS, MOST_OPTIONS = 2, 12
LONGEST_OPTION = 120
NOT_JUDGED = "показатель измеряют вопросы «от „да“ до „нет“» и «оценка от 1 до 5», выберите один из них."


def may_edit(user, survey):
    return carries_surveys(user, survey) and survey.state in (Survey.State.DRAFT, Survey.State.OPEN)


def former_of(surveys, survey):
    """Return the last finished survey of this audience in an earlier year among these, with its `count`, or None."""
    earlier = surveys.filter(
        audience=survey.audience, roadmap__period_from__lt=survey.roadmap.period_from, state__in=Survey.OVER
    )
    earlier = earlier.select_related("roadmap").annotate(count=Count("responses"))
    return earlier.order_by("-roadmap__period_from", "-closed_on", "-id").first()


def starting_questions(school, audience):
    """Return ([Words], the survey they are taken from or None): those of last time, else the default ones."""
    last = Survey.objects.filter(school=school, audience=audience, questions__isnull=False).order_by("-id").first()
    if last is None:
        return default_questions(audience), None
    rows = last.questions.select_related("indicator")
    return [Words(row.kind, row.text, tuple(row.options), row.indicator) for row in rows], last


@transaction.atomic
def create_survey(roadmap, *, actor, course_programmes=(), ticket="", **facts):
    """Begin a survey with its questions and return it. `facts` are FIELDS.

    A second sending with the same `ticket` returns the survey that is there. Raises NotAllowed and TransitionError.
    """
    school = roadmap.school
    if not carries_surveys(actor, roadmap):
        raise NotAllowed(workflow.CARRIES)
    if ticket and (known := Survey.objects.filter(school=school, ticket=ticket).first()):
        return known
    survey = Survey(school=school, roadmap=roadmap, ticket=ticket, **facts)
    workflow.year_is_open(survey)
    _check_days(survey)
    questions, last = starting_questions(school, survey.audience)
    try:
        with transaction.atomic():
            survey.save()
    except IntegrityError:  # the other of two presses was quicker
        return Survey.objects.get(school=school, ticket=ticket)
    survey.course_programmes.set(course_programmes)
    _write_questions(survey, questions)
    comment = "Вопросы взяты из прошлой анкеты." if last else ""
    history.record(survey, actor=actor, action="audits.survey.create", sentence="Анкетирование начато", comment=comment)
    return survey


@transaction.atomic
def delete_survey(pk, *, actor):
    """Delete a draft that was begun by mistake; the history of its year keeps that it was there. Returns the roadmap."""
    survey = _locked(pk, actor)
    if survey.state != Survey.State.DRAFT:
        raise TransitionError("Анкетирование уже открывали: удалить его нельзя, завершите его.")
    history.record(
        survey.roadmap, actor=actor, action="audits.survey.delete", school=survey.school,
        sentence=f"Удалён черновик анкетирования: {survey.title}"[:300],
    )  # fmt: skip
    survey.delete()
    return survey.roadmap


def _check_days(survey):
    if survey.ends_on < survey.starts_on:
        raise TransitionError("Окончание раньше начала: поправьте один из дней.", field="ends_on")


@transaction.atomic
def edit_survey(pk, *, actor, course_programmes=None, **facts):
    """Change a draft, or the last day and the number of the invited while people answer. Returns the survey."""
    survey = _locked(pk, actor)
    if survey.state not in (Survey.State.DRAFT, Survey.State.OPEN):
        raise TransitionError("Анкетирование завершено: менять его уже нельзя.")
    names = FIELDS if survey.state == Survey.State.DRAFT else LATE_FIELDS
    before = history.snapshot(survey, names)
    for name in names:
        setattr(survey, name, facts.get(name, getattr(survey, name)))
    _check_days(survey)
    survey.save(update_fields=names)
    changes = history.differences(survey, before, history.snapshot(survey, names))
    if survey.state == Survey.State.DRAFT and course_programmes is not None:
        was, now = sorted(map(str, survey.course_programmes.all())), sorted(map(str, course_programmes))
        if was != now:
            survey.course_programmes.set(course_programmes)
            changes["о каких программах"] = [was, now]
    if changes:
        history.record(
            survey, actor=actor, action="audits.survey.edit", sentence="Анкетирование изменено", changes=changes
        )
    return survey


@transaction.atomic
def save_questions(pk, *, actor, rows):
    """Put these [Words] in place of the questions of a draft, in their order. Returns the survey."""
    survey = _locked(pk, actor)
    if survey.state != Survey.State.DRAFT:
        raise TransitionError("Анкетирование уже открыто: вопросы больше не меняют, иначе ответы не сложатся.")
    _check_questions(rows)
    was = [_told(row) for row in survey.questions.select_related("indicator")]
    now = [_told(row) for row in rows]
    if was == now:
        return survey
    survey.questions.all().delete()
    _write_questions(survey, rows)
    history.record(
        survey, actor=actor, action="audits.survey.questions", sentence="Вопросы анкеты изменены",
        changes={"вопросы": ["; ".join(was), "; ".join(now)]},
    )  # fmt: skip
    return survey


def _told(row):
    options = f" ({', '.join(row.options)})" if row.options else ""
    measures = f", показатель {row.indicator.code}" if row.indicator else ""
    return f"{row.text} — {Kind(row.kind).label}{options}{measures}"


def _check_questions(rows):
    if not rows:
        raise TransitionError("Оставьте в анкете хотя бы один вопрос.")
    if len(rows) > MOST_QUESTIONS:
        raise TransitionError(f"Вопросов больше {MOST_QUESTIONS}: столько никто не заполнит, сократите анкету.")
    texts = [row.text.casefold() for row in rows]
    if twice := next((row.text for row in rows if texts.count(row.text.casefold()) > 1), None):
        raise TransitionError(f"Вопрос «{twice}» стоит дважды: оставьте один.")
    for row in rows:
        if fault := option_fault(row.kind, row.options):
            raise TransitionError(f"«{row.text}»: {fault}")
        if row.indicator and row.kind not in POINTS:
            raise TransitionError(f"«{row.text}»: {NOT_JUDGED}")


def option_fault(kind, options):
    """Return what is wrong with the options of a question, or nothing."""
    if kind != Kind.CHOICE:
        return "варианты нужны только вопросу «один из нескольких», уберите их." if options else ""
    if not LEAST_OPTIONS <= len(options) <= MOST_OPTIONS:
        return f"впишите от {LEAST_OPTIONS} до {MOST_OPTIONS} вариантов, каждый с новой строки."
    if len({option.casefold() for option in options}) < len(options):
        return "вариант стоит дважды, оставьте один."
    if any(len(option) > LONGEST_OPTION for option in options):
        return f"вариант длиннее {LONGEST_OPTION} знаков, сократите его."
    return ""


def _write_questions(survey, rows):
    SurveyQuestion.objects.bulk_create(
        SurveyQuestion(
            survey=survey,
            position=place,
            kind=row.kind,
            text=row.text,
            options=list(row.options),
            indicator=row.indicator,
        )
        for place, row in enumerate(rows, start=1)
    )


def _locked(pk, actor):
    survey = Survey.objects.select_for_update(of=("self",)).select_related("school", "roadmap").get(pk=pk)
    if not carries_surveys(actor, survey):
        raise NotAllowed(workflow.CARRIES)
    return survey


def step_survey(step, pk, *, actor, comment="", on=None, values=None):
    return perform(
        step, pk, actor=actor, queryset=Survey.objects.select_related("school", "roadmap"), comment=comment, on=on,
        values=values,
    )  # fmt: skip


def open_survey(pk, *, actor, comment="", on=None):
    return step_survey(
        workflow.OPEN_SURVEY, pk, actor=actor, comment=comment, on=on, values={"opened_on": fact_day(on)}
    )


def reopen_survey(pk, *, actor, comment="", on=None):
    return step_survey(workflow.REOPEN_SURVEY, pk, actor=actor, comment=comment, on=on, values={"closed_on": None})


def publish_survey(pk, *, actor, comment="", on=None):
    values = {"published_on": fact_day(on), "published_by": actor}
    return step_survey(workflow.PUBLISH_SURVEY, pk, actor=actor, comment=comment, on=on, values=values)


def withdraw_survey(pk, *, actor, comment="", on=None):
    values = {"published_on": None, "published_by": None}
    return step_survey(workflow.WITHDRAW_SURVEY, pk, actor=actor, comment=comment, on=on, values=values)
