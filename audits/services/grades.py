"""What class a finding deserves by the signs of domain text, section 4.1. Only a suggestion, said with its reason."""

import re
from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Q, prefetch_related_objects

from audits.models import Finding
from audits.models.checklist import Answer
from audits.models.finding import NONCONFORMITIES, Grade
from audits.services.repeats import subject_of, subject_of_finding
from vsoko.wording import day_num
from vsoko.workdays import months_before

SYSTEMIC = 3  # cases of one criterion
SAFETY = re.compile(
    r"безопасн|инструктаж|здоровь[яю]\b|охран\w* труда|первой помощи|медицинск|санитарн|гигиеничес", re.IGNORECASE
)


@dataclass(frozen=True)
class Signs:
    """What makes a deviation from this question a major one: `repeat` is the closed finding that came back, or None.

    Of all `cases`, `seen` are the «нет» of cards about this very question.
    """

    repeat: Finding | None
    cases: int
    seen: int
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
            cards = f", из них в карточках выборки — {self.seen}" if self.seen else ""
            found.append(f"системно: по этому критерию за {self.months} месяцев случаев — {self.cases}{cards}")
        if self.safety and answer != Answer.PARTLY:
            found.append("вопрос о безопасности и здоровье")
        return found


def signs_of(audit, items):
    """Return {item pk: Signs} of questions of this audit; two queries for any number of them, one with cards prefetched.

    A repeat is the same criterion of the same subject (section 4.6); cases of one criterion are counted in the whole
    school, and the question itself is one of them. What cards saw counts card by card, never beside the finding that
    was recorded from them: a question with findings has as many cases as findings or «нет» of cards, whichever is more.
    """
    prefetch_related_objects(items, "card_lines")
    since = months_before(audit.ends_on, audit.school.repeat_months)
    closed = Q(state=Finding.State.CLOSED, closed_on__gte=since, closed_on__lte=audit.ends_on)
    happened = Q(registered_on__gte=since, registered_on__lte=audit.ends_on) | Q(audit=audit)
    rows = Finding.objects.filter(
        closed | happened,
        school=audit.school_id,
        grade__in=NONCONFORMITIES,
        criterion__in={item.criterion_id for item in items},
    )
    rows = rows.annotate(seen=Count("item__card_lines", filter=Q(item__card_lines__answer=Answer.FAILS)))
    rows = list(rows.exclude(state=Finding.State.WITHDRAWN).select_related("audit").order_by("closed_on", "id"))
    repeats = {
        (row.criterion_id, subject_of_finding(row)): row
        for row in rows
        if row.closed_on and since <= row.closed_on <= audit.ends_on
    }
    happened = [row for row in rows if row.audit_id == audit.pk or since <= row.registered_on <= audit.ends_on]
    cases, own = cases_of(happened), {row.item_id for row in happened}
    seen = {item.pk: sum(line.answer == Answer.FAILS for line in item.card_lines.all()) for item in items}
    return {
        item.pk: Signs(
            repeat=repeats.get((item.criterion_id, subject_of(audit, item.course_programme_id))),
            cases=cases[item.criterion_id] + (0 if item.pk in own else max(1, seen[item.pk])),
            seen=seen[item.pk],
            safety=bool(SAFETY.search(f"{item.section} {item.question}")),
            months=audit.school.repeat_months,
        )
        for item in items
    }


def cases_of(findings):
    """Return {criterion pk: cases} of findings that know how many «нет» the cards of their question `seen`."""
    found, seen = Counter((row.criterion_id, row.item_id) for row in findings), {}
    for row in findings:
        seen[row.criterion_id, row.item_id] = row.seen if row.item_id else 0
    cases = Counter()
    for (criterion, item), number in found.items():
        cases[criterion] += max(number, seen[criterion, item])
    return cases
