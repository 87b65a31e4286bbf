"""Every row of every state table: from where, by whom, with what words, and through which service."""

import pytest

from audits import finding_workflow, goal_workflow, publication_workflow, request_workflow, survey_workflow
from audits import workflow as audit_workflow
from roadmap import workflow as roadmap_workflow
from roadmap.permissions import Role
from tests.builders import make
from tests.factories import make_user
from tests.readiness import ready
from tests.transitions import CALLS, WHY
from tests.worlds import make_world
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError, perform

TABLES = (
    roadmap_workflow.TABLES
    | audit_workflow.TABLES
    | finding_workflow.TABLES
    | request_workflow.TABLES
    | survey_workflow.TABLES
    | publication_workflow.TABLES
    | goal_workflow.TABLES
)
STEPS = [(model, step) for model, table in TABLES.items() for step in table]


def each(steps):
    return pytest.mark.parametrize(("model", "step"), steps, ids=[step.key for _, step in steps])


every_step = each(STEPS)

# Nobody makes these by hand: they follow a paper, an audit or an action.
FOLLOWING = {
    "roadmap.roadmap.submit", "roadmap.roadmap.approve", "roadmap.roadmap.return", "roadmap.roadmap.recall",
    "roadmap.edition.submit", "roadmap.edition.approve", "roadmap.edition.return", "roadmap.edition.recall",
    "roadmap.document.supersede", "roadmap.documentitem.plan", "roadmap.documentitem.settle",
    "audits.auditprogramme.submit", "audits.auditprogramme.approve", "audits.auditprogramme.return",
    "audits.auditprogramme.recall", "audits.correctiveplan.recall", "audits.annualanalysis.recall",
    "audits.correctiveplan.submit", "audits.correctiveplan.approve", "audits.correctiveplan.return",
    "audits.correctiveplan.complete", "audits.correctiveplan.extend",
    "audits.finding.register", "audits.finding.record", "audits.finding.unregister", "audits.finding.plan",
    "audits.finding.start", "audits.finding.verify", "audits.action.plan",
    "audits.annualanalysis.submit", "audits.annualanalysis.approve", "audits.annualanalysis.return",
    "audits.improvementitem.approve", "audits.improvementitem.release",
}  # fmt: skip


def columns(row):
    return type(row).objects.filter(pk=row.pk).values().get()


def at_the_door(step, row, *, actor=None, comment=WHY):
    return lambda: perform(step, row.pk, actor=actor, queryset=type(row).objects, comment=comment)


def assert_refused(act, row, words=""):
    """Assert that the act is refused with these words and that neither the record nor its history has changed."""
    before, entries = columns(row), HistoryEntry.objects.count()
    with pytest.raises(TransitionError) as refusal:
        act()
    assert words in refusal.value.message
    assert columns(row) == before
    assert HistoryEntry.objects.count() == entries
    return refusal.value


@pytest.mark.one_database
@every_step
def test_no_other_state_lets_it_pass(world, model, step):
    for state in model.State.values:
        if state not in step.sources:
            row = make(world, model, state)
            assert_refused(at_the_door(step, row), row, f"«{row.get_state_display()}»")


@pytest.mark.one_database
@each([(model, step) for model, step in STEPS if step.comment_required])
def test_a_blank_remark_is_refused(world, model, step):
    for state in step.sources:
        row = make(world, model, state)
        assert_refused(at_the_door(step, row, comment=" \n"), row, step.comment_label)


@pytest.mark.one_database
@every_step
def test_its_right_stops_at_the_school(world, model, step):
    """Whoever holds every role elsewhere may nothing here; somebody of this school may, unless it follows a paper."""
    elsewhere = make_world()
    stranger = make_user(elsewhere.school, *Role.values, association=elsewhere.association)
    for state in step.sources:
        row = make(world, model, state)
        assert isinstance(assert_refused(at_the_door(step, row, actor=stranger), row, step.refusal), NotAllowed)
    row = ready(world, model, step)
    may = {name for name, person in world.people.items() if step.who(person, row)}
    assert bool(may) is (step.key not in FOLLOWING), f"allowed to {may or 'nobody'}"


@every_step
def test_its_service_makes_it_once(world, model, step):
    row = ready(world, model, step)
    was = row.state
    CALLS[step.key](world, row)
    now = model.objects.get(pk=row.pk)
    assert now.state == step.target
    entry = HistoryEntry.objects.of(row).get(action=step.key)
    assert (entry.from_state, entry.to_state, entry.sentence) == (was, step.target, step.done)
    assert_refused(lambda: CALLS[step.key](world, now), now)


@every_step
def test_its_button_says_what_to_do(model, step):
    assert step.label.removeprefix("Не ").split()[0].endswith(("ть", "ться", "ти")), "a button is a verb"


def test_every_transition_is_tried():
    assert {step.key for _, step in STEPS} == set(CALLS)
