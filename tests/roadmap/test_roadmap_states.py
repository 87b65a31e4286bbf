"""The states of a roadmap and of its rows: from where, by whom, with what; everything else is refused and changes nothing."""

from datetime import date

import pytest

from roadmap import workflow
from roadmap.models import Activity, Document, Roadmap
from roadmap.permissions import Role
from roadmap.services import activities, roadmaps
from roadmap.services.content import content_of
from roadmap.services.documents import approve_document, recall_document, return_document
from tests.factories import make_activity, make_roadmap, make_user
from tests.roadmap.years import APPROVED_ON, make_year
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError, perform

pytestmark = pytest.mark.django_db

FIELDS_OF_STATE = {
    "approved": {"approved_on": APPROVED_ON},
    "closed": {"approved_on": APPROVED_ON, "closed_on": APPROVED_ON},
    "done": {"done_on": APPROVED_ON},
    "not_required": {"reason": "Не было поводов."},
    "cancelled": {"reason": "Заменено другим."},
}


def put(record, state, **more):
    """Set a state directly, past the door: only to stand before it."""
    type(record).objects.filter(pk=record.pk).update(state=state, **FIELDS_OF_STATE.get(state, {}) | more)
    return type(record).objects.get(pk=record.pk)


def wrong_sources(table):
    states = {row.model: [] for row in table}
    model = {"roadmap.Roadmap": Roadmap, "roadmap.Activity": Activity}[next(iter(states))]
    return [(row.name, state) for row in table for state in model.State.values if state not in row.sources]


# --- карта ----------------------------------------------------------------------------------------------------------


@pytest.mark.one_database
@pytest.mark.parametrize(("name", "state"), wrong_sources(workflow.ROADMAP))
def test_roadmap_step_from_a_wrong_state_is_refused(name, state):
    world = make_year(approved=False)
    roadmap = put(world.roadmap, state, approved_by=world.director)
    before = HistoryEntry.objects.count()
    with pytest.raises(TransitionError):
        perform(workflow.ROADMAP[name], roadmap.pk, actor=None, queryset=roadmaps.roadmaps())
    assert Roadmap.objects.get(pk=roadmap.pk).state == state
    assert HistoryEntry.objects.count() == before


def test_roadmap_goes_to_the_director_as_its_paper_and_back():
    world = make_year(approved=False)
    paper = roadmaps.submit_roadmap(world.roadmap.pk, actor=world.deputy)
    world.roadmap.refresh_from_db()
    assert (paper.kind.code, paper.owner, world.roadmap.state) == ("D00", world.roadmap, "on_approval")
    return_document(paper.pk, actor=world.director, comment="Уточните срок пункта 1.")
    world.roadmap.refresh_from_db()
    assert world.roadmap.state == "draft"
    sentences = [entry.sentence for entry in HistoryEntry.objects.of(world.roadmap)]
    assert sentences[:2] == ["Карта возвращена", "Карта передана на утверждение"]


def test_returned_roadmap_goes_again_as_the_same_paper_with_the_present_rows():
    world = make_year(approved=False)
    first = roadmaps.submit_roadmap(world.roadmap.pk, actor=world.deputy)
    recall_document(first.pk, actor=world.deputy)
    activities.create_activity(
        world.roadmap.pk, actor=world.deputy, number="2", title="Обучение аудиторов", ends_on=date(2021, 3, 31)
    )
    again = roadmaps.submit_roadmap(world.roadmap.pk, actor=world.deputy)
    assert again.pk == first.pk
    assert "2 | Обучение аудиторов" in content_of(again)["text"]


def test_approval_freezes_the_rows_and_names_who_and_when():
    world = make_year("other", "audits", approved=False)
    paper = roadmaps.submit_roadmap(world.roadmap.pk, actor=world.deputy)
    approve_document(paper.pk, actor=world.director, on=APPROVED_ON)
    world.roadmap.refresh_from_db()
    assert (world.roadmap.state, world.roadmap.approved_on, world.roadmap.approved_by) == (
        "approved", APPROVED_ON, world.director,
    )  # fmt: skip
    frozen = Document.objects.get(pk=paper.pk).content["owner"]
    assert [row["title"] for row in frozen["activities"]] == [row.title for row in world.rows]


def test_approved_roadmap_is_not_approved_twice():
    world = make_year()
    paper = world.roadmap.documents.get()
    with pytest.raises(TransitionError):
        approve_document(paper.pk, actor=world.director)
    assert HistoryEntry.objects.of(world.roadmap).filter(to_state="approved").count() == 1


def test_second_submission_is_refused():
    world = make_year(approved=False)
    roadmaps.submit_roadmap(world.roadmap.pk, actor=world.deputy)
    with pytest.raises(TransitionError):
        roadmaps.submit_roadmap(world.roadmap.pk, actor=world.deputy)
    assert world.roadmap.documents.count() == 1


def test_empty_roadmap_is_not_submitted_and_leaves_no_paper():
    world = make_year(approved=False)
    world.roadmap.activities.all().delete()
    with pytest.raises(TransitionError, match="ни одного мероприятия"):
        roadmaps.submit_roadmap(world.roadmap.pk, actor=world.deputy)
    assert not Document.objects.filter(owner_id=world.roadmap.pk).exists()


def test_year_closes_after_its_last_day_only():
    world = make_year()
    Roadmap.objects.filter(pk=world.roadmap.pk).update(period_to=date(2999, 12, 31))
    with pytest.raises(TransitionError, match="Год ещё идёт"):
        roadmaps.close_roadmap(world.roadmap.pk, actor=world.deputy)
    Roadmap.objects.filter(pk=world.roadmap.pk).update(period_to=date(2021, 12, 31))
    closed = roadmaps.close_roadmap(world.roadmap.pk, actor=world.deputy, on=date(2022, 1, 12))
    assert (closed.state, closed.closed_on) == ("closed", date(2022, 1, 12))


@pytest.mark.parametrize(
    "step", [roadmaps.submit_roadmap, roadmaps.close_roadmap, roadmaps.confirm_terms, roadmaps.hide_gaps]
)
def test_teacher_does_not_plan_the_year(step):
    world = make_year(approved=step is not roadmaps.submit_roadmap)
    with pytest.raises(NotAllowed):
        step(world.roadmap.pk, actor=world.teacher)


def test_deputy_of_another_school_has_no_say():
    world, other = make_year(approved=False), make_year()
    with pytest.raises(NotAllowed):
        roadmaps.submit_roadmap(world.roadmap.pk, actor=other.deputy)
    with pytest.raises(NotAllowed):
        activities.create_activity(world.roadmap.pk, actor=other.deputy, title="Чужое", ends_on=date(2021, 3, 31))


def test_year_has_one_roadmap():
    world = make_year()
    with pytest.raises(TransitionError, match="уже есть"):
        roadmaps.create_roadmap(
            world.school, actor=world.deputy, label="2021", title="Вторая", period_from=date(2021, 1, 1),
            period_to=date(2021, 12, 31),
        )  # fmt: skip


def test_year_has_one_next_year():
    world = make_year()
    years = [("2022", date(2022, 1, 1), date(2022, 12, 31)), ("2023", date(2023, 1, 1), date(2023, 12, 31))]
    made = [
        {"label": label, "title": label, "period_from": first, "period_to": last, "predecessor": world.roadmap}
        for label, first, last in years
    ]
    roadmaps.create_roadmap(world.school, actor=world.deputy, **made[0])
    with pytest.raises(TransitionError, match="уже есть следующая карта"):
        roadmaps.create_roadmap(world.school, actor=world.deputy, **made[1])


# --- годы в сроках --------------------------------------------------------------------------------------------------


def with_inferred_term(approved=False):
    world = make_year(approved=approved)
    facts = {"starts_on": date(2021, 2, 1), "ends_on": date(2021, 2, 28), "term_inferred": True, "term_text": "февраль"}
    world.row = make_activity(world.roadmap, number="2", **facts)
    return world


def test_confirmed_years_stay_as_inferred():
    world = with_inferred_term(approved=True)
    roadmaps.confirm_terms(world.roadmap.pk, actor=world.deputy)
    world.row.refresh_from_db()
    assert (world.row.starts_on, world.row.term_inferred) == (date(2021, 2, 1), True)
    with pytest.raises(TransitionError, match="уже подтверждены"):
        roadmaps.confirm_terms(world.roadmap.pk, actor=world.deputy)


def test_another_year_moves_both_ends_and_keeps_the_last_of_february():
    world = with_inferred_term()
    roadmaps.confirm_terms(world.roadmap.pk, actor=world.deputy, years={world.row.pk: 2020})
    world.row.refresh_from_db()
    assert (world.row.starts_on, world.row.ends_on) == (date(2020, 2, 1), date(2020, 2, 29))
    assert HistoryEntry.objects.of(world.row).get().changes["окончание"] == ["28.02.2021", "29.02.2020"]


def test_years_of_an_approved_roadmap_are_not_moved():
    world = with_inferred_term(approved=True)
    with pytest.raises(TransitionError, match="редакцией"):
        roadmaps.confirm_terms(world.roadmap.pk, actor=world.deputy, years={world.row.pk: 2020})
    world.roadmap.refresh_from_db()
    assert not world.roadmap.terms_confirmed


# --- мероприятия ----------------------------------------------------------------------------------------------------

STEPS = {
    "start": activities.start_activity,
    "finish": activities.finish_activity,
    "resume": activities.resume_activity,
    "not_required": activities.drop_activity,
    "cancel": activities.cancel_activity,
}


@pytest.mark.one_database
@pytest.mark.parametrize(("name", "state"), wrong_sources(workflow.ACTIVITY))
def test_activity_step_from_a_wrong_state_is_refused(name, state):
    world = make_year()
    row = put(world.rows[0], state)
    with pytest.raises(TransitionError, match="уже нельзя"):
        STEPS[name](row.pk, actor=world.deputy, comment="Есть причина.")
    assert Activity.objects.get(pk=row.pk).state == state


@pytest.mark.parametrize(("name", "state"), [(row.name, state) for row in workflow.ACTIVITY for state in row.sources])
def test_activity_step_is_written_to_history(name, state):
    world = make_year()
    row = put(world.rows[0], state)
    changed = STEPS[name](row.pk, actor=world.deputy, comment="Есть причина.", on=date(2021, 3, 1))
    entry = HistoryEntry.objects.of(row).first()
    assert changed.state == workflow.ACTIVITY[name].target == entry.to_state
    assert (entry.actor, entry.from_state, entry.comment, entry.effective_on) == (
        world.deputy, state, "Есть причина.", date(2021, 3, 1),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "state"), [("resume", "done"), ("not_required", "planned"), ("cancel", "in_progress")]
)
@pytest.mark.parametrize("comment", ["", "   "])
def test_activity_is_not_dropped_or_resumed_without_a_reason(name, state, comment):
    world = make_year()
    row = put(world.rows[0], state)
    with pytest.raises(TransitionError, match="Заполните поле"):
        STEPS[name](row.pk, actor=world.deputy, comment=comment)
    assert Activity.objects.get(pk=row.pk).state == state


@pytest.mark.parametrize("name", ["start", "finish", "not_required", "cancel"])
def test_activity_of_a_draft_waits_for_the_approval(name):
    world = make_year(approved=False)
    with pytest.raises(TransitionError, match="ещё не утверждена"):
        STEPS[name](world.rows[0].pk, actor=world.deputy, comment="Есть причина.")


@pytest.mark.parametrize(("name", "state"), [(row.name, row.sources[0]) for row in workflow.ACTIVITY])
def test_teacher_does_not_move_a_row_of_others(name, state):
    world = make_year()
    row = put(world.rows[0], state)
    with pytest.raises(NotAllowed):
        STEPS[name](row.pk, actor=world.teacher, comment="Есть причина.")


def test_responsible_teacher_finishes_but_does_not_cancel():
    world = make_year()
    row = world.rows[0]
    row.responsible.create(employee=world.teacher.employee, role="teacher", is_main=True)
    with pytest.raises(NotAllowed):
        activities.cancel_activity(row.pk, actor=world.teacher, comment="Не хочу.")
    assert activities.finish_activity(row.pk, actor=world.teacher).state == "done"


def test_day_of_the_fact_is_not_tomorrow():
    world = make_year()
    with pytest.raises(TransitionError, match="ещё не наступил"):
        activities.start_activity(world.rows[0].pk, actor=world.deputy, on=date(2999, 1, 1))


def test_group_head_plans_the_year_too():
    world = make_year(approved=False)
    head = make_user(world.school, Role.GROUP_HEAD)
    assert roadmaps.submit_roadmap(world.roadmap.pk, actor=head).state == "on_approval"


def test_roadmap_current_today_is_opened_before_a_later_one():
    world = make_year()
    later = make_roadmap(world.school, "2031")
    assert Roadmap.objects.filter(school=world.school).current(date(2021, 5, 5)) == world.roadmap
    assert Roadmap.objects.filter(school=world.school).current(date(2025, 5, 5)) == later
