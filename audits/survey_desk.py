"""What surveys put on the desk of whoever carries them: one that should be closed, answers that nobody has read.

Of several the first one stands there, and the next when it is done: it is read with the user of a request, and costs no
query of its own.
"""

from datetime import date

from django.db.models import CharField, Exists, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from audits.models import FreeAnswer, Survey
from audits.permissions import carries_surveys
from vsoko.registries import DeskSource, Duty, desk_sources, user_facts

S = Survey.State
CLOSE, READ = "survey_to_close", "survey_to_read"


def survey_duties(user, today):
    if not carries_surveys(user):
        return []
    late, unread = (told_of(getattr(user, name, None)) for name in (CLOSE, READ))
    duties = [to_close(*late)] if late and late[1] < today else []
    return [*duties, to_read(*unread)] if unread else duties


def to_close(pk, day, title):
    return Duty(
        key=f"survey-close:{pk}",
        title=f"Завершить анкетирование: {title}",
        url=reverse("survey-detail", args=[pk]),
        due=day,
        detail="Внесите последние анкеты и завершите, или перенесите окончание",
        word="срок прошёл",
        since=day,
    )


def to_read(pk, day, title):
    """Answers of a survey that goes on are read when it is closed."""
    return Duty(
        key=f"survey-read:{pk}",
        title=f"Прочитать свободные ответы: {title}",
        url=reverse("free-answer-list", args=[pk]),
        detail="Пока ответ не прочитан, другие его не видят",
        word="ждут прочтения",
        since=day,
    )


def first_of(rows, day):
    """Return the first survey of the school of a user as «pk day title», in one value of a row."""
    parts = (Cast("pk", CharField()), Value(" "), Cast(day, CharField()), Value(" "), "title")
    rows = rows.filter(school=OuterRef("school")).order_by(day, "pk")
    return Subquery(rows.values(told=Concat(*parts))[:1], output_field=CharField())


def told_of(row):
    """Return (pk, day, title) of what `first_of` has found, or None."""
    if not row:
        return None
    pk, day, title = row.split(" ", 2)
    return int(pk), date.fromisoformat(day), title


def register():
    unread = FreeAnswer.objects.filter(state=FreeAnswer.State.UNREAD, response__survey=OuterRef("pk"))
    user_facts[CLOSE] = first_of(Survey.objects.filter(state=S.OPEN), "ends_on")
    user_facts[READ] = first_of(Survey.objects.filter(Exists(unread), state__in=Survey.OVER), "closed_on")
    desk_sources.register("surveys", DeskSource(survey_duties))
