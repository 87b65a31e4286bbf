"""When an audit is announced: from then on whoever answers for its subject sees the questions, the timetable, the list."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef

from audits.mandatory import THERE
from audits.models import Audit, AuditProgramme
from roadmap.models import Document
from vsoko.workflow import TransitionError

ORDER = "D07"
NOT_YET = "Вопросы аудита открываются, когда утверждена программа аудитов или приказ о проведении."


def orders_in_force():
    """Return the orders about audits that are signed; `about_id` is the audit."""
    kind = ContentType.objects.get_for_model(Audit)
    return Document.objects.filter(kind__code=ORDER, state__in=THERE, about_type=kind)


def with_orders(audits):
    """Return the queryset of audits that know whether their order is signed (`ordered`)."""
    return audits.annotate(ordered=Exists(orders_in_force().filter(about_id=OuterRef("pk"))))


def is_announced(audit, ordered=None):
    """Return whether the programme that names the audit is approved, its order is signed, or it has begun.

    `ordered` tells whether the order is signed, where the caller knows it already.
    """
    if audit.state == Audit.State.CANCELLED:
        return False
    if audit.started_on or (audit.programme and audit.programme.state == AuditProgramme.State.APPROVED):
        return True
    return orders_in_force().filter(about_id=audit.pk).exists() if ordered is None else ordered


def refuse_unannounced(audit):
    if not is_announced(audit):
        raise TransitionError(
            "Аудит ещё не объявлен: сначала утверждают программу аудитов или приказ о проведении.",
            url=f"{audit.get_absolute_url()}#papers",
        )
