"""Changes of state of findings, actions, effectiveness checks, the analysis and its measures (design: states)."""

from django.db.models import Q
from django.urls import reverse

from audits.improvement_plan import plan_of
from audits.models import Action, ActionDueChange, AnnualAnalysis, Audit, EffectivenessCheck, Finding, ImprovementItem
from audits.models.finding import NONCONFORMITIES, Grade
from audits.permissions import drafts_for_director, is_auditee
from roadmap.permissions import Role, is_director, is_group_head, is_group_member, is_leader, rights, same_school
from roadmap.workflow import PAPER_DECIDES, by_paper
from vsoko.assignment import assignment_table, due_change_table
from vsoko.workflow import Incomplete, Table, TransitionError

# --- заключения аудита ----------------------------------------------------------------------------------------------


def is_nonconformity(finding):
    if finding.grade not in NONCONFORMITIES:
        raise TransitionError("Это не несоответствие: план и проверка результативности для него не нужны.")


def is_not_nonconformity(finding):
    if finding.grade in NONCONFORMITIES:
        raise TransitionError("Несоответствие нельзя отклонить: заявите особое мнение.")


def answers_for_finding(user, finding):
    return is_auditee(user, finding.audit)


def decides_dispute(user, finding):
    """The head of the group; for a major one the director (design: objection)."""
    if finding.grade == Grade.MAJOR:
        return is_director(user, finding)
    return is_group_head(user, finding)


def checks_were_effective(finding):
    if not finding.checks.filter(round=finding.returns, state=EffectivenessCheck.State.EFFECTIVE).exists():
        raise TransitionError("Результативность ещё не подтверждена: проверьте её в карточке несоответствия.")


def cause_and_actions_are_done(finding):
    if not finding.causes.exists():
        raise TransitionError("Причина не установлена: запишите её в карточке несоответствия.")
    now = finding.actions.filter(round=finding.returns)
    if not now.filter(state="accepted").exists() or now.exclude(state__in=["accepted", "cancelled"]).exists():
        raise TransitionError("Не все действия приняты: закрыть можно после приёмки последнего действия.")


ANSWERS = "Это делает тот, кто отвечает за проверенный объект."
S = Finding.State
FINDING = Table("audits.Finding")
REGISTER_FINDING = FINDING.add(
    "register", S.DRAFT, S.OPEN, label="Зарегистрировать", done="Несоответствие зарегистрировано", who=by_paper,
    refusal="Несоответствия регистрируются вместе со сдачей отчёта.", checks=(is_nonconformity,),
)  # fmt: skip
RECORD_FINDING = FINDING.add(
    "record", S.DRAFT, S.RECORDED, label="Записать", done="Заключение записано", who=by_paper,
    refusal="Заключения записываются вместе со сдачей отчёта.", checks=(is_not_nonconformity,),
)  # fmt: skip
UNREGISTER_FINDING = FINDING.add(
    "unregister", (S.OPEN, S.ACKNOWLEDGED, S.DISPUTED, S.RECORDED, S.ACCEPTED, S.DECLINED), S.DRAFT,
    label="Вернуть в черновик", done="Отчёт возвращён, запись снова черновик", who=by_paper,
    refusal="Запись возвращается в черновик вместе с отчётом.",
)  # fmt: skip
ACKNOWLEDGE_FINDING = FINDING.add(
    "acknowledge", S.OPEN, S.ACKNOWLEDGED, label="Подтвердить ознакомление и согласие",
    done="Объект ознакомлен и согласен", who=answers_for_finding, refusal=ANSWERS,
)  # fmt: skip
DISPUTE_FINDING = FINDING.add(
    "dispute", S.OPEN, S.DISPUTED, label="Заявить особое мнение", done="Заявлено особое мнение",
    who=answers_for_finding, refusal=ANSWERS, comment_required=True, comment_label="В чём разногласие и чем подтверждается",
)  # fmt: skip
UPHOLD_FINDING = FINDING.add(
    "uphold", S.DISPUTED, S.ACKNOWLEDGED, label="Оставить в силе", done="Несоответствие оставлено в силе",
    who=decides_dispute, refusal="По значительному решает директор, по остальным — руководитель рабочей группы.",
    comment_required=True, comment_label="Почему",
)  # fmt: skip
WITHDRAW_FINDING = FINDING.add(
    "withdraw", (S.OPEN, S.ACKNOWLEDGED, S.DISPUTED), S.WITHDRAWN, label="Снять несоответствие", done="Несоответствие снято",
    who=decides_dispute, refusal="По значительному решает директор, по остальным — руководитель рабочей группы.",
    comment_required=True, comment_label="Почему снято", danger=True,
)  # fmt: skip
PLAN_FINDING = FINDING.add(
    "plan", S.ACKNOWLEDGED, S.PLANNED, label="Включить в план", done="План утверждён", who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
START_FINDING = FINDING.add(
    "start", S.PLANNED, S.IN_PROGRESS, label="Начать устранение", done="Устранение начато", who=by_paper,
    refusal="Устранение начинается с первым действием.",
)  # fmt: skip
VERIFY_FINDING = FINDING.add(
    "verify", (S.PLANNED, S.IN_PROGRESS), S.VERIFYING, label="Передать на проверку результативности",
    done="Все действия приняты, ждёт проверки результативности", who=by_paper,
    refusal="Проверка начинается, когда приняты все действия.", checks=(cause_and_actions_are_done,),
)  # fmt: skip
CLOSE_FINDING = FINDING.add(
    "close", S.VERIFYING, S.CLOSED, label="Закрыть несоответствие", done="Несоответствие закрыто",
    who=lambda user, finding: checks_effect(user, finding.current_check), refusal="Закрыть может тот, кто не исполнял действие.",
    checks=(cause_and_actions_are_done, checks_were_effective),
)  # fmt: skip
RETURN_FINDING = FINDING.add(
    "return", S.VERIFYING, S.OPEN, label="Вернуть в работу", done="Не результативно, открыто снова",
    who=lambda user, finding: checks_effect(user, finding.current_check), refusal="Вернуть может тот, кто проверяет результативность.",
    comment_required=True, danger=True,
)  # fmt: skip
ACCEPT_FINDING = FINDING.add(
    "accept", S.RECORDED, S.ACCEPTED, label="Принять к работе", done="Принято к работе", who=answers_for_finding,
    refusal=ANSWERS, checks=(is_not_nonconformity,),
)  # fmt: skip
DECLINE_FINDING = FINDING.add(
    "decline", S.RECORDED, S.DECLINED, label="Отклонить", done="Отклонено", who=answers_for_finding, refusal=ANSWERS,
    checks=(is_not_nonconformity,), comment_required=True, comment_label="Почему отклонено",
)  # fmt: skip

# --- действия -------------------------------------------------------------------------------------------------------


def carries_out(user, action):
    employee = rights(user).employee
    return same_school(user, action) and employee is not None and action.responsible_id == employee.pk


def accepts_action(user, action):
    """A member of the working group or a leader who did not carry this action out, nor has handed it over."""
    employee = rights(user).employee
    return (
        action.done_by_id != user.pk
        and not carries_out(user, action)
        and (is_group_member(user, action) or is_leader(user, action))
        and not (employee and action.handovers.filter(handed_from=employee).exists())
    )


def decides_due_change(user, change):
    """Who has approved the plan, or the director; of a major nonconformity the director alone (domain text, section 4.5)."""
    if is_director(user, change):
        return True
    if change.assignment.finding.grade == Grade.MAJOR:
        return False
    return same_school(user, change) and change.assignment.plan.approved_by_id == user.pk


def plan_is_in_force(action):
    if action.plan.state not in ("approved", "completed"):
        raise TransitionError("План ещё не утверждён: работа начинается после утверждения.")


ACTION = assignment_table(
    "audits.Action",
    may_do=carries_out,
    may_accept=accepts_action,
    may_cancel=lambda user, action: rights(user).has(Role.DIRECTOR, Role.GROUP_HEAD) and same_school(user, action),
    refusal_do="Отчитывается тот, кто отвечает за действие.",
    refusal_accept="Принимает участник рабочей группы или руководитель, который сам не исполнял действие.",
    refusal_cancel="Снять действие может директор или руководитель рабочей группы.",
    checks=(plan_is_in_force,),
)
ACTION_DUE = due_change_table(
    "audits.ActionDueChange",
    may_decide=decides_due_change,
    refusal="Решает тот, кто утвердил план, по значительному — директор; не тот, кто просил.",
)

# --- проверка результативности --------------------------------------------------------------------------------------


def checks_effect(user, check):
    """The named checker, and never anybody who carried out an action of this finding."""
    employee = rights(user).employee
    if check is None or employee is None or not same_school(user, check) or check.checker_id != employee.pk:
        return False
    return not check.finding.actions.carried_out_by(employee).exists()


CHECK = Table("audits.EffectivenessCheck")
CONFIRM_EFFECT = CHECK.add(
    "confirm", EffectivenessCheck.State.ASSIGNED, EffectivenessCheck.State.EFFECTIVE, label="Признать результативным",
    done="Результативность подтверждена", who=checks_effect, refusal="Проверяет назначенный, и не тот, кто исполнял действие.",
    comment_required=True, comment_label="Что проверено и увидено",
)  # fmt: skip
DENY_EFFECT = CHECK.add(
    "deny", EffectivenessCheck.State.ASSIGNED, EffectivenessCheck.State.NOT_EFFECTIVE, label="Признать не результативным",
    done="Действия признаны не результативными", who=checks_effect,
    refusal="Проверяет назначенный, и не тот, кто исполнял действие.",
    comment_required=True, comment_label="Что проверено и увидено", danger=True,
)  # fmt: skip

# --- анализ и план совершенствования --------------------------------------------------------------------------------


def figures_are_gathered(analysis):
    if not analysis.figures:
        raise TransitionError("Данные года ещё не собраны: нажмите «Собрать данные года».")


def conclusions_are_written(analysis):
    written = {row.key for row in analysis.sections.all() if row.text}
    if "conclusions" not in written:
        url = reverse("analysis-section", args=[analysis.roadmap_id, "conclusions"])
        raise TransitionError("Не написаны выводы: заполните раздел «Выводы».", url=url)
    if "measures" not in written and not analysis.improvements.filter(state__in=ImprovementItem.LIVE).exists():
        url = reverse("analysis-section", args=[analysis.roadmap_id, "measures"])
        raise TransitionError("Не написаны меры: заполните раздел «Меры по предупреждению».", url=url)


def measures_are_assigned(analysis):
    """A measure that nobody answers for, or that has no term, is no plan."""
    accepted = analysis.improvements.filter(state=ImprovementItem.State.ACCEPTED)
    gaps = [
        TransitionError(
            f"Мера без {'ответственного' if item.responsible_id is None else 'срока'}: «{item.text}»",
            url=reverse("improvement-edit", args=[item.pk]),
        )
        for item in accepted.filter(Q(responsible=None) | Q(due_on=None))
    ]
    if gaps:
        raise Incomplete(gaps)


def audits_are_over(analysis):
    running = Audit.objects.filter(roadmap=analysis.roadmap, state=Audit.State.IN_PROGRESS).first()
    if running:
        raise TransitionError(f"Аудит № {running.number} ещё идёт: сдайте отчёт или отмените аудит.")


ANALYSIS = Table("audits.AnnualAnalysis")
SUBMIT_ANALYSIS = ANALYSIS.add(
    "submit", AnnualAnalysis.State.DRAFT, AnnualAnalysis.State.ON_APPROVAL, label="Передать анализ на утверждение",
    done="Анализ передан на утверждение", who=by_paper, refusal=PAPER_DECIDES,
    checks=(figures_are_gathered, conclusions_are_written, measures_are_assigned, audits_are_over),
)  # fmt: skip
APPROVE_ANALYSIS = ANALYSIS.add(
    "approve", AnnualAnalysis.State.ON_APPROVAL, AnnualAnalysis.State.APPROVED, label="Утвердить анализ",
    done="Анализ утверждён", who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
RETURN_ANALYSIS = ANALYSIS.add(
    "return", AnnualAnalysis.State.ON_APPROVAL, AnnualAnalysis.State.DRAFT, label="Вернуть анализ",
    done="Анализ возвращён", who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
RECALL_ANALYSIS = ANALYSIS.add(
    "recall", AnnualAnalysis.State.ON_APPROVAL, AnnualAnalysis.State.DRAFT, label="Отозвать анализ",
    done="Анализ отозван для правки", who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
REOPEN_ANALYSIS = ANALYSIS.add(
    "reopen", AnnualAnalysis.State.APPROVED, AnnualAnalysis.State.DRAFT, label="Начать новую редакцию",
    done="Начата новая редакция анализа", who=drafts_for_director,
    refusal="Новую редакцию начинает руководитель рабочей группы или заместитель директора.",
    comment_required=True, comment_label="Почему нужна новая редакция",
)  # fmt: skip


def plan_is_open(item):
    """What changes the plan waits until its paper is a draft: beside a signed plan no decision stands unsigned."""
    plan_of(item.analysis).check_open()


def leaves_open_plan(item):
    """A proposal is in no plan yet: it is declined at any time."""
    if item.state != ImprovementItem.State.PROPOSED:
        plan_is_open(item)


IMPROVEMENT = Table("audits.ImprovementItem")
DECIDES = "Решает директор, его заместитель или руководитель рабочей группы."
ACCEPT_IMPROVEMENT = IMPROVEMENT.add(
    "accept", ImprovementItem.State.PROPOSED, ImprovementItem.State.ACCEPTED, label="Принять меру", done="Мера принята",
    who=is_leader, refusal=DECIDES, checks=(plan_is_open,),
)  # fmt: skip
DECLINE_IMPROVEMENT = IMPROVEMENT.add(
    "decline", (ImprovementItem.State.PROPOSED, ImprovementItem.State.ACCEPTED, ImprovementItem.State.APPROVED),
    ImprovementItem.State.DECLINED, label="Отклонить меру", done="Мера отклонена", who=is_leader, refusal=DECIDES,
    comment_required=True, comment_label="Почему отклонена", checks=(leaves_open_plan,),
)  # fmt: skip
APPROVE_IMPROVEMENT = IMPROVEMENT.add(
    "approve", (ImprovementItem.State.ACCEPTED, ImprovementItem.State.APPROVED), ImprovementItem.State.APPROVED,
    label="Утвердить меру", done="Мера утверждена планом", who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
AMEND_IMPROVEMENT = IMPROVEMENT.add(
    "amend", ImprovementItem.State.APPROVED, ImprovementItem.State.ACCEPTED, label="Изменить меру",
    done="Мера изменена для новой редакции плана", who=is_leader, refusal=DECIDES, checks=(plan_is_open,),
)  # fmt: skip
RELEASE_IMPROVEMENT = IMPROVEMENT.add(
    "release", ImprovementItem.State.APPROVED, ImprovementItem.State.ACCEPTED, label="Вернуть меру в принятые",
    done="План мероприятий аннулирован, мера ждёт нового", who=by_paper, refusal=PAPER_DECIDES,
)  # fmt: skip
CARRY_IMPROVEMENT = IMPROVEMENT.add(
    "carry", ImprovementItem.State.APPROVED, ImprovementItem.State.CARRIED, label="Перенести в карту следующего года",
    done="Перенесено в карту следующего года", who=is_leader, refusal=DECIDES,
)  # fmt: skip

TABLES = {
    Finding: FINDING,
    Action: ACTION,
    ActionDueChange: ACTION_DUE,
    EffectivenessCheck: CHECK,
    AnnualAnalysis: ANALYSIS,
    ImprovementItem: IMPROVEMENT,
}
