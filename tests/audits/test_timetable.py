"""The timetable of an audit is proposed by the calendar, settled by the lead, and stands in its plan; the audited read ahead."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from audits.models import Audit, AuditMeeting
from audits.plan_notice import notice_remark
from audits.services import answers, audits
from audits.services.timetable import proposed_meetings, save_timetable, tidy_time
from tests.audits import drafting
from tests.audits.opening import announce, audit_ahead
from tests.builders.roadmap import make_paper
from tests.permissions.visits import offered
from vsoko.models import CalendarPeriod, HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

pytestmark = pytest.mark.django_db


@pytest.fixture
def audit(world):
    """Return an audit from Tuesday to Friday whose Wednesday is a day off of the school."""
    day_off(world, date(2021, 5, 12))
    return audit_ahead(world)


@pytest.fixture
def url(client, world, audit):
    client.force_login(world.auditor)
    return reverse("audit-timetable", args=[audit.pk])


def day_off(world, day):
    CalendarPeriod.objects.create(school=world.school, kind="day_off", name="День школы", starts_on=day, ends_on=day)


def words(page):
    return page.content.decode().replace("\u00a0", " ")


def days(audit):
    return [(row.day.day, row.at) for row in audit.meetings.all()]


def settle(world, audit):
    return save_timetable(audit.pk, actor=world.auditor, rows=proposed_meetings(audit))


# --- the timetable --------------------------------------------------------------------------------------------------


def test_it_is_proposed_on_working_days_of_the_school(audit):
    rows = proposed_meetings(audit)
    assert [(row["day"].day, row["at"], row["stage"]) for row in rows] == [
        (11, "14:30", "opening"), (11, "15:00", "documents"), (13, "15:00", "documents"), (14, "15:00", "closing"),
    ]  # fmt: skip
    assert [row["about"] for row in rows[1:3]] == [
        "Документация и планирование МО: A-1 … A-2", "Журналы: A-3 … BZ-1",
    ]  # fmt: skip


def test_the_lead_settles_it_in_the_order_of_time(client, world, audit, url):
    form = offered(client.get(url)) | {"rows-2-at": "9.05", "rows-2-place": "каб. 12", "rows-3-drop": "on"}
    form |= {"rows-4-day": "2021-05-11", "rows-4-at": "2", "rows-4-stage": "observation"}
    assert client.post(url, form).status_code == 302
    assert days(audit) == [(11, "2-й урок"), (11, "14:30"), (11, "15:00"), (13, "09:05")]
    assert not AuditMeeting.objects.filter(stage="closing").exists()
    entries = HistoryEntry.objects.of(audit).filter(action="audits.audit.timetable")
    assert entries.count() == 1
    client.post(url, offered(client.get(url)))
    assert (entries.count(), len(days(audit))) == (1, 4)
    client.post(url, offered(client.get(url)) | {"rows-1-place": "каб. 5"})
    assert entries.count() == 2


def test_more_rows_come_with_all_that_was_typed_and_blank_ones_are_no_meetings(client, audit, url):
    form = offered(client.get(url)) | {"rows-0-place": "каб. 12"}
    back = client.post(url, form | {"more": "1"})
    assert 'value="каб. 12"' in words(back)
    assert not audit.meetings.exists()
    assert client.post(url, offered(back)).status_code == 302
    assert len(days(audit)) == 4


def test_a_day_or_a_time_that_cannot_be_is_told_and_nothing_is_saved(client, audit, url):
    back = client.post(url, offered(client.get(url)) | {"rows-0-day": "2021-05-17", "rows-1-at": "25:70"})
    assert "Это не день аудита: он идёт с 11.05.2021 по 14.05.2021." in words(back)
    assert "Впишите время, например 14:30" in words(back)
    assert not audit.meetings.exists()


def test_only_the_lead_and_only_people_of_the_team(world, audit):
    rows = proposed_meetings(audit)
    with pytest.raises(NotAllowed):
        save_timetable(audit.pk, actor=world.chair, rows=rows)
    with pytest.raises(TransitionError, match="не входит в аудиторскую группу"):
        save_timetable(audit.pk, actor=world.auditor, rows=[rows[0] | {"auditor": world.teacher.employee}])
    Audit.objects.filter(pk=audit.pk).update(state="cancelled")
    with pytest.raises(TransitionError, match="меняют до отчёта"):
        save_timetable(audit.pk, actor=world.auditor, rows=rows)
    assert not audit.meetings.exists()


def test_days_that_have_become_wrong_are_pointed_out_to_the_lead(client, world, audit, url):
    settle(world, audit)
    day_off(world, date(2021, 5, 13))
    Audit.objects.filter(pk=audit.pk).update(ends_on=date(2021, 5, 13))
    announce(world, audit)
    told = words(client.get(audit.get_absolute_url()))
    assert "нерабочий день (день школы)" in told
    assert "14 мая 2021 года — уже не день аудита" in told
    client.force_login(world.chair)
    told = words(client.get(audit.get_absolute_url()))
    assert "Изучение документов" in told
    assert "уже не день аудита" not in told


@pytest.mark.parametrize(
    ("typed", "kept"), [("9:05", "09:05"), ("14.30", "14:30"), ("2", "2-й урок"), ("3-й  урок", "3-й урок"), (" ", "")]
)
def test_times_are_written_one_way(typed, kept):
    assert tidy_time(typed) == kept


def test_the_plan_of_the_audit_has_the_same_table(world, audit):
    rows = proposed_meetings(audit)
    save_timetable(audit.pk, actor=world.auditor, rows=[rows[0] | {"place": "каб. 12"}, rows[3]])
    plan = drafting.words(drafting.draft(audit, "D08", actor=world.auditor)).replace("\u00a0", " ")
    table = [line for line in plan.splitlines() if "Вводная встреча" in line or "Заключительная встреча" in line]
    assert len(table) == 2
    assert "11.05.2021, 14:30" in table[0]
    assert "каб. 12" in table[0]
    assert "14.05.2021, 15:00" in table[1]
    assert "Изучение документов" not in plan


# --- questions in advance -------------------------------------------------------------------------------------------


def test_questions_are_read_once_the_audit_is_announced_and_never_with_answers(client, world, audit):
    url = reverse("audit-questions", args=[audit.pk])
    client.force_login(world.chair)
    assert client.get(url).status_code == 403
    announce(world, audit)
    told = words(client.get(url))
    assert "Есть ли A-1?" in told
    assert "Протоколы заседаний" in told
    audits.start_audit(audit.pk, actor=world.auditor, on=date(2021, 5, 11))
    answers.answer_item(
        audit.items.first().pk, actor=world.auditor, version=0, answer="no", note="Решений нет.",
        evidence_text="Протокол № 7.",
    )  # fmt: skip
    told = words(client.get(url))
    assert "Есть ли A-1?" in told
    assert "Решений нет." not in told
    assert "Протокол № 7." not in told


# --- the plan in time -----------------------------------------------------------------------------------------------


def test_a_plan_that_is_late_is_told_in_a_sentence(world, audit):
    def remark(plans):
        return notice_remark(audit, plans, CalendarPeriod.objects.calendar(world.school.pk))

    # Three working days before 11 May 2021; the state's holidays do not count.
    assert remark([]).startswith("План аудита ещё не утверждён, а вручают его не позднее")
    plan = make_paper(world, "approved", code="D08", about=audit, approved_on=date(2021, 5, 10))
    assert remark([plan]).startswith("План аудита утверждён 10.05.2021")
    plan.approved_on = date(2021, 4, 20)
    assert remark([plan]) == ""
    read = plan.acknowledgements.create(employee=world.chair.employee)
    assert remark([plan]).startswith("С планом аудита ещё не ознакомлен")
    read.done_on, read.recorded_by, read.recorded_at = date(2021, 5, 11), world.secretary, timezone.now()
    read.save()
    assert remark([plan]).startswith("План аудита вручён 11.05.2021")
    audit.starts_on = timezone.localdate() + timedelta(days=60)
    assert remark([]) == ""
