"""Changes of state of the list of documents that an audit asks for, and of its lines."""

from audits.announcing import refuse_unannounced
from audits.models import Audit, DocumentRequest, RequestLine
from audits.permissions import answers_request, leads_request
from vsoko.workflow import Table, TransitionError

LEADS = "Перечень ведёт руководитель аудиторской группы или руководитель рабочей группы."
ANSWERS = "Отвечает по перечню тот, кто отвечает за проверяемый объект."
RUNNING = (Audit.State.PLANNED, Audit.State.IN_PROGRESS)


def audit_is_ahead(row):
    """Documents are asked for and shown until the report is in."""
    if row.audit.state not in RUNNING:
        raise TransitionError(f"Аудит сейчас «{row.audit.get_state_display()}»: документы по перечню больше не ждут.")


def has_lines(request):
    if not request.lines.exists():
        raise TransitionError("В перечне нет ни одной строки: впишите, что подготовить, и отправьте ещё раз.")


def audit_is_announced(request):
    refuse_unannounced(request.audit)


def request_is_sent(line):
    if line.request.state != DocumentRequest.State.SENT:
        raise TransitionError("Перечень ещё не отправлен: отвечают, когда он придёт.")


REQUEST = Table("audits.DocumentRequest")
SEND_REQUEST = REQUEST.add(
    "send", DocumentRequest.State.DRAFT, DocumentRequest.State.SENT, label="Отправить перечень",
    done="Перечень документов отправлен", who=leads_request, refusal=LEADS,
    checks=(audit_is_ahead, has_lines, audit_is_announced),
)  # fmt: skip

L = RequestLine.State
LINE = Table("audits.RequestLine")
ANSWER_LINE = LINE.add(
    "answer", (L.ASKED, L.RETURNED, L.ABSENT), L.ANSWERED, label="Представить документ", done="Документ представлен",
    who=answers_request, refusal=ANSWERS, checks=(request_is_sent, audit_is_ahead),
)  # fmt: skip
DENY_LINE = LINE.add(
    "deny", (L.ASKED, L.RETURNED), L.ABSENT, label="Отметить отсутствие документа", done="Документа нет",
    who=answers_request, refusal=ANSWERS, comment_required=True, comment_label="Почему нет",
    checks=(request_is_sent, audit_is_ahead),
)  # fmt: skip
RETURN_LINE = LINE.add(
    "return", (L.ANSWERED, L.ABSENT), L.RETURNED, label="Вернуть строку с замечанием", done="Строка возвращена",
    who=leads_request, refusal=LEADS, comment_required=True, checks=(audit_is_ahead,),
)  # fmt: skip

TABLES = {DocumentRequest: REQUEST, RequestLine: LINE}
