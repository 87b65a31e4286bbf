"""What the approval of a paper means for the roadmap and for its changes."""

from roadmap import paper_words, workflow
from roadmap.models import Edition, Roadmap
from roadmap.models.activity import Stage
from roadmap.services.activities import settle_stage
from roadmap.services.editions import apply_edition, editions
from roadmap.services.returning import way_back
from roadmap.services.roadmaps import roadmaps
from roadmap.services.rows import content_of
from vsoko.registries import ApprovalHandler, approval_handlers
from vsoko.workflow import fact_day, perform


def roadmap_submitted(roadmap, *, document, actor, on):
    perform(workflow.SUBMIT_ROADMAP, roadmap.pk, actor=None, caused_by=actor, queryset=roadmaps(), on=on)


def roadmap_approved(roadmap, *, document, actor, on):
    """Put the year in force; rows whose facts are already there (a school records late) follow them at once."""
    approved = perform(
        workflow.APPROVE_ROADMAP, roadmap.pk, actor=None, caused_by=actor, queryset=roadmaps(), on=on,
        values={"approved_on": fact_day(on), "approved_by": document.approved_by},
    )  # fmt: skip
    settle_stage(approved, *Stage.values, on=on)


def roadmap_returned(roadmap, *, document, actor, comment, on):
    step = way_back(document, returned=workflow.RETURN_ROADMAP, recalled=workflow.RECALL_ROADMAP)
    perform(step, roadmap.pk, actor=None, caused_by=actor, queryset=roadmaps(), comment=comment, on=on)


def edition_content(edition):
    approved = edition.target.approved_on
    return {
        "reason": edition.reason,
        "changes": edition.changes,
        "before": content_of(edition.target),
        "approved_on": approved.isoformat() if approved else "",
    }


def edition_submitted(edition, *, document, actor, on):
    perform(workflow.SUBMIT_EDITION, edition.pk, actor=None, caused_by=actor, queryset=editions(), on=on)


def edition_approved(edition, *, document, actor, on):
    """Write the changes to the rows and keep the roadmap as it stands after them."""
    apply_edition(edition, actor=actor, on=on)
    perform(
        workflow.APPROVE_EDITION, edition.pk, actor=None, caused_by=actor, queryset=editions(), on=on,
        values={"approved_on": fact_day(on), "snapshot": content_of(edition.target)},
    )  # fmt: skip
    settle_stage(edition.target, *Stage.values, on=on)


def edition_returned(edition, *, document, actor, comment, on):
    step = way_back(document, returned=workflow.RETURN_EDITION, recalled=workflow.RECALL_EDITION)
    perform(step, edition.pk, actor=None, caused_by=actor, queryset=editions(), comment=comment, on=on)


def register():
    approval_handlers.register(
        Roadmap._meta.label_lower,
        ApprovalHandler(
            words=paper_words.roadmap_words,
            snapshot=content_of,
            submitted=roadmap_submitted,
            approved=roadmap_approved,
            returned=roadmap_returned,
        ),
    )
    approval_handlers.register(
        f"{Edition._meta.label_lower}:{Roadmap._meta.label_lower}",
        ApprovalHandler(
            words=paper_words.edition_words,
            snapshot=edition_content,
            submitted=edition_submitted,
            approved=edition_approved,
            returned=edition_returned,
        ),
    )
