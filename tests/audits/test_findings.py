"""A nonconformity from registration to a checked effect: every door, and what stands in each."""

from datetime import date

import pytest

from audits.models import CorrectivePlan, EffectivenessCheck, Finding
from audits.services import causes, effectiveness, findings, plans
from tests.audits.life import JUDGED, add_action, approve_paper, carry_out, fresh, verified
from tests.worlds import make_finding, reported_audit
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit(world):
    return reported_audit(world)


@pytest.fixture
def finding(world, audit):
    return make_finding(world, audit)


def test_the_whole_way_closes_the_finding_and_the_plan(world, audit, finding):
    check = verified(world, audit, finding)
    assert fresh(finding).state == Finding.State.VERIFYING
    assert CorrectivePlan.objects.get(audit=audit).state == CorrectivePlan.State.COMPLETED

    effectiveness.confirm_effect(
        check.pk, actor=world.auditor, comment="Протоколы № 4–5 со сроками.", on=date(2021, 7, 12), **JUDGED
    )

    closed = fresh(finding)
    assert (closed.state, closed.closed_on, closed.closed_by) == (
        Finding.State.CLOSED,
        date(2021, 7, 12),
        world.auditor,
    )
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
    effectiveness.deny_effect(check.pk, actor=world.auditor, comment="В протоколе № 6 срока нет.", on=date(2021, 7, 12))

    again = fresh(finding)
    assert (again.state, again.returns, again.acknowledged_on) == (Finding.State.OPEN, 1, None)

    findings.acknowledge_finding(finding.pk, actor=world.chair)
    causes.record_cause(finding.pk, actor=world.chair, whys=["Старый файл.", "Его не изъяли."], branch="management")
    plan = CorrectivePlan.objects.get(audit=audit)
    edition = plans.start_addendum(plan.pk, actor=world.chair, reason="Не результативно.")
    action = add_action(world, plan, finding, edition=edition, text="Изъять старую форму.", due_on=date(2021, 9, 1))
    assert action.round == 1
    plans.submit_addendum(edition.pk, actor=world.chair, on=date(2021, 7, 15))
    paper = edition.documents.get()
    assert (paper.number, paper.number_year) == (f"{plan.number}, ред. 2", "2021")
    approve_paper(world, edition, on=None)

    assert fresh(plan).state == CorrectivePlan.State.APPROVED
    assert fresh(finding).state == Finding.State.PLANNED
    carry_out(world, action, on=date(2021, 8, 30))
    second = EffectivenessCheck.objects.get(finding=finding, round=1)
    effectiveness.assign_checker(second.pk, actor=world.head, checker=world.auditor.employee, due_on=date(2021, 9, 29))
    effectiveness.confirm_effect(
        second.pk, actor=world.auditor, comment="Решения со сроками.", on=date(2021, 10, 1), **JUDGED
    )
    assert fresh(finding).state == Finding.State.CLOSED


def test_objection_is_decided_by_the_head_and_for_major_by_the_director(world, audit, finding):
    major = make_finding(world, audit, grade="major")
    for each in (finding, major):
        findings.dispute_finding(each.pk, actor=world.chair, comment="Протокол № 2 другого года.", on=date(2021, 5, 20))
    with pytest.raises(NotAllowed):
        findings.uphold_finding(major.pk, actor=world.head, comment="В силе.")
    findings.uphold_finding(finding.pk, actor=world.head, comment="Срок относится и к нему.")
    findings.withdraw_finding(major.pk, actor=world.director, comment="Ошибка в дате.")
    assert fresh(finding).state == Finding.State.ACKNOWLEDGED
    assert fresh(finding).told_decision.startswith("Срок относится и к нему (Циркулев")
    assert (fresh(major).state, fresh(major).objection_decision) == (Finding.State.WITHDRAWN, "Ошибка в дате.")


def test_an_objection_is_made_within_three_working_days_after_the_report(world, finding):
    assert finding.registered_on == date(2021, 5, 17)
    with pytest.raises(TransitionError, match="Особое мнение заявляют до 20.05.2021"):
        findings.dispute_finding(finding.pk, actor=world.chair, comment="Срок есть.", on=date(2021, 5, 21))
    assert (fresh(finding).state, fresh(finding).objection) == (Finding.State.OPEN, "")
    with pytest.raises(TransitionError, match="Отчёт сдан 17.05.2021"):
        findings.dispute_finding(finding.pk, actor=world.chair, comment="Срок есть.", on=date(2021, 5, 16))
    findings.dispute_finding(finding.pk, actor=world.chair, comment="Срок есть.", on=date(2021, 5, 20))
    assert fresh(finding).state == Finding.State.DISPUTED


def test_a_report_that_goes_back_takes_the_objection_with_it(world, audit, finding):
    findings.dispute_finding(finding.pk, actor=world.chair, comment="Срок есть.", on=date(2021, 5, 20))
    findings.unregister_findings(audit)
    assert (fresh(finding).state, fresh(finding).objection, fresh(finding).acknowledged_on) == ("draft", "", None)
    told = HistoryEntry.objects.of(finding).first().changes
    assert told["особое мнение"] == ["Срок есть.", ""]


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
    findings.register_findings(audit, actor=world.auditor, on=date(2021, 5, 17))
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
    findings.register_findings(audit, actor=world.auditor, on=date(2021, 5, 17))
    findings.unregister_findings(audit)
    with pytest.raises(TransitionError, match="уже есть номер"):
        findings.delete_finding(draft.pk, actor=world.auditor)
    findings.register_findings(audit, actor=world.auditor, on=date(2021, 5, 18))
    assert fresh(draft).number == f"{audit.number}/01"


def test_findings_are_written_by_the_team_while_the_audit_runs(world, audit):
    words = {"grade": "minor", "title": "Суть", "requirement": "Т", "fact": "Ф", "evidence_text": "С"}
    with pytest.raises(TransitionError, match="пока аудит идёт"):
        findings.create_finding(audit.pk, actor=world.auditor, **words)
    running = reported_audit(world, state="in_progress", reported_on=None)
    with pytest.raises(NotAllowed):
        findings.create_finding(running.pk, actor=world.chair, **words)
