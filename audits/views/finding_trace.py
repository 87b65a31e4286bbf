"""The trace of a finding on one printable page: order, audit, answer, fact, cause, action, proof, effect."""

from django.db.models import Prefetch
from django.views.generic import TemplateView

from audits.models import Action, ActionDueChange, Audit, ChecklistItem, CorrectivePlan, EffectivenessCheck, Finding
from audits.proofs import actions_and_proofs
from audits.views.findings import CARD
from roadmap.models import Document
from roadmap.paper_links import made_about
from vsoko.views.generic import SchoolPageMixin
from vsoko.views.seen import note_seen, seen_by

ORDER, CARD_PAPER = "D07", "D10"
ACTIONS = Prefetch(
    "actions",
    Action.objects.exclude(state=Action.State.PROPOSED)
    .select_related("responsible", "plan__school", "accepted_by__employee", "done_by__employee")
    .prefetch_related(Prefetch("due_changes", ActionDueChange.objects.filter(state=ActionDueChange.State.GRANTED))),
)
CHECKS = Prefetch(
    "checks",
    EffectivenessCheck.objects.select_related("checker", "checked_by__employee").prefetch_related("evidence__file"),
)


class FindingTrace(SchoolPageMixin, TemplateView):
    """Links lead only to what the reader may open; the checklist's answer is told to who sees the checklist."""

    template_name = "audits/finding_trace.html"

    def load(self):
        user = self.request.user
        rows = CARD.select_related("audit__programme", "audit__plan__approved_by", "repeat_of").prefetch_related(
            "causes__found_by", CHECKS, ACTIONS, "audit__team__employee"
        )
        seen = {"audit_seen": seen_by(user, Audit, "audit"), "repeat_of_seen": seen_by(user, Finding, "repeat_of")}
        plan = {"plan_seen": seen_by(user, CorrectivePlan, "audit__plan")}
        self.object = self.visible(rows.annotate(**seen, **plan), pk=self.kwargs["pk"])

    def get_heading(self):
        return f"Прослеживаемость: {self.object.title}"

    def get_context_data(self, **kwargs):
        finding, user = self.object, self.request.user
        finding.audit.seen = finding.audit_seen
        if plan := getattr(finding.audit, "plan", None):
            plan.seen = finding.plan_seen
        if finding.repeat_of:
            finding.repeat_of.seen = finding.repeat_of_seen
        repeats = list(finding.repeats.exclude(state__in=[Finding.State.WITHDRAWN, Finding.State.DRAFT]))
        note_seen(user, repeats)
        actions, proofs = actions_and_proofs(finding)
        orders = made_about(finding.audit, user).filter(kind__code=ORDER, state__in=Document.IN_FORCE)
        return super().get_context_data(
            object=finding,
            plan=plan,
            orders=orders,
            item=self.answer(),
            evidence=proofs,
            rounds=self.rounds(actions),
            repeats=repeats,
            **kwargs,
        )

    def answer(self):
        items = ChecklistItem.objects.visible_to(self.request.user).select_related("answered_by__employee")
        return items.prefetch_related("evidence__file").filter(pk=self.object.item_id).first()

    def rounds(self, actions):
        """Return [{actions, checks}], one for each time that the effect was looked for."""
        finding = self.object
        told = []
        for number in range(finding.returns + 1):
            own = [action for action in actions if action.round == number]
            checks = [check for check in finding.checks.all() if check.round == number]
            if own or checks:
                told.append({"actions": own, "checks": checks})
        return told
