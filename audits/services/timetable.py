"""The timetable of an audit's meetings: proposed from its days and sections, then settled by the lead (domain text, D08)."""

import re

from django.db import transaction

from audits.models import Audit, AuditMeeting
from audits.papers.schedule import BY_COURSE, WHOLE_TEAM, days_of, parts_of, questions_of
from audits.permissions import is_lead
from audits.services.impartiality import team_of
from audits.services.planning import audits
from vsoko import history
from vsoko.models import CalendarPeriod
from vsoko.wording import day_num, day_text
from vsoko.workflow import NotAllowed, TransitionError

S = AuditMeeting.Stage
RUNNING = (Audit.State.PLANNED, Audit.State.IN_PROGRESS)
LEADS = "График встреч составляет руководитель аудиторской группы или руководитель рабочей группы."
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_LESSON = re.compile(r"([1-9]|1[0-4])(?:\s*-?\s*й)?(?:\s*урок)?", re.IGNORECASE)
# Meetings are proposed after lessons, which are not cancelled for an audit (domain text, D07, D08).
FIRST, HOUR, LAST = 15, 1, 17
GREETING = "14:30"
# For the order of a day only: a lesson begins every 55 minutes from half past eight.
BELL, LESSON = 8 * 60 + 30, 55
NOON = 12 * 60


def tidy_time(text):
    """Return «14:30» or «2-й урок» for what was typed, an empty text for nothing; raises TransitionError for anything else."""
    text = " ".join(text.split())
    if not text:
        return ""
    if clock := _CLOCK.fullmatch(text):
        return f"{int(clock[1]):02d}:{clock[2]}"
    if lesson := _LESSON.fullmatch(text):
        return f"{lesson[1]}-й урок"
    raise TransitionError("Впишите время, например 14:30, или номер урока, например «2 урок».", field="at")


def moment_of(row):
    """Return the minute of the day by which meetings are put in order; without a time by what the stage is."""
    at = row["at"]
    if ":" in at:
        hours, minutes = at.split(":")
        return int(hours) * 60 + int(minutes)
    if at:
        return BELL + (int(at.split("-")[0]) - 1) * LESSON
    return {S.OPENING: 0, S.CLOSING: 24 * 60}.get(row["stage"], NOON)


def proposed_meetings(audit):
    """Return rows of meetings, as fields of AuditMeeting: the sections of the checklist over the working days of the audit."""
    days = days_of(audit, CalendarPeriod.objects.calendar(audit.school_id))
    parts = parts_of(audit, questions_of(audit), team_of(audit))
    head = audit.auditee.short_name
    rows = [meeting(days[0], GREETING, S.OPENING, "", None, head)]
    hours = dict.fromkeys(days, FIRST)
    for number, (label, codes, people) in enumerate(parts):
        day = days[number * len(days) // len(parts)]
        rows.append(
            meeting(day, free_hour(hours, day), S.DOCUMENTS, label if codes == BY_COURSE else f"{label}: {codes}", alone(people), head)
        )  # fmt: skip
    rows.append(meeting(days[-1], free_hour(hours, days[-1]), S.CLOSING, "выводы", None, head))
    return rows


def meeting(day, at, stage, about, auditor, participants):
    return {
        "day": day, "at": at, "stage": stage, "about": about[:300], "auditor": auditor, "participants": participants,
        "place": "",
    }  # fmt: skip


def free_hour(hours, day):
    """Return the next free hour of an afternoon and take it; late ones are left to the lead."""
    hour = hours[day]
    hours[day] += HOUR
    return f"{hour}:00" if hour <= LAST else ""


def alone(people):
    return people[0] if len(people) == 1 else None


@transaction.atomic
def save_timetable(pk, *, actor, rows):
    """Make these rows the timetable of the audit, in the order of time, and return the audit.

    `rows` are fields of AuditMeeting; an auditor of None is the whole team.
    """
    audit = audits().select_for_update(of=("self",)).get(pk=pk)
    if not is_lead(actor, audit):
        raise NotAllowed(LEADS)
    if audit.state not in RUNNING:
        raise TransitionError(f"Аудит сейчас «{audit.get_state_display()}»: график встреч меняют до отчёта.")
    team = {person.pk for person in team_of(audit)}
    for row in rows:
        if not audit.starts_on <= row["day"] <= audit.ends_on:
            raise TransitionError(f"{day_num(row['day'])} — не день аудита: {outside(audit)}.")
        if row["auditor"] and row["auditor"].pk not in team:
            raise TransitionError(
                f"{row['auditor'].short_name} не входит в аудиторскую группу: выберите участника группы."
            )
    rows = sorted(rows, key=lambda row: (row["day"], moment_of(row)))
    was = [told(one) for one in audit.meetings.select_related("auditor")]
    audit.meetings.all().delete()
    made = AuditMeeting.objects.bulk_create(
        AuditMeeting(audit=audit, position=position, **row) for position, row in enumerate(rows, start=1)
    )
    now = [told(one) for one in made]
    if was != now:
        sentence = "График встреч изменён" if was else "График встреч составлен"
        history.record(
            audit, actor=actor, action="audits.audit.timetable", sentence=sentence,
            changes={"Встречи": [was, now]} if was else {},
        )  # fmt: skip
    return audit


def told(one):
    """Return the meeting in one line of history."""
    who = one.auditor.short_name if one.auditor else WHOLE_TEAM
    return "; ".join(filter(None, [str(one), one.about, who, one.participants, one.place]))


def outside(audit):
    return f"он идёт с {day_num(audit.starts_on)} по {day_num(audit.ends_on)}"


def timetable_remarks(audit, meetings, calendar):
    """Return sentences about days that have become wrong since: the audit was moved, or a day is a day off."""
    found = {}
    for one in meetings:
        if not audit.starts_on <= one.day <= audit.ends_on:
            found[one.day] = f"{day_text(one.day)} — уже не день аудита, {outside(audit)}: поправьте график."
        elif why := calendar.day_off(one.day):
            found[one.day] = f"{day_text(one.day)} — нерабочий день ({why.lower()})."
    return list(found.values())
