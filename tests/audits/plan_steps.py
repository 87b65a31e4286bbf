"""What people do about one nonconformity, from its acknowledgement to its check of effect, as a machine takes the steps.

Each `do_…(actor)` takes one step about what is there; what is missing is refused as the product refuses it.
"""

from datetime import date, timedelta

from hypothesis import strategies as st

from audits.models import Action, ActionDueChange, CorrectivePlan, EffectivenessCheck
from audits.services import actions, causes, due_changes, effectiveness, findings, plans, progress
from roadmap.models import Document
from roadmap.services.documents import agree_visa, approve_document, recall_document, return_document
from tests.audits.life import JUDGED
from vsoko.workdays import add_working_days
from vsoko.workflow import TransitionError

DOERS = ["teacher", "chair", "auditor", "head"]


class Steps:
    """`world`, `audit`, `finding`, `day`; `doer` carries out, `checker` checks; `data` of hypothesis, None on a whole way."""

    def draw(self, values):
        """Return one of the values; the first of them on a whole way."""
        values = list(values)
        return self.data.draw(st.sampled_from(values)) if self.data else values[0]

    def plan(self):
        if plan := CorrectivePlan.objects.filter(audit=self.audit).first():
            return plan
        raise TransitionError("Плана нет.")

    def edition(self):
        return self.plan().editions.filter(state="draft").first()

    def action(self):
        """Return the action that waits for something, the latest one first."""
        rows = Action.objects.filter(finding=self.finding).select_related("responsible").order_by("-id")
        return rows.filter(state__in=Action.OPEN).first() or rows.first()

    def action_pk(self):
        if row := self.action():
            return row.pk
        raise TransitionError("Действия нет.")

    def change_pk(self):
        if row := ActionDueChange.objects.filter(assignment__finding=self.finding).order_by("-id").first():
            return row.pk
        raise TransitionError("Просьбы нет.")

    def check_pk(self):
        if row := self.finding.checks.order_by("-round").first():
            return row.pk
        raise TransitionError("Проверки нет.")

    def paper_pk(self):
        if paper := Document.objects.filter(kind__code="D12", state__in=["on_visa", "on_approval"]).last():
            return paper.pk
        paper = Document.objects.filter(kind__code="D12").last()
        if paper is None:
            raise TransitionError("Документа нет.")
        return paper.pk

    def do_wait(self, actor):
        self.day = add_working_days(self.day, self.draw([25, 3]))

    def do_acknowledge(self, actor):
        findings.acknowledge_finding(self.finding.pk, actor=actor, on=self.day)

    def do_cause(self, actor):
        causes.record_cause(self.finding.pk, actor=actor, whys=["Спешили.", "Нет графы."], branch="rules", on=self.day)

    def do_begin(self, actor):
        plans.create_plan(actor=actor, audit=self.audit)

    def do_extend(self, actor):
        plans.start_addendum(self.plan().pk, actor=actor, reason="Не результативно.")

    def do_propose(self, actor):
        actions.create_action(
            self.plan().pk, actor=actor, finding=self.now, kind=self.draw(["corrective", "correction"]),
            text="Ввести графы.", responsible=self.world.people[self.doer].employee, sign="Форма.", edition=self.edition(),
            due_on=self.draw([add_working_days(self.day, 10), date(2021, 6, 12), date(2021, 5, 3)]),
        )  # fmt: skip

    def do_edit(self, actor):
        days = [add_working_days(self.day, 5), date(2021, 6, 12)]
        actions.edit_action(self.action_pk(), actor=actor, due_on=self.draw(days))

    def do_delete(self, actor):
        actions.delete_action(self.action_pk(), actor=actor)

    def do_submit(self, actor):
        if edition := self.edition():
            plans.submit_addendum(edition.pk, actor=actor, on=self.day)
        else:
            plans.submit_plan(self.plan().pk, actor=actor, on=self.day)

    def do_agree(self, actor):
        visa = Document.objects.get(pk=self.paper_pk()).visas.last()
        if visa is None:
            raise TransitionError("Виз нет.")
        agree_visa(visa.pk, actor=actor, on=self.day)

    def do_approve(self, actor):
        approve_document(self.paper_pk(), actor=actor, on=self.day)

    def do_return_paper(self, actor):
        return_document(self.paper_pk(), actor=actor, comment="Уточните срок.")

    def do_recall(self, actor):
        recall_document(self.paper_pk(), actor=actor)

    def do_start(self, actor):
        actions.start_action(self.action_pk(), actor=actor, on=self.day)

    def do_note(self, actor):
        progress.note_progress(self.action_pk(), actor=actor, text="Черновик формы готов.", on=self.day)

    def do_report(self, actor):
        given = self.draw(["Приказ № 45-од.", ""])
        actions.report_action(self.action_pk(), actor=actor, comment="Введены.", reference=given, on=self.day)

    def do_accept(self, actor):
        actions.accept_action(self.action_pk(), actor=actor, on=self.day)

    def do_return_work(self, actor):
        actions.return_action(self.action_pk(), actor=actor, comment="Нет подписи.", on=self.day)

    def do_cancel(self, actor):
        actions.cancel_action(self.action_pk(), actor=actor, comment="Не нужно.", on=self.day)

    def do_hand_over(self, actor):
        others = [
            name for name in DOERS if self.action() and self.world.people[name].employee != self.action().responsible
        ]
        to = self.world.people[self.draw(others or DOERS)].employee
        progress.hand_over(self.action_pk(), actor=actor, to=to, reason="Отпуск.", on=self.day)

    def do_ask(self, actor):
        due = self.action().due_on if self.action() else self.day
        new_due = self.draw([add_working_days(due, 5), due, due + timedelta(days=6 - due.weekday())])
        due_changes.ask_due_change(self.action_pk(), actor=actor, new_due=new_due, reason="Нет бланков.", on=self.day)

    def do_grant(self, actor):
        due_changes.grant_due_change(self.change_pk(), actor=actor, on=self.day)

    def do_refuse(self, actor):
        due_changes.refuse_due_change(self.change_pk(), actor=actor, comment="Успеете.", on=self.day)

    def do_assign(self, actor):
        check = EffectivenessCheck.objects.get(pk=self.check_pk())
        who = self.world.people[self.draw([self.checker, *DOERS])].employee
        day = check.due_on - timedelta(days=self.draw([0, 1]))
        effectiveness.assign_checker(check.pk, actor=actor, checker=who, due_on=day)

    def do_confirm(self, actor):
        judged = self.draw([JUDGED, JUDGED | {"reached": False}, JUDGED | {"proved_words": " "}])
        effectiveness.confirm_effect(self.check_pk(), actor=actor, comment="Видел.", on=self.day, **judged)

    def do_deny(self, actor):
        judged = self.draw([JUDGED | {"no_repeat": False}, JUDGED])
        effectiveness.deny_effect(self.check_pk(), actor=actor, comment="Снова без срока.", on=self.day, **judged)
