"""Progress is computed from what happened: papers, readers, consultations; the ribbon and the desk repeat it."""

from datetime import date

import pytest
from django.utils import timezone

from roadmap.models import Acknowledgement, Activity, Consultation, Document, Roadmap
from roadmap.progress import progress_of, with_progress
from roadmap.services import activities
from roadmap.services.drafts import kind_of
from roadmap.standing import standing_of
from roadmap.year import Ribbon, Year, span_of, stations
from tests.factories import make_activity, make_association, make_employee, make_roadmap, make_school
from tests.roadmap.years import make_year

pytestmark = pytest.mark.django_db

TODAY = date(2021, 3, 1)


def progress(row):
    return progress_of(with_progress(Activity.objects.select_related("roadmap")).get(pk=row.pk))


def paper(world, row, state="draft", code="D04"):
    """Put a paper into a state past the door: its own rules are tried elsewhere."""
    approved = {"approved_on": TODAY, "approved_by": world.director, "content": {}}
    return Document.objects.create(
        school=world.school,
        kind=kind_of(world.school, code),
        roadmap=world.roadmap,
        activity=row,
        title="О чём-то",
        author=world.deputy,
        state=state,
        **(approved if state not in ("draft", "on_approval", "annulled") else {}),
    )


def readers(world, document, count, done=0):
    for number in range(count):
        read = {"done_on": TODAY, "recorded_at": timezone.now(), "recorded_by": world.deputy} if number < done else {}
        Acknowledgement.objects.create(document=document, employee=make_employee(world.school), **read)


@pytest.mark.parametrize(("stage", "code"), [("decision", "D01"), ("regulation", "D02")])
@pytest.mark.parametrize(
    ("states", "word", "complete"),
    [
        ([], "впереди", False),
        (["draft"], "документ готовится", False),
        (["annulled"], "впереди", False),
        (["approved"], "выполнено", True),
        (["superseded", "draft"], "выполнено", True),
    ],
)
def test_paper_stage_is_done_by_a_paper_in_force(stage, code, states, word, complete):
    world = make_year(stage)
    for state in states:
        paper(world, world.rows[0], state, code)
    found = progress(world.rows[0])
    assert (found.word, found.complete) == (word, complete)


def test_minutes_that_adopt_a_regulation_do_not_carry_its_row_out():
    world = make_year("regulation")
    paper(world, world.rows[0], "approved")
    assert progress(world.rows[0]).word == "впереди"


@pytest.mark.parametrize("stage", ["briefing", "staff"])
def test_reading_stage_waits_for_every_reader(stage):
    world = make_year(stage)
    minutes = paper(world, world.rows[0], "approved")
    readers(world, minutes, 3, done=2)
    found = progress(world.rows[0])
    assert (found.word, found.share, found.complete) == ("ознакомлены 2 из 3", 2 / 3, False)
    Acknowledgement.objects.update(done_on=TODAY, recorded_at=timezone.now(), recorded_by=world.deputy)
    assert progress(world.rows[0]).complete


def consult(world, association=None, **fields):
    Consultation.objects.create(
        school=world.school,
        roadmap=world.roadmap,
        activity=world.rows[0],
        held_on=TODAY,
        consultant=world.deputy.employee,
        association=association,
        topic="Аудит",
        **fields,
    )


def test_associations_that_work_are_counted_once_however_often_they_were_consulted():
    world = make_year("consultation")
    working, other = make_association(world.school), make_association(world.school)
    closed = make_association(world.school, closed_on=date(2020, 9, 1))
    make_association(make_school())
    for association in (working, working, closed):
        consult(world, association)
    found = progress(world.rows[0])
    assert (found.done, found.total, found.word, found.complete) == (1, 2, "проведены для 1 из 2 МО", False)
    consult(world, other)
    assert progress(world.rows[0]).complete


def test_consultation_about_a_focus_begins_the_row_and_counts_for_no_association():
    world = make_year("consultation")
    make_association(world.school)
    consult(world, focus="arts")
    found = progress(world.rows[0])
    assert (found.done, found.begun, found.word) == (0, True, "проведены для 0 из 1 МО")


def test_row_done_by_hand_is_complete_whatever_was_recorded():
    world = make_year("decision")
    activities.finish_activity(world.rows[0].pk, actor=world.deputy, comment="Приказ на бумаге.")
    found = progress(world.rows[0])
    assert (found.word, found.complete, found.share) == ("выполнено", True, 1.0)


def test_dropped_row_says_why_and_asks_for_nothing():
    world = make_year("decision")
    activities.drop_activity(world.rows[0].pk, actor=world.deputy, comment="Приказ прошлого года действует.")
    row = with_progress(Activity.objects.select_related("roadmap")).get(pk=world.rows[0].pk)
    standing = standing_of(row, TODAY)
    assert (standing.shape, standing.word, standing.share) == ("void", "не требуется", 0.0)
    assert standing.detail == "Приказ прошлого года действует."


def test_papers_of_one_row_say_nothing_of_another():
    world = make_year("decision", "regulation")
    paper(world, world.rows[0], "approved")
    assert not progress(world.rows[1]).complete


def test_all_rows_are_counted_by_one_query(django_assert_num_queries):
    world = make_year("decision", "briefing", "consultation", "audits", "plans", "elimination", "analysis", "other")
    with django_assert_num_queries(1):
        rows = list(with_progress(world.roadmap.activities.all()))
        assert len([standing_of(row, TODAY) for row in rows]) == 8


# --- год на каждой странице -----------------------------------------------------------------------------------------


def test_frame_of_a_page_costs_one_query(django_assert_num_queries):
    world = make_year("decision", "audits")
    make_roadmap(world.school, "2022")
    with django_assert_num_queries(1):
        year = Year(world.teacher, chosen=world.roadmap.pk)
        ribbon = Ribbon(year)
        assert "решение" in ribbon.full_svg()
        assert "tape--thin" in ribbon.thin_svg()
        assert [line["label"] for line in year.tally()] == ["Подготовка", "Аудиты"]


def test_open_year_is_the_chosen_one_then_that_of_today_then_the_latest():
    world = make_year()
    today = timezone.localdate()
    present = make_roadmap(world.school, str(today.year))
    make_roadmap(world.school, "2061")
    assert Year(world.deputy, chosen=world.roadmap.pk).roadmap == world.roadmap
    assert Year(world.deputy).roadmap == present
    Roadmap.objects.filter(pk=present.pk).delete()
    assert Year(world.teacher).roadmap.label == "2061"


def test_chosen_year_of_another_school_opens_nothing_of_it():
    world, foreign = make_year(), make_year()
    assert Year(world.deputy, chosen=foreign.roadmap.pk).roadmap == world.roadmap


def test_school_without_a_roadmap_has_no_year():
    world = make_year()
    Activity.objects.all().delete()
    Document.objects.all().delete()
    Roadmap.objects.all().delete()
    year = Year(world.deputy)
    assert (year.roadmap, year.rows, year.tally()) == (None, [], [])


def pairs(world, today=TODAY):
    rows = with_progress(world.roadmap.activities.all())
    return [(row, standing_of(row, today)) for row in rows]


def test_stations_name_what_is_counted_and_where_it_leads():
    world = make_year("decision", "briefing")
    made = stations(pairs(world))
    assert [(one.label, one.url) for one in made] == [("решение", world.rows[0].get_absolute_url())]


def test_rows_of_one_stage_are_one_station():
    world = make_year("decision", "decision")
    activities.finish_activity(world.rows[0].pk, actor=world.deputy, comment="Есть приказ.")
    only = stations(pairs(world))[0]
    assert (only.label, only.done, only.shape) == ("решение 1 из 2", 0.5, "run")
    assert only.url == world.roadmap.get_absolute_url()


def test_year_of_other_work_shows_its_rows():
    world = make_year("other", "other")
    assert [one.label for one in stations(pairs(world))] == ["пункт 1", "пункт 2"]


def test_draft_is_drawn_without_marks_and_lateness():
    world = make_year("decision", approved=False)
    assert stations(pairs(world, date(2022, 6, 1)))[0].shape == ""


def test_drawing_takes_whole_months_of_period_and_terms():
    world = make_year()
    make_activity(world.roadmap, starts_on=date(2020, 12, 14), ends_on=date(2022, 1, 20))
    assert span_of(world.roadmap, world.roadmap.activities.all()) == (date(2020, 12, 1), date(2022, 1, 31))


def test_tally_says_how_much_is_prepared():
    world = make_year("decision", "briefing", "other")
    activities.finish_activity(world.rows[0].pk, actor=world.deputy, comment="Есть приказ.")
    world.roadmap.refresh_from_db()
    lines = {line["label"]: line["value"] for line in Year(world.deputy).tally()}
    assert lines["Подготовка"] == "1 из 2"
