"""The trace of a finding on one printable page: order, audit, answer, fact, cause, action, proof, effect."""

from django.db.models import Prefetch, Q
from django.views.generic import TemplateView

from audits.models import (
    Action,
    ActionDueChange,
    Audit,
    ChecklistItem,
    CorrectivePlan,
    EffectivenessCheck,
    Evidence,
    Finding,
    RootCause,
)
from audits.proofs import in_order
from audits.views.findings import CARD
from roadmap.models import Document
from roadmap.paper_links import made_about
from vsoko.views.generic import SchoolPageMixin
from vsoko.views.seen import seen_by

ORDER = "D07"
GRANTED = ActionDueChange.objects.filter(state=ActionDueChange.State.GRANTED).order_by("id")
PARTS = (
    Prefetch("causes", RootCause.objects.select_related("found_by")),
    Prefetch("checks", EffectivenessCheck.objects.select_related("checker", "checked_by__employee")),
    Prefetch(
        "actions",
        Action.objects.exclude(state=Action.State.PROPOSED)
        .select_related("responsible", "plan__school", "accepted_by__employee", "done_by__employee")
        .prefetch_related(Prefetch("due_changes", GRANTED)),
    ),
    "audit__team",
)


class FindingTrace(SchoolPageMixin, TemplateView):
    """Links lead only to what the reader may open; the checklist's answer is told to who sees the checklist."""

    template_name = "audits/finding_trace.html"

    def load(self):
        user = self.request.user
        rows = CARD.select_related(
            "audit__programme__roadmap", "audit__plan__approved_by", "acknowledged_by", "closed_by"
        )
        rows = rows.prefetch_related(*PARTS)
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
        repeats = (
            Finding.objects.visible_to(user).repeated().filter(repeat_of=finding).exclude(state=Finding.State.DRAFT)
        )
        item = self.answer()
        self.give_proofs(item)
        orders = made_about(finding.audit, user).filter(kind__code=ORDER, state__in=Document.IN_FORCE)
        return super().get_context_data(
            object=finding,
            plan=plan,
            orders=orders,
            item=item,
            rounds=self.rounds(),
            repeats=repeats,
            **kwargs,
        )

    def answer(self):
        items = ChecklistItem.objects.visible_to(self.request.user).select_related("answered_by__employee")
        return items.filter(pk=self.object.item_id).first()

    def give_proofs(self, item):
        """Set `proofs` on the finding, its actions, its checks and the answer, by one query."""
        finding = self.object
        owners = {"finding_id": [finding], "action_id": finding.actions.all(), "check_record_id": finding.checks.all()}
        owners["item_id"] = [item] if item else []
        known = {(name, owner.pk): owner for name, records in owners.items() for owner in records}
        for owner in known.values():
            owner.proofs = []
        wanted = Q(finding=finding) | Q(action__finding=finding) | Q(check_record__finding=finding) | Q(item=item or 0)
        for proof in Evidence.objects.filter(wanted).select_related("file"):
            for name in owners:
                if owner := known.get((name, getattr(proof, name))):
                    owner.proofs.append(proof)

    def rounds(self):
        """Return [{actions, checks}], one for each time that the effect was looked for."""
        finding = self.object
        told = []
        for number in range(finding.returns + 1):
            actions = [action for action in in_order(finding.actions.all()) if action.round == number]
            checks = [check for check in finding.checks.all() if check.round == number]
            if actions or checks:
                told.append({"actions": actions, "checks": checks})
        return told
