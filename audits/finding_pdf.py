"""The register of findings on paper: exactly what the page shows under a kept filter, in its order."""

from django.utils import timezone

from audits import finding_register
from vsoko.models import SavedFilter
from vsoko.registries import PdfSource, pdf_sources
from vsoko.wording import day_num, plural

PURPOSE = "finding_register"
MOST_PRINTED = 1000  # five seconds of the worker; a longer list is for Excel


def content(kept):
    """Return the conditions in words and the rows; the day is in them, for overdue is judged by it."""
    today = timezone.localdate()
    filterset = finding_register.filter_of(kept.user, kept.query)
    rows = [row_of(finding, today) for finding in filterset.qs]
    return {
        "school": str(kept.school),
        "day": day_num(today),
        "conditions": [[str(label), value] for label, value in finding_register.told(filterset)],
        "state": filterset.state_word or ("отмеченные записи" if filterset.chosen.get("marked") else ""),
        "total": plural(len(rows), "запись,записи,записей"),
        "rows": rows,
    }


def row_of(finding, today):
    return {
        "number": finding.number or "черновик",
        "criterion": str(finding.criterion or ""),
        "title": finding.title,
        "fact": finding.fact,
        "grade": finding.get_grade_display() + (", повторное" if finding.is_repeat else ""),
        "subject": finding.subject_name,
        "auditee": str(finding.audit.auditee),
        "state": finding.get_state_display(),
        "due": day_num(finding.due_on) if finding.due_on else "",
        "late": bool(finding.due_on and finding.due_on < today),
    }


def register():
    pdf_sources.register(
        PURPOSE,
        PdfSource(
            model=SavedFilter,
            template="pdf/finding_register.html",
            content=content,
            name=lambda kept: f"zaklyucheniya-{timezone.localdate():%Y-%m-%d}.pdf",
        ),
    )
