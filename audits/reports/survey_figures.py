"""Section 9 of the analysis: who was asked this year, how many answered and what, beside the year before; wishes."""

from collections import Counter, defaultdict

from django.db.models import Count

from audits.models import GivenAnswer, Survey, SurveyQuestion, Wish
from audits.services.survey_results import Told, mean_of, same_question
from audits.survey_words import level_of, sample_remark, told


def opinion(roadmap):
    """Return {surveys, wishes} of the finished surveys of a year, by four queries for any number of them."""
    order = ("-roadmap__period_from", "-closed_on", "-id")
    over = Survey.objects.filter(
        school=roadmap.school_id, state__in=Survey.OVER, roadmap__period_from__lte=roadmap.period_from
    )
    over = list(over.select_related("roadmap").annotate(count=Count("responses")).order_by(*order))
    own = [survey for survey in over if survey.roadmap_id == roadmap.pk]
    former = {survey.pk: former_among(over, survey) for survey in own}
    answered = read_answers([*own, *filter(None, former.values())])
    return {
        "surveys": [survey_row(survey, former[survey.pk], answered) for survey in reversed(own)],
        "wishes": wish_rows(own),
    }


def former_among(rows, survey):
    """Return the last finished survey of this audience in an earlier year, or None; `rows` are the latest first."""
    return next(
        (
            one
            for one in rows
            if one.audience == survey.audience and one.roadmap.period_from < survey.roadmap.period_from
        ),
        None,
    )


def read_answers(surveys):
    """Return {survey id: [Told]} of the questions that are not answered freely."""
    least = told()["least_shown"]
    counts = defaultdict(dict)
    rows = GivenAnswer.objects.filter(response__survey__in=surveys).order_by()
    for question, value, number in rows.values_list("question", "value").annotate(n=Count("pk")):
        counts[question][value] = number
    found = defaultdict(list)
    for question in SurveyQuestion.objects.filter(survey__in=surveys):
        if not question.is_free:
            known = dict.fromkeys(question.answers, 0) | counts[question.pk]
            found[question.survey_id].append(Told(question, known, least))
    return found


def survey_row(survey, former, answered):
    """Return the row of one survey; of too few questionnaires nothing but their number is told."""
    least, rows = told()["least_shown"], answered[survey.pk]
    shown = survey.count >= least
    mean = rounded(mean_of(rows)) if shown else None
    before = rounded(mean_of(answered[former.pk])) if former and former.count >= least else None
    earlier = {same_question(row.question): row for row in answered[former.pk]} if before is not None else {}
    return {
        "id": survey.pk,
        "title": survey.title,
        "audience": survey.get_audience_display(),
        "count": survey.count,
        "population": survey.population,
        "share": rounded(survey.count * 100 / survey.population) if survey.population else None,
        "remark": sample_remark(survey.count, survey.population),
        "mean": mean,
        "level": level_of(mean) if mean is not None else "",
        "former": former.roadmap.label if former else "",
        "former_mean": before,
        "change": difference(mean, before),
        "questions": [question_row(row, earlier) for row in rows if row.question.points] if shown else [],
    }


def question_row(row, earlier):
    """Return one question that tells how content people are; answers that judge nothing count nowhere."""
    former = earlier.get(same_question(row.question))
    mean, before = rounded(row.mean), rounded(former.mean) if former else None
    return {
        "text": row.question.text,
        "answered": row.answered,
        "mean": mean,
        "before": before,
        "change": difference(mean, before),
    }


def rounded(number):
    return None if number is None else round(number, 1)


def difference(now, before):
    """Return the change of what is read: of numbers that are rounded already."""
    return None if now is None or before is None else round(now - before, 1)


def wish_rows(surveys):
    """Return the wishes of these surveys as one reads them, with what was decided."""
    rows = Wish.objects.filter(survey__in=surveys).select_related("course_programme", "survey").order_by("id")
    return [
        {
            "id": wish.pk,
            "text": wish.text,
            "about": wish.about,
            "state": wish.get_state_display(),
            "reason": wish.decline_reason,
        }
        for wish in rows
    ]


def decided(wishes):
    """Return {word of the state: how many}."""
    return Counter(wish["state"] for wish in wishes)
