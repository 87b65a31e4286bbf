"""What people try with one audit, each step as its page takes it. A step that is not possible raises TransitionError."""

from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import strategies as st

from audits.models import Finding
from audits.services import answers, audits, findings
from audits.services.findings import create_finding
from roadmap.models import Document
from roadmap.permissions import Role
from roadmap.services.documents import approve_document, recall_document, return_document, sign_by_hand
from tests.audits import life
from tests.audits.planned import short_template
from tests.factories import appoint, make_employee, make_user, pdf_bytes
from tests.worlds import make_world
from vsoko.models import User
from vsoko.workflow import TransitionError

DAY = date(2021, 5, 14)
QUESTIONS = 3
PDF = pdf_bytes()
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


class Steps:
    """Steps by `actor`, with what `data` draws, on `audit` of `world`; `people` are its users by name."""

    def user(self, who):
        """Return the person as another request would see them: rights are kept by the object."""
        return User.objects.get(pk=self.people[who].pk)

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
        """Object to every nonconformity; whoever decides takes it off."""
        for finding in Finding.objects.filter(audit=self.audit, state="open", grade__in=["minor", "major"]):
            findings.dispute_finding(finding.pk, actor=self.user("chair"), comment="Есть приложение.", on=DAY)
            decider = "director" if finding.grade == "major" else "head"
            findings.withdraw_finding(finding.pk, actor=self.user(decider), comment="Срок найден.")

    def do_plan(self, actor, data):
        """Answer every nonconformity with a cause, an action and a plan that is handed in."""
        owed = list(Finding.objects.filter(audit=self.audit, state="open", grade__in=["minor", "major"]))
        if owed:
            for finding in owed:
                life.acknowledged(self.world, finding)
            drafted = life.plans.create_plan(actor=actor, audit=self.audit)
            for finding in owed:
                life.add_action(self.world, drafted, finding)
            life.plans.submit_plan(drafted.pk, actor=actor, on=date(2021, 5, 20))

    def do_close(self, actor, data):
        audits.close_audit(self.audit.pk, actor=actor, on=date(2021, 5, 20))
