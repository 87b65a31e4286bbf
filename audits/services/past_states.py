"""In which state rows of earlier years stand: the days that are filled in say it, and nothing else does.

What was over on paper is over here; what was not goes on in VSOKO from where the paper stopped.
"""

from collections import defaultdict

from audits.models import Action, Finding
from audits.models.finding import NONCONFORMITIES, Grade

F, A = Finding.State, Action.State
# What these states wait for, whoever answers for the subject does.
ANSWERED_FOR = (F.OPEN, F.ACKNOWLEDGED, F.RECORDED)


def state_of_action(row, *, closed):
    """Return the state of an action; where its nonconformity is closed, it was accepted by that day."""
    if not row["done_on"]:
        return A.PLANNED
    return A.ACCEPTED if row["accepted_on"] or closed else A.DONE


def state_of_finding(row, states):
    """Return the state of a finding whose actions stand in these `states`."""
    if row["grade"] not in NONCONFORMITIES:
        return row["decision"] or F.RECORDED
    if row["closed_on"]:
        return F.CLOSED
    if not states:
        return F.ACKNOWLEDGED if row["acknowledged_on"] else F.OPEN
    if states == {A.ACCEPTED}:
        return F.VERIFYING
    return F.PLANNED if states == {A.PLANNED} else F.IN_PROGRESS


def settle(outlook):
    """Give every new row of the outlook its state, and tell of rows that contradict each other or nobody can go on with."""
    actions = defaultdict(list)
    for one in outlook.new_actions:
        actions[one.row.key].append(one)
    for intent in outlook.new_findings:
        own = actions.pop(intent.row.key, [])
        closed = bool(intent.row.fields["closed_on"])
        for one in own:
            one.facts["state"] = state_of_action(one.row.fields, closed=closed)
            tell(outlook, one, fault_of_action(one, closed=closed))
        intent.facts["state"] = state_of_finding(intent.row.fields, {one.facts["state"] for one in own})
        tell(outlook, intent, fault_of_finding(intent, own, outlook.audit_of(intent)))
    for own in actions.values():
        for one in own:
            one.facts["state"] = A.ACCEPTED
            tell(outlook, one, fault_of_addition(one))


def tell(outlook, intent, sentence):
    if sentence:
        outlook.problems.append(intent.row.problem(sentence))


def fault_of_action(intent, *, closed):
    responsible = intent.facts.get("responsible")
    if intent.facts["state"] != A.PLANNED:
        return ""
    if closed:
        return f"Несоответствие {intent.number} закрыто, а действие не выполнено: заполните «Выполнено» или уберите «Закрыто»."
    if responsible and responsible.left_on:
        return f"{responsible} больше не работает в школе: впишите, кто отвечает за действие теперь."
    return ""


def fault_of_finding(intent, actions, audit):
    """Return the sentence about a finding with its new `actions`; `audit` is that of an earlier load, or None."""
    row, state, auditee = intent.row.fields, intent.facts["state"], intent.facts.get("auditee")
    if actions and row["grade"] not in NONCONFORMITIES:
        return (
            f"На листе «Действия» есть строки по номеру {intent.number}: действия переносятся только у несоответствий."
        )
    if state == F.VERIFYING and not row["cause"]:
        return "Все действия приняты, а причины нет: без неё не закрыть, заполните «Причина» и «Где причина»."
    if actions and audit and led_in_vsoko(audit):
        return f"План аудита № {audit.number} уже ведут в ВСОКО: загрузите строку без действий и внесите их в план."
    if (
        state in ANSWERED_FOR
        and row["grade"] != Grade.GOOD_PRACTICE
        and auditee
        and auditee.left_on
        and not intent.has_chair
    ):
        return f"{auditee} больше не работает в школе: впишите, кто отвечает за объект теперь."
    return ""


def fault_of_addition(intent):
    """Return the sentence about an action of a finding that an earlier load has brought."""
    finding = intent.facts["known"]
    if finding is None or finding.past_import_id is None:
        return ""  # told already
    if not finding.is_closed_on_paper or led_in_vsoko(finding.audit):
        return f"Несоответствие {intent.number} уже загружено, его ведут в ВСОКО: внесите действие в план."
    done = intent.row.fields["done_on"]
    return "" if done else f"Несоответствие {intent.number} закрыто, а действие не выполнено: заполните «Выполнено»."


def led_in_vsoko(audit):
    """Return whether people have made a plan of an audit of earlier years here."""
    plan = getattr(audit, "plan", None)
    return plan is not None and plan.past_import_id is None
