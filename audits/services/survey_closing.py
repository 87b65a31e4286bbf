"""Closing a survey, and what it gives to indicators: the school says which question measures which of them."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Count

from audits import survey_workflow as workflow
from audits.indicator_terms import YEAR, Term, school_year
from audits.models import GivenAnswer, Indicator, Measurement
from audits.models.indicator import Group, Scope, Whose
from audits.services.measurements import prepared, save_value
from audits.services.signal_letters import tell_signals
from audits.services.survey_results import Told, mean_of
from audits.services.surveys import step_survey
from audits.survey_words import told
from vsoko.wording import day_num, plural
from vsoko.workflow import fact_day

METHODS = ("answers", "entered")  # how an indicator must be counted for answers to give its value
SOURCE = "Анкетирование «"


def measurable(school_id):
    """Return the indicators that answers may measure: of opinion, in per cent."""
    rows = Indicator.objects.filter(school=school_id, group=Group.OPINION, unit="%", method__in=METHODS, is_active=True)
    return rows.order_by("code")


@dataclass
class Fed:
    """What one indicator gets: `value` is prepared for writing, None where the answers are too few; `former` stands there now."""

    indicator: Indicator
    questions: list
    answered: int
    mean: float | None
    value: Measurement | None
    former: Measurement | None

    @property
    def is_kept(self):
        """Return whether a person has written the value: it stays."""
        return self.former is not None and not self.former.note.startswith(SOURCE)


def fed_by(survey, rows):
    """Return [Fed] of the indicators that the questions of a survey measure; `rows` are Told of all its answers of now."""
    groups = {}
    for row in rows:
        if row.question.indicator_id:
            groups.setdefault(row.question.indicator, []).append(row)
    if not groups:
        return []
    present = Measurement.objects.filter(
        indicator__in=groups, whose=Whose.OWN, part=YEAR, scope_key=Scope.SCHOOL
    ).select_related("association")
    present = {(value.indicator_id, value.year): value for value in present}
    return [
        fed(survey, indicator, found, present)
        for indicator, found in sorted(groups.items(), key=lambda pair: pair[0].code)
    ]


def fed(survey, indicator, rows, present):
    judged = [(row.question.points[value], number) for row in rows for value, number in row.counts.items()
              if value in row.question.points]  # fmt: skip
    count, mean = sum(number for _, number in judged), mean_of(rows)
    texts = [row.question.text for row in rows]
    enough = mean is not None and min(row.answered for row in rows) >= told()["least_shown"]
    last = survey.ends_on
    term = Term(str(last.year) if indicator.calendar_year else school_year(last))
    numbers = {"number": Decimal(str(mean))} if enough else {}
    if indicator.method == "answers" and all(points in (0, 0.5, 1) for points, _ in judged):
        positive, partly = (sum(n for points, n in judged if points == wanted) for wanted in (1, 0.5))
        numbers = {"primary": {"positive": positive, "partly": partly, "whole": count}}
    facts = {"year": term.year, "note": note_of(survey, texts), "as_of": last} | numbers
    former = present.get((indicator.pk, term.year)) if enough else None
    blank = Measurement(pk=former and former.pk, indicator=indicator, school=indicator.school)
    value = prepared(blank, **facts) if enough else None
    return Fed(indicator, texts, count, mean if enough else None, value, former)


def note_of(survey, texts):
    """Return the source of a value in words: the survey, its days and how many questions it was counted by."""
    title = survey.title[:120]
    asked = plural(len(texts), "вопрос,вопроса,вопросов")
    return f"{SOURCE}{title}», до {day_num(survey.ends_on)}; {asked}"[:300]


def answered(survey, questions):
    """Return [Told] of these questions by all answers; one query."""
    counts = defaultdict(dict)
    rows = GivenAnswer.objects.filter(response__survey=survey).order_by().values_list("question", "value")
    for question, value, number in rows.annotate(n=Count("pk")):
        counts[question][value] = number
    return [Told(question, counts[question.pk], told()["least_shown"]) for question in questions]


@transaction.atomic
def close_survey(pk, *, actor, comment="", on=None):
    """Close a survey and write what it gives to indicators, but for values that a person has written. Returns the survey."""
    values = {"closed_on": fact_day(on)}
    survey = step_survey(workflow.CLOSE_SURVEY, pk, actor=actor, comment=comment, on=on, values=values)
    # Nobody else writes values of these indicators until the transaction ends.
    list(Indicator.objects.select_for_update().filter(pk__in=survey.questions.values("indicator")))
    rows = survey.questions.exclude(indicator=None).select_related("indicator__school")
    written = [one for one in fed_by(survey, answered(survey, rows)) if one.value is not None and not one.is_kept]
    for one in written:
        save_value(one.value, actor, sentence="Значение посчитано по анкетам", former=one.former)
    tell_signals([one.value for one in written], actor)
    return survey
