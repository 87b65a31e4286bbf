"""How the report of an audit becomes a PDF. Before it is handed in there is none: the subject may not see drafts."""

from datetime import date

from audits.models import Audit
from audits.services.audits import PAPER
from audits.services.report import report_facts
from roadmap.models import Document
from vsoko.registries import PdfSource, pdf_sources
from vsoko.workflow import TransitionError

PURPOSE = "audit_report"
DAYS = ("starts_on", "ends_on", "period_from", "period_to", "reported_on", "plan_due_on")


def content_of(audit):
    """Return what the paper shows: the approved content as it was frozen, else the facts of today.

    Raises TransitionError while the audit runs.
    """
    if audit.state not in audit.LOCKED:
        raise TransitionError("Отчёт ещё не сдан: PDF появится вместе с ним.")
    paper = audit.documents.filter(kind__code=PAPER, state__in=Document.IN_FORCE).order_by("-id").first()
    school = audit.school
    if paper:
        return {
            "facts": paper.content["owner"],
            "school": paper.content["school"],
            "approval": {
                "title": paper.approver_title,
                "name": paper.approver_name,
                "on": paper.approved_on.isoformat(),
                "hash": paper.content_hash,
            },
        }
    return {
        "facts": report_facts(audit),
        "school": {"full": school.full_name, "short": school.short_name, "city": school.city},
        "approval": None,
    }


def context_of(content):
    """Return the content with days as days."""
    facts = dict(content["facts"])
    for name in DAYS:
        facts[name] = date.fromisoformat(facts[name]) if facts[name] else None
    approval = content["approval"]
    if approval:
        approval = approval | {"on": date.fromisoformat(approval["on"])}
    return {"facts": facts, "school": content["school"], "approval": approval}


def file_name(audit):
    """Return a name in Latin letters: school sites and mail programmes spoil others."""
    return f"otchet-audit-{audit.number}.pdf"


def register():
    pdf_sources.register(
        PURPOSE,
        PdfSource(
            model=Audit, template="pdf/audit_report.html", content=content_of, context=context_of, name=file_name
        ),
    )
