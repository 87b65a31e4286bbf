"""Letters about a nonconformity and its plan: who exactly is told at the moment of an event, in what words, and nobody twice."""

from datetime import date

import pytest

from audits.services import audits, findings, plans
from roadmap.services.documents import agree_visa, approve_document, return_document
from tests.audits.life import acknowledged, add_action, approve_paper
from tests.audits.told import Told, twice, unread
from tests.builders.audits import make_checked
from tests.builders.audits import make_finding as build_finding
from tests.worlds import make_finding, make_world, reported_audit
from vsoko.models import Notification
from vsoko.wording import NBSP
from vsoko.workflow import TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """The school, and beside it another one with the same roles, whose people are never told."""
    make_world()
    return make_world()


@pytest.fixture
def audit(world):
    return reported_audit(world)


@pytest.fixture
def finding(world, audit):
    return make_finding(world, audit)


@pytest.fixture
def told():
    return Told()


# --- несоответствие -------------------------------------------------------------------------------------------------


def test_registered_nonconformities_come_in_one_letter_to_the_chair(world, told):
    audit = make_checked(world, "in_progress")
    draft = audit.findings.get()
    build_finding(world, "draft", audit=audit, title="Нет графика")
    told()
    twice(lambda: audits.report_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 17)))
    letters = told()
    subject, text = letters.pop(world.chair)
    assert subject == f"Ознакомиться с 2 несоответствиями аудита № {audit.number}"
    assert text.splitlines() == [
        f"{audit.number}/01: {draft.title}",
        f"{audit.number}/02: Нет графика",
        "Подтвердите ознакомление или заявите особое мнение до 20.05.2021.",
    ]
    assert {subject.split(":")[0] for subject, _ in letters.values()} <= {"На подпись", "На согласование"}


def test_a_returned_report_takes_its_letters_back(world, told):
    audit = make_checked(world, "in_progress")
    audits.report_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 17))
    finding = audit.findings.get()
    findings.dispute_finding(finding.pk, actor=world.chair, comment="Срок есть.", on=date(2021, 5, 18))
    Notification.objects.update(read_at=None)
    audits.reopen_audit(audit.pk, actor=world.head, comment="Проверьте сроки.")
    assert unread(f"acknowledge:{audit.pk}") == unread(f"dispute:{finding.pk}") == set()
    audits.report_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 19))
    assert unread(f"acknowledge:{audit.pk}") == {world.chair}


def test_the_named_person_and_the_chair_of_today_are_told_once_each(world, told):
    audit = make_checked(world, "in_progress")
    audit.auditee = world.deputy.employee
    audit.save()
    audits.report_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 17))
    read = [who for who, (subject, _) in told().items() if subject.startswith("Ознакомиться")]
    assert set(read) == {world.deputy, world.chair}
    one = Notification.objects.get(recipient=world.chair, kind="read")
    assert one.url == audit.findings.get().get_absolute_url()


def test_an_observation_alone_is_no_letter_of_nonconformities(world, told):
    audit = make_checked(world, "in_progress")
    audit.findings.update(grade="observation")
    audits.report_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 17))
    assert world.chair not in told()


def test_an_objection_waits_for_whoever_decides_it(world, audit, finding, told):
    major = make_finding(world, audit, grade="major")
    on = date(2021, 5, 20)
    twice(lambda: findings.dispute_finding(finding.pk, actor=world.chair, comment="Срок есть", on=on))
    expected = (
        f"Решить об особом мнении: {finding.number}, {finding.title}",
        "Срок есть.\nРешите до 25.05.2021.",
    )
    assert told() == {world.head: expected}
    findings.dispute_finding(major.pk, actor=world.chair, comment="Срок есть.", on=on)
    assert set(told()) == {world.director}
    with pytest.raises(TransitionError):
        findings.dispute_finding(major.pk, actor=world.chair, comment="Срок есть.", on=on)
    assert told() == {}


def test_a_decision_comes_to_whoever_answers_for_the_subject(world, audit, finding, told):
    other = make_finding(world, audit)
    for each in (finding, other):
        findings.dispute_finding(each.pk, actor=world.chair, comment="Срок есть.", on=date(2021, 5, 20))
    assert unread(f"dispute:{finding.pk}") == {world.head}
    told.forget()
    twice(lambda: findings.uphold_finding(finding.pk, actor=world.head, comment="Срока нет"))
    expected = (
        f"Оставлено в силе: {finding.number}, {finding.title}",
        "Основание: Срока нет.\nЗапишите причину и внесите действия в план.",
    )
    assert told() == {world.chair: expected}
    assert unread(f"dispute:{finding.pk}") == set()
    assert unread(f"dispute:{other.pk}") == {world.head}
    twice(lambda: findings.withdraw_finding(other.pk, actor=world.head, comment="Срок есть."))
    assert told() == {world.chair: (f"Несоответствие снято: {other.number}, {other.title}", "Основание: Срок есть.")}


def test_who_decides_about_the_own_subject_is_not_told_of_it(world, told):
    audit = reported_audit(world, auditee=world.head.employee)
    finding = make_finding(world, audit)
    findings.withdraw_finding(finding.pk, actor=world.head, comment="Записано ошибочно.")
    assert set(told()) == {world.chair}


# --- план -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def plan(world, audit, finding):
    """A draft of the chair with two actions of the teacher and one of the auditor."""
    acknowledged(world, finding)
    plan = plans.create_plan(actor=world.chair, audit=audit)
    add_action(world, plan, finding)
    add_action(world, plan, finding, kind="correction", text="Дописать сроки.")
    add_action(world, plan, finding, kind="preventive", text="Сверить программы.", responsible=world.auditor.employee)
    return plan


def test_a_plan_is_told_from_hand_to_hand(world, plan, told):
    def submit(actor):
        plans.submit_plan(plan.pk, actor=actor, on=date(2021, 5, 20))

    title = "План корректирующих мероприятий: МО"
    twice(lambda: submit(world.deputy))
    assert {who: subject.split(" учителей")[0] for who, (subject, _) in told().items()} == {
        world.head: f"На согласование: {title}"
    }
    paper = plan.documents.get()
    assert unread(f"paper:{paper.pk}") == {world.head}
    agree_visa(paper.visas.get().pk, actor=world.head)
    assert unread(f"paper:{paper.pk}") == {world.director}
    assert {who: subject.split(":")[0] for who, (subject, _) in told().items()} == {world.director: "На подпись"}
    # The deputy has handed it in, the chair has written it: each hears of the remark once.
    twice(lambda: return_document(paper.pk, actor=world.director, comment="Срок далёк."))
    letters = told()
    assert set(letters) == {world.chair, world.deputy}
    assert {text for _, text in letters.values()} == {"Замечание: Срок далёк."}
    # Who gives the visa hands it in himself: he knows.
    submit(world.head)
    assert told() == {}


def test_an_approved_plan_is_one_letter_for_each(world, plan, told):
    plans.submit_plan(plan.pk, actor=world.deputy, on=date(2021, 5, 20))
    paper = plan.documents.get()
    agree_visa(paper.visas.get().pk, actor=world.head, on=date(2021, 5, 21))
    told()
    twice(lambda: approve_document(paper.pk, actor=world.director, on=date(2021, 5, 24)))
    outcome = f"Утверждён план № {plan.number}"
    letters = told()
    given = {who: letters.pop(who) for who in (world.teacher, world.auditor)}
    assert given[world.teacher] == (
        f"Вам поручено: 2 действия по плану № {plan.number}",
        f"{outcome}.\nВвести графы. Срок: 15.06.2021.\nДописать сроки. Срок: 15.06.2021.",
    )
    assert given[world.auditor] == (
        "Вам поручено: Сверить программы.",
        f"{outcome}.\nСверить программы. Срок: 15.06.2021.",
    )
    authors = (f"{outcome}: {plan.subject_name}", f"3{NBSP}действия переданы исполнителям.")
    assert letters == {world.chair: authors, world.deputy: authors}


def test_who_approves_the_plan_is_not_told_of_the_own_actions(world, audit, finding, told):
    acknowledged(world, finding)
    plan = plans.create_plan(actor=world.chair, audit=audit)
    add_action(world, plan, finding, responsible=world.director.employee)
    plans.submit_plan(plan.pk, actor=world.chair, on=date(2021, 5, 20))
    approve_paper(world, plan)
    assert {who for who, (subject, _) in told().items() if not subject.startswith("На ")} == {world.chair}
