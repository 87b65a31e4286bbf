"""A nonconformity is withdrawn: what was proposed about it leaves its plan, whatever way the plan has gone; what is in force stays."""

from datetime import date

import pytest
from django.urls import reverse

from audits.models import Action, CorrectivePlan, Finding
from audits.services import causes, effectiveness, findings, plans
from roadmap.models import Document
from roadmap.services.documents import agree_visa, approve_document, return_document
from tests.audits.life import acknowledged, add_action, approve_paper, fresh, planned, submit_and_approve, verified
from tests.worlds import make_finding, reported_audit
from vsoko.models import HistoryEntry, Notification
from vsoko.workflow import TransitionError

pytestmark = pytest.mark.django_db
LEFT = "Действие убрано из плана: Ввести графы."


@pytest.fixture
def audit(world):
    return reported_audit(world)


@pytest.fixture
def finding(world, audit):
    return make_finding(world, audit)


@pytest.fixture
def other(world, audit):
    return make_finding(world, audit)


def draft_of(world, audit, *found):
    plan = plans.create_plan(actor=world.chair, audit=audit)
    for finding in found:
        acknowledged(world, finding)
        text = "Ввести графы." if finding == found[0] else "Сверить сроки."
        add_action(world, plan, finding, text=text)
    return plan


def withdraw(world, finding):
    findings.withdraw_finding(finding.pk, actor=world.head, comment="Требование другого года.")


def told_of(record):
    return list(HistoryEntry.objects.of(record).values_list("sentence", flat=True))


def states(plan):
    return dict(plan.actions.values_list("text", "state"))


def test_a_draft_lets_the_action_go_with_history_and_says_so(world, audit, finding, other, client):
    plan = draft_of(world, audit, finding, other)
    withdraw(world, finding)
    assert states(plan) == {"Ввести графы.": "cancelled", "Сверить сроки.": "proposed"}
    entry = HistoryEntry.objects.of(plan.actions.get(finding=finding)).first()
    assert (entry.actor, entry.comment) == (world.head, f"Несоответствие {finding.number} снято.")
    assert LEFT in told_of(plan)
    client.force_login(world.teacher)
    assert client.get(plan.actions.get(finding=finding).get_absolute_url()).status_code == 404, "never charged with it"
    assert client.get(finding.get_absolute_url()).status_code == 404
    client.force_login(world.chair)
    page = client.get(plan.get_absolute_url()).content.decode()
    assert ", действия по нему из плана убраны." in page
    assert "План готов к передаче" in page
    told = Notification.objects.get(recipient=world.chair, kind="decided")
    assert told.text.endswith(f"Действия по нему убраны из плана № {plan.number}.")

    submit_and_approve(world, plan)
    paper = plan.documents.get()
    assert [row["text"] for row in paper.content["owner"]["rows"]] == ["Сверить сроки."]
    assert states(plan) == {"Ввести графы.": "cancelled", "Сверить сроки.": "planned"}


def test_a_draft_whose_nonconformities_are_all_withdrawn_is_not_needed(world, audit, finding, client):
    plan = draft_of(world, audit, finding)
    withdraw(world, finding)
    with pytest.raises(TransitionError, match="нет ни одного действия"):
        plans.submit_plan(plan.pk, actor=world.chair)
    client.force_login(world.chair)
    page = client.get(plan.get_absolute_url()).content.decode()
    assert "План не нужен" in page
    assert reverse("plan-submit", args=[plan.pk]) not in page
    assert "представить" not in client.get(reverse("plan-list")).content.decode()


@pytest.mark.parametrize("agreed", [False, True], ids=["on visa", "on approval"])
def test_a_plan_that_goes_round_is_approved_without_it(world, audit, finding, other, agreed):
    plan = draft_of(world, audit, finding, other)
    plans.submit_plan(plan.pk, actor=world.chair, on=date(2021, 5, 20))
    paper = plan.documents.get()
    if agreed:
        agree_visa(paper.visas.get().pk, actor=world.head, on=date(2021, 5, 21))
    withdraw(world, finding)
    assert states(plan) == {"Ввести графы.": "cancelled", "Сверить сроки.": "proposed"}
    assert LEFT in told_of(paper)
    if not agreed:
        agree_visa(paper.visas.get().pk, actor=world.head, on=date(2021, 5, 21))
    approve_document(paper.pk, actor=world.director, on=date(2021, 5, 24))
    assert [row["text"] for row in fresh(paper).content["owner"]["rows"]] == ["Сверить сроки."]
    assert fresh(finding).state == Finding.State.WITHDRAWN


def test_nothing_is_left_to_approve_and_the_plan_goes_back(world, audit, finding):
    plan = draft_of(world, audit, finding)
    plans.submit_plan(plan.pk, actor=world.chair, on=date(2021, 5, 20))
    paper = plan.documents.get()
    agree_visa(paper.visas.get().pk, actor=world.head, on=date(2021, 5, 21))
    withdraw(world, finding)
    with pytest.raises(TransitionError, match="утверждать нечего"):
        approve_document(paper.pk, actor=world.director, on=date(2021, 5, 24))
    assert fresh(paper).state == Document.State.ON_APPROVAL
    return_document(paper.pk, actor=world.director, comment="Утверждать нечего.")
    assert fresh(plan).state == CorrectivePlan.State.DRAFT


def test_under_an_approved_plan_nothing_is_withdrawn(world, audit, finding):
    plan = planned(world, audit, finding)
    with pytest.raises(TransitionError, match="уже нельзя"):
        withdraw(world, finding)
    assert states(plan) == {"Ввести графы.": "planned"}


def again(world, audit, finding):
    """Return (the finding found without effect, an addendum of its completed plan)."""
    check = verified(world, audit, finding)
    effectiveness.deny_effect(check.pk, actor=world.auditor, comment="Снова.", on=date(2021, 7, 12))
    findings.acknowledge_finding(finding.pk, actor=world.chair)
    causes.record_cause(finding.pk, actor=world.chair, whys=["Старый файл.", "Его не изъяли."], branch="management")
    edition = plans.start_addendum(audit.plan.pk, actor=world.chair, reason="Не результативно.")
    add_action(world, audit.plan, finding, edition=edition, text="Изъять форму.", due_on=date(2021, 9, 1))
    return edition


def test_an_addendum_lets_it_go_and_what_was_done_stays(world, audit, finding):
    edition = again(world, audit, finding)
    withdraw(world, finding)
    assert states(audit.plan) == {"Ввести графы.": "accepted", "Изъять форму.": "cancelled"}
    assert fresh(audit.plan).state == CorrectivePlan.State.COMPLETED
    with pytest.raises(TransitionError, match="нет ни одного действия"):
        plans.submit_addendum(edition.pk, actor=world.chair)


def test_an_addendum_that_goes_round_has_nothing_left_to_approve(world, audit, finding):
    edition = again(world, audit, finding)
    plans.submit_addendum(edition.pk, actor=world.chair, on=date(2021, 7, 15))
    withdraw(world, finding)
    with pytest.raises(TransitionError, match="утверждать нечего"):
        approve_paper(world, edition, on=date(2021, 7, 16))
    paper = edition.documents.get()
    assert LEFT.replace("Ввести графы", "Изъять форму") in told_of(paper)
    assert fresh(audit.plan).state == CorrectivePlan.State.COMPLETED
    assert Action.objects.filter(edition=edition).get().state == Action.State.CANCELLED
