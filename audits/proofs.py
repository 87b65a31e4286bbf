"""What was done about a finding, and what it is all proved by: its page and its papers read this alike."""

from django.db.models import Prefetch, Q, Value, prefetch_related_objects
from django.db.models.functions import Coalesce, NullIf

from audits.models import Action, Evidence

REPORTED = (Action.State.DONE, Action.State.ACCEPTED)
ACTIONS = Prefetch("actions", Action.objects.select_related("responsible", "plan__school", "accepted_by__employee"))


def actions_in_order(finding):
    """Return the actions of a finding, of each round corrections first."""
    prefetch_related_objects([finding], ACTIONS)
    return in_order(finding.actions.all())


def in_order(actions):
    kinds = list(Action.Kind.values)
    return sorted(actions, key=lambda action: (action.round, kinds.index(action.kind), action.pk))


def in_order_of_findings(actions):
    """Return the actions of a plan: by nonconformity, then by round, of each round corrections first."""
    return sorted(
        in_order(actions), key=lambda action: (action.finding.audit_id, action.finding.sequence or 0, action.finding_id)
    )


def carried_out(finding):
    """Return the reported actions, each with the names of its `proofs`, by one query for this object: checks and papers share
    them.
    """
    if "_carried_out" not in finding.__dict__:
        named = Coalesce(NullIf("evidence__reference", Value("")), "evidence__file__name")
        rows = finding.actions.filter(state__in=REPORTED).select_related("responsible", "accepted_by__employee")
        found = {}
        for row in rows.annotate(proof=named).order_by("evidence"):
            found.setdefault(row.pk, []).append(row)
        for action, *_ in found.values():
            action.proofs = [row.proof for row in found[action.pk] if row.proof]
        finding.__dict__["_carried_out"] = in_order(rows[0] for rows in found.values())
    return finding.__dict__["_carried_out"]


def actions_and_proofs(finding):
    """Return (actions, corrections first, each with its `proofs`; proofs of the finding). Pages read the finding with ACTIONS."""
    proofs = list(Evidence.objects.filter(Q(finding=finding) | Q(action__finding=finding)).select_related("file"))
    actions = actions_in_order(finding)
    for action in actions:
        action.proofs = [proof for proof in proofs if proof.action_id == action.pk]
    return actions, [proof for proof in proofs if proof.finding_id]
