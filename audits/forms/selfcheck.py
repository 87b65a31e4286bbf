"""The self-check as it is shown and as it comes back: the tabs of the checklist, one row a question."""

from dataclasses import dataclass, field

from audits.forms.checklist import CHOICES, LEFT, Tab, choices_of, mark_of, tidy
from audits.models.checklist import Answer, group_label
from audits.services.scores import Score
from audits.services.selfchecks import Given, questions_of, save_answers

WORDS = ("answer", "note", "evidence_text")
OWN_CHOICES = CHOICES[:-1]  # whoever does not know leaves the question alone


@dataclass
class OwnRow:
    """One question: what the audit asks, what is stored, what was typed over it and what is wrong with it."""

    item: object
    own: object = None
    typed: dict = field(default_factory=dict)
    error: str = ""
    sent: bool = False
    returned: bool = False

    @property
    def prefix(self):
        _, programme = self.item.key
        return f"s{self.item.criterion_id}" + (f"-{programme}" if programme else "")

    @property
    def outdated(self):
        """Return whether the answer was given to other words: it is asked for anew."""
        return self.own is not None and self.own.question != self.item.question

    @property
    def answer(self):
        """Return the stored answer to the question as it stands now."""
        return Answer.NOT_CHECKED if self.own is None or self.outdated else Answer(self.own.answer)

    @property
    def stored(self):
        return {"answer": self.answer} | {name: getattr(self.own, name, "") for name in WORDS[1:]}

    @property
    def values(self):
        return {name: self.typed.get(name, words) for name, words in self.stored.items()}

    @property
    def choices(self):
        return choices_of(self.values["answer"], OWN_CHOICES)

    @property
    def was(self):
        return self.typed.get("was") or mark_of(self.stored, WORDS)

    @property
    def version(self):
        return self.typed.get("version", self.own.version if self.own else 0)

    @property
    def told(self):
        return self.values["note"] or self.values["evidence_text"]

    def read(self, data):
        self.sent = f"{self.prefix}-was" in data
        self.returned = f"{self.prefix}-returned" in data
        version = data.get(f"{self.prefix}-version", "")
        self.typed = {name: tidy(data.get(f"{self.prefix}-{name}", "")) for name in WORDS}
        self.typed["answer"] = self.typed["answer"] or Answer.NOT_CHECKED
        self.typed["was"] = data.get(f"{self.prefix}-was", "")
        self.typed["version"] = int(version) if version.isdecimal() and len(version) < 9 else 0

    def put_back(self, words):
        """Show what was typed before the login ran out as if it had just been typed."""
        self.typed, self.returned = dict(words), True

    @property
    def touched(self):
        return self.sent and mark_of(self.typed, WORDS) != self.typed["was"]

    @property
    def given(self):
        return Given(**{name: self.typed[name] for name in (*WORDS, "version")})


class OwnSheet:
    """The questions of one audit with the own answers; `wanted` is the place of a tab, or LEFT for all without an answer.

    Raises TransitionError where the school lacks a checklist for the questions.
    """

    def __init__(self, audit, wanted=""):
        self.audit = audit
        self.selfcheck = getattr(audit, "selfcheck", None)
        answers = self.selfcheck.answers.select_related("answered_by") if self.selfcheck else []
        stored = {answer.key: answer for answer in answers}
        groups = {}
        for item in questions_of(audit):
            groups.setdefault(group_label(audit, item), []).append(OwnRow(item, stored.get(item.key)))
        self.groups = list(groups.items())
        self.all = [row for _, rows in self.groups for row in rows]
        self.only_left = wanted == LEFT
        number = int(wanted) if wanted.isdecimal() and len(wanted) < 4 else 0
        self.number = number if number < len(self.groups) else 0
        self.score = Score.of(self.all)
        self.rows = self.shown_rows()

    def shown_rows(self):
        if self.only_left:
            return [row for row in self.all if row.answer == Answer.NOT_CHECKED]
        return self.groups[self.number][1] if self.groups else []

    @property
    def tabs(self):
        return [
            Tab(str(number), label, Score.of(rows), not self.only_left and number == self.number)
            for number, (label, rows) in enumerate(self.groups)
        ]

    @property
    def next_tab(self):
        """Return the key of the tab after the present one, or None at the end."""
        further = not self.only_left and self.number + 1 < len(self.groups)
        return str(self.number + 1) if further else None

    def typed_in(self, data):
        """Return {prefix of a question: fields} of what a posted page changed."""
        rows = self.all if self.only_left else self.rows
        for row in rows:
            row.read(data)
        return {row.prefix: row.typed for row in rows if row.touched}

    def put_back(self, words):
        """Show in their places what `typed_in` found when the login had run out."""
        for row in self.rows:
            if row.prefix in words:
                row.put_back(words[row.prefix])

    def save(self, data, actor):
        """Send what this page changed to the service and return how many answers it keeps; a refused one stays typed."""
        # With only the unanswered on the page, what was answered in another window meanwhile may be among them.
        rows = self.all if self.only_left else self.rows
        for row in rows:
            row.read(data)
        self.rows = [row for row in rows if row.sent or not self.only_left]
        touched = {row.item.key: row for row in rows if row.touched}
        if not touched:
            return 0
        refused = save_answers(self.audit.pk, actor=actor, given={key: row.given for key, row in touched.items()})
        for key, sentence in refused.items():
            row = touched[key]
            row.error = sentence
            # What stands there now has been named: the next save may replace it.
            row.typed["version"] = row.own.version if row.own else 0
        return len(touched) - len(refused)
