"""Handing the report in and taking it back: what it needs, who may do it, and what it locks and opens."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from audits.models import Audit, AuditTeamMember, Finding
from audits.services import answers, audits, findings
from audits.services.findings import create_finding
from roadmap.models import Document
from roadmap.services.content import content_of
from roadmap.services.documents import (
    annul_document,
    approve_document,
    recall_document,
    return_document,
    submit_document,
)
from tests.audits.planned import approve_programme, begin_programme, plan, short_template
from tests.factories import make_user
from vsoko.models import CalendarPeriod, HistoryEntry
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


def test_the_report_locks_the_audit_numbers_the_findings_and_goes_to_the_director(world, reported):
    finding = reported.findings.get()
    paper = report_of(reported)
    assert (reported.state, reported.reported_on) == (Audit.State.REPORTED, DAY)
    assert (finding.number, finding.state) == ("2021-01/01", Finding.State.OPEN)
    assert (paper.state, paper.number) == (Document.State.ON_APPROVAL, "2021-01")
    assert reported.plan_due_on == date(2021, 5, 28)
    assert "2021-01/01" in content_of(paper)["text"]


def test_no_plan_is_owed_where_nothing_is_wrong(world, running):
    answer_all(world, running)
    assert audits.report_audit(running.pk, actor=world.auditor, on=DAY).plan_due_on is None


def test_days_off_that_the_school_wrote_down_are_no_days_for_the_plan(world, checked):
    CalendarPeriod.objects.create(
        school=world.school, kind="day_off", name="ремонт", starts_on="2021-05-17", ends_on="2021-05-18"
    )
    assert audits.report_audit(checked.pk, actor=world.auditor, on=DAY).plan_due_on == date(2021, 6, 1)


def test_an_unanswered_question_keeps_the_report_back_until_it_is_explained(world, running):
    first, second = running.items.all()
    answer(world, first)
    with pytest.raises(TransitionError, match="A-2: без ответа"):
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


def test_what_is_missing_is_a_list_of_links_to_the_very_question_and_finding(client, world, running):
    first, second = running.items.all()
    answer(world, first, "no")
    words = {"requirement": "Есть срок.", "fact": "Срока нет.", "evidence_text": "Протокол № 1."}
    bare = create_finding(running.pk, actor=world.auditor, grade="minor", title="Без срока", **words)
    client.force_login(world.auditor)
    page = client.get(reverse("audit-report", args=[running.pk]))
    questions = f"{reverse('audit-checklist', args=[running.pk])}?section=0#q"
    told = [(gap.message, gap.url) for gap in page.context["blockers"]]
    assert told == [
        ("A-1: добавьте свидетельство, к ответу «нет» оно обязательно.", f"{questions}{first.pk}"),
        ("A-2: без ответа. Ответьте или объясните, почему не проверено.", f"{questions}{second.pk}"),
        (
            "«Без срока»: у несоответствия нет критерия. Допишите его в черновике.",
            reverse("finding-edit", args=[bare.pk]),
        ),
    ]
    for _, url in told:
        assert f'href="{url}"' in page.content.decode()
        assert client.get(url).status_code == 200


def test_a_good_practice_is_no_record_of_a_no(world, running):
    first, second = running.items.all()
    answer(world, first)
    answer(world, second, "no", evidence_text="Протокол № 1.")
    words = {"requirement": "Есть срок.", "fact": "Срока нет.", "evidence_text": "Протокол № 1."}
    create_finding(running.pk, actor=world.auditor, item=second, grade="good_practice", title="Хорошо", **words)
    with pytest.raises(TransitionError, match="A-2: ответ «нет» без записи"):
        audits.report_audit(running.pk, actor=world.auditor)


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


@pytest.mark.parametrize(("today", "warned"), [(date(2021, 5, 19), True), (date(2021, 5, 20), False)])
def test_who_approves_is_told_that_the_subject_may_still_object(client, world, reported, today, warned):
    client.force_login(world.director)
    paper = reported.documents.get()
    with time_machine.travel(today):
        for page in ("tray-detail", "document-approve"):
            text = client.get(reverse(page, args=[paper.pk])).content.decode().replace("\xa0", " ")
            assert ("может заявить особое мнение до 19.05.2021" in text) is warned


def test_a_report_is_approved_after_the_objection_is_decided(world, reported):
    finding = reported.findings.get()
    findings.dispute_finding(finding.pk, actor=world.chair, comment="Срок в приложении.", on=DAY)
    with pytest.raises(TransitionError, match="ещё не решено особое мнение"):
        approve_document(report_of(reported).pk, actor=world.director, on=DAY)
    assert report_of(reported).state == Document.State.ON_APPROVAL
    findings.withdraw_finding(finding.pk, actor=world.head, comment="Срок найден.")
    approve_document(report_of(reported).pk, actor=world.director, on=DAY)
    assert "Срок найден (Циркулев" in report_of(reported).content["text"]


def test_whoever_has_audited_does_not_approve(world, reported):
    AuditTeamMember.objects.create(audit=reported, employee=world.director.employee)
    with pytest.raises(NotAllowed, match="кто в этом аудите не проверял"):
        approve_document(report_of(reported).pk, actor=world.director, on=DAY)
    reported.refresh_from_db()
    assert reported.report_approved_on is None


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


def test_findings_are_numbered_in_the_order_of_the_questions_and_the_rest_follow(world, checked):
    words = {"requirement": "Форма одна.", "fact": "Форм три.", "evidence_text": "Протоколы."}
    create_finding(checked.pk, actor=world.auditor, grade="observation", title="Разные формы", **words)
    reported = audits.report_audit(checked.pk, actor=world.auditor, on=DAY)
    assert [finding.title for finding in reported.findings.order_by("number")] == ["Без срока", "Разные формы"]
