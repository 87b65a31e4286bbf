"""Changes of state of programmes, audits and plans (design: states). Findings and actions: finding_workflow.py."""

from django.db.models import Count, Exists, OuterRef

from audits.announcing import refuse_unannounced
from audits.completeness import checklist_is_complete, findings_are_complete, something_is_answered
from audits.mandatory import papers_are_complete
from audits.models import Action, Audit, AuditProgramme, CorrectivePlan, Finding, RootCause, SelfCheck
from audits.models.checklist import Answer
from audits.models.finding import NONCONFORMITIES
from audits.permissions import is_auditee, is_lead
from roadmap.permissions import is_group_head
from roadmap.workflow import PAPER_DECIDES, by_paper
from vsoko.workflow import Table, TransitionError

# --- программа аудитов ----------------------------------------------------------------------------------------------


def has_audits(programme):
    if not programme.audits.exclude(state=Audit.State.CANCELLED).exists():
        raise TransitionError("В программе нет ни одного аудита: запланируйте аудит и передайте программу ещё раз.")


PROGRAMME = Table("audits.AuditProgramme")
SUBMIT_PROGRAMME = PROGRAMME.add(
    "submit", AuditProgramme.State.DRAFT, AuditProgramme.State.ON_APPROVAL, label="Передать программу на утверждение",
    done="Программа передана на утверждение", who=by_paper, refusal=PAPER_DECIDES, checks=(has_audits,),
)  # fmt: skip
APPROVE_PROGRAMME = PROGRAMME.add(
    "approve", AuditProgramme.State.ON_APPROVAL, AuditProgramme.State.APPROVED, label="Утвердить программу",
    done="Программа утверждена", who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
RETURN_PROGRAMME = PROGRAMME.add(
    "return", AuditProgramme.State.ON_APPROVAL, AuditProgramme.State.DRAFT, label="Вернуть программу",
    done="Программа возвращена", who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
RECALL_PROGRAMME = PROGRAMME.add(
    "recall", AuditProgramme.State.ON_APPROVAL, AuditProgramme.State.DRAFT, label="Отозвать программу",
    done="Программа отозвана для правки", who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip

# --- аудит ----------------------------------------------------------------------------------------------------------


def programme_allows(audit):
    """A scheduled audit begins when the director has approved the programme that names it."""
    if audit.unscheduled:
        return
    if audit.programme is None:
        raise TransitionError(
            "Аудита ещё нет в утверждённой программе: передайте программу или её изменение директору."
        )
    if audit.programme.state != AuditProgramme.State.APPROVED:
        raise TransitionError(
            "Программа аудитов ещё не утверждена: передайте её директору.", url=audit.programme.get_absolute_url()
        )


def has_questions(audit):
    if audit.template_id is None or not audit.template.rows.exists():
        raise TransitionError("У аудита нет вопросов: выберите чек-лист в карточке аудита.")


def report_is_approved(audit):
    if audit.report_approved_on is None:
        raise TransitionError("Отчёт об аудите ещё не утверждён директором.")


def report_may_return(audit):
    """An approved report stays as it is, and so does one whose nonconformities are already being eliminated."""
    if audit.report_approved_on:
        raise TransitionError("Отчёт уже утверждён: исправление делают новой записью или внеплановым аудитом.")
    if audit.findings.filter(state__in=["planned", "in_progress", "verifying", "closed"]).exists():
        raise TransitionError("По несоответствиям уже есть утверждённый план: отчёт больше не возвращают.")


def subject_is_not_acknowledged(audit):
    if audit.acknowledged_on:
        raise TransitionError("Ознакомление с отчётом уже отмечено.")


def subject_is_acknowledged(audit):
    if audit.acknowledged_on is None:
        raise TransitionError("Тот, кто отвечает за объект, ещё не ознакомлен с отчётом.")


def owed_plan_is_submitted(audit):
    owes = audit.findings.filter(grade__in=NONCONFORMITIES).exclude(state="withdrawn").exists()
    plan = getattr(audit, "plan", None)
    if owes and (plan is None or plan.state == CorrectivePlan.State.DRAFT):
        raise TransitionError(
            "План корректирующих мероприятий ещё не представлен: его составляет тот, кто отвечает за объект."
        )


LEADS = "Это делает руководитель аудиторской группы или руководитель рабочей группы."
AUDIT = Table("audits.Audit")
START_AUDIT = AUDIT.add(
    "start", Audit.State.PLANNED, Audit.State.IN_PROGRESS, label="Начать аудит", done="Аудит начат", who=is_lead,
    refusal=LEADS, checks=(programme_allows, has_questions),
)  # fmt: skip
REPORT_AUDIT = AUDIT.add(
    "report", Audit.State.IN_PROGRESS, Audit.State.REPORTED, label="Сдать отчёт", done="Отчёт сдан", who=is_lead,
    refusal=LEADS, checks=(something_is_answered, checklist_is_complete, findings_are_complete),
)  # fmt: skip
REOPEN_AUDIT = AUDIT.add(
    "reopen", Audit.State.REPORTED, Audit.State.IN_PROGRESS, label="Вернуть отчёт на доработку",
    done="Отчёт возвращён на доработку", who=is_group_head,
    refusal="Вернуть отчёт может директор при утверждении или руководитель рабочей группы.",
    comment_required=True, danger=True, checks=(report_may_return,),
)  # fmt: skip
ACKNOWLEDGE_AUDIT = AUDIT.add(
    "acknowledge", Audit.State.REPORTED, Audit.State.REPORTED, label="Подтвердить ознакомление с отчётом",
    done="Объект ознакомлен с отчётом", who=is_auditee, refusal="Знакомится тот, кто отвечает за проверенный объект.",
    checks=(subject_is_not_acknowledged,),
)  # fmt: skip
CLOSE_AUDIT = AUDIT.add(
    "close", Audit.State.REPORTED, Audit.State.CLOSED, label="Завершить аудит", done="Аудит завершён", who=is_lead,
    refusal=LEADS, checks=(report_is_approved, subject_is_acknowledged, owed_plan_is_submitted, papers_are_complete),
)  # fmt: skip
CANCEL_AUDIT = AUDIT.add(
    "cancel", (Audit.State.PLANNED, Audit.State.IN_PROGRESS), Audit.State.CANCELLED, label="Отменить аудит",
    done="Аудит отменён", who=is_group_head, refusal="Отменить аудит может руководитель рабочей группы.",
    comment_required=True, comment_label="Почему отменён", danger=True,
)  # fmt: skip

# --- самопроверка ---------------------------------------------------------------------------------------------------

SELF_CHECKED = (Audit.State.PLANNED, Audit.State.IN_PROGRESS)


def answers_for_subject(user, selfcheck):
    return is_auditee(user, selfcheck.audit)


def audit_takes_selfcheck(selfcheck):
    """The subject speaks before it has read what the auditors found, else there is nothing to compare.

    Whether the work is late by the clock does not matter: schools record afterwards.
    """
    audit = selfcheck.audit
    if audit.state not in SELF_CHECKED:
        raise TransitionError(f"Аудит сейчас «{audit.get_state_display()}»: самопроверка больше не меняется.")
    refuse_unannounced(audit)
    if audit.documents.filter(kind__code="D11").exists():
        raise TransitionError("Отчёт об аудите уже сдавали, вы могли его прочитать: самопроверка больше не меняется.")


def something_is_self_answered(selfcheck):
    if not selfcheck.answers.exclude(answer=Answer.NOT_CHECKED).exists():
        raise TransitionError(
            "В самопроверке нет ни одного ответа: ответьте хотя бы на один вопрос.", url=selfcheck.get_absolute_url()
        )


def auditors_have_not_answered(selfcheck):
    """An own answer is shown beside the auditor's: what has been shown stays as it was."""
    if selfcheck.audit.items.exclude(answer=Answer.NOT_CHECKED).exists():
        raise TransitionError("Аудиторы уже отвечают на вопросы: самопроверка остаётся такой, какой передана.")


SELFCHECK = Table("audits.SelfCheck")
ONLY_SUBJECT = "Самопроверку ведёт тот, кто отвечает за проверяемый объект."
HAND_IN_SELFCHECK = SELFCHECK.add(
    "hand_in", SelfCheck.State.DRAFT, SelfCheck.State.HANDED_IN, label="Передать самопроверку группе",
    done="Самопроверка передана группе", who=answers_for_subject, refusal=ONLY_SUBJECT,
    checks=(audit_takes_selfcheck, something_is_self_answered),
)  # fmt: skip
TAKE_BACK_SELFCHECK = SELFCHECK.add(
    "take_back", SelfCheck.State.HANDED_IN, SelfCheck.State.DRAFT, label="Отозвать самопроверку",
    done="Самопроверка отозвана", who=answers_for_subject, refusal=ONLY_SUBJECT,
    checks=(audit_takes_selfcheck, auditors_have_not_answered),
)  # fmt: skip

# --- план корректирующих мероприятий --------------------------------------------------------------------------------


def plan_covers_findings(plan):
    """Every acknowledged nonconformity of the plan has a cause and an action (domain text, sections 4.1, 4.3)."""
    if idle := plan.actions.filter(state="proposed", finding__state="withdrawn").select_related("finding").first():
        raise TransitionError(f"Несоответствие {idle.finding.number} снято: уберите из плана действие по нему.")
    for finding in plan.findings.exclude(state__in=["draft", "withdrawn", "closed"]).annotate(
        has_cause=Exists(RootCause.objects.filter(finding=OuterRef("pk"))),
        has_action=Exists(Action.objects.filter(finding=OuterRef("pk")).exclude(state=Action.State.CANCELLED)),
    ):
        if finding.state in ("open", "disputed"):
            raise TransitionError(f"По несоответствию {finding.number} объект ещё не ознакомлен или есть разногласие.")
        if not finding.has_cause:
            raise TransitionError(f"У несоответствия {finding.number} не установлена причина: запишите её в карточке.")
        if not finding.has_action:
            raise TransitionError(f"По несоответствию {finding.number} нет ни одного действия: добавьте его в план.")


def addendum_covers_findings(edition):
    """The new actions answer nonconformities whose subject has read that there was no effect and has found a deeper cause."""
    findings = Finding.objects.filter(actions__edition=edition, actions__state="proposed").distinct()
    for finding in findings.annotate(causes_found=Count("causes", distinct=True)).by_number():
        if finding.state == Finding.State.WITHDRAWN:
            raise TransitionError(f"Несоответствие {finding.number} снято: уберите из дополнения действие по нему.")
        if finding.state != Finding.State.ACKNOWLEDGED:
            raise TransitionError(
                f"По несоответствию {finding.number} объект ещё не ознакомлен: дополнение передают после этого."
            )
        if finding.causes_found <= finding.returns:
            raise TransitionError(
                f"У несоответствия {finding.number} не найдена новая причина: запишите её в карточке."
            )


def plan_has_actions(plan):
    if not plan.actions.exclude(state="cancelled").exists():
        raise TransitionError("В плане нет ни одного действия: добавьте действие и передайте план ещё раз.")


def actions_are_left(plan):
    if not plan.actions.exclude(state="cancelled").exists():
        raise TransitionError("Несоответствия сняты, действий в плане не осталось: верните его, утверждать нечего.")


def every_action_is_accepted(plan):
    if plan.actions.exclude(state__in=["accepted", "cancelled"]).exists():
        raise TransitionError("Не все действия плана приняты: план завершится, когда будет принято последнее.")


PLAN = Table("audits.CorrectivePlan")
SUBMIT_PLAN = PLAN.add(
    "submit", CorrectivePlan.State.DRAFT, CorrectivePlan.State.ON_APPROVAL, label="Передать план на утверждение",
    done="План передан на утверждение", who=by_paper, refusal=PAPER_DECIDES, checks=(plan_has_actions, plan_covers_findings),
)  # fmt: skip
APPROVE_PLAN = PLAN.add(
    "approve", CorrectivePlan.State.ON_APPROVAL, CorrectivePlan.State.APPROVED, label="Утвердить план",
    done="План утверждён", who=by_paper, refusal=PAPER_DECIDES, checks=(actions_are_left,),
)  # fmt: skip
RETURN_PLAN = PLAN.add(
    "return", CorrectivePlan.State.ON_APPROVAL, CorrectivePlan.State.DRAFT, label="Вернуть план", done="План возвращён",
    who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
RECALL_PLAN = PLAN.add(
    "recall", CorrectivePlan.State.ON_APPROVAL, CorrectivePlan.State.DRAFT, label="Отозвать план",
    done="План отозван для правки", who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
COMPLETE_PLAN = PLAN.add(
    "complete", CorrectivePlan.State.APPROVED, CorrectivePlan.State.COMPLETED, label="Завершить план", done="План выполнен",
    who=by_paper, refusal="План завершается, когда приняты все его действия.", checks=(every_action_is_accepted,),
)  # fmt: skip
EXTEND_PLAN = PLAN.add(
    "extend", CorrectivePlan.State.COMPLETED, CorrectivePlan.State.APPROVED, label="Дополнить план",
    done="План дополнен новыми действиями", who=by_paper, refusal="План дополняется утверждённой редакцией.",
)  # fmt: skip

TABLES = {AuditProgramme: PROGRAMME, Audit: AUDIT, SelfCheck: SELFCHECK, CorrectivePlan: PLAN}
