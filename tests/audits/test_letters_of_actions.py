"""Letters about actions, their terms and their effect, and the way in which letters come: nobody is told of his own deed."""

from datetime import date

import pytest
from django.core import mail
from django.db import transaction
from django.urls import reverse

from audits.services import actions, causes, checkers, due_changes, effectiveness, findings, plans, progress
from roadmap.permissions import Role
from roadmap.services.documents import agree_visa, approve_document
from tests.audits.life import acknowledged, add_action, approve_paper, fresh, planned, verified
from tests.audits.told import Told, twice, unread
from tests.builders.audits import make_check
from tests.factories import appoint, make_user
from tests.worlds import make_finding, make_world, reported_audit
from vsoko import mailing, reminders
from vsoko.models import Notification, User
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


# --- действие -------------------------------------------------------------------------------------------------------


@pytest.fixture
def action(world, audit, finding, told):
    action = planned(world, audit, finding).actions.select_related("responsible").get()
    told.forget()
    return action


def report(world, action, by=None):
    actions.report_action(
        action.pk, actor=by or world.teacher, comment="Графы введены", reference="Приказ № 45-од", on=date(2021, 6, 10)
    )


def test_a_handed_over_action_calls_its_new_person_alone(world, action, told):
    assert unread(f"action:{action.pk}") == {world.teacher}
    to = world.secretary.employee
    twice(lambda: progress.hand_over(action.pk, actor=world.teacher, to=to, reason="Отпуск", on=date(2021, 6, 1)))
    former = world.teacher.employee.short_name
    assert told() == {
        world.secretary: (
            "Вам передано: Ввести графы.",
            f"Прежний ответственный: {former} Отпуск.\nСрок: 15.06.2021.",
        )
    }
    assert unread(f"action:{action.pk}") == {world.secretary}


def test_a_report_waits_for_the_lead_and_the_head_and_a_remark_comes_back(world, action, finding, told):
    twice(lambda: report(world, action))
    name = world.teacher.employee.short_name
    asked = (
        "Принять результат: Ввести графы.",
        f"{name}: Графы введены.\nНесоответствие {finding.number}, {finding.title}.",
    )
    assert told() == {world.auditor: asked, world.head: asked}
    twice(lambda: actions.return_action(action.pk, actor=world.head, comment="Нет подписи."))
    assert told() == {world.teacher: ("Возвращено на доработку: Ввести графы.", "Замечание: Нет подписи.")}
    assert unread(f"accept:{action.pk}") == set()
    report(world, action)
    assert set(told()) == {world.auditor, world.head}
    twice(lambda: actions.accept_action(action.pk, actor=world.auditor, on=date(2021, 6, 11)))
    assert told() == {}
    assert unread(f"accept:{action.pk}") == unread(f"action:{action.pk}") == set()


def test_who_did_the_work_is_never_asked_to_accept_it(world, audit, finding, told):
    acknowledged(world, finding)
    plan = plans.create_plan(actor=world.chair, audit=audit)
    action = add_action(world, plan, finding, responsible=world.head.employee)
    plans.submit_plan(plan.pk, actor=world.chair, on=date(2021, 5, 20))
    approve_paper(world, plan)
    audit.lead = world.head.employee
    audit.save()
    told.forget()
    report(world, action, by=world.head)
    # Neither lead nor head is left: any other leader may accept it.
    assert set(told()) == {world.director, world.deputy}
    for user in (world.director, world.deputy):
        reminders.settle(user, [], [])
        assert Notification.objects.unread().filter(recipient=user, subject__startswith="Принять").exists()
    actions.accept_action(action.pk, actor=world.deputy, on=date(2021, 6, 11))
    assert not Notification.objects.unread().filter(subject__startswith="Принять").exists()


# --- срок -----------------------------------------------------------------------------------------------------------


def test_another_day_is_asked_of_whoever_grants_it_and_answered(world, action, told):
    def ask(day):
        due_changes.ask_due_change(
            action.pk, actor=world.teacher, new_due=day, reason="Ждём бланки", on=date(2021, 6, 1)
        )
        return action.due_changes.get(state="asked")

    change = ask(date(2021, 6, 22))
    with pytest.raises(TransitionError):
        ask(date(2021, 6, 22))
    name = world.teacher.employee.short_name
    assert told() == {
        world.director: (
            "Решить о сроке: Ввести графы.",
            f"{name}: 22.06.2021 вместо 15.06.2021. Ждём бланки.",
        )
    }
    twice(lambda: due_changes.grant_due_change(change.pk, actor=world.director, comment="Последний раз"))
    assert told() == {world.teacher: ("Срок продлён до 22.06.2021: Ввести графы.", "Последний раз.")}
    assert unread(f"due:{change.pk}") == set()
    change = ask(date(2021, 6, 29))
    told()
    twice(lambda: due_changes.refuse_due_change(change.pk, actor=world.director, comment="Успеете."))
    assert told() == {
        world.teacher: ("В продлении срока отказано: Ввести графы.", "Успеете.\nПрежний срок: 22.06.2021.")
    }


def test_who_has_approved_the_plan_is_asked_about_a_minor_one_and_only_the_director_about_a_major(world, action, told):
    action.plan.approved_by = world.deputy
    action.plan.save()
    ask = {"actor": world.teacher, "new_due": date(2021, 6, 22), "reason": "Ждём.", "on": date(2021, 6, 1)}
    change = due_changes.ask_due_change(action.pk, **ask)
    assert set(told()) == {world.director, world.deputy}
    due_changes.refuse_due_change(change.pk, actor=world.deputy, comment="Успеете.")
    told()
    action.finding.grade = "major"
    action.finding.save()
    due_changes.ask_due_change(action.pk, **ask)
    assert set(told()) == {world.director}


# --- результативность -----------------------------------------------------------------------------------------------


def test_a_checker_is_told_and_the_former_one_is_let_go(world, audit, finding, told):
    check = verified(world, audit, finding)

    def assign(checker, due_on=check.due_on):
        effectiveness.assign_checker(check.pk, actor=world.head, checker=checker.employee, due_on=due_on)

    assert unread(f"check:{check.pk}") == {world.auditor}
    told.forget()
    assign(world.auditor)
    assert told() == {}, "nothing has changed"
    assign(world.deputy)
    expected = (
        f"Проверить результативность: {finding.number}, {finding.title}",
        f"{finding.number}, {finding.title}: не раньше 10.07.2021.",
    )
    assert told() == {world.deputy: expected}
    assert unread(f"check:{check.pk}") == {world.deputy}
    assign(world.auditor)
    assert set(told()) == {world.auditor}
    assign(world.head)
    assert told() == {}, "the head has named himself"


def test_several_checks_named_at_once_are_one_letter(world, told):
    pair = [make_check(world, checker=None).finding for _ in range(2)]
    rows = type(pair[0]).objects.filter(pk__in=[one.pk for one in pair])
    for _ in range(2):
        checkers.assign_checkers(rows, actor=world.head, checker=world.auditor.employee)
    letters = told()
    assert set(letters) == {world.auditor}
    subject, text = letters[world.auditor]
    assert subject == "Проверить результативность: 2 записи"
    assert [line.split(",")[0] for line in text.splitlines()] == sorted(one.number for one in pair)


def test_no_effect_is_told_to_whoever_answers_for_the_subject(world, audit, finding, told):
    check = verified(world, audit, finding)
    told.forget()
    twice(lambda: effectiveness.deny_effect(check.pk, actor=world.auditor, comment="Снова", on=date(2021, 7, 12)))
    assert told() == {
        world.chair: (
            f"Не результативно: {finding.number}, {finding.title}",
            "Снова.\nОзнакомьтесь, найдите причину глубже и дополните план.",
        )
    }
    assert unread(f"check:{check.pk}") == set()
    # The next round is told of in the same way.
    findings.acknowledge_finding(finding.pk, actor=world.chair)
    assert unread(f"acknowledge:{audit.pk}") == set()
    causes.record_cause(finding.pk, actor=world.chair, whys=["Старый файл.", "Его не изъяли."], branch="management")
    edition = plans.start_addendum(audit.plan.pk, actor=world.chair, reason="Не результативно.")
    add_action(world, audit.plan, finding, edition=edition, text="Изъять форму.", due_on=date(2021, 9, 1))
    plans.submit_addendum(edition.pk, actor=world.chair, on=date(2021, 7, 15))
    told()
    agree_visa(edition.documents.get().visas.get().pk, actor=world.head, on=date(2021, 7, 16))
    told()
    approve_document(edition.documents.get().pk, actor=world.director, on=date(2021, 7, 16))
    outcome = f"Утверждено дополнение к плану № {audit.number}"
    letters = told()
    assert letters[world.teacher] == ("Вам поручено: Изъять форму.", f"{outcome}.\nИзъять форму. Срок: 01.09.2021.")
    assert letters[world.chair][0] == f"{outcome}: {audit.subject_name}"
    assert set(letters) == {world.teacher, world.chair}


# --- как приходит ---------------------------------------------------------------------------------------------------


def test_what_is_undone_is_not_told(world, action, told):
    with transaction.atomic():
        report(world, action)
        transaction.set_rollback(True)
    assert told() == {}
    assert fresh(action).state == "planned"


def test_a_double_click_on_the_page_is_one_letter(world, finding, told, client):
    findings.dispute_finding(finding.pk, actor=world.chair, comment="Срок есть.", on=date(2021, 5, 20))
    told()
    client.force_login(world.head)
    for _ in range(2):
        client.post(reverse("finding-uphold", args=[finding.pk]), {"comment": "Срока нет."})
    assert set(told()) == {world.chair}


def test_two_roles_of_one_person_are_one_letter(world, told):
    appoint(world.deputy.employee, Role.CHAIR, association=world.association)
    audit = reported_audit(world, auditee=world.deputy.employee)
    finding = make_finding(world, audit)
    findings.withdraw_finding(finding.pk, actor=world.head, comment="Записано ошибочно.")
    assert set(told()) == {world.deputy, world.chair}


def test_a_former_chair_and_whoever_may_not_enter_hear_nothing(world, finding, told):
    gone = make_user(world.school, Role.CHAIR, association=world.association)
    gone.employee.appointments.update(ends_on=date(2021, 1, 1))
    User.objects.filter(pk=world.chair.pk).update(is_active=False)
    findings.withdraw_finding(finding.pk, actor=world.head, comment="Записано ошибочно.")
    assert told() == {}


def test_who_has_moved_to_another_school_hears_nothing_of_the_former(world, action, told):
    report(world, action)
    told()
    User.objects.filter(pk=world.teacher.pk).update(school=make_world().school)
    actions.return_action(action.pk, actor=world.head, comment="Нет подписи.")
    assert told() == {}


def test_the_letter_goes_by_mail_or_waits_for_the_morning_and_never_for_what_is_done(world, action, settings):
    for user, digest in ((world.auditor, False), (world.head, True)):
        user.email, user.digest = f"{user.username}@school.example", digest
        user.save()
    report(world, action)
    assert mailing.send_pending() == (1, 0)
    [letter] = mail.outbox
    assert letter.to == [world.auditor.email]
    for words in (letter.body, letter.alternatives[0].content):
        assert "Графы введены" in words
        assert action.get_absolute_url() in words
    actions.accept_action(action.pk, actor=world.auditor, on=date(2021, 6, 11))
    mailing.gather_digests(world.school, date(2021, 6, 15))
    assert mailing.send_pending() == (0, 0), "accepted before the morning: nobody is asked to accept it"


def test_the_centre_shows_what_waits_for_a_decision_by_its_kind(world, finding, client):
    findings.dispute_finding(finding.pk, actor=world.chair, comment="Срок есть.", on=date(2021, 5, 20))
    client.force_login(world.head)
    page = client.get(reverse("notification-list"), {"kind": "decide"}).content.decode()
    assert "Решить об особом мнении" in page
    assert finding.get_absolute_url() in page
    client.force_login(world.chair)
    assert "Решить об особом мнении" not in client.get(reverse("notification-list")).content.decode()
