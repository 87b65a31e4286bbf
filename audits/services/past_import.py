"""Findings and actions of earlier years from a workbook: all of them at once in one transaction.

They are facts of the paper: each stands in its last state at once (past_states.py), its history says where it came from, and
nobody is written to. What is not over goes on from there as all else does. An audit of the day and the subject holds them,
so that registers, repeats and risks find them where all are.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import Max

from audits.models import Action, Audit, CorrectivePlan, EffectivenessCheck, Finding, PastImport, RootCause
from audits.models.finding import NONCONFORMITIES
from audits.permissions import drafts_for_director
from audits.services.past_intents import outlook_of
from audits.services.repeats import subject_of_finding
from roadmap.models import Roadmap
from roadmap.services.roadmaps import create_roadmap
from vsoko import history
from vsoko.models import CalendarPeriod, School
from vsoko.workdays import add_working_days, months_before
from vsoko.workflow import NotAllowed, TransitionError

S, P = Finding.State, CorrectivePlan.State
LOADED = "audits.pastimport.load"
SENTENCE = "Перенесено из файла"
KEEPERS = "Прошлые годы переносит заместитель директора или руководитель рабочей группы."
NOT_TOLD = "В записях прошлых лет не указано."
NUMBER = "{year}-П{sequence:02d}"  # «П»: перенесён; a number that no audit of VSOKO gets


@transaction.atomic
def import_past(school, book, *, actor, stored, seen):
    """Write what is new in the book and return the PastImport, or None where everything is there already.

    `stored` is the file that was read, `seen` the mark of the preview that was confirmed. Raises TransitionError when the
    rows no longer mean what the preview has shown; then nothing is written.
    """
    if actor.school_id != school.pk or not drafts_for_director(actor):
        raise NotAllowed(KEEPERS)
    # One load of a school at a time: the second of two presses finds the work of the first.
    School.objects.select_for_update(of=("self",)).get(pk=school.pk)
    outlook = outlook_of(school, book)
    problems = [*book.problems, *outlook.problems]
    if not (problems or outlook.new_findings or outlook.new_actions):
        return None
    if problems or outlook.mark != seen:
        raise TransitionError("Пока вы смотрели, записи школы изменились: проверьте строки ещё раз.")
    past = PastImport.objects.create(
        school=school, source_file=stored, loaded_by=actor, findings_total=len(outlook.new_findings),
        actions_total=len(outlook.new_actions),
    )  # fmt: skip
    audits = Audits(past, outlook).make()
    findings = make_findings(past, outlook.new_findings, audits)
    actions = make_actions(past, outlook)
    for made in (audits.values(), findings):
        record(past, [one for one in made if one.past_import_id == past.pk])
    record(past, actions)
    history.record(past, actor=actor, action=LOADED, sentence="Прошлые годы загружены из файла", comment=stored.name)
    return past


def record(past, made):
    """Write where new records of one model came from."""
    history.record_each(made, actor=past.loaded_by, action=LOADED, sentence=SENTENCE, comment=past.source_file.name)


class Audits:
    """The audits that hold new findings: one for a subject and a day, of this load or of an earlier one."""

    def __init__(self, past, outlook):
        self.past, self.outlook = past, outlook
        self.by_key = dict(outlook.audits)
        self.closed, self.roadmaps, self.last = {}, {}, {}

    def make(self):
        """Create what is missing and return {audit_key: Audit}."""
        made = []
        for intent in self.outlook.new_findings:
            key, row = intent.audit_key, intent.row.fields
            self.closed[key] = max(row["closed_on"] or row["found_on"], self.closed.get(key, row["found_on"]))
        for intent in sorted(self.outlook.new_findings, key=lambda one: one.row.fields["found_on"]):
            if intent.audit_key not in self.by_key:
                self.by_key[intent.audit_key] = self._audit(intent)
                made.append(self.by_key[intent.audit_key])
        Audit.objects.bulk_create(made)
        self._await_plans()
        return self.by_key

    def _await_plans(self):
        """Set the day on which a plan was to be presented, by the term of the school, where none is in the rows."""
        awaiting = {
            one.audit_key for one in self.outlook.new_findings if one.facts["state"] in (S.OPEN, S.ACKNOWLEDGED)
        }
        owing = [self.by_key[key] for key in awaiting if self.by_key[key].plan_due_on is None]
        school = self.past.school
        calendar = CalendarPeriod.objects.calendar(school.pk) if owing else None
        for audit in owing:
            audit.plan_due_on = add_working_days(audit.reported_on, school.plan_due_days, calendar)
        Audit.objects.bulk_update(owing, ["plan_due_on"], batch_size=300)

    def _audit(self, intent):
        facts, day = intent.facts, intent.row.fields["found_on"]
        subject, year, roadmap = facts["subject"], facts["year"], self._roadmap(facts["year"])
        self.last[year.label[:4]] += 1
        sequence = self.last[year.label[:4]]
        return Audit(
            school=self.past.school, roadmap=roadmap, past_import=self.past, sequence=sequence,
            number=NUMBER.format(year=year.label[:4], sequence=sequence), subject=subject.kind,
            association=subject.association, course_programme=subject.course_programme, auditee=facts["auditee"],
            lead=facts["lead"], period_from=min(year.first, day), period_to=day, starts_on=day, ends_on=day,
            objectives="Не указана: аудит перенесён из записей прошлых лет.",
            scope="Не указана: аудит перенесён из записей прошлых лет.",
            basis=f"Перенесено с бумаги: файл «{self.past.source_file.name}».",
            state=Audit.State.CLOSED, started_on=day, reported_on=day, closed_on=self.closed[intent.audit_key],
        )  # fmt: skip

    def _roadmap(self, year):
        """Return the roadmap of a year; where there is none, an empty draft holds what is known of the year."""
        if year.label not in self.roadmaps:
            roadmap = year.roadmap
            if roadmap is None:
                roadmap = create_roadmap(
                    self.past.school, actor=self.past.loaded_by, label=year.label,
                    title=f"Дорожная карта ВСОКО на {year.words}", period_from=year.first, period_to=year.last,
                )  # fmt: skip
                self.past.years.add(roadmap)
            self.roadmaps[year.label] = roadmap
            self._lock_numbers(year.label[:4])
        return self.roadmaps[year.label]

    def _lock_numbers(self, year):
        """Whoever plans an audit locks the roadmaps of its year, too: two never take one number."""
        if year not in self.last:
            same = Roadmap.objects.select_for_update().filter(school=self.past.school, label__startswith=year)
            numbers = Audit.objects.filter(roadmap__in=[one.pk for one in same.order_by("pk")])
            self.last[year] = numbers.aggregate(last=Max("sequence"))["last"] or 0


def make_findings(past, intents, audits):
    """Create the findings with their causes and repeats, and return them in the order of the rows."""
    held = [audits[intent.audit_key] for intent in intents]
    last = dict(Finding.objects.filter(audit__in=held).order_by().values_list("audit").annotate(last=Max("sequence")))
    made = []
    for intent, audit in zip(intents, held, strict=True):
        last[audit.pk] = (last.get(audit.pk) or 0) + 1
        made.append(finding_of(past, intent, audit, last[audit.pk]))
    Finding.objects.bulk_create(made)
    for intent, finding in zip(intents, made, strict=True):
        intent.facts["known"] = finding
    RootCause.objects.bulk_create(
        RootCause(finding=finding, whys=[row["cause"]], branch=row["branch"], found_on=finding.registered_on)
        for finding, row in ((one.facts["known"], one.row.fields) for one in intents)
        if row["cause"]
    )
    mark_repeats(past, [finding for finding in made if finding.is_nonconformity])
    return made


def finding_of(past, intent, audit, sequence):
    facts, row = intent.facts, intent.row.fields
    subject, criterion = facts["subject"], facts["criterion"]
    return Finding(
        school=past.school, audit=audit, past_import=past, number=row["number"], sequence=sequence, grade=row["grade"],
        criterion=criterion, section=criterion.section if criterion else "", association=subject.association,
        course_programme=subject.course_programme, title=row["title"], fact=row["fact"] or row["title"],
        requirement=row["requirement"] or (criterion.requirement if criterion else NOT_TOLD),
        evidence_text=row["evidence_text"] or NOT_TOLD, state=facts["state"], registered_on=row["found_on"],
        acknowledged_on=row["acknowledged_on"] or None, closed_on=row["closed_on"] or None, author=past.loaded_by,
    )  # fmt: skip


def mark_repeats(past, made):
    """Set `repeat_of` by the rule of the school (see repeats.find_repeat), for all new findings by two queries."""
    asked = {finding.criterion_id for finding in made} - {None}
    rows = Finding.objects.filter(
        school=past.school, criterion__in=asked, grade__in=NONCONFORMITIES, state=Finding.State.CLOSED
    )
    closed = {}
    for row in rows.select_related("audit").order_by("closed_on", "id"):
        closed.setdefault((row.criterion_id, subject_of_finding(row)), []).append(row)
    repeated = []
    for finding in made:
        day, months = finding.registered_on, past.school.repeat_months
        same = closed.get((finding.criterion_id, subject_of_finding(finding)), []) if finding.criterion_id else []
        earlier = [row for row in same if row.pk != finding.pk and months_before(day, months) <= row.closed_on <= day]
        if earlier:
            finding.repeat_of = earlier[-1]
            repeated.append(finding)
    Finding.objects.bulk_update(repeated, ["repeat_of"], batch_size=300)


def make_actions(past, outlook):
    """Create the actions, each in the plan of its audit, and the checks that the accepted ones wait for; return the actions."""
    found = {one.row.key: one.facts.get("known") or one.existing for one in outlook.findings}
    pairs = [(one, found.get(one.row.key) or one.facts["known"]) for one in outlook.new_actions]
    plans = plans_for(past, pairs)
    made = [action_of(past, intent, finding, plans[finding.audit_id]) for intent, finding in pairs]
    Action.objects.bulk_create(made)
    past.actions.set(made)
    make_checks(past, made)
    return made


def make_checks(past, actions):
    """Create the checks of effect of findings whose actions are all accepted: who makes them is named here."""
    done = {}
    for action in actions:
        if action.finding.state == S.VERIFYING:
            done[action.finding] = max(action.done_on, done.get(action.finding, action.done_on))
    after = timedelta(days=past.school.check_after_days)
    EffectivenessCheck.objects.bulk_create(
        EffectivenessCheck(finding=finding, due_on=day + after) for finding, day in done.items()
    )


def plans_for(past, pairs):
    """Return {audit: its plan}: one that is missing is made, a completed one with new work is in work again."""
    audits = {finding.audit_id: finding.audit for _, finding in pairs}
    plans = {plan.audit_id: plan for plan in CorrectivePlan.objects.filter(audit__in=audits)}
    open_ones = {finding.audit_id for intent, finding in pairs if intent.facts["state"] != Action.State.ACCEPTED}
    again = [plan for pk, plan in plans.items() if pk in open_ones]
    CorrectivePlan.objects.filter(pk__in=[plan.pk for plan in again]).update(state=P.APPROVED, completed_on=None)
    done = {}
    for intent, finding in pairs:
        if day := accepted_on(intent, finding):
            done[finding.audit_id] = max(day, done.get(finding.audit_id, finding.registered_on))
    made = [
        CorrectivePlan(
            school=past.school, roadmap_id=audit.roadmap_id, audit=audit, association_id=audit.association_id,
            number=audit.number, author=past.loaded_by, past_import=past,
            state=P.APPROVED if pk in open_ones else P.COMPLETED, completed_on=None if pk in open_ones else done[pk],
        )
        for pk, audit in audits.items()
        if pk not in plans
    ]  # fmt: skip
    CorrectivePlan.objects.bulk_create(made)
    record(past, [*made, *again])
    return plans | {plan.audit_id: plan for plan in made}


def accepted_on(intent, finding):
    """Return the day of acceptance, None where it still waits; a closed nonconformity was done with on the day it closed."""
    row = intent.row.fields
    if intent.facts["state"] != Action.State.ACCEPTED:
        return None
    return row["accepted_on"] or max(row["done_on"], finding.closed_on)


def action_of(past, intent, finding, plan):
    row = intent.row.fields
    return Action(
        plan=plan, finding=finding, kind=row["kind"], text=row["text"],
        responsible=intent.facts["responsible"], due_on=row["due_on"] or None, state=intent.facts["state"],
        report=row["report"], done_on=row["done_on"] or None, accepted_on=accepted_on(intent, finding), sign=row["sign"],
        round=finding.returns,
    )  # fmt: skip
