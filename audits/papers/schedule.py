"""The audit day by day as its plan proposes it (domain text, D08): who asks which questions when, who is present."""

from dataclasses import dataclass, field
from itertools import cycle

from django.db.models import Q

from audits.models.checklist import group_label
from audits.models.criterion import ChecklistTemplate, Subject, TemplateCriterion
from audits.services.impartiality import team_of
from audits.services.questions import asked_by
from vsoko.wording import day_num
from vsoko.workdays import RUSSIA, add_working_days, is_working_day

HEAD = ["Дата", "Этап", "Вопросы чек-листа", "Кто проводит", "Время, место"]
OF_MEETINGS = ["Дата, время", "Этап", "Вопросы чек-листа", "Аудитор", "Участники", "Место"]
NOTHING = "—"
WHOLE_TEAM = "вся группа"
BY_COURSE = "по программе"


@dataclass
class Questions:
    """What an audit asks: the questions of its checklist; before it has one, the criteria that will become them."""

    items: list
    criteria: list = field(default_factory=list)
    of_courses: list = field(default_factory=list)
    courses: list = field(default_factory=list)

    def each(self):
        """Return all questions and criteria: each has a code, a section, a question and a hint."""
        return [*self.items, *self.criteria, *self.of_courses]


def questions_of(audit):
    """Return the Questions of an audit: it has a checklist from the day on which it begins."""
    if audit.started_on:
        return Questions(list(audit.items.select_related("assigned_to", "course_programme", "criterion")))
    if audit.based_on_id:
        return Questions([], [asked.criterion for asked in asked_by(audit)])
    courses = list(audit.sampled_programmes.all())
    templates = ChecklistTemplate.objects.filter(school=audit.school_id, applies_to=Subject.PROGRAMME, is_active=True)
    of_courses = Q(template__in=templates.values("pk")[:1]) if courses else Q(pk=None)
    rows = TemplateCriterion.objects.filter(of_courses | Q(template=audit.template_id)).select_related("criterion")
    rows, chosen = list(rows), audit.sections
    own = [row.criterion for row in rows if row.template_id == audit.template_id and row.criterion.is_active]
    return Questions(
        [],
        [criterion for criterion in own if not chosen or criterion.section in chosen],
        [row.criterion for row in rows if row.template_id != audit.template_id],
        courses,
    )


def timetable(audit):
    """Return the rows of the table as the lead has settled the meetings; none where nobody has."""
    # Whoever reads the audit for a paper knows already whether it has one.
    if not getattr(audit, "has_timetable", True):
        return []
    meetings = list(audit.meetings.select_related("auditor"))
    return [OF_MEETINGS, *map(told_meeting, meetings)] if meetings else []


def told_meeting(meeting):
    when = f"{day_num(meeting.day)}, {meeting.at}" if meeting.at else day_num(meeting.day)
    stage = meeting.get_stage_display()
    who = meeting.auditor.short_name if meeting.auditor else WHOLE_TEAM
    return [when, stage[:1].upper() + stage[1:], meeting.about or NOTHING, who, meeting.participants, meeting.place]


def schedule(audit, questions):
    """Return the rows of the table while there is no timetable; time and place are left for the pen."""
    days, lead = days_of(audit), audit.lead.short_name
    team = team_of(audit)
    together = f"{lead} и группа" if len(team) > 1 else lead
    parts = parts_of(audit, questions, team)
    rows = [HEAD, [day_num(days[0]), "Вводная встреча", NOTHING, together, ""]]
    for number, (label, codes, people) in enumerate(parts):
        day = days[number * len(days) // len(parts)]
        who = ", ".join(person.short_name for person in people)
        rows.append([day_num(day), f"Изучение документов: {label}", codes, who, ""])
    rows.append([day_num(days[-1]), "Заключительная встреча", "выводы", together, ""])
    return rows


def days_of(audit, calendar=RUSSIA):
    """Return the working days of the audit; a term without any is its first day."""
    days, day = [], audit.starts_on
    while day <= audit.ends_on:
        if is_working_day(day, calendar):
            days.append(day)
        day = add_working_days(day, 1, calendar)
    return days or [audit.starts_on]


def parts_of(audit, questions, team):
    """Return [(section or programme, codes, auditors)]: as the questions are shared out, before that by turns."""
    people = cycle(team)
    groups = {}
    for item in questions.items:
        groups.setdefault(group_label(audit, item), []).append(item)
    if groups:
        return [
            (label, codes_of([item.code for item in items]), auditors_of(items, next(people)))
            for label, items in groups.items()
        ]
    asked = {}
    for criterion in questions.criteria:
        asked.setdefault(criterion.section, []).append(criterion.code)
    parts = [(section, codes_of(codes), [next(people)]) for section, codes in asked.items()]
    return parts + [(f"программа {course}", BY_COURSE, [next(people)]) for course in questions.courses]


def codes_of(codes):
    """Return «MO-01 … MO-15»."""
    return codes[0] if len(codes) == 1 else f"{codes[0]} … {codes[-1]}"


def auditors_of(items, otherwise):
    return list(dict.fromkeys(item.assigned_to for item in items if item.assigned_to)) or [otherwise]


def requested(audit, questions):
    """Return the table of what the subject gets ready: nothing is written anew for an audit (law, article 47, part 6.1).

    It is the list that the lead has settled; before there is one, the hints of the questions.
    """
    request = getattr(audit, "request", None)
    lines = list(request.lines.all()) if request else []
    told = [(line.codes, line.text) for line in lines] or [(codes, hint) for hint, codes in hints_of(questions).items()]
    return [["Вопросы", "Что понадобится"], *([", ".join(codes), words] for codes, words in told)]


def hints_of(questions):
    """Return {hint: codes of the questions that look at it}, in the order of the questions."""
    hints = {}
    for one in questions.each():
        if one.hint and one.code not in hints.setdefault(one.hint, []):
            hints[one.hint].append(one.code)
    return hints
