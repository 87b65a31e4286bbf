"""Which subject to audit first and how deep: what is known of each, in a school's words (domain text, D06; ISO 19011, 5.3).

Weights only order the list; what a person reads, and decides by, are the sentences.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils import timezone

from audits.models import Action, Audit, ChecklistItem, Finding, TemplateCriterion
from audits.models.checklist import Answer
from audits.models.criterion import Subject
from audits.models.finding import Grade
from roadmap.models import Appointment, Association
from roadmap.permissions import Role
from vsoko.assignment import Assignment
from vsoko.wording import day_num, plural
from vsoko.workdays import months_before

MAJOR, MINOR, REPEATED = 5, 2, 3
NEVER, LONG_AGO, ALL_UNCHECKED = 6, 3, 4
NEW_CHAIR, OPEN_ACTION, LATE_ACTION = 3, 1, 2
DEEP = 6  # from this weight on every section is asked
YEARLY = 12  # months: each association is audited at least once a year
SCHOOL = (Subject.SCHOOL, None)
MAJORS = "значительное несоответствие,значительных несоответствия,значительных несоответствий"
MINORS = "незначительное несоответствие,незначительных несоответствия,незначительных несоответствий"


def key_for(subject, association=None):
    """Return what names a subject on a page."""
    return f"{subject.value}-{association.pk}" if association else subject.value


@dataclass
class Risk:
    """One subject: why it should be audited, what of it, and when it was audited last."""

    subject: str
    association: Association | None = None
    last_on: date | None = None
    weight: float = 0
    reasons: list = field(default_factory=list)
    sections: list = field(default_factory=list)
    is_deep: bool = True
    had_findings: bool = False

    @property
    def key(self):
        return key_for(self.subject, self.association)

    @property
    def name(self):
        return str(self.association) if self.association else "Школа в целом"

    def add(self, weight, sentence):
        self.weight += weight
        self.reasons.append(sentence)


class Risks:
    """The risks of all subjects of a school before a year, by the same number of queries for any number of them."""

    def __init__(self, roadmap, today=None):
        self.roadmap, self.today = roadmap, today or timezone.localdate()
        self.associations = list(Association.objects.filter(school=roadmap.school_id, closed_on=None))
        rows = Audit.objects.filter(school=roadmap.school_id).exclude(state=Audit.State.CANCELLED)
        self.audits = list(rows.select_related("roadmap").order_by("ends_on", "id"))

    @cached_property
    def planned(self):
        """Return the audits of this year: their subjects are not proposed again."""
        return [audit for audit in self.audits if audit.roadmap_id == self.roadmap.pk]

    @cached_property
    def covered(self):
        """Return the subjects of the audits of this year; a follow-up asks again what was found and is no audit of its own."""
        return {key_of(audit) for audit in self.planned if not audit.follow_up}

    @cached_property
    def past(self):
        return [
            audit
            for audit in self.audits
            if audit.roadmap.period_from < self.roadmap.period_from and audit.state in Audit.LOCKED
        ]

    @cached_property
    def last_year(self):
        """Return the audits of the latest year before this one that had any, by their number in the database."""
        latest = max((audit.roadmap.period_from for audit in self.past), default=None)
        return {audit.pk: audit for audit in self.past if audit.roadmap.period_from == latest}

    @cached_property
    def last(self):
        return {key_of(audit): audit for audit in self.past}

    @cached_property
    def findings(self):
        found = defaultdict(list)
        rows = Finding.objects.nonconformities().filter(audit__in=self.last_year)
        for row in rows.exclude(state__in=["draft", "withdrawn"]):
            found[key_of(self.last_year[row.audit_id])].append(row)
        return found

    @cached_property
    def asked(self):
        """Return {subject: [(criterion, section)]} of the first active checklist of each kind of subject."""
        rows = TemplateCriterion.objects.filter(
            template__school=self.roadmap.school_id, template__is_active=True, criterion__is_active=True
        ).order_by("template__name", "template", "position")
        found, first = defaultdict(list), {}
        for template, subject, criterion, section in rows.values_list(
            "template", "template__applies_to", "criterion", "criterion__section"
        ):
            if first.setdefault(subject, template) == template:
                found[subject].append((criterion, section))
        return found

    @cached_property
    def checked(self):
        """Return {subject: criteria that had an answer in the latest year in which it was audited}."""
        years = {}
        for audit in self.past:
            years[key_of(audit)] = max(years.get(key_of(audit), date.min), audit.roadmap.period_from)
        latest = {audit.pk: audit for audit in self.past if years[key_of(audit)] == audit.roadmap.period_from}
        found = defaultdict(set)
        items = ChecklistItem.objects.filter(audit__in=latest).exclude(answer=Answer.NOT_CHECKED)
        for audit, criterion in items.values_list("audit", "criterion"):
            found[key_of(latest[audit])].add(criterion)
        return found

    @cached_property
    def chairs(self):
        """Return {association: its chairs in the order in which they came}."""
        found = defaultdict(list)
        rows = Appointment.objects.filter(school=self.roadmap.school_id, role=Role.CHAIR, acting=False)
        for row in rows.select_related("employee"):
            found[row.association_id].append(row)
        for held in found.values():
            held.sort(key=lambda row: (row.starts_on is not None, row.starts_on))
        return found

    @cached_property
    def actions(self):
        found = defaultdict(list)
        rows = Action.objects.filter(plan__school=self.roadmap.school_id, state__in=Assignment.OWED)
        for subject, association, due in rows.values_list("finding__audit__subject", "finding__association", "due_on"):
            found[SCHOOL if subject == Subject.SCHOOL else (Subject.ASSOCIATION, association)].append(due)
        return found

    def all(self):
        """Return a Risk for each association and for the school, the heaviest first."""
        found = [self.of(Subject.ASSOCIATION, association) for association in self.associations]
        return sorted(
            [*found, self.of(Subject.SCHOOL)], key=lambda risk: (-risk.weight, risk.last_on or date.min, risk.name)
        )

    def rest_of_school(self):
        """Return the risk of what the audits of this year do not ask about the school, where they ask a part; else None."""
        audits = [audit for audit in self.planned if key_of(audit) == SCHOOL and not audit.follow_up]
        if not audits or not all(audit.sections for audit in audits):
            return None
        named = {section for audit in audits for section in audit.sections}
        asked = self.asked[Subject.SCHOOL]
        left = [section for _, section in asked if section not in named]
        if not left:
            return None
        risk = Risk(Subject.SCHOOL, sections=list(dict.fromkeys(left)), is_deep=False)
        risk.add(
            ALL_UNCHECKED * len(left) / len(asked), f"В аудиты года не вошло вопросов: {len(left)} из {len(asked)}."
        )
        return risk

    def of(self, subject, association=None):
        key = (subject, association.pk if association else None)
        last = self.last.get(key)
        risk = Risk(subject, association, last.ends_on if last else None)
        self.add_findings(risk, self.findings[key])
        self.add_time(risk, last)
        self.add_unchecked(risk, key)
        if association and last:
            self.add_chair(risk, self.chairs[association.pk], last.ends_on)
        self.add_actions(risk, self.actions[key])
        if not risk.reasons:
            risk.reasons.append("Замечаний нет; каждый объект проверяют хотя бы раз в год.")
        risk.is_deep = risk.weight >= DEEP or not risk.sections
        return risk

    def add_findings(self, risk, findings):
        grades = Counter(row.grade for row in findings)
        counted = [plural(grades[g], words) for g, words in ((Grade.MAJOR, MAJORS), (Grade.MINOR, MINORS)) if grades[g]]
        if counted:
            risk.had_findings = True
            year = next(iter(self.last_year.values())).roadmap.year_words
            weight = grades[Grade.MAJOR] * MAJOR + grades[Grade.MINOR] * MINOR
            risk.add(weight, f"За {year} найдено: {', '.join(counted)}.")
            risk.sections = list(dict.fromkeys(row.section for row in findings if row.section))
        if again := sum(bool(row.repeat_of_id or row.returns) for row in findings):
            risk.add(again * REPEATED, f"Из них повторились или вернулись после проверки: {again}.")

    def add_time(self, risk, last):
        if last is None:
            risk.add(NEVER, "Отчётов о прошлых аудитах нет: проверяется впервые.")
        elif last.ends_on < months_before(self.today, YEARLY):
            risk.add(LONG_AGO, f"Последний аудит кончился {day_num(last.ends_on)}: прошло больше года.")

    def add_unchecked(self, risk, key):
        asked = self.asked[key[0]]
        left = [section for criterion, section in asked if criterion not in self.checked[key]]
        # Which questions an audit on paper asked is not known: that is no sign of risk.
        if left and key in self.last and not self.last[key].past_import_id:
            risk.add(
                ALL_UNCHECKED * len(left) / len(asked),
                f"В прошлый раз не проверено вопросов: {len(left)} из {len(asked)}.",
            )
        wanted = {*risk.sections, *left}
        sections = dict.fromkeys(section for _, section in asked)
        risk.sections = [one for one in sections if one in wanted] if len(wanted) < len(sections) else []

    def add_chair(self, risk, held, since):
        before = [row for row in held if row.starts_on is None or row.starts_on <= since]
        after = [row for row in held if row.starts_on and since < row.starts_on <= self.today]
        if before and after and after[-1].employee_id != before[-1].employee_id:
            new = after[-1]
            risk.add(
                NEW_CHAIR, f"После прошлого аудита сменился председатель: {new.employee}, с {day_num(new.starts_on)}."
            )

    def add_actions(self, risk, dues):
        late = sum(due is not None and due < self.today for due in dues)
        if dues:
            words = plural(len(dues), "действие,действия,действий")
            overdue = f", срок прошёл у {late}" if late else ""
            risk.add(len(dues) * OPEN_ACTION + late * LATE_ACTION, f"Не закончено {words} по прошлым планам{overdue}.")


def key_of(audit):
    return (audit.subject, audit.association_id)
