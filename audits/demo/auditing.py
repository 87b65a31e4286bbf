"""One audit as the story tells it: planned, prepared, carried out, reported, answered. It stops where the data stop.

Keys of an audit in `data/`: association or course (neither: the school), auditee, lead, team, sampled, sections, starts,
ends, period, objectives, scope, strengths, basis (of an unscheduled one), answers, finding, opening (see opening.py), until
(its last step), share (of the questions answered so far), cancelled {on, why}, card (of the sample: kind, subject, group,
lesson, document, population, by, lines {code: [answer, note]}), selfcheck (own answers by code, «да» where nothing is
told). An answer: [answer, words] by code, by «code@course» or by «prefix-*». A finding: at (as an answer), grade, title,
fact, evidence, requirement, unread, objection, upheld, withdrawn, declined; what follows from a nonconformity is in
eliminating.py.
"""

import uuid
from itertools import cycle

from audits.demo.clock import each_working_day, earlier, later
from audits.demo.drafting import issue, issue_to_readers
from audits.demo.eliminating import plan_story
from audits.demo.opening import opening_story
from audits.demo.texts import load
from audits.demo.world import DIRECTOR, HEAD
from audits.models import Criterion, SelfCheck
from audits.models.checklist import Answer, group_label
from audits.models.finding import NONCONFORMITIES
from audits.services import audits, cards, findings, selfchecks
from audits.services.answers import answer_item
from audits.services.planning import plan_audit
from audits.services.questions import assign_questions

REPORTED = 2  # working days after the audit
APPROVED, READ, DECIDED = 2, 3, 4  # working days after the report; where nothing else is told, everything is in time
DOUBTS = (Answer.PARTLY, Answer.FAILS)
UNANSWERED = (Answer.NOT_APPLICABLE, Answer.NOT_CHECKED)


class AuditStory:
    """An audit with what is told of it; `rows` maps its findings (by pk) to what is told of them."""

    def __init__(self, world, told):
        self.world, self.told, self.rows = world, told, {}
        self.audit = self.plan()

    def plan(self):
        """Write the audit into the programme, or plan it by itself, and return it."""
        cast, told, day = self.world.cast, self.told, self.world.day
        association = cast.association(told["association"]) if "association" in told else None
        course = cast.course(told["course"]) if "course" in told else None
        first, last = map(day, told["period"])
        return plan_audit(
            self.world.roadmap.pk,
            actor=self.world.user(HEAD),
            subject="association" if association else "programme" if course else "school",
            association=association,
            course_programme=course,
            auditee=cast[told["auditee"]],
            lead=cast[told["lead"]],
            team=cast.all(told.get("team", [])),
            sampled_programmes=[cast.course(name) for name in told.get("sampled", [])],
            sections=told.get("sections", []),
            starts_on=day(told["starts"]),
            ends_on=day(told["ends"]),
            period_from=first,
            period_to=last,
            objectives=told["objectives"],
            scope=told["scope"],
            unscheduled="basis" in told,
            basis=told.get("basis", ""),
        )

    @property
    def lead(self):
        return self.world.user(self.told["lead"])

    @property
    def auditee(self):
        return self.world.user(self.told["auditee"])

    def stops(self, step):
        return self.told.get("until") == step

    def story(self):
        """Tell of the audit from its order to its end."""
        world, audit = self.world, self.audit
        if cancelled := self.told.get("cancelled"):
            yield world.day(cancelled["on"])
            audits.cancel_audit(audit.pk, actor=world.user(HEAD), comment=cancelled["why"])
            return
        if "opening" in self.told:
            yield opening_story(self)
        if self.stops("planned"):
            return
        yield earlier(audit.starts_on, audit.school.order_days)
        yield issue_to_readers(world, audit, "D07", HEAD)
        yield earlier(audit.starts_on, audit.school.notice_days)
        yield issue_to_readers(world, audit, "D08", self.told["lead"], HEAD)
        self.declare()
        if "selfcheck" in self.told:
            yield earlier(audit.starts_on, 1)
            self.check_oneself()
        yield audit.starts_on
        self.begin()
        yield from self.check()
        if self.stops("checking"):
            return
        yield later(audit.ends_on, REPORTED)
        audits.write_report(audit.pk, actor=self.lead, conclusion="", strengths=self.told.get("strengths", ""))
        issue(world, self.audit, "D09", self.told["lead"], self.told["lead"])
        self.audit = audit = audits.report_audit(audit.pk, actor=self.lead)
        if self.stops("reported"):
            return
        yield later(audit.reported_on, APPROVED)
        world.sign(world.paper_of(audit, "D11"))
        if self.stops("approved"):
            return
        yield later(audit.reported_on, READ)
        self.read()
        yield later(audit.reported_on, DECIDED)
        self.decide()
        if audit.findings.filter(grade__in=NONCONFORMITIES).exclude(state="withdrawn").exists():
            yield from plan_story(self)
        if "until" not in self.told:
            yield world.next_day()
            self.draw_up_cards()
            audits.close_audit(audit.pk, actor=self.lead)

    def declare(self):
        """Each auditor declares to be impartial before the audit begins."""
        for record in (self.audit, *self.audit.team.select_related("audit__school", "employee__user")):
            person = getattr(record, "employee", None) or self.audit.lead
            issue(self.world, record, "D18", person.last_name, person.last_name)

    def check_oneself(self):
        """Who answers for the subject answers the same questions beforehand and hands the answers in."""
        told = self.told["selfcheck"]
        given = {item.key: told.get(item.code, ("yes", "")) for item in selfchecks.questions_of(self.audit)}
        given = {key: selfchecks.Given(answer, note) for key, (answer, note) in given.items()}
        selfchecks.save_answers(self.audit.pk, actor=self.auditee, given=given)
        selfchecks.hand_in_selfcheck(SelfCheck.objects.get(audit=self.audit).pk, actor=self.auditee)

    def draw_up_cards(self):
        """Each nonconformity gets its card, with the actions that the plan has for it."""
        lead = self.told["lead"]
        for finding in self.audit.findings.filter(grade__in=NONCONFORMITIES).exclude(state="withdrawn"):
            issue(self.world, finding, "D10", lead, lead)

    def begin(self):
        """Start the audit; its sections are shared out between the auditors in turn."""
        self.audit = audits.start_audit(self.audit.pk, actor=self.lead)
        items = self.audit.items.select_related("course_programme")
        auditors = cycle(self.world.cast.all([self.told["lead"], *self.told.get("team", [])]))
        labels = {label: next(auditors) for label in dict.fromkeys(group_label(self.audit, item) for item in items)}
        assign_questions(self.audit.pk, actor=self.lead, labels=labels)

    def check(self):
        """Answer as many questions every day as the days allow; what is not right is written down at once."""
        items = list(self.audit.items.select_related("criterion", "course_programme", "assigned_to", "audit__school"))
        codes = {item.code for item in items}
        self.fill_cards(items)
        items = items[: round(len(items) * self.told.get("share", 1))]
        days = list(each_working_day(self.audit.starts_on, self.audit.ends_on))
        portion = -(-len(items) // len(days))
        for number, day in enumerate(days):
            yield day
            for item in items[number * portion : (number + 1) * portion]:
                self.answer(item)
        for row in self.told.get("finding", []):
            if row["at"].partition("@")[0] not in codes:
                self.write_down(row)

    def fill_cards(self, items):
        """Look at lessons, journals and papers on the first day, before the answers that they prove."""
        pks = {item.code: item.pk for item in items}
        for told in self.told.get("card", []):
            cards.create_card(
                self.audit.pk,
                actor=self.world.user(told["by"]),
                kind=told["kind"],
                key=uuid.uuid4().hex,
                subject=told["subject"],
                group=told.get("group", ""),
                lesson=told.get("lesson"),
                document=told.get("document", ""),
                day=self.world.clock.day,
                population=told["population"],
                lines={pks[code]: tuple(seen) for code, seen in told["lines"].items()},
            )

    def answer(self, item):
        spot = f"{item.code}@{item.course_programme.name}" if item.course_programme else item.code
        keys = (spot, item.code, f"{item.code.partition('-')[0]}-*")
        answers = self.told.get("answers", {})
        given, words = next((answers[key] for key in keys if key in answers), ("yes", ""))
        rows = [row for row in self.told.get("finding", []) if row["at"] in (spot, item.code)]
        if given in UNANSWERED:
            told = {"reason": words}
        elif rows and given in DOUBTS:
            told = {"note": rows[0]["fact"], "evidence_text": rows[0]["evidence"]}
        else:
            told = {"evidence_text": words or load("evidence")["seen"].get(item.code, "")}
        actor = self.world.user(item.assigned_to.last_name)
        item = answer_item(item.pk, actor=actor, version=item.version, answer=given, **told)
        for row in rows:
            self.write_down(row, item)

    def write_down(self, row, item=None):
        """Record a finding with what its question already says; one outside the checklist brings its requirement."""
        if item:
            words = findings.offer_from(item)
            del words["repeat_of"], words["why"]
        else:
            criterion = Criterion.objects.get(school=self.audit.school, code=row["at"])
            words = {"criterion": criterion, "section": criterion.section}
        words |= {"grade": row["grade"], "title": row["title"], "fact": row["fact"], "evidence_text": row["evidence"]}
        words |= {"requirement": row["requirement"]} if "requirement" in row else {}
        finding = findings.create_finding(self.audit.pk, actor=self.lead, **words)
        self.rows[finding.pk] = row

    def read(self):
        """Who answers for the subject reads the report and answers each finding: agrees, objects, accepts, declines."""
        audits.acknowledge_audit(self.audit.pk, actor=self.auditee)
        for pk, row in self.rows.items():
            if row.get("unread"):
                continue
            if objection := row.get("objection"):
                findings.dispute_finding(pk, actor=self.auditee, comment=objection)
            elif row["grade"] in NONCONFORMITIES:
                findings.acknowledge_finding(pk, actor=self.auditee)
            elif why := row.get("declined"):
                findings.decline_finding(pk, actor=self.auditee, comment=why)
            elif row["grade"] != "good_practice":
                findings.accept_finding(pk, actor=self.auditee)

    def decide(self):
        """The head of the group decides about objections, about major nonconformities the director."""
        for pk, row in self.rows.items():
            actor = self.world.user(DIRECTOR if row["grade"] == "major" else HEAD)
            if why := row.get("upheld"):
                findings.uphold_finding(pk, actor=actor, comment=why)
            elif why := row.get("withdrawn"):
                findings.withdraw_finding(pk, actor=actor, comment=why)
