"""What was not over when the paper stopped: brought as it stood, carried to its end in VSOKO, taken back while untouched."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from audits import control
from audits.models import Action, Audit, CorrectivePlan, EffectivenessCheck, Finding
from audits.services import actions, causes, effectiveness, findings, plans
from audits.services.observing import found
from audits.services.past_intents import outlook_of
from audits.services.past_undo import undo_import
from roadmap.models import Employee
from roadmap.services.documents import agree_visa, approve_document
from tests.audits.life import JUDGED
from tests.audits.past_books import MODELS, action_row, everything, finding_row, load, plain, read
from tests.worlds import make_world
from vsoko import reminders
from vsoko.models import HistoryEntry, Notification
from vsoko.workdays import add_working_days
from vsoko.workflow import TransitionError

pytestmark = pytest.mark.django_db
# The days of a year that is over are facts, those of its work lie in this one.
FOUND, DUE, DONE = date(2020, 3, 12), date(2020, 4, 1), date(2020, 3, 30)
NOTHING = {"closed_on": None, "cause": None, "branch": None}
TO_DO = {"done_on": None, "accepted_on": None, "report": None}


@pytest.fixture
def world():
    return make_world()


def left_open(world, number, **cells):
    return finding_row(world, number, **{"closed_on": None} | cells)


def one_of_each(world):
    """Return the rows (findings, actions) of every state in which a paper may stop."""
    by_teacher = {"responsible": plain(world.teacher)}
    return [
        left_open(world, "1", **NOTHING),
        left_open(world, "2", **NOTHING, acknowledged_on=date(2020, 3, 13)),
        left_open(world, "3", **NOTHING, subject="школа в целом"),
        left_open(world, "4", found_on=date(2020, 5, 12)),
        left_open(world, "5", grade="значительное", criterion=None),
        finding_row(world, "6"),
        left_open(world, "7", **NOTHING, grade="наблюдение"),
        left_open(world, "8", **NOTHING, grade="рекомендация", decision="принято к работе"),
        left_open(world, "9", **NOTHING, grade="положительная практика", criterion=None, requirement=None),
    ], [
        action_row(world, "3", **TO_DO, **by_teacher),
        action_row(world, "4", accepted_on=None, **by_teacher),
        action_row(world, "4", text="Ввести форму", kind="корректирующее", **TO_DO),
        action_row(world, "5"),
        action_row(world, "6", accepted_on=None),
    ]  # fmt: skip


def test_each_row_stands_where_the_paper_stopped_and_nobody_is_written_to(world):
    past = load(world, *one_of_each(world))
    rows = {row.number: row for row in Finding.objects.filter(past_import=past)}
    assert {number: row.state for number, row in rows.items()} == {
        "1": "open", "2": "acknowledged", "3": "planned", "4": "in_progress", "5": "verifying", "6": "closed",
        "7": "recorded", "8": "accepted", "9": "recorded",
    }  # fmt: skip
    assert list(Action.objects.order_by("id").values_list("state", "done_on", "accepted_on")) == [
        ("planned", None, None), ("done", DONE, None), ("planned", None, None), ("accepted", DONE, date(2020, 4, 2)),
        ("accepted", DONE, date(2020, 6, 1)),
    ]  # fmt: skip
    assert {plan.audit.subject: plan.state for plan in CorrectivePlan.objects.exclude(audit__starts_on=FOUND)} == {
        "association": "approved"
    }
    assert CorrectivePlan.objects.get(audit=rows["5"].audit).state == "completed"
    check = EffectivenessCheck.objects.get()
    assert (check.finding, check.checker) == (rows["5"], None)
    # Without a criterion a repeat is not recognised: that nothing was recorded would be no answer.
    assert "критерий не назван" in found(check)["no_repeat"]
    assert check.due_on == DONE + timedelta(days=world.school.check_after_days)
    assert (rows["2"].acknowledged_on, rows["2"].acknowledged_by) == (date(2020, 3, 13), None)
    # A plan is owed where the paper had none, by the term of the school.
    assert {audit.plan_due_on for audit in Audit.objects.filter(findings__number__in=["1", "3"])} == {
        date(2020, 3, 26), None
    }  # fmt: skip
    assert HistoryEntry.objects.of(rows["4"]).get().sentence == "Перенесено из файла"
    assert not Notification.objects.exists()
    # What is not over is controlled here, what was accepted on paper is not.
    assert {row.finding.number for row in control.actions(world.deputy)} == {"3", "4"}


def test_the_past_brings_no_flood_and_is_reminded_of_as_usual_from_now_on(world):
    day = timezone.now().replace(hour=9)
    reminders.send_morning(day)
    load(world, *one_of_each(world))
    for days in (1, 7):
        reminders.send_morning(day + timedelta(days=days))
    # Its term lies years back: within a week it is named once.
    told = Notification.objects.get(recipient=world.teacher, kind=Notification.Kind.REMINDER)
    assert "Просрочено" in told.subject


def test_pages_of_what_is_not_over_open_and_say_no_more_than_the_paper_knew(world, client):
    load(world, *one_of_each(world))
    client.force_login(world.head)
    findings_of_it = Finding.objects.filter(number__in=["2", "4", "5", "9"])
    pages = [reverse(name, args=[row.pk]) for row in findings_of_it for name in ("finding-detail", "finding-trace")]
    pages += [reverse("action-detail", args=[row.pk]) for row in Action.objects.filter(finding__number="4")]
    pages += [
        reverse(name, args=[row.pk])
        for row in CorrectivePlan.objects.all()
        for name in ("plan-detail", "plan-progress")
    ]
    for url in [*pages, reverse("item-list"), reverse("check-list"), reverse("finding-analysis")]:
        answer = client.get(url)
        assert answer.status_code == 200, url
        assert "None" not in answer.content.decode(), url


def test_a_file_brought_once_more_leaves_what_people_have_done_since(world):
    rows = one_of_each(world)
    load(world, *rows)
    findings.acknowledge_finding(Finding.objects.get(number="1").pk, actor=world.chair)
    action = Action.objects.get(finding__number="3")
    actions.report_action(action.pk, actor=world.teacher, comment="Готово.", reference="Приказ № 1")
    before = everything()
    assert load(world, *rows) is None
    assert everything() == before
    told = [
        str(problem) for problem in outlook_of(world.school, read([], [action_row(world, "3", text="Ещё")])).problems
    ]
    assert "Несоответствие 3 уже загружено, его ведут в ВСОКО: внесите действие в план." in told[0]


def test_rows_that_contradict_each_other_get_one_sentence_each(world):
    Employee.objects.filter(pk=world.teacher.employee.pk).update(left_on=date(2020, 12, 1))
    book = read(
        [
            finding_row(world, "1"),
            left_open(world, "2", **NOTHING),
            left_open(world, "3", **NOTHING),
            left_open(world, "4", **NOTHING, grade="наблюдение"),
            left_open(world, "5", **NOTHING, subject="школа", auditee=plain(world.teacher)),
        ],
        [
            action_row(world, "1", **TO_DO),
            action_row(world, "2"),
            action_row(world, "3", **TO_DO, responsible=plain(world.teacher)),
            action_row(world, "4"),
        ],
    )
    assert book.problems == []
    told = sorted(str(problem).replace("\u00a0", " ") for problem in outlook_of(world.school, book).problems)
    assert told == [
        "Действия, строка 2: Несоответствие 1 закрыто, а действие не выполнено: заполните «Выполнено» или уберите «Закрыто».",
        "Действия, строка 4: Тетрадкина А.И. больше не работает в школе: впишите, кто отвечает за действие теперь.",
        "Несоответствия, строка 3: Все действия приняты, а причины нет: без неё не закрыть, заполните «Причина» и "
        "«Где причина».",
        "Несоответствия, строка 5: На листе «Действия» есть строки по номеру 4: действия переносятся только у "
        "несоответствий.",
        "Несоответствия, строка 6: Тетрадкина А.И. больше не работает в школе: впишите, кто отвечает за объект теперь.",
    ]


def ago(days):
    return timezone.localdate() - timedelta(days=days)


def carried_out(world, action):
    """Report an action fifty days ago, have it accepted and its effect confirmed today; return the finding."""
    actions.report_action(action.pk, actor=world.teacher, comment="Готово.", reference="Приказ № 1", on=ago(50))
    actions.accept_action(action.pk, actor=world.head, on=ago(47))
    return confirmed(world, action.finding_id)


def confirmed(world, finding_pk):
    check = EffectivenessCheck.objects.get(finding=finding_pk)
    effectiveness.assign_checker(check.pk, actor=world.head, checker=world.auditor.employee, due_on=check.due_on)
    effectiveness.confirm_effect(check.pk, actor=world.auditor, comment="Сроки стоят.", **JUDGED)
    finding = Finding.objects.get(pk=finding_pk)
    return finding.state, finding.closed_on, finding.closed_by, finding.is_closed_on_paper


def answered(world, finding):
    """Let the chair read a nonconformity that has come without a plan and find its cause."""
    findings.acknowledge_finding(finding.pk, actor=world.chair, on=ago(70))
    causes.record_cause(finding.pk, actor=world.chair, whys=["Спешили.", "Нет графы."], branch="rules", on=ago(69))
    return {
        "actor": world.chair, "finding": Finding.objects.get(pk=finding.pk), "kind": "corrective", "text": "Ввести графы.",
        "due_on": add_working_days(ago(60), 5), "sign": "Форма.", "responsible": world.teacher.employee,
    }  # fmt: skip


def approve(world, owner):
    document = owner.documents.get()
    agree_visa(document.visas.get().pk, actor=world.head, on=ago(59))
    approve_document(document.pk, actor=world.director, on=ago(58))


def test_brought_findings_live_on_to_their_effective_closing_by_the_one_door(world, client):
    rows, acts = one_of_each(world)
    load(world, [*rows, left_open(world, "10", **NOTHING, found_on=date(2020, 2, 3))], acts)
    brought = {row.number: row for row in Finding.objects.select_related("audit")}
    closed = "closed", timezone.localdate(), world.auditor, False
    # The plan was approved on paper: its overdue action stands on the desk; without a cause it is not accepted.
    action = brought["3"].actions.get()
    client.force_login(world.teacher)
    assert action.text in client.get(reverse("desk")).content.decode()
    with pytest.raises(TransitionError, match="Причина не установлена"), transaction.atomic():
        carried_out(world, action)
    causes.record_cause(brought["3"].pk, actor=world.chair, whys=["Спешили.", "Нет графы."], branch="rules")
    assert carried_out(world, action) == closed
    assert CorrectivePlan.objects.get(actions=action).state == "completed"
    # What was carried out on paper and waits to be accepted may be returned; the other action of its plan stays open.
    done, other = brought["4"].actions.order_by("id")
    actions.return_action(done.pk, actor=world.head, comment="Где образец?", on=ago(55))
    actions.report_action(done.pk, actor=world.teacher, comment="Вот.", reference="Образец", on=ago(54))
    actions.accept_action(done.pk, actor=world.head, on=ago(53))
    Action.objects.filter(pk=other.pk).update(responsible=world.teacher.employee)
    assert carried_out(world, other) == closed
    # All was accepted on paper: only the effect is left.
    assert confirmed(world, brought["5"].pk) == closed
    # No plan on paper: the chair makes one, or adds to that of the audit.
    words = answered(world, brought["10"])
    plan = plans.create_plan(actor=world.chair, audit=brought["10"].audit)
    action = actions.create_action(plan.pk, **words)
    plans.submit_plan(plan.pk, actor=world.chair, on=ago(60))
    approve(world, plan)
    assert carried_out(world, action) == closed
    words = answered(world, brought["1"])
    plan = brought["1"].audit.plan
    edition = plans.start_addendum(plan.pk, actor=world.chair, reason="Дополнить.")
    action = actions.create_action(plan.pk, edition=edition, **words)
    plans.submit_addendum(edition.pk, actor=world.chair, on=ago(60))
    approve(world, edition)
    assert carried_out(world, action) == closed
    # Observations are answered as those of this year.
    findings.decline_finding(brought["7"].pk, actor=world.chair, comment="Уже сделано.")
    sentences = HistoryEntry.objects.of(brought["3"]).order_by("id").values_list("sentence", flat=True)
    assert [sentences[0], list(sentences)[-1]] == ["Перенесено из файла", "Несоответствие закрыто"]


def test_a_later_file_may_open_the_audit_of_an_earlier_one_and_undo_shuts_it_again(world):
    load(world, [finding_row(world, "1")], [action_row(world, "1")])
    before = [list(model.objects.order_by("pk").values()) for model in MODELS[:6]]
    past = load(world, [left_open(world, "2"), left_open(world, "3", **NOTHING)], [action_row(world, "2", **TO_DO)])
    plan = CorrectivePlan.objects.get()
    assert (plan.state, plan.completed_on, plan.audit.plan_due_on) == ("approved", None, date(2020, 3, 26))
    undo_import(past.pk, actor=world.deputy)
    assert [list(model.objects.order_by("pk").values()) for model in MODELS[:6]] == before


@pytest.mark.parametrize("number", ["1", "3", "5", "7"])
def test_undo_is_refused_in_one_sentence_once_somebody_has_worked_on_a_row(world, number):
    past = load(world, *one_of_each(world))
    finding = Finding.objects.get(number=number)
    if number == "1":
        findings.acknowledge_finding(finding.pk, actor=world.chair)
    elif number == "3":
        actions.start_action(finding.actions.get().pk, actor=world.teacher)
    elif number == "5":
        check = finding.checks.get()
        effectiveness.assign_checker(check.pk, actor=world.head, checker=world.auditor.employee, due_on=check.due_on)
    else:
        findings.accept_finding(finding.pk, actor=world.chair)
    before = everything()
    with pytest.raises(
        TransitionError, match="^Отменить нельзя: с загруженным уже работали — [^.]+, [^.]+\\.А?И?\\.?И?\\.?$"
    ):
        undo_import(past.pk, actor=world.deputy)
    assert everything() == before


def test_untouched_all_goes_with_the_undo(world):
    before = [list(model.objects.order_by("pk").values()) for model in MODELS[:6]]
    undo_import(load(world, *one_of_each(world)).pk, actor=world.deputy)
    assert [list(model.objects.order_by("pk").values()) for model in MODELS[:6]] == before
