"""Whatever steps people take in whatever order, no nonconformity is closed that is not eliminated: a machine tries at random.

Everybody may try everything, most often who ought to. What is true afterwards is read from the database here by rules of its
own, not by the checks that the steps themselves make.
"""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from audits.models import Action, ActionDueChange, CorrectivePlan, EffectivenessCheck, Finding
from roadmap.models import Document
from tests.audits.elimination import DOERS, Eliminating
from tests.worlds import make_finding, make_world, reported_audit
from vsoko.models import User
from vsoko.workdays import is_working_day
from vsoko.workflow import TransitionError

PEOPLE = ["chair", "teacher", "head", "auditor", "director", "deputy", "secretary", "administrator"]
PAPER = ("agree", "approve", "approve", "return_paper", "recall")
TIMELY = {
    "open": ("acknowledge",),
    "acknowledged": ("cause", "begin", "extend", "propose", "propose", "edit", "delete", "submit", *PAPER),
    "planned": ("start", "note", "report", "hand_over", "ask", "grant", "cancel"),
    "in_progress": (
        "report", "report", "accept", "accept", "return_work", "note", "hand_over", "ask", "grant", "refuse", "cancel",
        "wait",
    ),
    "verifying": ("assign", "wait", "confirm", "deny"),
    "closed": ("confirm", "deny", "report", "accept", "cancel", "propose", "cause", "extend"),
}  # fmt: skip
RIGHT = {
    "agree": "head", "approve": "director", "return_paper": "director", "accept": "deputy", "return_work": "deputy",
    "grant": "director", "refuse": "director", "cancel": "head", "assign": "head",
}  # fmt: skip
EVERY_STEP = sorted({step for steps in TIMELY.values() for step in steps})


def machine_of(world, told):
    """Return the machine of one school; `told` counts what came about, for a machine that gets nowhere shows nothing."""

    class Machine(Eliminating, RuleBasedStateMachine):
        finding = None

        def __init__(self):
            super().__init__()
            self.world = world
            self.undone = transaction.atomic()
            self.undone.__enter__()

        def teardown(self):
            if self.finding:
                told[self.now.state] += 1
                told["returned"] += self.now.returns
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

        @initialize(
            grade=st.sampled_from(["minor", "major"]),
            stages=st.sampled_from(
                [
                    (),
                    ("plan",),
                    ("plan", "work"),
                    ("plan", "work", "deny"),
                    ("plan", "work", "check"),
                ]
            ),
            extra=st.sampled_from([("hand_over", "ask", "grant"), ()]),
        )
        def find(self, grade, stages, extra):
            self.audit = reported_audit(world)
            self.finding = make_finding(world, self.audit, grade=grade)
            self.day = date(2021, 5, 19)
            self.doer, self.checker = "teacher", "auditor"
            for stage in stages:
                self.go_on(stage, extra=extra)

        # --- what people do ---

        @rule(data=st.data(), somebody=st.sampled_from(PEOPLE), ought=st.integers(0, 4))
        def take_a_step(self, data, somebody, ought):
            """Take a step that is in time, by who ought to; rarely by somebody else, or one out of time."""
            step = data.draw(st.sampled_from(TIMELY[self.now.state] if ought else EVERY_STEP))
            self.take(step, somebody if ought < 2 else self.who_ought(step), data)

        @precondition(lambda self: self.now.state != "closed")
        @rule(
            effective=st.booleans(),
            extra=st.sampled_from([("hand_over", "ask", "grant"), ("return_work",), ()]),
            doer=st.sampled_from(DOERS),
            checker=st.sampled_from(["auditor", "head"]),
            slip=st.sampled_from([None, None, None, 0, 1, 2, 3]),
        )
        def go_a_whole_way(self, effective, extra, doer, checker, slip):
            """Take the steps of a stage one after the other, each by who ought to; one of them may be forgotten."""
            self.doer, self.checker = doer, checker
            stages = {"open": "plan", "acknowledged": "plan", "planned": "work", "in_progress": "work"}
            self.go_on(stages.get(self.now.state, "check" if effective else "deny"), slip, extra)

        def go_on(self, stage, slip=None, extra=()):
            steps = {
                "plan": ["acknowledge", "cause", "begin", "propose", "submit", "agree", "approve"],
                "work": ["start", *extra, "report", "accept"],
                "check": ["assign", "wait", "confirm"],
                "deny": ["assign", "wait", "deny"],
            }[stage]
            if stage == "plan" and self.now.returns:
                steps[2] = "extend"
            for place, step in enumerate(steps):
                if place != slip:
                    self.take(step, self.who_ought(step), None)

        def who_ought(self, step):
            if step in ("start", "note", "report", "hand_over", "ask"):
                row = self.action()
                return next(
                    (name for name in PEOPLE if row and world.people[name].employee == row.responsible), self.doer
                )
            if step in ("confirm", "deny"):
                return self.checker
            return RIGHT.get(step, "chair")

        # --- how it is done ---

        def take(self, step, who, data):
            self.data = data
            before = self.all_that_is_known()
            try:
                getattr(self, f"do_{step}")(User.objects.get(pk=world.people[who].pk))
                told[f"did {step}"] += 1
            except TransitionError:
                assert self.all_that_is_known() == before

        # --- what is true after every step ---

        def all_that_is_known(self):
            mine = {"finding": self.finding}
            return (
                Finding.objects.filter(pk=self.finding.pk).values().get(),
                list(CorrectivePlan.objects.filter(audit=self.audit).values()),
                list(Action.objects.filter(**mine).order_by("pk").values()),
                list(ActionDueChange.objects.filter(assignment__finding=self.finding).order_by("pk").values()),
                list(EffectivenessCheck.objects.filter(**mine).order_by("pk").values()),
                list(Document.objects.filter(kind__code="D12").order_by("pk").values("pk", "state", "number")),
            )

        @invariant()
        def nothing_is_closed_that_is_not_eliminated(self):
            if self.finding is None or self.now.state != "closed":
                return
            finding = self.now
            assert finding.causes.count() > finding.returns
            own = finding.actions.filter(round=finding.returns).exclude(state="cancelled")
            assert {row.state for row in own} == {"accepted"}
            acted = set()
            for row in finding.actions.exclude(state="cancelled").select_related("done_by__employee"):
                hands = {row.responsible, row.done_by.employee, *(one.handed_from for one in row.handovers.all())}
                assert row.accepted_by.employee not in hands
                assert row.evidence.exists()
                acted |= hands
            check = finding.checks.get(round=finding.returns, state="effective")
            assert check.checked_by.employee not in acted
            assert (check.proved, check.no_repeat, check.reached) == (True, True, True)
            assert check.checked_on >= max(row.done_on for row in own) + timedelta(days=30)

        @invariant()
        def terms_are_working_days_and_move_by_somebody_else(self):
            if self.finding is None:
                return
            for row in self.finding.actions.all():
                granted = row.due_changes.filter(state="granted").order_by("id")
                assert len(granted) <= 2
                assert is_working_day(row.due_on)
                assert row.due_on >= self.finding.registered_on
                assert not granted or granted.last().new_due == row.due_on
                assert all(one.decided_by not in (one.asked_by, None) for one in granted)

        @invariant()
        def a_plan_is_as_far_as_its_actions(self):
            plan = self.finding and CorrectivePlan.objects.filter(audit=self.audit).first()
            if not plan:
                return
            states = set(plan.actions.values_list("state", flat=True))
            if plan.state in ("draft", "on_approval"):
                assert states <= {"proposed", "cancelled"}
            else:
                assert (plan.state == "completed") == (states <= {"accepted", "cancelled", "proposed"})

        @invariant()
        def nobody_is_left_without_a_next_step(self):
            if self.finding is None:
                return
            finding = self.now
            assert finding.returns == finding.checks.filter(state="not_effective").count()
            own = set(finding.actions.filter(round=finding.returns).values_list("state", flat=True))
            if finding.state in ("planned", "in_progress"):
                assert own & set(Action.OPEN)
            if finding.state == "verifying":
                assert finding.checks.filter(round=finding.returns, state="assigned").exists()

    return Machine


@pytest.mark.one_database
@pytest.mark.django_db
def test_no_sequence_of_steps_closes_what_is_not_eliminated():
    told = Counter()
    machine = machine_of(make_world(), told)
    run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=6))
    got_to = ("closed", "returned", "did extend", "did grant", "did hand_over")
    assert {name: told[name] for name in got_to if not told[name]} == {}
