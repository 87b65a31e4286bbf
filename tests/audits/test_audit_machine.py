"""Whatever steps people take in whatever order, no audit ends that should not have: a machine tries them at random.

Everybody may try everything, most often who ought to; between the steps people change places: a member of the team becomes
the acting director, somebody turns out to have belonged to the audited association. What is true afterwards is read from
the database here by rules of its own, not by the checks that the steps themselves make.
"""

from collections import Counter
from datetime import date

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

from audits.models import Audit, Evidence, Finding
from roadmap.models import Document
from roadmap.permissions import Role
from tests.audits.planned import plan
from tests.audits.steps import DAY, QUESTIONS, Steps, World
from tests.factories import appoint, join
from vsoko.workflow import TransitionError

PEOPLE = ["auditor", "second", "head", "director", "chair", "deputy", "teacher", "secretary", "administrator"]
TIMELY = {
    "planned": ("start", "start", "cancel"),
    "in_progress": ("answer", "answer", "prove", "record", "report", "report"),
    "reported": (
        "approve", "approve", "sign", "acknowledge", "acknowledge", "close", "close", "withdraw", "withdraw", "plan",
        "return", "recall", "reopen",
    ),
    "closed": ("answer", "reopen", "recall", "return", "close"),
    "cancelled": ("answer", "start", "report", "close"),
}  # fmt: skip
RIGHT = {
    "approve": "director", "return": "director", "acknowledge": "chair", "withdraw": "head", "reopen": "head",
    "cancel": "head", "plan": "chair", "sign": "secretary",
}  # fmt: skip
EVERY_STEP = sorted({step for steps in TIMELY.values() for step in steps})


def machine_of(school, told):
    """Return the machine of one school; `told` counts what came about, for a machine that gets nowhere shows nothing."""

    class Machine(Steps, RuleBasedStateMachine):
        people = school.people
        world = school.world

        def __init__(self):
            super().__init__()
            self.undone = transaction.atomic()
            self.undone.__enter__()
            self.locked = None

        def teardown(self):
            if self.audit:
                told[self.state] += 1
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

        audit = None

        @initialize(
            lead=st.sampled_from(["auditor", "head"]),
            team=st.sampled_from([["third"], ["second"], []]),
            begun=st.sampled_from([True, True, False]),
        )
        def plan(self, lead, team, begun):
            people = [school.employee(name) for name in team]
            conditions = {"unscheduled": True, "basis": "Поручение директора.", "template": school.template}
            self.audit = plan(school.world, lead=school.employee(lead), team=people, **conditions)
            self.locked = None
            self.lead = lead
            self.asked = 0
            if begun:
                self.take("start", lead, None)

        # --- what people do ---

        @rule(data=st.data(), somebody=st.sampled_from(PEOPLE), ought=st.integers(0, 3))
        def take_a_step_in_time(self, data, somebody, ought):
            step = data.draw(st.sampled_from(TIMELY[self.state]))
            self.take(step, somebody if ought == 3 else RIGHT.get(step, self.lead), data)

        @rule(data=st.data(), who=st.sampled_from(PEOPLE), step=st.sampled_from(EVERY_STEP))
        def take_any_step(self, data, who, step):
            self.take(step, who, data)

        @precondition(lambda self: self.state == "in_progress")
        @rule(
            slip=st.sampled_from(["", "", "", "answer", "evidence", "record"]),
            answer=st.sampled_from(["no", "partly", "na", "yes"]),
            grade=st.sampled_from(["minor", "observation"]),
        )
        def do_the_work(self, slip, answer, grade):
            """Answer and record everything and hand the report in; something small may be forgotten."""
            for place in range(QUESTIONS):
                one = ("yes", "", "") if place else (answer, "" if slip == "evidence" else "Приказ.", "Нет.")
                if place or slip != "answer":
                    self.attempt(lambda place=place, one=one: self.answer_one(self.lead, place, *one))
            if answer == "no" and slip != "record":
                self.attempt(lambda: self.record_one(self.lead, 0, grade))
            self.take("report", self.lead, None)

        @precondition(lambda self: self.state == "reported")
        @rule(data=st.data(), steps=st.permutations(["approve", "acknowledge", "settle", "close"]))
        def go_to_the_end(self, data, steps):
            """Take the last steps in some order, each by who ought to: only the right order gets there."""
            settle = data.draw(st.sampled_from(["plan", "withdraw"]))
            for step in steps:
                step = settle if step == "settle" else step
                self.take(step, RIGHT.get(step, self.lead), data)

        @precondition(lambda self: self.state == "reported" or self.rarely())
        @rule(who=st.sampled_from(["third", "second", "auditor", "head", "deputy"]), data=st.data())
        def make_acting_director(self, who, data):
            """Whoever stands in for the director tries to approve: at the screen, or with a pen where there is no login."""
            appoint(school.employee(who), Role.DIRECTOR, acting=True, starts_on=DAY)
            self.take(*(("sign", "secretary") if who == "third" else ("approve", who)), data)

        @precondition(lambda self: self.state == "reported" or self.rarely())
        @rule(who=st.sampled_from(["second", "third", "auditor"]), ends_on=st.sampled_from([DAY, date(2020, 12, 31)]))
        def enter_a_membership_backwards(self, who, ends_on):
            join(school.world.association, school.employee(who), starts_on=date(2020, 9, 1), ends_on=ends_on)

        # --- how it is done ---

        def rarely(self):
            """Return whether a change that would end most of the ways at once is let in here, too."""
            self.asked += 1
            return self.asked % 7 == 0

        @property
        def state(self):
            return Audit.objects.values_list("state", flat=True).get(pk=self.audit.pk)

        def take(self, step, who, data):
            act = getattr(self, f"do_{step}")
            self.attempt(lambda: act(self.user(who), data))

        def attempt(self, act):
            before = self.all_that_is_known()
            try:
                act()
            except TransitionError:
                assert self.all_that_is_known() == before

        # --- what is true after every step ---

        def all_that_is_known(self):
            return (
                Audit.objects.filter(pk=self.audit.pk).values().get(),
                list(Finding.objects.filter(audit=self.audit).order_by("pk").values()),
                list(Document.objects.filter(owner_id=self.audit.pk).order_by("pk").values("pk", "state", "number")),
                self.answered(),
            )

        def answered(self):
            facts = ("pk", "answer", "note", "evidence_text", "reason", "version", "answered_by")
            proofs = Evidence.objects.filter(item__audit=self.audit).order_by("pk")
            return [list(self.audit.items.order_by("pk").values(*facts)), list(proofs.values())]

        @invariant()
        def nothing_is_missing_in_what_was_reported(self):
            audit = Audit.objects.get(pk=self.audit.pk)
            if audit.state not in ("reported", "closed"):
                self.locked = None
                return
            if self.locked is None:
                self.locked = self.answered()
            assert self.answered() == self.locked, "answers changed under lock"
            items = list(audit.items.prefetch_related("evidence", "findings"))
            assert len(items) == QUESTIONS
            assert {item.answer for item in items} & {"yes", "no", "partly"}
            for item in items:
                assert item.answer != "unchecked" or item.reason.strip()
                if item.answer in ("no", "partly"):
                    assert item.evidence_text.strip() or item.evidence.all()
                if item.answer == "no":
                    assert any(finding.grade != "good_practice" for finding in item.findings.all())

        @invariant()
        def nobody_of_the_team_approves_and_nothing_else_closes(self):
            audit = Audit.objects.select_related("acknowledged_by").get(pk=self.audit.pk)
            approved = Document.objects.filter(owner_id=audit.pk, kind__code="D11", state="approved").first()
            assert bool(approved) is bool(audit.report_approved_on)
            team = [audit.lead, *(member.employee for member in audit.team.select_related("employee"))]
            if approved:
                told["approved"] += 1
                assert not [one for one in team if one.last_name in approved.approver_name]
            if audit.state == "closed":
                assert approved
                assert audit.acknowledged_by not in [None, *team]
                owed = Finding.objects.filter(audit=audit, grade__in=["minor", "major"]).exclude(state="withdrawn")
                assert not owed.exists() or audit.plan.state != "draft"

    return Machine


@pytest.mark.one_database
@pytest.mark.django_db
def test_no_sequence_of_steps_ends_an_audit_that_lacks_something():
    told = Counter()
    machine = machine_of(World(), told)
    run_state_machine_as_test(machine, settings=settings(max_examples=15, stateful_step_count=14))
    assert min(told["closed"], told["reported"], told["approved"]) > 0
