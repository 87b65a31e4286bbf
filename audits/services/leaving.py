"""What a withdrawn nonconformity leaves behind: the actions proposed for it go out of the plan that is not in force yet."""

from audits.finding_workflow import ACTION
from audits.models import Action, CorrectivePlan
from roadmap.models import Document
from roadmap.services.documents import order_pdf_after
from vsoko import history
from vsoko.workflow import perform


def lock_plans(finding_pk):
    """Lock the plans to which actions about a nonconformity are proposed: a paper first, then its plan, then its actions.

    It is the order of every other step, so that a plan is approved either with these actions or without them.
    """
    proposed = list(
        Action.objects.filter(finding=finding_pk, state=Action.State.PROPOSED).select_related("plan", "edition")
    )
    for owner in {action.edition or action.plan for action in proposed}:
        list(owner.documents.select_for_update(of=("self",)).filter(state__in=Document.WAITING))
    plans = {action.plan_id for action in proposed}
    list(CorrectivePlan.objects.select_for_update(of=("self",)).filter(pk__in=plans).order_by("pk"))


def drop_proposed(finding, *, actor, on=None):
    """Take off the proposed actions of a withdrawn nonconformity, with a line in the history of plan and paper.

    What is in force stays: a plan or an addendum that goes round is approved without them. Returns their plans.
    """
    why, plans = f"Несоответствие {finding.number} снято.", {}
    queryset = Action.objects.select_related("plan__school", "edition", "finding")
    for action in queryset.filter(finding=finding, state=Action.State.PROPOSED):
        perform(ACTION["cancel"], action.pk, actor=None, caused_by=actor, comment=why, on=on, queryset=queryset)
        plans[action.plan_id] = action.plan
        owner = action.edition or action.plan
        papers = list(owner.documents.filter(state__in=Document.WAITING).select_related("school"))
        for record in (action.plan, *papers):
            history.record(
                record, actor=actor, action="audits.action.drop", comment=why, on=on,
                sentence=f"Действие убрано из плана: {action.text}"[:300],
            )  # fmt: skip
        for paper in papers:
            order_pdf_after(paper, actor)
    return list(plans.values())
