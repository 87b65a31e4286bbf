"""Corrective plans and their actions: what is refused on the way, and by whom it may be done."""

from datetime import date

import pytest

from audits.models import Action, CorrectivePlan, EffectivenessCheck, Finding
from audits.services import actions, causes, due_changes, effectiveness, findings, plans
from roadmap.models import Document
from roadmap.services.documents import agree_visa, return_document
from roadmap.sheet import sheet_of
from tests.audits.life import JUDGED, acknowledged, add_action, carry_out, fresh, planned, submit_and_approve, verified
from tests.worlds import make_finding, reported_audit
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit(world):
    return reported_audit(world)


@pytest.fixture
def finding(world, audit):
    return make_finding(world, audit)


def test_plan_without_a_cause_or_an_action_is_not_submitted(world, audit, finding):
    plan = plans.create_plan(actor=world.chair, audit=audit)
    with pytest.raises(TransitionError, match="нет ни одного действия"):
        plans.submit_plan(plan.pk, actor=world.chair)
    add_action(world, plan, finding)
    with pytest.raises(TransitionError, match="ещё не ознакомлен"):
        plans.submit_plan(plan.pk, actor=world.chair)
    findings.acknowledge_finding(finding.pk, actor=world.chair)
    with pytest.raises(TransitionError, match="не установлена причина"):
        plans.submit_plan(plan.pk, actor=world.chair)
    second = make_finding(world, audit)
    acknowledged(world, second)
    causes.record_cause(finding.pk, actor=world.chair, whys=["Раз.", "Два."], branch="rules")
    with pytest.raises(TransitionError, match=rf"{second.number} нет ни одного действия"):
        plans.submit_plan(plan.pk, actor=world.chair)
    assert fresh(plan).state == CorrectivePlan.State.DRAFT
    assert not Document.objects.filter(kind__code="D12").exists()


def test_a_returned_plan_is_a_draft_again_and_its_paper_is_sent_anew(world, audit, finding):
    acknowledged(world, finding)
    plan = plans.create_plan(actor=world.chair, audit=audit)
    add_action(world, plan, finding)
    with pytest.raises(TransitionError, match="раньше, чем передают план"):
        plans.submit_plan(plan.pk, actor=world.chair, on=date(2021, 6, 16))
    plans.submit_plan(plan.pk, actor=world.chair, on=date(2021, 6, 15))
    document = plan.documents.get()
    agree_visa(document.visas.get().pk, actor=world.head)
    return_document(document.pk, actor=world.director, comment="Срок слишком далёк.")
    assert fresh(plan).state == CorrectivePlan.State.DRAFT
    assert fresh(finding).state == Finding.State.ACKNOWLEDGED
    plans.submit_plan(plan.pk, actor=world.chair, on=date(2021, 6, 15))
    assert plan.documents.count() == 1


def test_work_does_not_begin_before_the_plan_is_approved(world, audit, finding):
    acknowledged(world, finding)
    plan = plans.create_plan(actor=world.chair, audit=audit)
    action = add_action(world, plan, finding)
    with pytest.raises(TransitionError):
        actions.report_action(action.pk, actor=world.teacher, comment="Готово.", reference="Приказ")
    assert fresh(action).state == Action.State.PROPOSED
    assert not action.evidence.exists()


def test_a_report_needs_evidence_and_words(world, audit, finding):
    action = planned(world, audit, finding).actions.get()
    with pytest.raises(TransitionError, match="Добавьте свидетельство"):
        actions.report_action(action.pk, actor=world.teacher, comment="Готово.")
    with pytest.raises(TransitionError, match="Что сделано"):
        actions.report_action(action.pk, actor=world.teacher, comment=" ", reference="Приказ № 1")
    assert fresh(action).state == Action.State.PLANNED
    assert not action.evidence.exists()


def test_nobody_accepts_or_checks_the_own_work(world, audit, finding):
    acknowledged(world, finding)
    plan = plans.create_plan(actor=world.chair, audit=audit)
    action = add_action(world, plan, finding, responsible=world.head.employee)
    submit_and_approve(world, plan)
    actions.report_action(action.pk, actor=world.head, comment="Готово.", reference="Приказ", on=date(2021, 6, 10))
    with pytest.raises(NotAllowed):
        actions.accept_action(action.pk, actor=world.head)
    actions.accept_action(action.pk, actor=world.auditor, on=date(2021, 6, 11))
    check = EffectivenessCheck.objects.get(finding=finding)
    with pytest.raises(TransitionError, match="назначьте другого"):
        effectiveness.assign_checker(check.pk, actor=world.head, checker=world.head.employee, due_on=date(2021, 7, 11))


def test_effect_is_not_checked_before_its_day_nor_by_another(world, audit, finding):
    check = verified(world, audit, finding)
    with pytest.raises(TransitionError, match="не раньше 10.07.2021"):
        effectiveness.confirm_effect(check.pk, actor=world.auditor, comment="Видел.", on=date(2021, 7, 9), **JUDGED)
    with pytest.raises(NotAllowed):
        effectiveness.confirm_effect(check.pk, actor=world.deputy, comment="Видел.", on=date(2021, 7, 11), **JUDGED)
    assert fresh(finding).state == Finding.State.VERIFYING


def test_a_returned_action_counts_and_waits_for_the_same_person(world, audit, finding):
    action = planned(world, audit, finding).actions.get()
    actions.report_action(action.pk, actor=world.teacher, comment="Готово.", reference="Приказ", on=date(2021, 6, 10))
    actions.return_action(action.pk, actor=world.head, comment="Нет подписи.")
    again = fresh(action)
    assert (again.state, again.returned, again.done_on) == (Action.State.IN_PROGRESS, 1, None)
    assert fresh(finding).state == Finding.State.IN_PROGRESS


def test_a_later_day_is_asked_and_granted_by_somebody_else_at_most_twice(world, audit, finding):
    action = planned(world, audit, finding).actions.get()
    for day in (date(2021, 6, 22), date(2021, 6, 29)):
        change = due_changes.ask_due_change(action.pk, actor=world.teacher, new_due=day, reason="Ждём бланки.")
        with pytest.raises(NotAllowed):
            due_changes.grant_due_change(change.pk, actor=world.teacher)
        due_changes.grant_due_change(change.pk, actor=world.director)
    assert fresh(action).due_on == date(2021, 6, 29)
    with pytest.raises(TransitionError, match="переносили 2 раза"):
        due_changes.ask_due_change(action.pk, actor=world.teacher, new_due=date(2021, 7, 6), reason="Ещё.")
    assert list(action.due_changes.order_by("id").values_list("old_due", flat=True)) == [
        date(2021, 6, 15),
        date(2021, 6, 22),
    ]


def test_an_earlier_day_or_a_second_request_is_refused(world, audit, finding):
    action = planned(world, audit, finding).actions.get()
    with pytest.raises(TransitionError, match="позже прежнего"):
        due_changes.ask_due_change(action.pk, actor=world.teacher, new_due=date(2021, 6, 15), reason="Так.")
    due_changes.ask_due_change(action.pk, actor=world.teacher, new_due=date(2021, 6, 22), reason="Так.")
    with pytest.raises(TransitionError, match="уже подана"):
        due_changes.ask_due_change(action.pk, actor=world.teacher, new_due=date(2021, 6, 23), reason="Так.")


def test_the_last_action_cannot_be_cancelled_but_one_of_two_can(world, audit, finding):
    acknowledged(world, finding)
    plan = plans.create_plan(actor=world.chair, audit=audit)
    first = add_action(world, plan, finding)
    second = add_action(world, plan, finding, kind="correction")
    submit_and_approve(world, plan)
    carry_out(world, first)
    actions.cancel_action(second.pk, actor=world.head, comment="Исправлено первым.")
    assert fresh(finding).state == Finding.State.VERIFYING

    other = make_finding(world, audit)
    lonely = Action.objects.create(
        plan=plan, finding=other, kind="correction", responsible=world.teacher.employee, text="Т", sign="П",
        due_on=date(2021, 6, 15), state=Action.State.PLANNED,
    )  # fmt: skip
    with pytest.raises(TransitionError, match="единственное действие"):
        actions.cancel_action(lonely.pk, actor=world.head, comment="Не нужно.")
    assert fresh(lonely).state == Action.State.PLANNED


def test_the_paper_of_a_plan_names_its_kind_once(world, audit, finding):
    planned(world, audit, finding)
    sheet = sheet_of(Document.objects.get(kind__code="D12"))
    told = [sheet[part].replace("\u00a0", " ") for part in ("name", "title")]
    assert told == [f"ПЛАН КОРРЕКТИРУЮЩИХ МЕРОПРИЯТИЙ № {audit.number}", audit.subject_name]
