"""Criteria from a workbook: what each row would do, and all of them at once in one transaction."""

import hashlib
import json
from dataclasses import dataclass

from django.db import transaction

from audits.criteria_sheets import TITLES, CriterionRow
from audits.models import Criterion, TemplateCriterion
from audits.permissions import keeps_criteria
from audits.services.criteria import KEEPERS, save_criterion
from roadmap.importing.parsed import ImportProblem
from roadmap.importing.text_clean import clean_lines
from roadmap.models import LegalAct
from vsoko import history
from vsoko.models import School
from vsoko.workflow import NotAllowed, TransitionError

NEEDED_BY_NEW = ("section", "requirement", "applies_to")
NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclass
class Intent:
    """What one row would do: `fields` are to be written, `changes` are (what, was, becomes) for a person."""

    row: CriterionRow
    criterion: Criterion | None
    fields: dict
    changes: list

    @property
    def kind(self):
        if self.criterion is None:
            return NEW
        return CHANGED if self.fields else UNCHANGED


def intents_of(school, rows, *, lock=False):
    """Return ([Intent], [ImportProblem]) of the rows against the criteria of today, by two queries.

    With `lock` nobody else changes these criteria till the transaction ends.
    """
    present = Criterion.objects.filter(school=school)
    if lock:
        present = present.select_for_update(of=("self",))
    known = {criterion.code: criterion for criterion in present}
    asked = dict(TemplateCriterion.objects.filter(criterion__school=school).values_list("criterion", "template__name"))
    intents, problems = [], []
    for row in rows:
        criterion = known.get(row.code)
        fields = row.fields if criterion is None else _differing(criterion, row.fields)
        if fault := _fault(row, criterion, fields, asked):
            problems.append(ImportProblem(row.sheet, row.number, fault))
        intents.append(Intent(row, criterion, fields, _told(criterion, fields)))
    return intents, problems


def _differing(criterion, fields):
    """Return what a row says otherwise; spaces and line ends, which no cell keeps, do not count."""
    differing = {}
    for name, value in fields.items():
        present = getattr(criterion, name)
        if (clean_lines(present) if isinstance(present, str) else present) != value:
            differing[name] = value
    return differing


def _fault(row, criterion, fields, asked):
    if criterion is None:
        missing = [TITLES[name] for name in NEEDED_BY_NEW if name not in fields]
        return f"Критерия {row.code} ещё нет, а графы «{missing[0]}» в книге нет: добавьте её." if missing else ""
    if "applies_to" in fields and criterion.pk in asked:
        return f"Критерий {row.code} стоит в чек-листе «{asked[criterion.pk]}»: сначала уберите его оттуда."
    return ""


def _told(criterion, fields):
    after = Criterion(**fields)
    becomes = history.snapshot(after, fields)
    was = history.snapshot(criterion, fields) if criterion else dict.fromkeys(fields)
    return [(label, *change) for label, change in history.differences(after, was, becomes).items()]


def mark_of(intents):
    """Return a mark of what the preview has shown: another mark later means that somebody has changed criteria meanwhile."""
    told = [[intent.row.code, intent.kind, intent.changes] for intent in intents]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()[:32]


@transaction.atomic
def import_criteria(school, rows, *, actor, seen):
    """Add and change the criteria of the rows and return (added, changed).

    `seen` is the mark of the preview that was confirmed. The same rows once more change nothing. Raises TransitionError when
    the criteria are no longer those of the preview; then nothing is written.
    """
    if actor.school_id != school.pk or not keeps_criteria(actor):
        raise NotAllowed(KEEPERS)
    # One import of a school at a time: the second of two presses finds the work of the first.
    School.objects.select_for_update(of=("self",)).get(pk=school.pk)
    intents, problems = intents_of(school, rows, lock=True)
    wanted = [intent for intent in intents if intent.kind != UNCHANGED]
    if wanted and (problems or mark_of(intents) != seen):
        raise TransitionError("Пока вы смотрели, критерии изменились: проверьте строки ещё раз.")
    acts = list(LegalAct.objects.filter(school=school))
    for intent in wanted:
        criterion, fields = intent.criterion, intent.fields
        if criterion is None:
            criterion, fields = Criterion(school=school), {"code": intent.row.code} | fields
        save_criterion(criterion, actor, fields, sentence=sentence_of(intent), acts=acts)
    return sum(intent.kind == NEW for intent in wanted), sum(intent.kind == CHANGED for intent in wanted)


def sentence_of(intent):
    return "Критерий добавлен из файла" if intent.kind == NEW else "Критерий изменён по файлу"
