"""The year of a programme as a grid of subjects and months, and how much of the school its audits cover."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from audits.models import Audit, ChecklistItem, Criterion
from audits.models.checklist import Answer
from audits.models.criterion import Subject
from vsoko.timeline.station import MONTHS
from vsoko.wording import plural

QUESTIONS = "вопроса,вопросов,вопросов"
ASSOCIATIONS = "объединения,объединений,объединений"


@dataclass
class Row:
    """A subject and, for every month, [(audit, its days in the month)]."""

    name: str
    cells: list


def months_of(roadmap, audits):
    """Return [(first day, last day, short name)] of the period, of all months in which audits are."""
    first = min([roadmap.period_from, *(audit.starts_on for audit in audits)]).replace(day=1)
    last = max([roadmap.period_to, *(audit.ends_on for audit in audits)])
    months = []
    while first <= last:
        end = date(first.year, first.month, monthrange(first.year, first.month)[1])
        months.append((first, end, MONTHS[first.month - 1]))
        first = end + timedelta(days=1)
    return months


def grid(associations, audits, months):
    """Return a Row for every association, audited or not, for programmes that are audited, and for the school."""
    rows = {("association", association.pk): Row(str(association), []) for association in associations}
    own = {}
    for audit in audits:
        key = (
            audit.subject,
            audit.association_id if audit.subject == Subject.ASSOCIATION else audit.course_programme_id,
        )
        if audit.subject == Subject.SCHOOL:
            continue
        name = audit.subject_name
        rows.setdefault(key, Row(name[:1].upper() + name[1:], []))
        own.setdefault(key, []).append(audit)
    rows["school", None] = Row("Школа в целом", [])
    own["school", None] = [audit for audit in audits if audit.subject == Subject.SCHOOL]
    for key, row in rows.items():
        row.cells = [
            [
                (audit, days_in(audit, first, last))
                for audit in own.get(key, ())
                if audit.starts_on <= last and first <= audit.ends_on
            ]
            for first, last, _ in months
        ]
    return list(rows.values())


def days_in(audit, first, last):
    """Return «11–14», the days of an audit that lie in a month."""
    begins, ends = max(audit.starts_on, first).day, min(audit.ends_on, last).day
    return f"{begins}–{ends}" if begins < ends else str(begins)


def coverage(school_id, associations, audits):
    """Return sentences: how many associations and how many questions about the school the year plans and has answered."""
    over = [audit for audit in audits if audit.state in Audit.LOCKED]

    def audited(rows):
        return {audit.association_id for audit in rows if audit.subject == Subject.ASSOCIATION}

    open_ones = {association.pk for association in associations}
    sentences = [
        f"В программе {len(audited(audits) & open_ones)} из {plural(len(open_ones), ASSOCIATIONS)}, "
        f"проверено {len(audited(over) & open_ones)}."
    ]
    criteria, asked = {}, {}
    rows = Criterion.objects.filter(school=school_id, applies_to=Subject.SCHOOL, is_active=True)
    for criterion, section, template in rows.values_list("pk", "section", "templates").order_by("code"):
        criteria[criterion] = section
        asked.setdefault(template, set()).add(criterion)
    of_school = [audit for audit in audits if audit.subject == Subject.SCHOOL]
    planned = {
        criterion
        for audit in of_school
        for criterion in asked.get(audit.template_id, ())
        if not audit.sections or criteria[criterion] in audit.sections
    }
    items = ChecklistItem.objects.filter(audit__in=[audit.pk for audit in of_school])
    answered = set(items.exclude(answer=Answer.NOT_CHECKED).values_list("criterion", flat=True)) & set(criteria)
    sentences.append(
        f"О школе в целом зададут {len(planned)} из {plural(len(criteria), QUESTIONS)}, отвечено на {len(answered)}."
    )
    if planned and (left := sorted({criteria[one] for one in criteria.keys() - planned})):
        sentences.append(f"Не вошли вопросы разделов: {'; '.join(left)}.")
    return sentences
