"""The way of an audit: what each step needs, who may take it, and what it leaves behind."""

from datetime import date

import pytest

from audits.models import Audit, Finding
from audits.services import answers, audits, findings
from audits.services.findings import create_finding
from audits.services.planning import FIELDS, edit_audit
from roadmap.models import Activity, Document
from roadmap.services.documents import annul_document, approve_document, recall_document, return_document, submit_document
from tests.audits.planned import approve_programme, begin_programme, plan, short_template
from tests.factories import make_user
from tests.worlds import make_world
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db
DAY = date(2021, 5, 14)


@pytest.fixture
def world():
    return make_world()


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


# --- report ---------------------------------------------------------------------------------------------------------


def test_the_report_locks_the_audit_numbers_the_findings_and_goes_to_the_director(world, reported):
    finding = reported.findings.get()
    paper = report_of(reported)
    assert (reported.state, reported.reported_on) == (Audit.State.REPORTED, DAY)
    assert (finding.number, finding.state) == ("2021-01/01", Finding.State.OPEN)
    assert (paper.state, paper.number) == (Document.State.ON_APPROVAL, "2021-01")
    assert reported.plan_due_on == date(2021, 5, 28)
    assert "2021-01/01" in paper.text


def test_no_plan_is_owed_where_nothing_is_wrong(world, running):
    answer_all(world, running)
    assert audits.report_audit(running.pk, actor=world.auditor, on=DAY).plan_due_on is None


def test_an_unanswered_question_keeps_the_report_back_until_it_is_explained(world, running):
    first, second = running.items.all()
    answer(world, first)
    with pytest.raises(TransitionError, match="Без ответа осталось вопросов: 1"):
        audits.report_audit(running.pk, actor=world.auditor)
    answer(world, second, "unchecked", reason="Журнал на проверке в районе.")
    assert audits.report_audit(running.pk, actor=world.auditor).state == Audit.State.REPORTED


def test_an_audit_without_a_single_answer_has_no_report(world, running):
    for item in running.items.all():
        answer(world, item, "unchecked", reason="Не успели.")
    with pytest.raises(TransitionError, match="Ни на один вопрос нет ответа"):
        audits.report_audit(running.pk, actor=world.auditor)


def test_not_applicable_without_a_reason_keeps_the_report_back(world, running):
    first, second = running.items.all()
    answer(world, first)
    answer(world, second, "na")
    with pytest.raises(TransitionError, match="нет причины"):
        audits.report_audit(running.pk, actor=world.auditor)


@pytest.mark.parametrize("given", ["partly", "no"])
def test_a_bare_answer_keeps_the_report_back(world, running, given):
    first, second = running.items.all()
    answer(world, first)
    answer(world, second, given)
    with pytest.raises(TransitionError, match="A-2: добавьте свидетельство"):
        audits.report_audit(running.pk, actor=world.auditor)


def test_a_no_without_a_finding_keeps_the_report_back_and_leaves_no_paper(world, running):
    first, second = running.items.all()
    answer(world, first)
    answer(world, second, "no", evidence_text="Протокол № 1.")
    with pytest.raises(TransitionError, match="A-2: ответ «нет» без записи"):
        audits.report_audit(running.pk, actor=world.auditor)
    assert not Document.objects.filter(kind__code="D11").exists()


@pytest.mark.parametrize("who", ["director", "deputy", "chair", "teacher"])
def test_only_the_lead_or_the_head_hands_the_report_in(world, checked, who):
    with pytest.raises(NotAllowed):
        audits.report_audit(checked.pk, actor=world.people[who])


def test_an_auditor_of_another_audit_cannot_hand_the_report_in_through_its_paper(world, checked):
    reported = audits.report_audit(checked.pk, actor=world.auditor, on=DAY)
    recall_document(report_of(reported).pk, actor=world.auditor)
    stranger = make_user(world.school, "auditor", group=world.roadmap.working_group)
    with pytest.raises(NotAllowed):
        submit_document(report_of(reported).pk, actor=stranger)
    reported.refresh_from_db()
    assert (reported.state, report_of(reported).state) == (Audit.State.IN_PROGRESS, Document.State.DRAFT)


def test_a_report_is_not_handed_in_twice(world, reported):
    with pytest.raises(TransitionError, match="а сейчас он «отчёт сдан»"):
        audits.report_audit(reported.pk, actor=world.auditor)


def test_the_words_of_a_report_are_written_while_the_audit_runs(world, running):
    audits.write_report(running.pk, actor=world.auditor, conclusion="Соответствует.", strengths="Анализ ВПР.")
    running.refresh_from_db()
    assert (running.conclusion, running.strengths) == ("Соответствует.", "Анализ ВПР.")
    with pytest.raises(NotAllowed):
        audits.write_report(running.pk, actor=world.chair, conclusion="Всё хорошо.", strengths="")


def test_the_words_of_a_reported_audit_are_closed(world, reported):
    with pytest.raises(TransitionError, match="пока аудит идёт"):
        audits.write_report(reported.pk, actor=world.auditor, conclusion="Иначе.", strengths="")


# --- return ---------------------------------------------------------------------------------------------------------


def test_a_returned_report_opens_the_audit_again_and_findings_keep_their_numbers(world, reported):
    audits.acknowledge_audit(reported.pk, actor=world.chair, on=DAY)
    return_document(report_of(reported).pk, actor=world.director, comment="Уточните вывод.")
    reported.refresh_from_db()
    finding = reported.findings.get()
    assert reported.state == Audit.State.IN_PROGRESS
    assert (reported.reported_on, reported.acknowledged_on, reported.plan_due_on) == (None, None, None)
    assert (finding.state, finding.number) == (Finding.State.DRAFT, "2021-01/01")
    assert HistoryEntry.objects.of(reported)[0].comment == "Уточните вывод."
    again = audits.report_audit(reported.pk, actor=world.auditor)
    assert again.findings.get().number == "2021-01/01"
    assert report_of(again).state == Document.State.ON_APPROVAL


def test_the_head_takes_a_report_back_with_a_remark(world, reported):
    with pytest.raises(TransitionError, match="Замечание"):
        audits.reopen_audit(reported.pk, actor=world.head, comment=" ")
    audits.reopen_audit(reported.pk, actor=world.head, comment="Нет свидетельства.")
    reported.refresh_from_db()
    assert (reported.state, report_of(reported).state) == (Audit.State.IN_PROGRESS, Document.State.DRAFT)


@pytest.mark.parametrize("who", ["auditor", "chair", "deputy", "teacher"])
def test_others_do_not_take_a_report_back_by_the_audit(world, reported, who):
    with pytest.raises(NotAllowed):
        audits.reopen_audit(reported.pk, actor=world.people[who], comment="Хочу.")


def test_an_approved_report_does_not_come_back(world, reported):
    approve_document(report_of(reported).pk, actor=world.director, on=DAY)
    with pytest.raises(TransitionError, match="уже утверждён"):
        audits.reopen_audit(reported.pk, actor=world.head, comment="Ошибка.")


def test_a_report_whose_plan_is_in_force_does_not_come_back(world, reported):
    Finding.objects.update(state=Finding.State.PLANNED)
    with pytest.raises(TransitionError, match="уже есть утверждённый план"):
        return_document(report_of(reported).pk, actor=world.director, comment="Уточните.")
    assert report_of(reported).state == Document.State.ON_APPROVAL


def test_after_an_annulled_paper_the_report_gets_a_number_of_its_own(world, reported):
    recall_document(report_of(reported).pk, actor=world.auditor)
    annul_document(report_of(reported).pk, actor=world.auditor, comment="Не тот аудит.")
    audits.report_audit(reported.pk, actor=world.auditor)
    assert {paper.number for paper in reported.documents.all()} == {"2021-01", "2021-01-2"}


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
    findings.dispute_finding(reported.findings.get().pk, actor=world.chair, comment="Срок в приложении.")
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
