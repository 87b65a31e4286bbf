"""The one next step on an audit's page, for whoever looks."""

from django.urls import reverse

from audits import workflow
from audits.announcing import is_announced
from audits.models import Audit
from audits.permissions import is_auditee, is_lead, is_on_team, plans_audits
from roadmap.document_workflow import approves_document
from vsoko.wording import day_text, full_stop, period, plural
from vsoko.workflow import TransitionError

S = Audit.State
QUESTIONS = "вопрос,вопроса,вопросов"


def to(name, audit, label, title, text=""):
    return {"title": title, "text": text, "url": reverse(name, args=[audit.pk]), "label": label}


def wait(title, text=""):
    """Return a step that nobody can press: it says who acts now."""
    return {"title": title, "text": text}


def next_step(user, audit, score, paper, findings):
    """Return the step as a dict for includes/next_step.html, or None where nothing more is expected of anybody.

    `paper` is the latest document of the report, or None; `findings` those that the user sees.
    """
    step = {S.PLANNED: _planned, S.IN_PROGRESS: _running, S.REPORTED: _reported}.get(audit.state)
    return step(user, audit, score, paper, findings) if step else None


def _planned(user, audit, score, paper, findings):
    try:
        workflow.programme_allows(audit)
    except TransitionError as error:
        step = wait("Аудит ждёт утверждения программы", error.message)
        if audit.programme and plans_audits(user, audit):
            step |= {"url": audit.programme.get_absolute_url(), "label": "Открыть программу"}
        return step
    if is_lead(user, audit):
        return to("audit-start", audit, "Начать аудит", f"Начните аудит: {period(audit.starts_on, audit.ends_on)}",
                  "Вопросы чек-листа скопируются в аудит и больше не изменятся.")  # fmt: skip
    return self_check(user, audit, paper) or wait(
        f"Аудит пройдёт {period(audit.starts_on, audit.ends_on)}", full_stop(f"Ведёт {audit.lead}")
    )


def _running(user, audit, score, paper, findings):
    on_team, leads = is_on_team(user, audit), is_lead(user, audit)
    if on_team and score.left:
        return to("audit-checklist", audit, "Открыть чек-лист", f"Ответьте на вопросы: осталось {score.left} из {score.total}",
                  f"Аудит идёт до {day_text(audit.ends_on)}.")  # fmt: skip
    if leads and (on_team or not score.left):
        if missing := workflow.REPORT_AUDIT.blockers(audit):
            return {"title": f"До отчёта осталось исправить: {len(missing)}", "text": missing[0].message,
                    "url": reverse("audit-report", args=[audit.pk]), "label": "Посмотреть, чего не хватает"}  # fmt: skip
        if paper and paper.state == paper.State.DRAFT:
            return to("audit-report", audit, "Доработать отчёт", "Отчёт вернули: доработайте его и сдайте ещё раз")
        return to("audit-report", audit, "Открыть отчёт", "Все вопросы отвечены: сдайте отчёт",
                  "Он собран из ответов, останется проверить вывод.")  # fmt: skip
    if on_team:
        return wait("Все вопросы отвечены", full_stop(f"Отчёт сдаёт {audit.lead}"))
    return self_check(user, audit, paper) or wait(
        f"Аудит идёт до {day_text(audit.ends_on)}", full_stop(f"Отчёт сдаст {audit.lead}")
    )


def self_check(user, audit, paper):
    """Return the step that is nobody's duty: who answers for the subject may answer the same questions beforehand."""
    own = getattr(audit, "selfcheck", None)
    if not is_auditee(user, audit) or paper or (own and own.is_handed_in) or not is_announced(audit, audit.ordered):
        return None
    return to("audit-selfcheck", audit, "Продолжить самопроверку" if own else "Начать самопроверку",
              f"Можно ответить заранее: аудит {period(audit.starts_on, audit.ends_on)}",
              "Вопросы те же, что зададут аудиторы. Это по желанию: ответы увидят, только когда вы их передадите.")  # fmt: skip


def _reported(user, audit, score, paper, findings):
    if is_auditee(user, audit) and not audit.acknowledged_on:
        return to("audit-acknowledge", audit, "Ознакомиться с отчётом", "Ознакомьтесь с отчётом об аудите",
                  "С каждым несоответствием соглашаются или спорят на его странице.")  # fmt: skip
    unanswered = [finding for finding in findings if finding.state == finding.State.OPEN]
    if is_auditee(user, audit) and unanswered:
        first = unanswered[0]
        return {"title": f"Ответьте по каждому несоответствию: осталось {len(unanswered)}",
                "text": "Согласитесь или заявите особое мнение на странице несоответствия.",
                "url": first.get_absolute_url(), "label": f"Открыть несоответствие {first.number}"}  # fmt: skip
    if paper and paper.state == paper.State.ON_APPROVAL and approves_document(user, paper):
        return {"title": "Утвердите отчёт или верните его с замечанием", "text": "", "url": paper.get_absolute_url(),
                "label": "Открыть документ"}  # fmt: skip
    missing = workflow.CLOSE_AUDIT.blockers(audit)
    plan = getattr(audit, "plan", None)
    owes = any(finding.is_nonconformity and finding.state != "withdrawn" for finding in findings)
    if is_auditee(user, audit) and owes and plan is None:
        text = f"Представьте его до {day_text(audit.plan_due_on)}." if audit.plan_due_on else ""
        return {"title": "Составьте план корректирующих мероприятий", "text": text,
                "url": f"{reverse('plan-create')}?audit={audit.pk}", "label": "Начать план"}  # fmt: skip
    if is_lead(user, audit) and not missing:
        return to("audit-close", audit, "Завершить аудит", "Завершите аудит", "Отчёт утверждён, объект ознакомлен.")
    if missing:
        return wait("Аудит завершат, когда всё будет готово", missing[0].message)
    return wait("Аудит пора завершить", full_stop(f"Это делает {audit.lead}"))


def progress_words(score):
    """Return «Отвечено 14 вопросов из 28»."""
    return f"Отвечено {plural(score.done, QUESTIONS)} из {score.total}"
