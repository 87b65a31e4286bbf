"""Whatever steps people take in whatever order, no audit ends that should not have: a machine tries them at random.

Everybody may try everything, most often who ought to; between the steps people change places: a member of the team becomes
the acting director, somebody turns out to have belonged to the audited association. What is true afterwards is read from
the database here by rules of its own, not by the checks that the steps themselves make.
"""

from collections import Counter
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
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
from audits.services import answers, audits, findings
from audits.services.findings import create_finding
from roadmap.models import Document
from roadmap.permissions import Role
from roadmap.services.documents import approve_document, recall_document, return_document, sign_by_hand
from tests.audits import life
from tests.audits.planned import plan, short_template
from tests.factories import appoint, join, make_employee, make_user, pdf_bytes
from tests.worlds import make_world
from vsoko.models import User
from vsoko.workflow import TransitionError

DAY = date(2021, 5, 14)
QUESTIONS = 3
PDF = pdf_bytes()
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
places = st.one_of(st.just(range(QUESTIONS)), st.integers(0, QUESTIONS - 1).map(lambda place: [place]))
given = st.sampled_from(["yes", "no", "partly", "na", "unchecked"])
words = st.sampled_from(["Протокол № 1.", "", "  "])


class World:
    """One school for all examples: each begins with the audit planned anew, and is undone at its end."""

    def __init__(self):
        self.world = make_world()
        group = self.world.roadmap.working_group
        self.people = self.world.people | {
            "second": make_user(self.world.school, Role.AUDITOR, group=group, last_name="Глобусова")
        }
        # Has no login: whatever this person signs is signed on paper.
        self.third = make_employee(self.world.school, "Указкина")
        appoint(self.third, Role.AUDITOR, group=group)
        self.template = short_template(self.world, *(f"A-{number}" for number in range(QUESTIONS)))

    def employee(self, name):
        return self.third if name == "third" else self.people[name].employee


def machine_of(school, told):
    """Return the machine of one school; `told` counts what came about, for a machine that gets nowhere shows nothing."""

    class Machine(RuleBasedStateMachine):
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

        def user(self, who):
            """Return the person as another request would see them: rights are kept by the object."""
            return User.objects.get(pk=school.people[who].pk)

        def items(self):
            return list(self.audit.items.order_by("position"))

        def paper(self):
            paper = Document.objects.filter(owner_id=self.audit.pk, kind__code="D11").last()
            if paper is None:
                raise TransitionError("Отчёта нет.")
            return paper.pk

        def answer_one(self, who, place, answer, evidence, reason, files=()):
            if place >= len(items := self.items()):
                raise TransitionError("Вопроса нет.")
            answers.answer_item(
                items[place].pk, actor=self.user(who) if isinstance(who, str) else who, version=items[place].version,
                answer=answer, evidence_text=evidence, reason=reason, files=files,
            )  # fmt: skip

        def record_one(self, who, place, grade):
            if place >= len(items := self.items()):
                raise TransitionError("Вопроса нет.")
            create_finding(
                self.audit.pk, actor=self.user(who) if isinstance(who, str) else who, item=items[place], grade=grade,
                criterion=items[place].criterion, title="Без срока", requirement="Есть срок.", fact="Срока нет.",
                evidence_text="Протокол № 1.",
            )  # fmt: skip

        def do_start(self, actor, data):
            audits.start_audit(self.audit.pk, actor=actor, on=date(2021, 5, 11))

        def do_cancel(self, actor, data):
            if data.draw(st.integers(0, 7)) == 7:
                audits.cancel_audit(self.audit.pk, actor=actor, comment="Не нужен.")

        def do_answer(self, actor, data):
            drawn = data.draw(st.tuples(places, given, words, words))
            for place in drawn[0]:
                self.attempt(lambda place=place: self.answer_one(actor, place, *drawn[1:]))

        def do_prove(self, actor, data):
            """Attach a file to an answer, or take the files off again."""
            place = data.draw(st.integers(0, QUESTIONS - 1))
            if place >= len(items := self.items()):
                return
            item = items[place]
            kept = list(item.evidence.values_list("pk", flat=True))
            files = [] if kept else [SimpleUploadedFile("протокол.pdf", PDF)]
            answers.answer_item(
                item.pk, actor=actor, version=item.version, answer=item.answer, note=item.note, reason=item.reason,
                evidence_text="", files=files, remove=kept,
            )  # fmt: skip

        def do_record(self, actor, data):
            grade = data.draw(st.sampled_from(["minor", "major", "observation", "good_practice"]))
            self.record_one(actor, data.draw(st.integers(0, QUESTIONS - 1)), grade)

        def do_report(self, actor, data):
            audits.report_audit(self.audit.pk, actor=actor, on=DAY)

        def do_approve(self, actor, data):
            approve_document(self.paper(), actor=actor, on=DAY)

        def do_sign(self, actor, data):
            sign_by_hand(self.paper(), actor=actor, upload=SimpleUploadedFile("скан.pdf", PDF), on=DAY)

        def do_return(self, actor, data):
            return_document(self.paper(), actor=actor, comment="Уточните вывод.")

        def do_recall(self, actor, data):
            recall_document(self.paper(), actor=actor)

        def do_reopen(self, actor, data):
            audits.reopen_audit(self.audit.pk, actor=actor, comment="Нет свидетельства.")

        def do_acknowledge(self, actor, data):
            audits.acknowledge_audit(self.audit.pk, actor=actor, on=DAY)

        def do_withdraw(self, actor, data):
            """Object to every nonconformity; the actor takes it off."""
            for finding in Finding.objects.filter(audit=self.audit, state="open", grade__in=["minor", "major"]):
                findings.dispute_finding(finding.pk, actor=self.user("chair"), comment="Есть приложение.", on=DAY)
                decider = "director" if finding.grade == "major" else "head"
                findings.withdraw_finding(finding.pk, actor=self.user(decider), comment="Срок найден.")

        def do_plan(self, actor, data):
            """Answer every nonconformity with a cause, an action and a plan that is handed in."""
            owed = list(Finding.objects.filter(audit=self.audit, state="open", grade__in=["minor", "major"]))
            if owed:
                for finding in owed:
                    life.acknowledged(school.world, finding)
                drafted = life.plans.create_plan(actor=actor, audit=self.audit)
                for finding in owed:
                    life.add_action(school.world, drafted, finding)
                life.plans.submit_plan(drafted.pk, actor=actor, on=date(2021, 5, 20))

        def do_close(self, actor, data):
            audits.close_audit(self.audit.pk, actor=actor, on=date(2021, 5, 20))

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
