"""What audits and the programme put on people's desks."""

from datetime import date, timedelta

import pytest

from audits.models import Audit
from audits.services import answers, audits
from roadmap.services.documents import return_document
from tests.audits.planned import approve_programme, begin_programme, plan, short_template
from tests.builders.audits import make_checked
from vsoko.desk import duties_of, expectations_of

pytestmark = pytest.mark.django_db
MOST = 15


def unscheduled(world, **fields):
    return plan(world, unscheduled=True, basis="Поручение директора.", **fields)


def titles(user, audit=None, today=date(2021, 5, 12)):
    """Return what the desk says about this audit, or about the programme."""
    about = f"№ {audit.number}" if audit else "программу"
    return [duty.title for duty in duties_of(user, today) if about in duty.title]


def test_a_planned_audit_reminds_its_lead_two_weeks_before(world):
    audit = make_checked(world, "planned")
    assert titles(world.auditor, audit, audit.starts_on - timedelta(days=14)) == [f"Начать аудит № {audit.number}"]
    assert titles(world.auditor, audit, audit.starts_on - timedelta(days=15)) == []
    assert titles(world.chair, audit, audit.starts_on) == []


def test_a_running_audit_counts_its_answers_on_the_desk(world):
    audit = make_checked(world, "in_progress")
    audit.items.filter(answer="no").update(answer="unchecked")
    duty = next(duty for duty in duties_of(world.auditor, date(2021, 5, 12)) if duty.key == f"audit:{audit.pk}")
    assert duty.detail.endswith("Отвечено 1\u00a0вопрос из 2")
    assert duty.due == audit.ends_on


def test_all_answered_means_the_report_is_due_within_five_working_days(world):
    audit = make_checked(world, "in_progress")
    duty = next(duty for duty in duties_of(world.auditor, date(2021, 5, 12)) if duty.key == f"audit:{audit.pk}")
    assert duty.title.startswith("Сдать отчёт")
    assert duty.due == date(2021, 5, 21)


def test_a_returned_report_comes_back_with_its_remark(world):
    audit = unscheduled(world, template=short_template(world, "A-1"))
    audits.start_audit(audit.pk, actor=world.auditor)
    answers.answer_item(audit.items.get().pk, actor=world.auditor, version=0, answer="yes")
    audits.report_audit(audit.pk, actor=world.auditor)
    return_document(audit.documents.get().pk, actor=world.director, comment="Уточните вывод.")
    duty = next(duty for duty in duties_of(world.auditor, date(2021, 5, 12)) if duty.key == f"audit:{audit.pk}")
    assert (duty.shape, duty.detail) == ("back", "Уточните вывод.")


def test_a_reported_audit_waits_for_its_reader_and_then_for_its_end(world):
    audit = make_checked(world, "reported", nonconformity=False)
    assert titles(world.chair, audit) == [f"Ознакомиться с отчётом об аудите № {audit.number}"]
    Audit.objects.filter(pk=audit.pk).update(
        acknowledged_on=date(2021, 5, 18), acknowledged_by=world.chair.employee, report_approved_on=date(2021, 5, 18)
    )
    world.auditor.__dict__.pop("_audits_of_desk", None)
    world.chair.__dict__.pop("_audits_of_desk", None)
    assert titles(world.chair, audit) == []
    assert titles(world.auditor, audit) == [f"Завершить аудит № {audit.number}"]
    type(world.school).objects.filter(pk=world.school.pk).update(audit_needs_papers=True)
    world.auditor.__dict__.pop("_audits_of_desk", None)
    assert titles(world.auditor, audit) == [f"Подготовить документы аудита № {audit.number}"]


def test_the_head_is_asked_for_the_programme_until_it_is_handed_in(world):
    assert titles(world.head) == ["Составить программу аудитов"]
    programme = begin_programme(world)
    assert titles(world.head) == ["Передать программу аудитов на утверждение"]
    plan(world)
    approve_programme(world, programme)
    assert "Передать программу аудитов на утверждение" not in titles(world.head)
    assert titles(world.teacher) == []


def test_a_report_handed_in_is_waited_for_once(world):
    audit = unscheduled(world, template=short_template(world, "A-1"))
    audits.start_audit(audit.pk, actor=world.auditor)
    answers.answer_item(audit.items.get().pk, actor=world.auditor, version=0, answer="yes")
    audits.report_audit(audit.pk, actor=world.auditor)
    whom = [one.who for one in expectations_of(world.auditor, date(2021, 5, 12))]
    assert sorted(whom) == sorted([str(world.chair.employee), "Директор"])
