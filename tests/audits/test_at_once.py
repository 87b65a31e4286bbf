"""Two people who decide about the same record at the same moment: one of them wins, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection
from django.urls import reverse

from audits.models import Action, CorrectivePlan, EffectivenessCheck, Finding
from audits.services import actions, due_changes, effectiveness, findings, plans
from roadmap.services.documents import agree_visa, approve_document
from tests.audits.life import (
    DONE_ON,
    JUDGED,
    acknowledged,
    add_action,
    fresh,
    planned,
    submit_and_approve,
)
from tests.worlds import make_finding, make_world, reported_audit
from vsoko.models import HistoryEntry, Notification
from vsoko.workflow import TransitionError


def reported(world, action):
    return actions.report_action(
        action.pk, actor=world.teacher, comment="Графы введены.", reference="Приказ № 45-од", on=DONE_ON
    )


def at_once(*acts):
    """Do these in threads of their own, begun together; return what each was told: "" where it was done."""
    together = Barrier(len(acts))

    def one(act):
        try:
            together.wait(timeout=30)
            act()
            return ""
        except TransitionError as error:
            return error.message
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(one, acts))


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_wins_and_the_other_is_told():
    """A result accepted and returned, a day granted and refused, an effect confirmed and denied, each by two people."""
    world = make_world()
    audit = reported_audit(world)
    finding = make_finding(world, audit)
    action = planned(world, audit, finding).actions.get()

    def ask():
        return due_changes.ask_due_change(
            action.pk, actor=world.teacher, new_due=date(2021, 6, 22), reason="Ждём бланки."
        )

    assert sorted(map(bool, at_once(ask, ask))) == [False, True]
    change = action.due_changes.get()
    told = at_once(
        lambda: due_changes.grant_due_change(change.pk, actor=world.director),
        lambda: due_changes.refuse_due_change(change.pk, actor=world.director, comment="Успеете."),
    )
    assert sorted(map(bool, told)) == [False, True]
    granted = fresh(change).state == "granted"
    assert fresh(action).due_on == (date(2021, 6, 22) if granted else date(2021, 6, 15))
    # Each of the two events is one letter: to the director who decides, and to the teacher who has asked.
    told = Notification.objects.filter(dedupe_key__contains="due")
    assert sorted(told.values_list("recipient", "kind")) == sorted(
        [(world.director.pk, "decide"), (world.teacher.pk, "decided")]
    )

    reported(world, action)
    told = at_once(
        lambda: actions.accept_action(action.pk, actor=world.head, on=DONE_ON),
        lambda: actions.return_action(action.pk, actor=world.auditor, comment="Нет подписи."),
    )
    assert sorted(map(bool, told)) == [False, True]
    assert any("уже нельзя" in sentence for sentence in told)
    if fresh(action).state == Action.State.IN_PROGRESS:
        reported(world, action)
        actions.accept_action(action.pk, actor=world.head, on=DONE_ON)

    check = EffectivenessCheck.objects.get(finding=finding)
    effectiveness.assign_checker(check.pk, actor=world.head, checker=world.auditor.employee, due_on=check.due_on)
    given = {"actor": world.auditor, "on": date(2021, 7, 12), "comment": "Протоколы № 4–5."}
    told = at_once(
        lambda: effectiveness.confirm_effect(check.pk, **given, **JUDGED),
        lambda: effectiveness.deny_effect(check.pk, **given),
        lambda: effectiveness.confirm_effect(check.pk, **given, **JUDGED),
    )
    assert sorted(map(bool, told)) == [False, True, True]
    ends = HistoryEntry.objects.of(finding).filter(action__in=["audits.finding.close", "audits.finding.return"])
    assert ends.count() == 1
    assert fresh(finding).state == ("closed" if fresh(check).state == "effective" else "open")


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_the_last_two_actions_accepted_at_once_end_the_plan():
    world = make_world()
    audit = reported_audit(world)
    found = [acknowledged(world, make_finding(world, audit)) for _ in range(2)]
    plan = plans.create_plan(actor=world.chair, audit=audit)
    own = [add_action(world, plan, finding) for finding in found]
    submit_and_approve(world, plan)
    for action in own:
        reported(world, action)
    told = at_once(
        lambda: actions.accept_action(own[0].pk, actor=world.head, on=DONE_ON),
        lambda: actions.accept_action(own[1].pk, actor=world.auditor, on=DONE_ON),
    )
    assert told == ["", ""]
    assert fresh(plan).state == CorrectivePlan.State.COMPLETED
    assert {fresh(finding).state for finding in found} == {Finding.State.VERIFYING}


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_withdrawn_and_approved_at_once_the_plan_holds_what_the_director_has_read():
    world = make_world()
    audit = reported_audit(world)
    found = [acknowledged(world, make_finding(world, audit)) for _ in range(2)]
    plan = plans.create_plan(actor=world.chair, audit=audit)
    own = [add_action(world, plan, finding, text=f"Действие {place}.") for place, finding in enumerate(found)]
    plans.submit_plan(plan.pk, actor=world.chair, on=date(2021, 5, 20))
    paper = plan.documents.get()
    agree_visa(paper.visas.get().pk, actor=world.head, on=date(2021, 5, 21))
    told = at_once(
        lambda: findings.withdraw_finding(found[0].pk, actor=world.head, comment="Записано ошибочно."),
        lambda: approve_document(paper.pk, actor=world.director, on=date(2021, 5, 24)),
    )
    assert told[1] == ""
    read = [row["text"] for row in fresh(paper).content["owner"]["rows"]]
    now = (fresh(found[0]).state, fresh(own[0]).state)
    if told[0]:
        assert (now, read) == (("planned", "planned"), ["Действие 0.", "Действие 1."])
    else:
        assert (now, read) == (("withdrawn", "cancelled"), ["Действие 1."])


@pytest.mark.django_db
def test_a_page_opened_before_somebody_else_decided_changes_nothing_and_says_so(client):
    world = make_world()
    audit = reported_audit(world)
    finding = make_finding(world, audit)
    action = planned(world, audit, finding).actions.get()
    reported(world, action)
    client.force_login(world.head)
    page = reverse("action-return", args=[action.pk])
    assert client.get(page).status_code == 200
    actions.accept_action(action.pk, actor=world.auditor, on=DONE_ON)

    answer = client.post(page, {"comment": "Нет подписи."})
    assert answer.status_code == 422
    told = answer.content.decode()
    assert "принято" in told
    assert fresh(action).state == Action.State.ACCEPTED
    assert fresh(action).returned == 0
