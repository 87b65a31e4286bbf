"""What class a finding deserves by the signs of domain text, section 4.1. Only a suggestion, said with its reason."""

import re
from collections import Counter
from dataclasses import dataclass

from django.db.models import Q

from audits.models import Finding
from audits.models.checklist import Answer
from audits.models.finding import NONCONFORMITIES, Grade
from vsoko.wording import day_num
from vsoko.workdays import months_before

SYSTEMIC = 3  # cases of one criterion
SAFETY = re.compile(
    r"безопасн|инструктаж|здоровь[яю]\b|охран\w* труда|первой помощи|медицинск|санитарн|гигиеничес", re.IGNORECASE
)


@dataclass(frozen=True)
class Signs:
    """What makes a deviation from this question a major one: `repeat` is the closed finding that came back, or None."""

    repeat: Finding | None
    cases: int
    safety: bool
    months: int

    def suggest(self, answer):
        """Return (grade, why) for this answer."""
        if answer == Answer.CONFORMS:
            return Grade.GOOD_PRACTICE, "ответ «да»: записывают то, чему стоит поучиться другим"
        if reasons := self.reasons(answer):
            return Grade.MAJOR, "; ".join(reasons)
        if answer == Answer.PARTLY:
            return Grade.OBSERVATION, "ответ «частично»: есть риск нарушения"
        return Grade.MINOR, f"единичный случай, за {self.months} месяцев не повторялся"

    def reasons(self, answer):
        found = []
        if self.repeat:
            closed = day_num(self.repeat.closed_on)
            found.append(f"повторилось в течение {self.months} месяцев: № {self.repeat.number} закрыто {closed}")
        if self.cases >= SYSTEMIC:
            found.append(f"системно: по этому критерию за {self.months} месяцев случаев — {self.cases}")
        if self.safety and answer != Answer.PARTLY:
            found.append("вопрос о безопасности и здоровье")
        return found


def signs_of(audit, items):
    """Return {item pk: Signs} of questions of this audit; one query for any number of them.

    A repeat is the same criterion of the same subject (section 4.6); cases of one criterion are counted in the whole
    school, and the question itself is one of them.
    """
    since = months_before(audit.ends_on, audit.school.repeat_months)
    closed = Q(state=Finding.State.CLOSED, closed_on__gte=since, closed_on__lte=audit.ends_on)
    happened = Q(registered_on__gte=since, registered_on__lte=audit.ends_on) | Q(audit=audit)
    rows = Finding.objects.filter(
        closed | happened,
        school=audit.school_id,
        grade__in=NONCONFORMITIES,
        criterion__in={item.criterion_id for item in items},
    )
    rows = list(rows.exclude(state=Finding.State.WITHDRAWN).select_related("audit").order_by("closed_on", "id"))
    repeats = {
        (row.criterion_id, row.course_programme_id): row
        for row in rows
        if row.closed_on
        and since <= row.closed_on <= audit.ends_on
        and (row.audit.subject, row.audit.association_id) == (audit.subject, audit.association_id)
    }
    happened = [row for row in rows if row.audit_id == audit.pk or since <= row.registered_on <= audit.ends_on]
    cases = Counter(row.criterion_id for row in happened)
    own = {row.item_id for row in happened}
    return {
        item.pk: Signs(
            repeat=repeats.get((item.criterion_id, item.course_programme_id)),
            cases=cases[item.criterion_id] + (item.pk not in own),
            safety=bool(SAFETY.search(f"{item.section} {item.question}")),
            months=audit.school.repeat_months,
        )
        for item in items
    }
