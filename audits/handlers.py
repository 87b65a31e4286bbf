"""What the approval of a document means for programmes, audits, plans and the analysis (design: one approval)."""

from audits import paper_words, report_pdf
from audits.analysis_words import analysis_words
from audits.permissions import reads_drafts
from audits.reports import content
from audits.services import analysis, audits, plans, programme_changes, programmes, report
from vsoko.registries import ApprovalHandler, approval_handlers


def addendum_content(edition):
    edition.target = plans.plans().get(pk=edition.target_id)
    return plans.plan_content(edition.target) | {"edition": edition.number, "reason": edition.reason}


def register():
    approval_handlers.register(
        "audits.annualanalysis",
        ApprovalHandler(
            words=analysis_words,
            pdf=analysis.PURPOSE,
            snapshot=content.snapshot,
            submitted=analysis.analysis_submitted,
            approved=analysis.analysis_approved,
            returned=analysis.analysis_returned,
            related=("school", "roadmap"),
            reads=reads_drafts,
            edition=content.edition_content,
        ),
    )
    approval_handlers.register(
        "audits.auditprogramme",
        ApprovalHandler(
            words=paper_words.programme_words,
            snapshot=programmes.content_of,
            submitted=programmes.programme_submitted,
            approved=programmes.programme_approved,
            returned=programmes.programme_returned,
            related=("roadmap",),
        ),
    )
    approval_handlers.register(
        "roadmap.edition:audits.auditprogramme",
        ApprovalHandler(
            words=paper_words.change_words,
            snapshot=programme_changes.change_content,
            submitted=programme_changes.change_submitted,
            approved=programme_changes.change_approved,
            returned=programme_changes.change_returned,
        ),
    )
    approval_handlers.register(
        "audits.audit",
        ApprovalHandler(
            words=paper_words.report_words,
            signers=paper_words.report_signers,
            pdf=report_pdf.PURPOSE,
            snapshot=report.report_facts,
            submitted=audits.report_submitted,
            approved=audits.report_approved,
            returned=audits.report_returned,
            remarks=audits.report_remarks,
            related=(
                "association",
                "course_programme",
                "programme__roadmap",
                "lead",
                "auditee",
                "template",
                "selfcheck",
            ),
        ),
    )
    approval_handlers.register(
        "audits.correctiveplan",
        ApprovalHandler(
            words=paper_words.plan_words,
            snapshot=plans.plan_content,
            submitted=plans.plan_submitted,
            approved=plans.plan_approved,
            returned=plans.plan_returned,
            related=("association", "audit__association", "audit__course_programme"),
        ),
    )
    approval_handlers.register(
        "roadmap.edition:audits.correctiveplan",
        ApprovalHandler(
            words=paper_words.plan_words,
            snapshot=addendum_content,
            submitted=plans.addendum_submitted,
            approved=plans.addendum_approved,
            returned=plans.addendum_returned,
        ),
    )
