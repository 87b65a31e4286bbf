"""What the opening of an audit puts on desks: papers to get ready, what is still missing, and the audit that is ahead."""

from django.urls import reverse

from audits.announcing import is_announced
from audits.audit_desk import answers_for, audits_of
from audits.models import Audit, DocumentRequest
from audits.request_workflow import RUNNING
from roadmap.permissions import rights
from vsoko.registries import DeskPanel, DeskSource, Duty, Expectation, desk_panels, desk_sources
from vsoko.wording import day_text, plural

LINES = "строка,строки,строк"
TO_LINES = "строку,строки,строк"


def waiting(user):
    """Return the audits of the user whose list has been sent and has lines without an answer."""
    return [
        audit
        for audit in audits_of(user)
        if audit.state in RUNNING and audit.unanswered and audit.request.state == DocumentRequest.State.SENT
    ]


def request_duties(user, today):
    """Return one duty for each list, whatever the number of its lines."""
    return [to_prepare(audit) for audit in waiting(user) if answers_for(user, audit)]


def to_prepare(audit):
    left = f"без ответа {plural(audit.unanswered, LINES)} из {audit.asked}"
    if audit.came_back:
        left += f", возвращено: {audit.came_back}"
    return Duty(
        key=f"request:{audit.pk}",
        title=f"Подготовить документы к аудиту № {audit.number}",
        url=audit.request.get_absolute_url(),
        due=audit.request.due_on,
        detail=f"{audit.subject_name}: {left}",
        since=audit.request.sent_on,
        shape="back" if audit.came_back else "run" if audit.unanswered < audit.asked else "wait",
        word="возвращено" if audit.came_back else "ждут документы",
    )


def expected_documents(user, today):
    """Return what a lead auditor waits for; a passed day is shown as late."""
    employee = rights(user).employee
    return [
        Expectation(
            str(audit.auditee),
            f"документы к аудиту № {audit.number}: нет ответа на {plural(audit.unanswered, TO_LINES)}",
            audit.request.due_on,
            audit.request.get_absolute_url(),
        )
        for audit in waiting(user)
        if audit.lead_id == employee.pk
    ]


def audits_ahead(request):
    """Return the audits in which the user will be asked, with the way to their questions; None where there is none."""
    user = request.user
    rows = [
        {
            "label": f"Вопросы аудита № {audit.number}",
            "detail": audit.subject_name,
            "value": f"с {day_text(audit.starts_on)}",
            "url": reverse("audit-questions", args=[audit.pk]),
        }
        for audit in audits_of(user)
        if audit.state == Audit.State.PLANNED and answers_for(user, audit) and is_announced(audit, audit.ordered)
    ]
    return DeskPanel("Вас ждёт аудит", rows, optional=True) if rows else None


def register():
    desk_sources.register("requests", DeskSource(request_duties, expected_documents))
    desk_panels.register("audits_ahead", audits_ahead)
