"""What surveys put on the desk of whoever carries them: one that should be closed, answers that nobody has read."""

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from audits.models import FreeAnswer, Survey
from audits.permissions import carries_surveys
from audits.survey_steps import FREE
from vsoko.registries import DeskSource, Duty, desk_sources, user_facts
from vsoko.wording import plural

S = Survey.State


def survey_duties(user, today):
    """Return a duty a survey; where none is under way or waits to be read nothing more is asked for."""
    # Whether there is such a survey is read with the user of a request.
    if not getattr(user, "surveys_wait", True) or not carries_surveys(user):
        return []
    unread = Count("responses__free", filter=Q(responses__free__state=FreeAnswer.State.UNREAD))
    rows = Survey.objects.filter(school=user.school_id).exclude(state=S.DRAFT).annotate(unread=unread)
    rows = rows.filter(Q(state=S.OPEN, ends_on__lt=today) | Q(unread__gt=0, state__in=Survey.OVER))
    return [duty_of(survey) for survey in rows.select_related("roadmap").order_by("ends_on", "pk")]


def duty_of(survey):
    """Return what a survey waits for; one that is open is read when it is closed."""
    if survey.state == S.OPEN:
        return Duty(
            key=f"survey-close:{survey.pk}",
            title=f"Завершить анкетирование: {survey.title}",
            url=reverse("survey-close", args=[survey.pk]),
            due=survey.ends_on,
            detail="Внесите последние анкеты и завершите, или перенесите окончание",
            word="срок прошёл",
            since=survey.ends_on,
        )
    return Duty(
        key=f"survey-read:{survey.pk}",
        title=f"Прочитать {plural(survey.unread, FREE)}: {survey.title}",
        url=reverse("free-answer-list", args=[survey.pk]),
        detail="Пока ответ не прочитан, другие его не видят",
        word="ждут прочтения",
        since=survey.closed_on,
    )


def register():
    unread = Survey.objects.filter(responses__free__state=FreeAnswer.State.UNREAD, state__in=Survey.OVER)
    going = Survey.objects.filter(state=S.OPEN, school=OuterRef("school"))
    user_facts["surveys_wait"] = Exists(going) | Exists(unread.filter(school=OuterRef("school")))
    desk_sources.register("surveys", DeskSource(survey_duties))
