"""What the approval of a document means for programmes, audits, plans and the analysis (design: one approval)."""

from audits.services import plans
from vsoko.registries import ApprovalHandler, approval_handlers


def addendum_content(edition):
    return plans.plan_content(edition.target) | {"edition": edition.number, "reason": edition.reason}


def register():
    approval_handlers.register(
        "audits.correctiveplan",
        ApprovalHandler(
            snapshot=plans.plan_content,
            submitted=plans.plan_submitted,
            approved=plans.plan_approved,
            returned=plans.plan_returned,
        ),
    )
    approval_handlers.register(
        "roadmap.edition:audits.correctiveplan",
        ApprovalHandler(
            snapshot=addendum_content,
            submitted=plans.addendum_submitted,
            approved=plans.addendum_approved,
            returned=plans.addendum_returned,
        ),
    )
