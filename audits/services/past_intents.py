"""What each row of a workbook of earlier years would do, by the same number of queries for any number of rows."""

import hashlib
import json
import re
from dataclasses import dataclass, field

from audits.models import Action, Audit, Finding
from audits.models.finding import NONCONFORMITIES
from audits.past_columns import TABLES
from audits.past_sheets import LINES, PastRow
from audits.services.past_facts import PastFacts, PastSubject, Unfit
from audits.services.past_states import settle
from roadmap.importing.text_clean import alike, clean_lines
from vsoko.wording import day_num

NEW, UNCHANGED, KEPT = "new", "unchanged", "kept"
# Numbers that VSOKO gives itself: a row must not take one of a year to come.
OWN_NUMBER = re.compile(r"(\d{4})-\d+/\d+")


@dataclass
class Intent:
    """What one row would do. `facts` are what its words mean, `differs` the columns in which the record says otherwise."""

    row: PastRow
    existing: object = None
    facts: dict = field(default_factory=dict)
    differs: list = field(default_factory=list)

    @property
    def kind(self):
        if self.existing is None:
            return NEW
        return KEPT if self.differs else UNCHANGED

    @property
    def number(self):
        return self.row.fields["number"]

    @property
    def table(self):
        """Return the columns of the table that the row stands in."""
        return TABLES["actions" if "text" in self.row.fields else "findings"]

    @property
    def told(self):
        """Return [(column, what will be written)] for a person."""
        table = self.table
        told = {name: shown(value) for name, value in self.row.fields.items() if value not in ("", None)}
        told |= {name: str(self.facts[name]) for name in told if name in self.facts}
        return [(table[name].title, text) for name, text in told.items() if name not in ("number", "title", "text")]

    @property
    def lines(self):
        """Return what will be written as lines of a preview: the short things together, each long one by itself."""
        table = self.table
        long = [table[name].title for name in LINES if name in table]
        short = "; ".join(f"{title}: {text}" for title, text in self.told if title not in long)
        if state := self.facts.get("state"):
            short = f"Состояние: {state.label}; {short}"
        return [short, *(f"{title}: {text}" for title, text in self.told if title in long)]


@dataclass
class FindingIntent(Intent):
    @property
    def audit_key(self):
        """Return what tells one audit from another: its subject and the day of its report."""
        return (*self.facts["subject"].key, self.row.fields["found_on"])

    @property
    def has_chair(self):
        """Return whether the chair of the day answers for the subject beside the named person."""
        subject = self.facts.get("subject")
        return subject is not None and subject.association is not None


@dataclass
class Outlook:
    """All intents of a workbook and the sentences about what does not fit this school."""

    findings: list = field(default_factory=list)
    actions: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    audits: dict = field(default_factory=dict)  # {audit_key: Audit} of earlier loads

    @property
    def new_findings(self):
        return [one for one in self.findings if one.kind == NEW]

    @property
    def new_actions(self):
        return [one for one in self.actions if one.kind == NEW]

    def audit_of(self, intent):
        """Return the audit of an earlier load that the finding belongs to, or None."""
        return self.audits.get(intent.audit_key) if "subject" in intent.facts else None

    @property
    def mark(self):
        """Return a mark of what the preview has shown: another mark later means that the school has changed meanwhile."""
        told = [[one.number, one.kind, one.lines, one.differs] for one in [*self.findings, *self.actions]]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:32]


def shown(value):
    if hasattr(value, "label"):
        return str(value.label)
    return value if isinstance(value, str) else day_num(value)


def outlook_of(school, book):
    """Return the Outlook of a PastBook against the records of today; a row with a fault of its own is passed over."""
    outlook, facts = Outlook(), PastFacts(school)
    known = known_findings(school, {row.key for row in [*book.findings, *book.actions]})
    carried = Audit.objects.filter(school=school).exclude(past_import=None).select_related("lead", "auditee", "plan")
    outlook.audits = {
        (one.subject, one.association_id, one.course_programme_id, one.reported_on): one for one in carried
    }
    for row in filter(book.is_clean, book.findings):
        outlook.findings.append(finding_intent(outlook, facts, row, known.get(row.key)))
    refuse_two_answers(outlook)
    there = {row.key for row in book.findings}
    done = known_actions([one for one in known.values() if one.past_import_id])
    for row in filter(book.is_clean, book.actions):
        outlook.actions.append(action_intent(outlook, facts, row, row.key in there, known.get(row.key), done))
    settle(outlook)
    return outlook


def known_findings(school, keys):
    """Return {number as it is recognised: Finding} of those that the rows name."""
    numbers = Finding.objects.filter(school=school).exclude(number="").values_list("number", "pk")
    wanted = [pk for number, pk in numbers if alike(number) in keys]
    related = (
        "audit__plan",
        "audit__association",
        "audit__course_programme",
        "audit__auditee",
        "audit__lead",
        "criterion",
    )
    rows = Finding.objects.filter(pk__in=wanted).select_related(*related).prefetch_related("causes")
    return {alike(one.number): one for one in rows} if wanted else {}


def known_actions(findings):
    """Return {(finding, words as they are recognised): Action} of what earlier loads have brought."""
    if not findings:
        return {}
    rows = Action.objects.filter(finding__in=findings).select_related("responsible", "plan")
    return {(one.finding_id, alike(one.text)): one for one in rows}


def take(outlook, row, *steps):
    """Return {name: meaning} of the (name, function, words); what means nothing becomes a problem of the row."""
    meanings = {}
    for name, function, words in steps:
        try:
            meanings[name] = function(words)
        except Unfit as unfit:
            outlook.problems.append(row.problem(str(unfit)))
    return meanings


def finding_intent(outlook, facts, row, existing):
    fields = row.fields
    steps = [
        ("subject", facts.subject, fields["subject"]), ("criterion", facts.criterion, fields["criterion"]),
        ("auditee", facts.person, fields["auditee"]), ("lead", facts.person, fields["lead"]),
    ]  # fmt: skip
    if existing is None:
        steps.append(("year", facts.year, fields["found_on"]))
    meanings = take(outlook, row, *steps)
    intent = FindingIntent(row, existing, meanings)
    if existing is None:
        refuse_without_words(outlook, intent)
        refuse_own_number(outlook, intent)
    elif existing.past_import_id is None:
        sentence = f"Номер {intent.number} уже у несоответствия, записанного в ВСОКО: впишите другой номер."
        outlook.problems.append(row.problem(sentence))
    elif existing.registered_on != fields["found_on"]:
        outlook.problems.append(
            row.problem(
                f"Номер {intent.number} уже у загруженного несоответствия от {day_num(existing.registered_on)}: "
                f"допишите к номеру год или верните прежнюю дату."
            )
        )
    elif len(meanings) == len(steps):
        intent.differs = differing(intent, said_by(existing))
    return intent


def refuse_without_words(outlook, intent):
    criterion = intent.facts.get("criterion")
    fields = intent.row.fields
    if fields["grade"] in NONCONFORMITIES and not fields["requirement"] and criterion is None:
        outlook.problems.append(
            intent.row.problem("Нет ни критерия, ни требования: впишите код критерия или что было нарушено.")
        )


def refuse_own_number(outlook, intent):
    own, year = OWN_NUMBER.fullmatch(intent.number), intent.facts.get("year")
    if own and year and own[1] > year.label[:4]:
        sentence = f"Номер {intent.number} ВСОКО даст сама, когда дойдёт до этого года: впишите номер вашего учёта."
        outlook.problems.append(intent.row.problem(sentence))


def refuse_two_answers(outlook):
    """One subject has one audit a day: whoever led it and answered for it is the same in all its rows."""
    first = {
        key: (f"аудита № {one.number}, загруженного раньше", one.auditee, one.lead)
        for key, one in outlook.audits.items()
    }
    for intent in outlook.findings:
        if intent.existing is None and {"subject", "auditee", "lead"} <= set(intent.facts):
            own = intent.facts["auditee"], intent.facts["lead"]
            whose, *people = first.setdefault(intent.audit_key, (f"строки {intent.row.number}", *own))
            if tuple(people) != own:
                outlook.problems.append(
                    intent.row.problem(
                        f"Тот же объект в тот же день, что у {whose}, а люди другие: отвечал(а) {people[0]}, "
                        f"проверял(а) {people[1]}. Исправьте людей или день."
                    )
                )


def action_intent(outlook, facts, row, in_book, known, done):
    """Return the Intent of an action; its nonconformity is `in_book`, or `known` is its record."""
    fields = row.fields
    meanings = take(outlook, row, ("responsible", facts.person, fields["responsible"]))
    if not in_book and known is None:
        sentence = f"Несоответствия {fields['number']} нет ни в этой книге, ни среди загруженных: исправьте номер."
        outlook.problems.append(row.problem(sentence))
    elif not in_book and known.past_import_id is None:
        sentence = f"Несоответствие {fields['number']} записано в ВСОКО: его действия ведут в плане."
        outlook.problems.append(row.problem(sentence))
    existing = done.get((known.pk, alike(fields["text"]))) if known else None
    intent = Intent(row, existing, meanings | {"known": known})
    if existing is not None and "responsible" in meanings:
        intent.differs = differing(intent, said_of_action(existing))
    return intent


def differing(intent, said):
    """Return the titles of the columns in which the record says otherwise; what the row leaves empty says nothing."""
    differs = []
    for name, value in intent.row.fields.items():
        if value in ("", None) or name not in said:
            continue
        meant = intent.facts.get(name, value)
        was = clean_lines(said[name]) if isinstance(said[name], str) else said[name]
        if meant != was:
            differs.append(intent.table[name].title)
    return differs


def said_by(finding):
    audit, cause = finding.audit, finding.cause
    return {
        "subject": PastSubject(audit.subject, audit.association, audit.course_programme), "auditee": audit.auditee,
        "lead": audit.lead, "grade": finding.grade, "criterion": finding.criterion, "title": finding.title,
        "requirement": finding.requirement, "fact": finding.fact, "evidence_text": finding.evidence_text,
        "cause": str(cause or ""), "branch": cause.branch if cause else "", "closed_on": finding.closed_on,
        "acknowledged_on": finding.acknowledged_on, "decision": finding.state,
    }  # fmt: skip


def said_of_action(action):
    names = "kind", "responsible", "due_on", "done_on", "accepted_on", "report", "sign"
    return {name: getattr(action, name) for name in names}
