"""What a survey leads to: values of indicators, the desk of who carries it, section 9 of the analysis, a measure."""

from datetime import date

import pytest
from django.urls import reverse

from audits.models import Measurement, Survey
from audits.reports.draft_texts import draft_text
from audits.reports.for_site import opinion as for_site
from audits.reports.survey_figures import opinion
from audits.services import surveys
from audits.services.survey_closing import close_survey
from audits.survey_desk import survey_duties
from audits.survey_words import Words
from tests.audits.measuring import enter, indicator
from tests.builders.roadmap import make_year
from tests.builders.surveys import make_free_answer, make_survey, make_wish, respond
from vsoko.backends import SchoolBackend
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


class Nobody:
    """Hides nothing: no association of the school is a small one."""

    @staticmethod
    def rows(rows):
        return rows


def measuring(world, code="U01", kind="agree"):
    """Return an open survey whose question of this kind measures an indicator."""
    survey = make_survey(world, "open")
    survey.questions.filter(kind=kind).update(indicator=indicator(world, code))
    return survey


def test_closing_writes_what_the_questions_measure_and_names_the_survey(world):
    survey = measuring(world)
    for agree in ("yes", "yes", "rather_yes", "no", "unsure"):
        respond(world, survey, agree=agree)
    close_survey(survey.pk, actor=world.deputy)
    value = Measurement.objects.get(indicator__code="U01")
    assert (value.year, value.value, value.numerator, value.denominator) == ("2020/2021", 62.5, 2.5, 4)
    assert value.note == "Анкетирование «Анкета для родителей», до 20.03.2021; 1\u00a0вопрос"
    # More answers after it went on: the same value is counted anew. What a person has written stays.
    surveys.reopen_survey(survey.pk, actor=world.deputy, comment="Пришли анкеты 5А.")
    respond(world, survey, agree="yes")
    close_survey(survey.pk, actor=world.deputy)
    value.refresh_from_db()
    assert (value.value, value.denominator) == (70, 5)
    by_hand = measuring(world, "U02", "scale")
    enter(world, "U02", "2020/2021", data={"positive": 5, "whole": 10})
    for _ in range(6):
        respond(world, by_hand, scale="4")
    close_survey(by_hand.pk, actor=world.deputy)
    assert Measurement.objects.get(indicator__code="U02").value == 50
    few = measuring(world, "U03")
    respond(world, few)
    close_survey(few.pk, actor=world.deputy)
    assert not Measurement.objects.filter(indicator__code="U03").exists()


def test_a_question_that_judges_nothing_measures_nothing_and_the_link_goes_on_to_next_year(world, client):
    survey = make_survey(world, "draft")
    one = indicator(world, "U01")
    with pytest.raises(TransitionError, match="показатель измеряют"):
        surveys.save_questions(survey.pk, actor=world.head, rows=[Words("yes_no", "Были ли вы?", (), one)])
    surveys.save_questions(survey.pk, actor=world.head, rows=[Words("agree", "Удобно ли?", (), one)])
    entry = HistoryEntry.objects.of(survey).first()
    assert entry.changes["вопросы"][1].endswith("показатель U01")
    assert surveys.starting_questions(world.school, "parents")[0] == [Words("agree", "Удобно ли?", (), one)]
    client.force_login(world.head)
    page = client.get(reverse("survey-questions", args=[survey.pk])).content.decode()
    assert f'<option value="{one.pk}" selected>' in page
    assert "U04" not in page
    surveys.open_survey(survey.pk, actor=world.head)
    assert "мало данных" in client.get(survey.get_absolute_url()).content.decode()


def test_only_a_draft_is_deleted(world):
    survey = make_survey(world, "draft")
    with pytest.raises(NotAllowed):
        surveys.delete_survey(survey.pk, actor=world.auditor)
    surveys.delete_survey(survey.pk, actor=world.deputy)
    assert not Survey.objects.exists()
    assert (
        HistoryEntry.objects.of(world.roadmap).first().sentence == "Удалён черновик анкетирования: Анкета для родителей"
    )
    with pytest.raises(TransitionError, match="завершите его"):
        surveys.delete_survey(make_survey(world, "open").pk, actor=world.deputy)


def test_a_survey_waits_on_the_desk_to_be_closed_and_to_be_read(world):
    def waiting(user, day=date(2021, 3, 21)):
        return [(duty.title, duty.due) for duty in survey_duties(SchoolBackend().get_user(user.pk), day)]

    survey = make_survey(world, "open")
    make_free_answer(world, survey=survey)
    assert waiting(world.deputy, date(2021, 3, 20)) == waiting(world.teacher) == waiting(world.director) == []
    assert waiting(world.deputy) == [("Завершить анкетирование: Анкета для родителей", date(2021, 3, 20))]
    close_survey(survey.pk, actor=world.deputy)
    assert waiting(world.head) == [("Прочитать свободные ответы: Анкета для родителей", None)]
    survey.responses.get().free.update(state="hidden", read_on=date(2021, 3, 22), read_by=world.head)
    assert waiting(world.head) == []


def test_section_nine_tells_the_sample_the_answers_and_the_year_before(world):
    earlier = make_year(world)
    former = make_survey(world, "published", roadmap=earlier, responses=0)
    for _ in range(6):
        respond(world, former, agree="yes", scale="5")
    survey = make_survey(world, "closed", responses=0, population=20)
    for number in range(12):
        respond(world, survey, agree="rather_yes", scale="5" if number < 6 else "3")
    make_wish(world, "accepted", answer=make_free_answer(world, "shown", survey=survey))
    make_survey(world, "open")
    figures = {"opinion": opinion(world.roadmap)}
    (row,) = figures["opinion"]["surveys"]
    assert (row["count"], row["share"], row["mean"], row["former_mean"], row["change"]) == (
        13,
        65.0,
        65.4,
        100.0,
        -34.6,
    )
    assert [(one["text"], one["answered"], one["mean"], one["change"]) for one in row["questions"]] == [
        ("Расписание удобно", 13, 53.8, -46.2), ("Как вы оцениваете школу?", 13, 76.9, -23.1),
    ]  # fmt: skip
    assert [wish["state"] for wish in figures["opinion"]["wishes"]] == ["принято"]
    words = draft_text("opinion", figures).replace("\u00a0", " ")
    assert words.startswith("Родители: анкет 13 из 20 приглашённых (65 %). Выборка мала")
    assert "Удовлетворённость 65,4 %, средняя; это на 34,6 п. п. ниже, чем в 2020 году." in words
    assert "Ниже других оценили: «Расписание удобно» (53,8 %)." in words
    assert "возможные причины требуют проверки" in words
    assert words.endswith("Из ответов составлено 1 пожелание: принято — 1.")
    survey.responses.filter(number__lt=5).delete()
    shown = for_site(opinion(world.roadmap), Nobody)
    assert [(one["count"], one["mean"], one["questions"]) for one in shown["surveys"]] == [(9, None, [])]
    assert "не приводится" in draft_text("opinion", {"opinion": shown})
