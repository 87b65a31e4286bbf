"""Whatever steps people take in whatever order, no nonconformity is closed that should not be: a machine tries at random.

Everybody may try everything, most often who ought to; the doer is sometimes named as the checker, and an auditor sometimes
turns out to be the doer. What is true afterwards is read from the database by rules of its own.
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

from audits.models import Action, CorrectivePlan, EffectivenessCheck, Finding, RootCause
from audits.services import actions, causes, effectiveness, findings, plans
from roadmap.models import Document
from roadmap.services.documents import agree_visa, approve_document
from tests.audits import life
from tests.audits.life import JUDGED
from tests.worlds import make_finding, make_world, reported_audit
from vsoko.models import User
from vsoko.workflow import TransitionError

PEOPLE = ["director", "deputy", "head", "auditor", "chair", "teacher", "secretary", "administrator"]
TIMELY = {
    "open": ("acknowledge", "acknowledge", "dispute", "withdraw"),
    "disputed": ("uphold", "withdraw"),
    "acknowledged": ("explain", "plan", "approve"),
    "planned": ("report", "accept", "cancel"),
    "in_progress": ("report", "accept", "accept", "send_back", "cancel"),
    "verifying": ("assign", "confirm", "confirm", "deny"),
    "closed": ("withdraw", "deny", "explain", "acknowledge"),
    "withdrawn": ("acknowledge", "plan", "uphold"),
}
RIGHT = {
    "acknowledge": "chair", "dispute": "chair", "uphold": "head", "withdraw": "head", "explain": "chair", "plan": "chair",
    "approve": "director", "report": "teacher", "accept": "head", "send_back": "head", "cancel": "director",
    "assign": "head", "confirm": "auditor", "deny": "auditor",
}  # fmt: skip
TO_THE_END = ("acknowledge", "explain", "plan", "approve", "report", "accept", "assign", "confirm")
CHAIN = ["Секретарь спешил.", "В форме нет граф."]


class World:
    """One school for all examples: findings that are open, planned and carried out; each example is undone at its end."""

    def __init__(self):
        self.world = make_world()
        self.begun = {}
        for grade in ("minor", "major"):
            for state in ("open", "planned", "verifying"):
                audit = reported_audit(self.world)
                finding = make_finding(self.world, audit, grade=grade)
                self.begun[grade, state] = finding.pk
                if state != "open":
                    plan = life.planned(self.world, audit, finding)
                    if state == "verifying":
                        life.carry_out(self.world, plan.actions.get())


def machine_of(school, told):
    """Return the machine of one school; `told` counts what came about, for a machine that gets nowhere shows nothing."""

    class Machine(RuleBasedStateMachine):
        def __init__(self):
            super().__init__()
            self.undone = transaction.atomic()
            self.undone.__enter__()

        def teardown(self):
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

        @initialize(
            grade=st.sampled_from(["minor", "major"]),
            state=st.sampled_from(["verifying", "open", "planned"]),
            doer=st.sampled_from(["teacher", "auditor", "head"]),
        )
        def begin(self, grade, state, doer):
            self.pk = school.begun[grade, state]
            self.doer = doer if state == "open" else "teacher"

        @rule(data=st.data(), somebody=st.sampled_from(PEOPLE), ought=st.integers(0, 3))
        def take_a_step_in_time(self, data, somebody, ought):
            step = data.draw(st.sampled_from(TIMELY[self.finding.state]))
            self.take(step, somebody if ought == 3 else self.right(step), data.draw(st.sampled_from(PEOPLE)))

        @rule(step=st.sampled_from(sorted(RIGHT)), who=st.sampled_from(PEOPLE), other=st.sampled_from(PEOPLE))
        def take_any_step(self, step, who, other):
            self.take(step, who, other)

        @precondition(lambda self: self.finding.state not in ("closed", "withdrawn"))
        @rule(
            slip=st.sampled_from(["", "", *TO_THE_END]),
            checker=st.sampled_from(["auditor", "auditor", "teacher", "chair"]),
            last=st.sampled_from(["confirm", "deny"]),
        )
        def go_to_the_end(self, slip, checker, last):
            """Take all steps that are left, one of them perhaps forgotten."""
            for step in (*TO_THE_END[:-1], last):
                if step != slip:
                    self.take(step, checker if step in ("confirm", "deny") else self.right(step), checker)

        @precondition(lambda self: self.finding.state == "open")
        @rule(step=st.sampled_from(["withdraw", "uphold"]), who=st.sampled_from(["director", "head", "deputy"]))
        def object_to_it(self, step, who):
            self.take("dispute", "chair", who)
            for decider in (who, self.right(step)):
                self.take(step, decider, who)

        # --- how it is done ---

        @property
        def finding(self):
            return Finding.objects.select_related("audit").get(pk=self.pk)

        def right(self, step):
            if step == "report":
                return self.doer
            if step in ("accept", "send_back") and self.doer == "head":
                return "deputy"
            return "director" if step in ("uphold", "withdraw") and self.finding.grade == "major" else RIGHT[step]

        def user(self, who):
            """Return the person as another request would see them: rights are kept by the object."""
            return User.objects.get(pk=school.world.people[who].pk)

        def take(self, step, who, other):
            before = self.all_that_is_known()
            try:
                with transaction.atomic():
                    getattr(self, f"do_{step}")(self.user(who), other)
            except TransitionError:
                assert self.all_that_is_known() == before

        def action(self):
            found = Action.objects.filter(finding=self.pk).order_by("-round", "-id").first()
            if found is None:
                raise TransitionError("Действия нет.")
            return found.pk

        def check(self):
            found = EffectivenessCheck.objects.filter(finding=self.pk).order_by("-round").first()
            if found is None:
                raise TransitionError("Проверки нет.")
            return found.pk

        def do_acknowledge(self, actor, other):
            findings.acknowledge_finding(self.pk, actor=actor, on=date(2021, 5, 18))

        def do_dispute(self, actor, other):
            findings.dispute_finding(self.pk, actor=actor, comment="Срок есть.", on=date(2021, 5, 20))

        def do_uphold(self, actor, other):
            findings.uphold_finding(self.pk, actor=actor, comment="Срока нет.", on=date(2021, 5, 21))

        def do_withdraw(self, actor, other):
            findings.withdraw_finding(self.pk, actor=actor, comment="Срок найден.", on=date(2021, 5, 21))

        def do_explain(self, actor, other):
            deeper = [f"Почему {number}." for number in range(self.finding.returns)]
            causes.record_cause(self.pk, actor=actor, whys=[*CHAIN, *deeper], branch="rules", changes=["document"])

        def do_plan(self, actor, other):
            """Begin a plan, or its addendum after a round without effect; propose one action and hand it in."""
            finding = self.finding
            plan = getattr(finding.audit, "plan", None) or plans.create_plan(actor=actor, audit=finding.audit)
            edition = plans.start_addendum(plan.pk, actor=actor, reason="Нет результата.") if finding.returns else None
            doer = self.user(self.doer).employee
            actions.create_action(
                plan.pk, actor=actor, finding=finding, kind="corrective", text="Ввести графы.", responsible=doer,
                due_on=date(2021, 6, 15), sign="Форма с графами.", edition=edition,
            )  # fmt: skip
            if edition:
                plans.submit_addendum(edition.pk, actor=actor)
            else:
                plans.submit_plan(plan.pk, actor=actor, on=date(2021, 5, 20))

        def do_approve(self, actor, other):
            paper = Document.objects.filter(kind__code="D12", state="on_approval").order_by("-id").first()
            if paper is None:
                raise TransitionError("Плана нет.")
            visa = paper.visas.get()
            if visa.state == "asked":
                agree_visa(visa.pk, actor=self.user("head"))
            approve_document(paper.pk, actor=actor)

        def do_report(self, actor, other):
            actions.report_action(
                self.action(), actor=actor, comment="Графы введены.", on=date(2021, 6, 10), reference="Приказ № 45-од"
            )

        def do_accept(self, actor, other):
            actions.accept_action(self.action(), actor=actor, on=date(2021, 6, 10))

        def do_send_back(self, actor, other):
            actions.return_action(self.action(), actor=actor, comment="Нет графы срока.")

        def do_cancel(self, actor, other):
            actions.cancel_action(self.action(), actor=actor, comment="Не нужно.")

        def do_assign(self, actor, other):
            checker = self.user(other).employee
            effectiveness.assign_checker(self.check(), actor=actor, checker=checker, due_on=date(2021, 7, 10))

        def do_confirm(self, actor, other):
            effectiveness.confirm_effect(
                self.check(), actor=actor, comment="Сроки есть.", on=date(2021, 7, 12), **JUDGED
            )

        def do_deny(self, actor, other):
            effectiveness.deny_effect(self.check(), actor=actor, comment="Срока нет.", on=date(2021, 7, 12))

        # --- what is true after every step ---

        def all_that_is_known(self):
            audit = self.finding.audit_id
            rows = (
                Finding.objects.filter(pk=self.pk), RootCause.objects.filter(finding=self.pk),
                CorrectivePlan.objects.filter(audit=audit), Action.objects.filter(finding=self.pk),
                EffectivenessCheck.objects.filter(finding=self.pk),
            )  # fmt: skip
            return [list(each.order_by("pk").values()) for each in rows]

        @invariant()
        def nothing_is_closed_that_lacks_something(self):
            finding = self.finding
            told[finding.state] += 1
            told["returned"] += finding.returns > 0
            if finding.state != "closed":
                assert finding.closed_on is None
                return
            assert any(len(cause.whys) >= 2 for cause in finding.causes.all())
            done = [action for action in finding.actions.all() if action.state != "cancelled"]
            last = [action for action in done if action.round == finding.returns]
            assert last
            assert {action.state for action in done} == {"accepted"}
            assert not [action for action in done if action.accepted_by_id in (None, action.done_by_id)]
            check = finding.checks.get(round=finding.returns)
            assert (check.state, check.checked_by) == ("effective", finding.closed_by)
            hands = {action.done_by for action in done} | {action.responsible.user for action in done}
            assert check.checked_by not in hands

        @invariant()
        def an_objection_is_decided_by_who_may(self):
            finding = self.finding
            if finding.state == "disputed":
                assert finding.objection
            if finding.state == "withdrawn":
                decider = "director" if finding.grade == "major" else "head"
                assert finding.objection_decided_by == school.world.people[decider]
                assert finding.objection_decision

    return Machine


@pytest.mark.one_database
@pytest.mark.django_db
def test_no_sequence_of_steps_closes_a_nonconformity_that_lacks_something():
    told = Counter()
    machine = machine_of(World(), told)
    run_state_machine_as_test(machine, settings=settings(max_examples=12, stateful_step_count=6))
    assert min(told["closed"], told["withdrawn"], told["returned"]) > 0, told
