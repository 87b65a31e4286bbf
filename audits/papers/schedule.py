"""The audit day by day as its plan proposes it (domain text, D08): who asks which questions when, who is present."""

from itertools import cycle

from audits.models.criterion import ChecklistTemplate, Subject
from audits.services.impartiality import team_of
from audits.services.questions import group_label
from vsoko.wording import day_num
from vsoko.workdays import add_working_days, is_working_day

HEAD = ["Дата", "Этап", "Вопросы чек-листа", "Кто проводит", "Время, место"]
NOTHING = "—"


def schedule(audit):
    """Return the rows of the table; time and place are left for the pen."""
    days, lead = days_of(audit), audit.lead.short_name
    together = f"{lead} и группа" if audit.team.all() else lead
    parts = parts_of(audit)
    rows = [HEAD, [day_num(days[0]), "Вводная встреча", NOTHING, together, ""]]
    for number, (label, codes, who) in enumerate(parts):
        day = days[number * len(days) // len(parts)]
        rows.append([day_num(day), f"Изучение документов: {label}", codes, who, ""])
    rows.append([day_num(days[-1]), "Заключительная встреча", "выводы", together, ""])
    return rows


def days_of(audit):
    """Return the working days of the audit; a term without any is its first day."""
    days, day = [], audit.starts_on
    while day <= audit.ends_on:
        if is_working_day(day):
            days.append(day)
        day = add_working_days(day, 1)
    return days or [audit.starts_on]


def parts_of(audit):
    """Return [(section or programme, codes, auditor)]: as the questions are shared out, before that by turns."""
    people = cycle(team_of(audit))
    groups = {}
    for item in audit.items.select_related("assigned_to", "course_programme"):
        groups.setdefault(group_label(audit, item), []).append(item)
    if groups:
        return [
            (label, codes_of([item.code for item in items]), auditors_of(items, next(people)))
            for label, items in groups.items()
        ]
    asked = {}
    for criterion in criteria_of(audit):
        asked.setdefault(criterion.section, []).append(criterion.code)
    parts = [(section, codes_of(codes), next(people).short_name) for section, codes in asked.items()]
    courses = audit.sampled_programmes.all()
    return parts + [(f"программа {course}", "по программе", next(people).short_name) for course in courses]


def criteria_of(audit):
    """Return the criteria of the chosen sections of the audit's checklist."""
    if audit.template is None:
        return []
    rows = audit.template.rows.select_related("criterion").filter(criterion__is_active=True)
    return [row.criterion for row in rows if not audit.sections or row.criterion.section in audit.sections]


def codes_of(codes):
    """Return «MO-01 … MO-15»."""
    return codes[0] if len(codes) == 1 else f"{codes[0]} … {codes[-1]}"


def auditors_of(items, otherwise):
    named = dict.fromkeys(item.assigned_to.short_name for item in items if item.assigned_to)
    return ", ".join(named) or otherwise.short_name


def requested(audit):
    """Return the table of what the subject gets ready: nothing is written anew for an audit (law, article 47, part 6.1)."""
    asked = [(item.code, item.hint) for item in audit.items.all()]
    if not asked:
        asked = [(criterion.code, criterion.hint) for criterion in criteria_of(audit) + course_criteria(audit)]
    hints = {}
    for code, hint in asked:
        if hint and code not in hints.setdefault(hint, []):
            hints[hint].append(code)
    return [["Вопросы", "Что понадобится"], *([", ".join(codes), hint] for hint, codes in hints.items())]


def course_criteria(audit):
    if not audit.sampled_programmes.exists():
        return []
    template = ChecklistTemplate.objects.filter(school=audit.school, applies_to=Subject.PROGRAMME, is_active=True)
    chosen = template.first()
    return [row.criterion for row in chosen.rows.select_related("criterion")] if chosen else []
