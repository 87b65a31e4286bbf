"""A nonconformity from registration to a checked effect: every door, and what stands in each."""

from datetime import date

import pytest

from audits.models import Action, CorrectivePlan, EffectivenessCheck, Finding
from audits.services import actions, causes, effectiveness, findings, plans
from roadmap.models import Document
from roadmap.services.documents import agree_visa, approve_document, return_document
from tests.worlds import make_finding, make_world, reported_audit
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db

D = date


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def audit(world):
    return reported_audit(world)


@pytest.fixture
def finding(world, audit):
    return make_finding(world, audit)


def fresh(obj):
    return type(obj).objects.get(pk=obj.pk)


def acknowledged(world, finding):
    findings.acknowledge_finding(finding.pk, actor=world.chair, on=D(2021, 5, 18))
    causes.record_cause(
        finding.pk, actor=world.chair, whys=["Секретарь спешил.", "В форме нет графы."], branch="rules", on=D(2021, 5, 19)
    )
    return fresh(finding)


def planned(world, audit, finding):
    acknowledged(world, finding)
    plan = plans.create_plan(actor=world.chair, audit=audit)
    add_action(world, plan, finding)
    submit_and_approve(world, plan)
    return fresh(plan)


def add_action(world, plan, finding, responsible=None, **facts):
    facts = {"kind": "corrective", "text": "Ввести графы.", "due_on": D(2021, 6, 15), "sign": "Форма с графами."} | facts
    return actions.create_action(
        plan.pk, actor=world.chair, finding=fresh(finding), responsible=responsible or world.teacher.employee, **facts
    )


def submit_and_approve(world, plan):
    plans.submit_plan(plan.pk, actor=world.chair, on=D(2021, 5, 20))
    approve_paper(world, plan)


def approve_paper(world, owner, on=D(2021, 5, 24)):
    document = Document.objects.filter(owner_id=owner.pk, kind__code="D12").latest("id")
    agree_visa(document.visas.get().pk, actor=world.head, on=on)
    approve_document(document.pk, actor=world.director, on=on)


def carry_out(world, action, by=None, on=D(2021, 6, 10)):
    actions.report_action(
        action.pk, actor=by or world.teacher, comment="Графы введены.", on=on, reference="Приказ от 10.06.2021 № 45-од"
    )
    actions.accept_action(action.pk, actor=world.head, on=on)


def verified(world, audit, finding):
    plan = planned(world, audit, finding)
    carry_out(world, plan.actions.get())
    check = EffectivenessCheck.objects.get(finding=finding)
    effectiveness.assign_checker(check.pk, actor=world.head, checker=world.auditor.employee, due_on=D(2021, 7, 10))
    return check


def test_the_whole_way_closes_the_finding_and_the_plan(world, audit, finding):
    check = verified(world, audit, finding)
    assert fresh(finding).state == Finding.State.VERIFYING
    assert CorrectivePlan.objects.get(audit=audit).state == CorrectivePlan.State.COMPLETED

    effectiveness.confirm_effect(check.pk, actor=world.auditor, comment="Протоколы № 4–5 со сроками.", on=D(2021, 7, 12))

    closed = fresh(finding)
    assert (closed.state, closed.closed_on, closed.closed_by) == (Finding.State.CLOSED, D(2021, 7, 12), world.auditor)
    steps = HistoryEntry.objects.of(finding).order_by("id").values_list("action", "from_state", "to_state")
    assert list(steps) == [
        ("audits.finding.acknowledge", "open", "acknowledged"),
        ("audits.finding.cause", "", ""),
        ("audits.finding.plan", "acknowledged", "planned"),
        ("audits.finding.start", "planned", "in_progress"),
        ("audits.finding.verify", "in_progress", "verifying"),
        ("audits.effectivenesscheck.assign", "", ""),
        ("audits.finding.close", "verifying", "closed"),
    ]


def test_no_effect_opens_the_finding_again_and_asks_for_an_addendum(world, audit, finding):
    check = verified(world, audit, finding)
    effectiveness.deny_effect(check.pk, actor=world.auditor, comment="В протоколе № 6 срока нет.", on=D(2021, 7, 12))

    again = fresh(finding)
    assert (again.state, again.returns, again.acknowledged_on) == (Finding.State.OPEN, 1, None)

    findings.acknowledge_finding(finding.pk, actor=world.chair)
    causes.record_cause(finding.pk, actor=world.chair, whys=["Старый файл.", "Его не изъяли."], branch="management")
    plan = CorrectivePlan.objects.get(audit=audit)
    edition = plans.start_addendum(plan.pk, actor=world.chair, reason="Не результативно.")
    action = add_action(world, plan, finding, edition=edition, text="Изъять старую форму.", due_on=D(2021, 9, 1))
    assert action.round == 1
    plans.submit_addendum(edition.pk, actor=world.chair)
    approve_paper(world, edition, on=None)

    assert fresh(plan).state == CorrectivePlan.State.APPROVED
    assert fresh(finding).state == Finding.State.PLANNED
    carry_out(world, action, on=D(2021, 8, 30))
    second = EffectivenessCheck.objects.get(finding=finding, round=1)
    effectiveness.assign_checker(second.pk, actor=world.head, checker=world.auditor.employee, due_on=D(2021, 9, 29))
    effectiveness.confirm_effect(second.pk, actor=world.auditor, comment="Решения со сроками.", on=D(2021, 10, 1))
    assert fresh(finding).state == Finding.State.CLOSED


def test_objection_is_decided_by_the_head_and_for_major_by_the_director(world, audit, finding):
    major = make_finding(world, audit, grade="major")
    for each in (finding, major):
        findings.dispute_finding(each.pk, actor=world.chair, comment="Протокол № 2 другого года.")
    with pytest.raises(NotAllowed):
        findings.uphold_finding(major.pk, actor=world.head, comment="В силе.")
    findings.uphold_finding(finding.pk, actor=world.head, comment="Срок относится и к нему.")
    findings.withdraw_finding(major.pk, actor=world.director, comment="Ошибка в дате.")
    assert fresh(finding).state == Finding.State.ACKNOWLEDGED
    assert (fresh(major).state, fresh(major).objection_decision) == (Finding.State.WITHDRAWN, "Ошибка в дате.")


def test_only_who_answers_for_the_subject_acknowledges(world, finding):
    for stranger in (world.teacher, world.director, world.auditor, world.secretary):
        with pytest.raises(NotAllowed):
            findings.acknowledge_finding(finding.pk, actor=stranger)
    assert fresh(finding).state == Finding.State.OPEN


@pytest.mark.parametrize(
    ("whys", "part"),
    [
        (["Спешили."], "хотя бы дважды"),
        (["Спешили.", "Человеческий фактор."], "не последняя причина"),
        (["", "  "], "хотя бы дважды"),
    ],
)
def test_a_cause_that_explains_nothing_is_refused(world, finding, whys, part):
    findings.acknowledge_finding(finding.pk, actor=world.chair)
    with pytest.raises(TransitionError, match=part):
        causes.record_cause(finding.pk, actor=world.chair, whys=whys, branch="people")
    assert not finding.causes.exists()


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
    plans.submit_plan(plan.pk, actor=world.chair)
    document = plan.documents.get()
    agree_visa(document.visas.get().pk, actor=world.head)
    return_document(document.pk, actor=world.director, comment="Срок слишком далёк.")
    assert fresh(plan).state == CorrectivePlan.State.DRAFT
    assert fresh(finding).state == Finding.State.ACKNOWLEDGED
    plans.submit_plan(plan.pk, actor=world.chair)
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
    actions.report_action(action.pk, actor=world.head, comment="Готово.", reference="Приказ", on=D(2021, 6, 10))
    with pytest.raises(NotAllowed):
        actions.accept_action(action.pk, actor=world.head)
    actions.accept_action(action.pk, actor=world.auditor, on=D(2021, 6, 11))
    check = EffectivenessCheck.objects.get(finding=finding)
    with pytest.raises(TransitionError, match="назначьте другого"):
        effectiveness.assign_checker(check.pk, actor=world.head, checker=world.head.employee, due_on=D(2021, 7, 11))


def test_effect_is_not_checked_before_its_day_nor_by_another(world, audit, finding):
    check = verified(world, audit, finding)
    with pytest.raises(TransitionError, match="не раньше 10.07.2021"):
        effectiveness.confirm_effect(check.pk, actor=world.auditor, comment="Видел.", on=D(2021, 7, 9))
    with pytest.raises(NotAllowed):
        effectiveness.confirm_effect(check.pk, actor=world.deputy, comment="Видел.", on=D(2021, 7, 11))
    assert fresh(finding).state == Finding.State.VERIFYING


def test_the_check_is_due_after_the_schools_days(world, audit, finding):
    world.school.check_after_days = 10
    world.school.save()
    plan = planned(world, audit, finding)
    carry_out(world, plan.actions.get(), on=D(2021, 6, 10))
    assert EffectivenessCheck.objects.get(finding=finding).due_on == D(2021, 6, 20)


def test_a_returned_action_counts_and_waits_for_the_same_person(world, audit, finding):
    action = planned(world, audit, finding).actions.get()
    actions.report_action(action.pk, actor=world.teacher, comment="Готово.", reference="Приказ", on=D(2021, 6, 10))
    actions.return_action(action.pk, actor=world.head, comment="Нет подписи.")
    again = fresh(action)
    assert (again.state, again.returned, again.done_on) == (Action.State.IN_PROGRESS, 1, None)
    assert fresh(finding).state == Finding.State.IN_PROGRESS


def test_a_later_day_is_asked_and_granted_by_somebody_else_at_most_twice(world, audit, finding):
    action = planned(world, audit, finding).actions.get()
    for day in (D(2021, 6, 22), D(2021, 6, 29)):
        change = actions.ask_due_change(action.pk, actor=world.teacher, new_due=day, reason="Ждём бланки.")
        with pytest.raises(NotAllowed):
            actions.grant_due_change(change.pk, actor=world.teacher)
        actions.grant_due_change(change.pk, actor=world.head)
    assert fresh(action).due_on == D(2021, 6, 29)
    with pytest.raises(TransitionError, match="дважды"):
        actions.ask_due_change(action.pk, actor=world.teacher, new_due=D(2021, 7, 6), reason="Ещё.")
    assert list(action.due_changes.order_by("id").values_list("old_due", flat=True)) == [D(2021, 6, 15), D(2021, 6, 22)]


def test_an_earlier_day_or_a_second_request_is_refused(world, audit, finding):
    action = planned(world, audit, finding).actions.get()
    with pytest.raises(TransitionError, match="позже прежнего"):
        actions.ask_due_change(action.pk, actor=world.teacher, new_due=D(2021, 6, 15), reason="Так.")
    actions.ask_due_change(action.pk, actor=world.teacher, new_due=D(2021, 6, 22), reason="Так.")
    with pytest.raises(TransitionError, match="уже ждёт"):
        actions.ask_due_change(action.pk, actor=world.teacher, new_due=D(2021, 6, 23), reason="Так.")


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
        due_on=D(2021, 6, 15), state=Action.State.PLANNED,
    )  # fmt: skip
    with pytest.raises(TransitionError, match="единственное действие"):
        actions.cancel_action(lonely.pk, actor=world.head, comment="Не нужно.")
    assert fresh(lonely).state == Action.State.PLANNED


def test_a_repeat_within_the_schools_months_is_found_at_registration(world, audit, finding):
    check = verified(world, audit, finding)
    effectiveness.confirm_effect(check.pk, actor=world.auditor, comment="Хорошо.", on=D(2021, 7, 12))
    later = reported_audit(world)
    same = make_finding(world, later, criterion=finding.criterion)
    assert findings.find_repeat(same, D(2022, 7, 12)) == finding
    assert findings.find_repeat(same, D(2022, 7, 13)) is None
    assert findings.find_repeat(make_finding(world, later), D(2022, 1, 1)) is None


def test_observations_are_accepted_or_declined_with_a_reason(world, audit):
    observation = make_finding(world, audit, grade="observation", state="recorded")
    other = make_finding(world, audit, grade="opportunity", state="recorded")
    findings.accept_finding(observation.pk, actor=world.chair)
    with pytest.raises(TransitionError, match="Почему отклонено"):
        findings.decline_finding(other.pk, actor=world.chair, comment="")
    findings.decline_finding(other.pk, actor=world.chair, comment="Нет оборудования.")
    assert fresh(observation).state == Finding.State.ACCEPTED
    assert fresh(other).decline_reason == "Нет оборудования."


def test_numbers_of_findings_have_no_gaps(world):
    audit = reported_audit(world, state="in_progress", reported_on=None)
    for grade in ("minor", "observation", "major"):
        findings.create_finding(
            audit.pk, actor=world.auditor, grade=grade, title="Суть", requirement="Т", fact="Ф", evidence_text="С"
        )
    findings.delete_finding(audit.findings.first().pk, actor=world.auditor)
    findings.register_findings(audit, actor=world.auditor, on=D(2021, 5, 17))
    rows = list(audit.findings.order_by("sequence").values_list("number", "grade", "state"))
    assert rows == [
        (f"{audit.number}/01", "observation", "recorded"),
        (f"{audit.number}/02", "major", "open"),
    ]


def test_a_numbered_draft_is_kept_and_keeps_its_number(world):
    audit = reported_audit(world, state="in_progress", reported_on=None)
    draft = findings.create_finding(
        audit.pk, actor=world.auditor, grade="minor", title="Суть", requirement="Т", fact="Ф", evidence_text="С"
    )
    findings.register_findings(audit, actor=world.auditor, on=D(2021, 5, 17))
    findings.unregister_findings(audit)
    with pytest.raises(TransitionError, match="уже есть номер"):
        findings.delete_finding(draft.pk, actor=world.auditor)
    findings.register_findings(audit, actor=world.auditor, on=D(2021, 5, 18))
    assert fresh(draft).number == f"{audit.number}/01"


def test_findings_are_written_by_the_team_while_the_audit_runs(world, audit):
    words = {"grade": "minor", "title": "Суть", "requirement": "Т", "fact": "Ф", "evidence_text": "С"}
    with pytest.raises(TransitionError, match="пока аудит идёт"):
        findings.create_finding(audit.pk, actor=world.auditor, **words)
    running = reported_audit(world, state="in_progress", reported_on=None)
    with pytest.raises(NotAllowed):
        findings.create_finding(running.pk, actor=world.chair, **words)
