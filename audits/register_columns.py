"""What the registers of audits, findings and actions say of a row: the same in a download and in the archive of a year."""

from django.db.models import Prefetch

from audits.models import Action
from audits.services.scores import score_of
from vsoko.spreadsheet import Column

RESPONSIBLE = Prefetch(
    "actions",
    Action.objects.exclude(state=Action.State.CANCELLED).select_related("responsible").order_by("due_on", "id"),
)


def rounded(number):
    return None if number is None else round(number, 1)


def acting(finding):
    """Return the names of those who carry out the actions, each once."""
    return ", ".join(dict.fromkeys(action.responsible.short_name for action in finding.actions.all()))


AUDITS = (
    Column("Номер", 12, lambda audit: audit.number),
    Column("Год", 12, lambda audit: audit.roadmap.label),
    Column("Что проверяется", 40, lambda audit: audit.subject_name),
    Column("Вид", 14, lambda audit: "внеплановый" if audit.unscheduled else "плановый"),
    Column("Начало", 12, lambda audit: audit.starts_on),
    Column("Окончание", 12, lambda audit: audit.ends_on),
    Column("Руководитель группы", 20, lambda audit: audit.lead),
    Column("Аудиторы", 30, lambda audit: ", ".join(str(member.employee) for member in audit.team.all())),
    Column("Отвечает за объект", 20, lambda audit: audit.auditee),
    Column("Вопросов", 10, lambda audit: score_of(audit).total),
    Column("С ответом", 10, lambda audit: score_of(audit).done),
    Column("Индекс соответствия, %", 12, lambda audit: rounded(score_of(audit).index)),
    Column("Состояние", 16, lambda audit: audit.get_state_display()),
    Column("Отчёт сдан", 12, lambda audit: audit.reported_on),
    Column("Отчёт утверждён", 12, lambda audit: audit.report_approved_on),
    Column("Завершён", 12, lambda audit: audit.closed_on),
)

FINDINGS = (
    Column("Номер", 14, lambda finding: finding.number),
    Column("Класс", 26, lambda finding: finding.get_grade_display()),
    Column("Суть", 50, lambda finding: finding.title),
    Column("Что проверялось", 36, lambda finding: finding.subject_name),
    Column("Кто отвечает", 20, lambda finding: finding.audit.auditee),
    Column("Критерий", 12, lambda finding: finding.criterion),
    Column("Раздел", 30, lambda finding: finding.section),
    Column("Требование", 50, lambda finding: finding.requirement),
    Column("Установлено", 50, lambda finding: finding.fact),
    Column("Свидетельство", 40, lambda finding: finding.evidence_text),
    Column("Повторное", 14, lambda finding: finding.repeat_of and finding.repeat_of.number),
    Column("Причина", 40, lambda finding: finding.cause),
    Column("Исполнители", 30, acting),
    Column("Состояние", 24, lambda finding: finding.get_state_display()),
    Column("Зарегистрировано", 12, lambda finding: finding.registered_on),
    Column("Ближайший срок", 12, lambda finding: finding.due_on),
    Column("Возвратов", 10, lambda finding: finding.returns),
    Column("Закрыто", 12, lambda finding: finding.closed_on),
)

ACTIONS = (
    Column("План", 12, lambda action: action.plan.number),
    Column("Несоответствие", 14, lambda action: action.finding.number),
    Column("Вид", 24, lambda action: action.get_kind_display()),
    Column("Действие", 50, lambda action: action.text),
    Column("Признак выполнения", 40, lambda action: action.sign),
    Column("Ответственный", 20, lambda action: action.responsible),
    Column("Срок", 12, lambda action: action.due_on),
    Column("Состояние", 16, lambda action: action.get_state_display()),
    Column("Выполнено", 12, lambda action: action.done_on),
    Column("Что сделано", 50, lambda action: action.report),
    Column("Принято", 12, lambda action: action.accepted_on),
)
