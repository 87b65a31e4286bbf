"""The way of an audit: what each step needs, who may take it, and what it leaves behind."""

from datetime import date

import pytest

from audits.models import Audit
from audits.services import answers, audits, findings
from audits.services.findings import create_finding
from audits.services.planning import FIELDS, edit_audit
from roadmap.models import Activity
from roadmap.services.documents import (
    approve_document,
)
from tests.audits.planned import approve_programme, begin_programme, plan, short_template
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
DAY = date(2021, 5, 14)


@pytest.fixture
def planned(world):
    programme = begin_programme(world)
    audit = plan(world, template=short_template(world, "A-1", "A-2"))
    approve_programme(world, programme)
    return Audit.objects.get(pk=audit.pk)


@pytest.fixture
def running(world, planned):
    return audits.start_audit(planned.pk, actor=world.auditor, on=date(2021, 5, 11))


def answer(world, item, given="yes", **words):
    item.refresh_from_db()
    return answers.answer_item(item.pk, actor=world.auditor, version=item.version, answer=given, **words)


def answer_all(world, audit):
    for item in audit.items.all():
        answer(world, item)


@pytest.fixture
def checked(world, running):
    """All answered, one «нет» with its finding."""
    first, second = running.items.all()
    answer(world, first)
    answer(world, second, "no", evidence_text="Протокол № 1.")
    create_finding(
        running.pk, actor=world.auditor, item=second, criterion=second.criterion, grade="minor", title="Без срока",
        requirement="Есть срок.", fact="Срока нет.", evidence_text="Протокол № 1.",
    )  # fmt: skip
    return running


@pytest.fixture
def reported(world, checked):
    return audits.report_audit(checked.pk, actor=world.auditor, on=DAY)


def report_of(audit):
    return audit.documents.get(kind__code="D11")


# --- start ----------------------------------------------------------------------------------------------------------


def test_start_copies_the_questions(world, running):
    assert running.state == Audit.State.IN_PROGRESS
    assert running.started_on == date(2021, 5, 11)
    assert [item.code for item in running.items.all()] == ["A-1", "A-2"]


@pytest.mark.parametrize("who", ["director", "deputy", "chair", "teacher", "secretary", "administrator"])
def test_only_the_lead_or_the_head_of_the_group_starts(world, planned, who):
    with pytest.raises(NotAllowed, match="руководитель аудиторской группы"):
        audits.start_audit(planned.pk, actor=world.people[who])
    planned.refresh_from_db()
    assert planned.state == Audit.State.PLANNED


def test_an_audit_is_not_started_twice(world, running):
    with pytest.raises(TransitionError, match="уже нельзя"):
        audits.start_audit(running.pk, actor=world.auditor)
    assert running.items.count() == 2


def test_an_audit_waits_for_its_programme(world):
    begin_programme(world)
    audit = plan(world, template=short_template(world, "A-1"))
    with pytest.raises(TransitionError, match="Программа аудитов ещё не утверждена"):
        audits.start_audit(audit.pk, actor=world.auditor)


def test_an_unscheduled_audit_waits_for_no_programme(world):
    audit = plan(world, unscheduled=True, basis="Обращение родителей.")
    assert audits.start_audit(audit.pk, actor=world.auditor).state == Audit.State.IN_PROGRESS


def test_an_audit_without_questions_does_not_start(world, planned):
    planned.template.rows.all().delete()
    with pytest.raises(TransitionError, match="нет вопросов"):
        audits.start_audit(planned.pk, actor=world.auditor)


def test_questions_that_are_no_longer_asked_leave_nothing_to_start_with(world, planned):
    planned.template.criteria.update(is_active=False)
    with pytest.raises(TransitionError, match="ни одного вопроса"):
        audits.start_audit(planned.pk, actor=world.auditor)
    planned.refresh_from_db()
    assert planned.state == Audit.State.PLANNED


def test_a_day_that_has_not_come_is_refused(world, planned):
    with pytest.raises(TransitionError, match="ещё не наступил"):
        audits.start_audit(planned.pk, actor=world.auditor, on=date(2999, 1, 1))


# --- reading, end, cancellation -------------------------------------------------------------------------------------


def test_who_answers_for_the_subject_reads_the_report_once(world, reported):
    audit = audits.acknowledge_audit(reported.pk, actor=world.chair, on=DAY)
    assert (audit.acknowledged_on, audit.acknowledged_by) == (DAY, world.chair.employee)
    with pytest.raises(TransitionError, match="уже отмечено"):
        audits.acknowledge_audit(reported.pk, actor=world.chair)


@pytest.mark.parametrize("who", ["director", "deputy", "head", "auditor", "teacher"])
def test_nobody_else_reads_in_place_of_the_auditee(world, reported, who):
    with pytest.raises(NotAllowed, match="Знакомится тот"):
        audits.acknowledge_audit(reported.pk, actor=world.people[who])


def test_a_running_audit_has_nothing_to_read(world, running):
    with pytest.raises(TransitionError, match="уже нельзя"):
        audits.acknowledge_audit(running.pk, actor=world.chair)


def test_an_audit_closes_when_approved_read_and_the_plan_is_in(world, reported):
    with pytest.raises(TransitionError, match="не утверждён директором"):
        audits.close_audit(reported.pk, actor=world.auditor)
    approve_document(report_of(reported).pk, actor=world.director, on=DAY)
    with pytest.raises(TransitionError, match="ещё не ознакомлен"):
        audits.close_audit(reported.pk, actor=world.auditor)
    audits.acknowledge_audit(reported.pk, actor=world.chair, on=DAY)
    with pytest.raises(TransitionError, match="План корректирующих мероприятий ещё не представлен"):
        audits.close_audit(reported.pk, actor=world.auditor)
    findings.dispute_finding(reported.findings.get().pk, actor=world.chair, comment="Срок в приложении.", on=DAY)
    findings.withdraw_finding(reported.findings.get().pk, actor=world.head, comment="Срок найден.")
    audit = audits.close_audit(reported.pk, actor=world.auditor, on=date(2021, 5, 20))
    assert (audit.state, audit.closed_on) == (Audit.State.CLOSED, date(2021, 5, 20))


def test_the_last_audit_finishes_the_row_of_the_roadmap(world, running):
    row = world.roadmap.activities.get(stage="audits")
    answer_all(world, running)
    audits.report_audit(running.pk, actor=world.auditor, on=DAY)
    approve_document(report_of(running).pk, actor=world.director, on=DAY)
    audits.acknowledge_audit(running.pk, actor=world.chair, on=DAY)
    audits.close_audit(running.pk, actor=world.auditor, on=DAY)
    row.refresh_from_db()
    assert row.state == Activity.State.DONE


@pytest.mark.parametrize("who", ["director", "deputy", "auditor", "chair", "teacher"])
def test_only_the_head_of_the_group_cancels(world, planned, who):
    with pytest.raises(NotAllowed, match="Отменить аудит может"):
        audits.cancel_audit(planned.pk, actor=world.people[who], comment="Не нужно.")


def test_a_cancellation_has_a_reason(world, planned):
    with pytest.raises(TransitionError, match="Почему отменён"):
        audits.cancel_audit(planned.pk, actor=world.head, comment="")
    audits.cancel_audit(planned.pk, actor=world.head, comment="Объединение упразднено.")
    assert HistoryEntry.objects.of(planned)[0].comment == "Объединение упразднено."


def test_a_reported_audit_is_not_cancelled(world, reported):
    with pytest.raises(TransitionError, match="уже нельзя"):
        audits.cancel_audit(reported.pk, actor=world.head, comment="Не нужно.")


# --- conditions -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"association": None}, "association", "Выберите МО"),
        ({"ends_on": date(2021, 5, 1)}, "ends_on", "раньше, чем начинается"),
        ({"period_to": date(2020, 5, 1)}, "period_to", "период кончается раньше"),
        ({"period_to": date(2021, 6, 1)}, "period_to", "не может кончаться позже аудита"),
        ({"sections": ["Нет такого"]}, "sections", "нет раздела"),
        ({"subject": "programme"}, "course_programme", "Выберите программу"),
        ({"subject": "school"}, "auditee", "кто отвечает за объект"),
    ],
)
def test_a_wrong_condition_is_named_beside_its_field(world, fields, field, words):
    with pytest.raises(TransitionError, match=words) as refused:
        plan(world, **fields)
    assert refused.value.field == field
    assert not Audit.objects.exists()


def test_auditors_come_from_the_working_group(world):
    with pytest.raises(TransitionError, match="не входит в рабочую группу") as refused:
        plan(world, lead=world.teacher.employee)
    assert refused.value.field == "lead"


def test_the_chair_answers_for_an_association_unless_somebody_is_named(world):
    assert plan(world).auditee == world.chair.employee
    assert plan(world, auditee=world.deputy.employee).auditee == world.deputy.employee


def test_a_closed_year_takes_no_audits(world):
    world.roadmap.state = "closed"
    world.roadmap.save()
    with pytest.raises(TransitionError, match="закрыт"):
        plan(world)


def test_conditions_are_closed_when_the_audit_runs(world, running):
    with pytest.raises(TransitionError, match="меняют до начала"):
        edit_audit(
            running.pk, actor=world.head, team=[], sampled_programmes=[],
            **{name: getattr(running, name) for name in FIELDS},
        )  # fmt: skip
