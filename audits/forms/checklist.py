"""The checklist as it is shown and as it comes back: rows of questions under tabs, by section or sampled programme."""

import hashlib
import uuid
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import cached_property

from audits.models.checklist import Answer, group_label
from audits.models.selfcheck import keep_own, with_own
from audits.services.answers import AnswerConflict, answer_item, barred_from, lack_of, takes_files
from audits.services.comparison import DIFFER, outcome, told
from audits.services.samples import WITH_CARDS, tally_of, with_references
from audits.services.scores import Score
from vsoko.wording import day
from vsoko.workflow import NotAllowed, TransitionError

CHOICES = (
    (Answer.CONFORMS, "yes", "Да", "Да, соответствует"),
    (Answer.PARTLY, "part", "Частично", "Частично"),
    (Answer.FAILS, "no", "Нет", "Нет, не соответствует"),
    (Answer.NOT_APPLICABLE, "na", "Не применимо", "Не применимо"),
    (Answer.NOT_CHECKED, "un", "Не проверено", "Не проверено"),
)
WORDS = ("answer", "note", "evidence_text", "reason")
SENT = (*WORDS, "was", "version", "remove")
# What the shown rows read of each question beside the answer.
SHOWN = ("evidence__file", "findings", WITH_CARDS)
LEFT = "left"
WHOLE = "all"
DIFFERING = "differ"


def choices_of(chosen, choices):
    """Return the radios of a question as the page draws them."""
    return [
        {"value": value, "css": css, "brief": brief, "long": long, "checked": value == chosen}
        for value, css, brief, long in choices
    ]


def tidy(text):
    """Return typed text as it is stored: browsers send their own line ends."""
    return text.replace("\r\n", "\n").strip()


@dataclass
class Row:
    """One question: the stored item, what was typed over it, what is wrong with it, and why its reader is barred from it."""

    item: object
    barred: str = ""
    reader: int | None = None
    typed: dict = field(default_factory=dict)
    error: str = ""
    is_conflict: bool = False
    sent: bool = False
    draft: object = None

    @property
    def prefix(self):
        return f"q{self.item.pk}"

    @property
    def values(self):
        return {name: self.typed.get(name, getattr(self.item, name)) for name in WORDS}

    @property
    def choices(self):
        return choices_of(self.values["answer"], CHOICES)

    @property
    def selfcheck(self):
        """Return what the row tells of the subject's own answer: nothing of its substance before the auditor's own."""
        return told(self.item)

    @property
    def was(self):
        """Return the mark of what the page was opened with: an untouched row is never sent over a colleague's answer."""
        return self.typed.get("was") or mark_of({name: getattr(self.item, name) for name in WORDS})

    @property
    def version(self):
        return self.typed.get("version", self.item.version)

    @property
    def key(self):
        """Return the name of the answer that this page will send: sent twice, it is still one answer."""
        return self.typed.get("key") or uuid.uuid4().hex

    @property
    def by_colleague(self):
        """Return whether the answer is another's than the reader's."""
        return self.item.answered_by_id is not None and self.item.answered_by_id != self.reader

    @property
    def problem(self):
        return self.error or lack_of(self.item)

    @property
    def told(self):
        """Return the first words of what proves the answer: the closed part of the row shows them."""
        files = ", ".join(str(evidence) for evidence in self.item.evidence.all())
        return self.values["evidence_text"] or files or self.values["note"]

    @cached_property
    def tally(self):
        return tally_of(self.item)

    def cite_cards(self):
        """Put the cards of the question into the words of its evidence, after what is typed there."""
        self.typed["evidence_text"] = with_references(self.typed["evidence_text"], self.tally)

    @property
    def proofs(self):
        """Return the evidence that is a file: each may get a new version."""
        return [evidence for evidence in self.item.evidence.all() if evidence.file_id]

    @property
    def takes_files(self):
        return takes_files(self.item)

    @property
    def findings(self):
        return self.item.findings.all()

    @property
    def offers(self):
        return not self.findings

    def read(self, data, files):
        """Take what was typed in this row out of a posted page."""
        self.sent = any(f"{self.prefix}-{name}" in data for name in SENT)
        version = data.get(f"{self.prefix}-version", "")
        self.typed = {name: tidy(data.get(f"{self.prefix}-{name}", "")) for name in WORDS}
        self.typed["answer"] = self.typed["answer"] or self.item.answer
        self.typed["was"] = data.get(f"{self.prefix}-was", "")
        self.typed["version"] = int(version) if version.isdecimal() else -1
        self.typed["key"] = data.get(f"{self.prefix}-key", "")
        self.typed["dated"] = data.get(f"{self.prefix}-dated", "")
        draft = data.get(f"{self.prefix}-draft", "")
        self.draft_pk = int(draft) if draft.isdecimal() and len(draft) < 19 else None
        self.files = files.getlist(f"{self.prefix}-file")
        replaces = data.get(f"{self.prefix}-replaces", "")
        self.replaces = int(replaces) if replaces.isdecimal() and len(replaces) < 19 else None
        self.remove = [int(pk) for pk in data.getlist(f"{self.prefix}-remove") if pk.isdecimal()]

    def put_back(self, draft):
        """Show what was typed before the login ran out as if it had just been typed."""
        self.draft, self.typed, self.error = draft, dict(draft.words), draft.refusal

    @property
    def touched(self):
        """Return whether this page changed the row; a page without the row's fields has not."""
        return self.sent and (
            bool(self.files or self.remove or self.draft_pk or self.replaces)
            or mark_of(self.typed) != self.typed["was"]
        )

    def save(self, actor):
        """Send the row to the service. What is refused stays typed in the row with its sentence; returns whether it is kept."""
        words = {name: self.typed[name] for name in WORDS}
        try:
            dated = parse_date(self.typed["dated"]) if self.typed["dated"] else None
        except ValueError:
            dated = None
        if self.typed["dated"] and dated is None:
            self.error = "Дата свидетельства не разобрана: впишите её в виде 2026-03-01."
            return False
        try:
            answered = answer_item(
                self.item.pk, actor=actor, version=self.typed["version"], key=self.typed["key"],
                files=self.files, remove=self.remove, draft=self.draft_pk, dated=dated, replaces=self.replaces, **words,
            )  # fmt: skip
            self.item = keep_own(answered, self.item)
        except NotAllowed:
            raise
        except TransitionError as error:
            self.error = error.message
            # What comes next is another answer, even in the same words.
            self.typed["key"] = ""
            if isinstance(error, AnswerConflict):
                # Now that the colleague's answer has been shown, the next save may replace it.
                self.typed["version"] = error.item.version
                self.is_conflict = True
            return False
        self.typed = {}
        return True


def mark_of(words, names=WORDS):
    joined = "\x00".join(words[name] for name in names)
    return hashlib.sha256(joined.encode()).hexdigest()[:16]


@dataclass
class Tab:
    key: str
    label: str
    score: Score
    current: bool = False


class Sheet:
    """The checklist of one audit: all its items by one query, evidence and findings only of the rows that are shown."""

    def __init__(self, audit, employee, wanted, posted=None):
        self.audit, self.posted = audit, posted
        items = audit.items.select_related("criterion", "course_programme", "assigned_to", "answered_by")
        self.items = list(with_own(items))
        groups = {}
        for item in self.items:
            item.audit = audit
            groups.setdefault(group_label(audit, item), []).append(item)
        self.groups = list(groups.items())
        self.score = Score.of(self.items)
        self.only_left = wanted == LEFT
        # In the order of the printed blank, to be entered from it.
        self.is_whole = wanted == WHOLE
        self.has_own = any(item.own_answer for item in self.items)
        self.only_differing = wanted == DIFFERING and self.has_own
        self.is_section = not (self.only_left or self.is_whole or self.only_differing)
        number = int(wanted) if wanted.isdecimal() else 0
        self.number = number if number < len(self.groups) else 0
        reader = employee.user_id if employee else None
        self.rows = [Row(item, barred_from(item, employee) if employee else "", reader) for item in self.shown_items()]
        prefetch_related_objects([row.item for row in self.rows], *SHOWN)

    def shown_items(self):
        if self.posted is not None and (self.only_left or self.only_differing):
            # A colleague's answer may have taken the question out of the list since the page was opened.
            return [item for item in self.items if f"{Row(item).prefix}-was" in self.posted]
        if self.is_whole:
            return [item for _, items in self.groups for item in items]
        if self.only_left:
            return [item for item in self.items if item.answer == Answer.NOT_CHECKED]
        if self.only_differing:
            return [item for item in self.items if outcome(item) in DIFFER]
        return self.groups[self.number][1] if self.groups else []

    @property
    def tabs(self):
        return [
            Tab(str(number), label, Score.of(items), self.is_section and number == self.number)
            for number, (label, items) in enumerate(self.groups)
        ]

    @property
    def marks(self):
        """Return where the sections meet on the meter, in percent of its length."""
        done, places = 0, []
        for _, items in self.groups[:-1]:
            done += len(items)
            places.append(f"{100 * done / len(self.items):.1f}%")
        return places

    @property
    def filled(self):
        return f"{100 * self.score.done / self.score.total:.1f}%" if self.items else "0%"

    @property
    def next_tab(self):
        """Return (key, label) of the tab after the present one, or None at the end."""
        if not self.is_section or self.number + 1 >= len(self.groups):
            return None
        return str(self.number + 1), self.groups[self.number + 1][0]

    @property
    def saved_words(self):
        """Return «Сохранено в 10:42», or the day of the last answer where it is not today."""
        last = max((item.answered_at for item in self.items if item.answered_at), default=None)
        if last is None:
            return ""
        local = timezone.localtime(last)
        return f"Сохранено в {local:%H:%M}" if local.date() == timezone.localdate() else f"Сохранено {day(local)}"
