"""How answers add up. What was not checked is no answer: it never counts for or against (domain text, indicator S03)."""

from collections import Counter
from dataclasses import dataclass

from audits.models import ChecklistItem
from audits.models.checklist import Answer
from roadmap.progress import count_of


def conformity(yes, partly, no):
    """Return the index of conformity in percent: (yes + 0,5 partly) / (yes + partly + no); None where nothing is answered."""
    given = yes + partly + no
    return 100 * (yes + partly / 2) / given if given else None


@dataclass(frozen=True)
class Score:
    yes: int = 0
    partly: int = 0
    no: int = 0
    na: int = 0
    unchecked: int = 0

    @classmethod
    def of(cls, items):
        """Return the score of checklist items."""
        counted = Counter(item.answer for item in items)
        return cls(*(counted[answer] for answer in COLUMNS))

    @property
    def total(self):
        return self.yes + self.partly + self.no + self.na + self.unchecked

    @property
    def done(self):
        """Return how many questions have an answer; «не применимо» is one."""
        return self.total - self.unchecked

    @property
    def left(self):
        return self.unchecked

    @property
    def index(self):
        return conformity(self.yes, self.partly, self.no)


COLUMNS = (Answer.CONFORMS, Answer.PARTLY, Answer.FAILS, Answer.NOT_APPLICABLE, Answer.NOT_CHECKED)


def with_scores(audits):
    """Return the queryset of audits with their answers counted, ready for `score_of`."""
    items = ChecklistItem.objects.all()
    return audits.annotate(
        **{f"answers_{answer}": count_of(items.filter(answer=answer), match="audit") for answer in COLUMNS}
    )


def score_of(audit):
    """Return the Score of an audit that came through `with_scores`."""
    return Score(*(getattr(audit, f"answers_{answer}") for answer in COLUMNS))
