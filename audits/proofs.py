"""What was done about a finding, and what it is all proved by: its page and its papers read this alike."""

from django.db.models import Prefetch, Q

from audits.models import Action, Evidence

ACTIONS = Prefetch("actions", Action.objects.select_related("responsible", "plan__school", "accepted_by__employee"))


def actions_and_proofs(finding):
    """Return (actions, corrections first, each with its `proofs`; proofs of the finding). Pages read the finding with ACTIONS."""
    proofs = list(Evidence.objects.filter(Q(finding=finding) | Q(action__finding=finding)).select_related("file"))
    order = list(Action.Kind.values)
    actions = sorted(finding.actions.all(), key=lambda action: (action.round, order.index(action.kind), action.pk))
    for action in actions:
        action.proofs = [proof for proof in proofs if proof.action_id == action.pk]
    return actions, [proof for proof in proofs if proof.finding_id]
