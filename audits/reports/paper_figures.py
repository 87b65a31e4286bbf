"""The year's plan, people and papers: roadmap plan and fact, working group, mandatory documents."""

from collections import Counter
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from audits.models import Survey
from roadmap.models import Acknowledgement, Appointment, Document, DocumentKind, Training
from roadmap.permissions import Role
from roadmap.progress import progress_of, with_progress
from roadmap.row_choice import DROPPED, is_own
from roadmap.self_examination import DUE, SELF_EXAMINATION
from vsoko.wording import plural

# No papers of their own: a sheet goes with what was read, registers are always there, answers are counted.
SHEETS, REGISTERS, SURVEYS = "D05", "D17", "D19"
NAMED = 3  # of many papers of one kind
NEEDS_NONCONFORMITIES = "при несоответствиях"
OWN = "выполняется этим анализом"
# Papers that are only there when the analysis is: it cannot miss them while it is being made.
OF_THE_ANALYSIS = {"D15": "этот документ", "D16": "составляется по итогам этого анализа"}


def activity_rows(roadmap, as_of):
    """Return plan and fact of the roadmap with a row an activity.

    The year is judged by the `owed` rows: not by dropped ones, nor by the analysis itself, which is done when approved.
    """
    rows = list(with_progress(roadmap.activities.select_related("roadmap")))
    told = [activity_row(row, as_of) for row in rows]
    own = [row["number"] or f"«{row['title']}»" for row in told if row["own"]]
    dropped = sum(row.pop("dropped") for row in told)
    return {
        "total": len(told),
        "owed": len(told) - dropped - len(own),
        "done": sum(row["done"] for row in told),
        "dropped": dropped,
        "note": f"{'Пункт' if len(own) == 1 else 'Пункты'} {', '.join(own)} не в счёт: это сам анализ." if own else "",
        "late": sum(row["late"] for row in told),
        "by_month": by_month(rows),
        "rows": told,
    }


def by_month(rows):
    """Return [{month: «2021-01», planned, done}] of months in which rows that the year is judged by were due or done."""
    counted = [row for row in rows if row.state not in DROPPED and not is_own(row)]
    planned = Counter(f"{row.ends_on:%Y-%m}" for row in counted)
    done = Counter(f"{row.done_on:%Y-%m}" for row in counted if row.state == row.State.DONE and row.done_on)
    return [{"month": month, "planned": planned[month], "done": done[month]} for month in sorted(planned | done)]


def activity_row(row, as_of):
    own, late = is_own(row), row.is_late(as_of)
    # What is «впереди» in a list of things to do was not begun in time when the year is judged.
    state = OWN if own else "не начато" if late and row.state == row.State.PLANNED else row.get_state_display()
    word = progress_of(row).word
    return {
        "id": row.pk,
        "number": row.number,
        "title": row.title,
        "term": row.term_text or f"до {row.ends_on:%d.%m.%Y}",
        "state": state,
        "done": row.state == row.State.DONE,
        "dropped": row.state in DROPPED,
        "own": own,
        "late": not own and late,
        "fact": state if own or word == row.get_state_display() else word,
        "done_on": row.done_on.isoformat() if row.done_on else "",
        "reason": row.reason,
    }


def group_members(roadmap):
    """Return who was in the working group within the period, each person once with all roles."""
    held = Appointment.objects.filter(working_group__roadmap=roadmap).select_related("employee")
    roles = {}
    for row in held.within(roadmap.period_from, roadmap.period_to):
        roles.setdefault(row.employee, []).append(row.get_role_display())
    return [
        {"name": employee.short_name, "position": employee.position, "role": ", ".join(dict.fromkeys(own))}
        for employee, own in roles.items()
    ]


def trained_auditors(roadmap, as_of):
    """Return how many of those who audited in the period have training that held on its last known day; one query."""
    day = min(as_of, roadmap.period_to)
    auditing = Appointment.objects.filter(
        working_group__roadmap=roadmap, role__in=[Role.GROUP_HEAD, Role.AUDITOR]
    ).within(roadmap.period_from, roadmap.period_to)
    holding = Training.objects.filter(Q(valid_until=None) | Q(valid_until__gte=day), finished_on__lte=day)
    people = auditing.annotate(trained=Exists(holding.filter(employee=OuterRef("employee"))))
    known = dict(people.values_list("employee", "trained"))
    return {"trained": sum(known.values()), "total": len(known)}


def mandatory_documents(roadmap, *, nonconformities):
    """Return the mandatory set with what is there (domain text, section 3.0): in force, by kind.

    `excused` says why a paper that is not there is not missing.
    """
    papers = Document.objects.filter(roadmap=roadmap, state__in=[*Document.IN_FORCE, Document.State.SUPERSEDED])
    by_kind = {}
    for paper in papers.select_related("kind").order_by("dated", "id"):
        by_kind.setdefault(paper.kind_id, []).append(paper)
    kept = {SHEETS: sheets_of(roadmap), REGISTERS: "ведутся в программе", SURVEYS: surveys_of(roadmap)}
    rows = []
    for kind in DocumentKind.objects.filter(school=roadmap.school_id).exclude(mandatory=""):
        found = by_kind.get(kind.pk, [])
        rows.append(
            {
                "code": kind.code,
                "title": kind.title,
                "mandatory": kind.mandatory,
                "count": len(found),
                "present": bool(found or kept.get(kind.code)),
                "excused": "" if found or kept.get(kind.code) else excuse(kind, nonconformities),
                "requisites": kept.get(kind.code) or "; ".join(paper.requisites for paper in dated(found)[:NAMED]),
            }
        )
    return rows


def dated(papers):
    """Return the papers that have a date: what waits for its number in the school's journal is counted and not named."""
    return [paper for paper in papers if paper.dated]


def sheets_of(roadmap):
    """Return how many papers of the year have a sheet of those who read them: it is printed from their page."""
    read = Document.objects.filter(roadmap=roadmap, acknowledgements__done_on__isnull=False).distinct().count()
    return plural(read, "лист,листа,листов") if read else ""


def surveys_of(roadmap):
    """Return how many surveys of the year are over."""
    held = Survey.objects.filter(roadmap=roadmap, state__in=Survey.OVER).count()
    return plural(held, "анкетирование,анкетирования,анкетирований") if held else ""


def excuse(kind, nonconformities):
    if kind.mandatory == NEEDS_NONCONFORMITIES and not nonconformities:
        return "несоответствий не было"
    return OF_THE_ANALYSIS.get(kind.code, "")


def acquainted(roadmap):
    """Return how many of those who have to read the papers of the year in force have read them (S13)."""
    asked = Acknowledgement.objects.filter(document__roadmap=roadmap, document__state__in=Document.IN_FORCE)
    return asked.aggregate(total=Count("pk"), done=Count("pk", filter=Q(done_on__isnull=False)))


def self_examination(roadmap):
    """Return how many days before its term the report was approved within the period (S14); None without a report."""
    papers = Document.objects.filter(
        school=roadmap.school_id, kind__code=SELF_EXAMINATION, state__in=[*Document.IN_FORCE, Document.State.SUPERSEDED],
        approved_on__range=(roadmap.period_from, roadmap.period_to),
    )  # fmt: skip
    day = papers.order_by("approved_on").values_list("approved_on", flat=True).first()
    return {"in_reserve": (date(day.year, *DUE) - day).days if day else None}
