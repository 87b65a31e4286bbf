"""Starting texts of papers: plain skeletons kept as files, with what the school already knows filled in."""

from dataclasses import dataclass, field
from pathlib import Path

from django.utils import timezone

from roadmap.models import Appointment, Document
from roadmap.models.activity import Stage
from roadmap.permissions import GROUP_ROLES, Role
from vsoko.wording import plural

TEXTS = Path(__file__).resolve().parent / "data" / "texts"
BY_STAGE = {Stage.BRIEFING: "briefing", Stage.STAFF: "staff"}
IN_GROUP = {
    Role.GROUP_HEAD: "руководитель",
    Role.GROUP_SECRETARY: "секретарь",
    Role.AUDITOR: "член группы, внутренний аудитор",
}
BLANK = "_______________"


@dataclass
class StartingText:
    """What a new draft begins with. `audience` is one of the choices of readers; `items` are (text, employee or None)."""

    title: str
    text: str = ""
    body_name: str = ""
    signer: object = None
    audience: str = ""
    items: list = field(default_factory=list)


def starting_text(kind, school, *, roadmap=None, activity=None):
    """Return the StartingText of a kind of paper for this school and year; minutes differ by the stage of their row.

    A file has three parts parted by «---»: head lines «name: value», the text with {facts}, and the points, one a line,
    as «text | role of the responsible».
    """
    path = _path(kind.code, activity)
    if path is None:
        return StartingText(title=kind.title)
    people = _holders(school)
    facts = _facts(school, roadmap, people)
    head, text, points = _parts(path.read_text(encoding="utf-8").format_map(facts))
    return StartingText(
        title=head["title"],
        text=text,
        body_name=head.get("body", ""),
        signer=people.get(head.get("signer")),
        audience=head.get("readers", ""),
        items=[(words, people.get(role)) for words, role in points],
    )


def _path(code, activity):
    stage = BY_STAGE.get(activity.stage) if activity else None
    candidates = [TEXTS / f"{code}-{stage}.txt"] if stage else []
    return next((path for path in [*candidates, TEXTS / f"{code}.txt"] if path.exists()), None)


def _parts(text):
    head, body, points = (part.strip("\n") for part in text.split("---\n"))
    pairs = (line.split(": ", 1) for line in head.splitlines())
    rows = (line.partition(" | ") for line in points.splitlines())
    return dict(pairs), body, [(words, role) for words, _, role in rows]


def _holders(school):
    """Return {role: employee} of today; whoever holds a role for good goes before an acting one."""
    held = Appointment.objects.filter(school=school).covering(timezone.localdate()).select_related("employee")
    return {one.role: one.employee for one in held.order_by("-acting", "-id")}


def _facts(school, roadmap, people):
    return {
        "school_full": school.full_name,
        "school_short": school.short_name,
        "city": school.city,
        "year": roadmap.year_words if roadmap else BLANK,
        "report_year": timezone.localdate().year - 1,
        "deputy_edu": _named(people.get(Role.DEPUTY_EDU)),
        "deputy_upbringing": _named(people.get(Role.DEPUTY_UPBRINGING)),
        "regulation": _regulation(school),
        "group": _group(roadmap),
        "objection_days": plural(school.objection_days, "рабочего дня,рабочих дней,рабочих дней"),
        "plan_due_days": plural(school.plan_due_days, "рабочего дня,рабочих дней,рабочих дней"),
        "check_after_days": plural(school.check_after_days, "календарный день,календарных дня,календарных дней"),
    }


def _named(employee):
    return f"{employee.short_name}, {employee.position}," if employee else BLANK


def _regulation(school):
    """Return « (приказ от … № …)» of the regulation in force, or nothing while there is none."""
    in_force = Document.objects.filter(school=school, kind__code="D02", state=Document.State.REGISTERED)
    found = in_force.order_by("-dated", "-id").first()
    return f" (приказ {found.requisites})" if found else ""


def _group(roadmap):
    """Return the composition of the year's group as lines of a table; one blank line while nobody is named."""
    held = Appointment.objects.filter(working_group__roadmap=roadmap, working_group__isnull=False, role__in=GROUP_ROLES)
    held = held.covering(timezone.localdate()).select_related("employee")
    order = list(IN_GROUP)
    rows = sorted(held, key=lambda one: (order.index(one.role), str(one.employee)))
    lines = [
        f"{number} | {one.employee.full_name} | {one.employee.position} | {IN_GROUP[one.role]}"
        for number, one in enumerate(rows, start=1)
    ]
    return "\n".join(lines or [f"1 | {BLANK} | {BLANK} | {IN_GROUP[Role.GROUP_HEAD]}"])
