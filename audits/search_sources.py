"""What audits and their findings are found by: only words that everybody may read who sees the record."""

from audits.models import Audit, Finding
from vsoko.search import SearchSource, search_sources
from vsoko.wording import period


def lines(*parts):
    """Return what is there of the parts, one a line."""
    return "\n".join(str(part) for part in parts if part)


def audits():
    related = ("association", "course_programme", "lead", "auditee")
    return Audit.objects.select_related(*related).prefetch_related("team__employee")


def audit_text(audit):
    """What auditors write in the course of an audit is read by others only when it is reported."""
    written = (audit.conclusion, audit.strengths) if audit.state in Audit.LOCKED else ()
    team = [member.employee for member in audit.team.all()]
    return lines(audit.objectives, audit.scope, audit.basis, *written, audit.lead, audit.auditee, *team)


def audit_detail(audit):
    return f"{period(audit.starts_on, audit.ends_on)}, {audit.get_state_display()}, проверяет {audit.lead}"


def findings():
    return Finding.objects.select_related("audit__association", "audit__course_programme", "criterion")


def finding_text(finding):
    return lines(
        finding.fact, finding.requirement, finding.evidence_text, finding.section, finding.criterion,
        finding_detail(finding),
    )  # fmt: skip


def finding_detail(finding):
    return f"{finding.get_grade_display().capitalize()}, {finding.subject_name}, {finding.get_state_display()}"


def register():
    search_sources.register("audits", SearchSource(Audit, "Аудиты", audits, str, audit_text, audit_detail))
    search_sources.register(
        "findings", SearchSource(Finding, "Заключения аудитов", findings, str, finding_text, finding_detail)
    )
