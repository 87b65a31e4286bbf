"""The one next step on a finding's page, for whoever looks."""

from django.urls import reverse
from django.utils import timezone

from audits import finding_workflow as workflow
from audits.models import Action, EffectivenessCheck, Finding
from audits.models.finding import Grade
from audits.services.findings import last_day_of_objection
from audits.services.plans import writes_plan
from roadmap.permissions import is_group_head, rights
from vsoko.wording import day_num, day_text

S = Finding.State


def to(name, pk, label, title, text=""):
    return {"title": title, "text": text, "url": reverse(name, args=[pk]), "label": label}


def wait(title, text=""):
    """Return a step that nobody can press: it says who acts now."""
    return {"title": title, "text": text}


def next_step(user, finding, actions):
    """Return the step as a dict for includes/next_step.html, or None where nothing more is expected of anybody."""
    by_state = {
        S.DRAFT: _draft,
        S.OPEN: _open,
        S.DISPUTED: _disputed,
        S.ACKNOWLEDGED: _acknowledged,
        S.PLANNED: _under_way,
        S.IN_PROGRESS: _under_way,
        S.VERIFYING: _verifying,
        S.RECORDED: _recorded,
        S.CLOSED: _closed,
        S.WITHDRAWN: _withdrawn,
    }
    step = by_state.get(finding.state)
    return step(user, finding, actions) if step else None


def _draft(user, finding, actions):
    return wait("Запись станет видна объекту, когда будет сдан отчёт", "До этого дня её можно править.")


def _open(user, finding, actions):
    if workflow.ACKNOWLEDGE_FINDING.allowed(user, finding):
        if finding.returns:
            return to(
                "finding-acknowledge", finding.pk, "Ознакомиться с результатом проверки",
                "Действия не дали результата: найдите причину глубже",
                "После ознакомления запишите новую причину и дополните план.",
            )  # fmt: skip
        last = last_day_of_objection(finding)
        over = last is not None and timezone.localdate() > last
        decides = "директор" if finding.grade == Grade.MAJOR else "руководитель рабочей группы"
        step = to(
            "finding-acknowledge", finding.pk, "Ознакомиться и согласиться", "Ознакомьтесь с несоответствием",
            f"Особое мнение принимали до {day_text(last)}: внести можно только заявленное в срок."
            if over
            else f"Не согласны — заявите особое мнение{f' до {day_text(last)}' if last else ''}, его рассмотрит {decides}.",
        )  # fmt: skip
        return step | {
            "extra_url": reverse("finding-dispute", args=[finding.pk]),
            "extra_label": "Внести заявленное в срок" if over else "Заявить особое мнение",
        }
    return wait("Ждём ознакомления объекта", f"Отвечает {finding.audit.auditee.short_name}")


def _disputed(user, finding, actions):
    if workflow.UPHOLD_FINDING.allowed(user, finding):
        step = to("finding-uphold", finding.pk, "Оставить в силе", "Решите об особом мнении", finding.objection)
        return step | {
            "extra_url": reverse("finding-withdraw", args=[finding.pk]),
            "extra_label": "Снять несоответствие",
        }
    return wait("Ждёт решения об особом мнении", finding.objection)


def _acknowledged(user, finding, actions):
    plan = getattr(finding.audit, "plan", None)
    may_write = workflow.answers_for_finding(user, finding) or (plan is not None and writes_plan(user, plan))
    if not may_write:
        return wait("Ждём причины и плана", f"Составляет {finding.audit.auditee.short_name}")
    causes = finding.causes.all()
    if len(causes) <= finding.returns:
        return to(
            "finding-cause", finding.pk, "Записать причину", "Найдите причину",
            "Спросите «почему» хотя бы дважды: от причины зависит, повторится ли.",
        )  # fmt: skip
    if plan is None:
        return {
            "title": "Составьте план корректирующих мероприятий",
            "text": "Причина записана. Теперь — что исправить, что изменить и где ещё может случиться.",
            "url": f"{reverse('plan-create')}?audit={finding.audit_id}",
            "label": "Начать план",
        }
    if plan.state == plan.State.ON_APPROVAL:
        return wait("План на утверждении", "Работа начнётся, когда директор его утвердит.")
    return to("plan-detail", plan.pk, "Открыть план", "Внесите действия в план и передайте его на утверждение")


def _under_way(user, finding, actions):
    employee = rights(user).employee
    for action in actions:
        if action.state == Action.State.DONE and workflow.ACTION["accept"].allowed(user, action):
            return to("action-detail", action.pk, "Посмотреть и принять", "Примите результат действия", action.report)
    for action in actions:
        if employee and action.responsible_id == employee.pk and action.state in ("planned", "in_progress"):
            return to(
                "action-report", action.pk, "Отчитаться о выполнении", f"Выполните действие до {day_text(action.due_on)}",
                action.text,
            )  # fmt: skip
    return wait("Действия выполняются")


def _verifying(user, finding, actions):
    check = finding.current_check
    if check is None or check.state != EffectivenessCheck.State.ASSIGNED:
        return None
    if check.checker_id is None:
        if is_group_head(user, finding):
            return to(
                "check-assign", check.pk, "Назначить проверяющего", "Назначьте, кто проверит результативность",
                "Проверяет тот, кто не исполнял действия.",
            )  # fmt: skip
        return wait("Ждём, когда руководитель группы назначит проверяющего")
    if workflow.CONFIRM_EFFECT.allowed(user, check):
        signs = "; ".join(
            action.sign.rstrip(".") for action in actions if action.round == finding.returns and action.sign
        )
        step = to(
            "check-confirm", check.pk, "Признать результативным",
            f"Проверьте результативность, не раньше {day_text(check.due_on)}", f"Признак выполнения: {signs}." if signs else "",
        )  # fmt: skip
        return step | {"extra_url": reverse("check-deny", args=[check.pk]), "extra_label": "Признать не результативным"}
    return wait(f"Проверит {check.checker.short_name}, не раньше {day_text(check.due_on)}")


def _recorded(user, finding, actions):
    if finding.grade != "good_practice" and workflow.ACCEPT_FINDING.allowed(user, finding):
        step = to(
            "finding-accept", finding.pk, "Принять к работе", "Решите, примете ли к работе", "План для этого не нужен."
        )
        return step | {
            "extra_url": reverse("finding-decline", args=[finding.pk]),
            "extra_label": "Отклонить с причиной",
        }
    return None


def _closed(user, finding, actions):
    if finding.is_closed_on_paper:
        return wait(f"Закрыто {day_num(finding.closed_on)} по записям прошлых лет", "Больше ничего не требуется.")
    return wait(f"Закрыто {day_num(finding.closed_on)}: действия дали результат", "Больше ничего не требуется.")


def _withdrawn(user, finding, actions):
    day = f" {day_num(finding.objection_decided_on)}" if finding.objection_decided_on else ""
    return wait(f"Снято{day}, больше ничего не требуется", finding.objection_decision)
