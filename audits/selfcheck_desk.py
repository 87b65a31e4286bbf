"""What the desk offers to who answers for an audited subject: to answer beforehand. It is no duty, so it is never late."""

from django.urls import reverse
from django.utils import timezone

from audits.announcing import is_announced
from audits.audit_desk import SOON, answers_for, audits_of
from audits.models import Audit
from vsoko.registries import DeskPanel, desk_panels
from vsoko.wording import period


def offered(user, today):
    """Return the audits of the next days whose subject may still check itself; they are read with the user's audits."""
    return [audit for audit in audits_of(user) if answers_for(user, audit) and is_open(audit, today)]


def is_open(audit, today):
    own = getattr(audit, "selfcheck", None)
    if (own and own.is_handed_in) or audit.report_returned or audit.ends_on < today:
        return False
    if audit.state == Audit.State.IN_PROGRESS:
        return True
    if audit.state != Audit.State.PLANNED or audit.starts_on > today + SOON:
        return False
    return is_announced(audit, audit.ordered)


def panel(request):
    rows = [
        {
            "shape": "draft" if getattr(audit, "selfcheck", None) else "plan",
            "value": "начата" if getattr(audit, "selfcheck", None) else "по желанию",
            "label": f"Ответить на вопросы аудита № {audit.number} заранее",
            "detail": f"Самопроверка: {audit.subject_name}, аудит {period(audit.starts_on, audit.ends_on)}",
            "url": reverse("audit-selfcheck", args=[audit.pk]),
        }
        for audit in offered(request.user, timezone.localdate())
    ]
    return DeskPanel("Можно сделать заранее", rows, optional=True) if rows else None


def register():
    desk_panels.register("selfcheck", panel)
