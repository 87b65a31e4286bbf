"""Values from a table: what each row would do, and all of them at once in one transaction."""

import hashlib
import json
from dataclasses import dataclass

from django.db import transaction

from audits.indicator_formulas import MARK_METHODS
from audits.indicator_sheets import JOURNAL, ValueRow
from audits.models import Indicator, Measurement, ValuesImport
from audits.models.indicator import Scope
from audits.permissions import enters_indicators
from audits.services.measurements import ENTERS, FACTS, prepared, save_value, told_changes, version_of
from audits.services.signal_letters import tell_signals
from roadmap.importing.parsed import ImportProblem
from roadmap.importing.text_clean import key
from roadmap.models import Association
from vsoko import history
from vsoko.models import School
from vsoko.workflow import NotAllowed, TransitionError

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"
LOADED = "audits.valuesimport.load"


@dataclass
class Intent:
    """What one value of a row would do: `value` is prepared for writing, `changes` are (what, was, becomes) for a person."""

    row: ValueRow
    indicator: Indicator
    value: Measurement
    former: Measurement | None
    changes: list

    @property
    def kind(self):
        if self.former is None:
            return NEW
        return CHANGED if self.changes else UNCHANGED


class Known:
    """What the rows are held against: indicators, associations and values of the school, by three queries."""

    def __init__(self, school, rows, *, lock):
        indicators = Indicator.objects.filter(school=school)
        self.school = school
        # With the lock nobody else writes values of these indicators till the transaction ends.
        found = list(indicators.select_for_update(of=("self",)) if lock else indicators)
        self.indicators = {one.code: one for one in found}
        self.by_marks = [one for one in found if one.method in MARK_METHODS and one.is_active]
        self.associations = {key(one.name): one for one in Association.objects.filter(school=school)}
        values = Measurement.objects.filter(indicator__in=found, year__in={row.term.year for row in rows})
        self.values = {
            (one.indicator_id, one.whose, one.year, one.part, one.scope_key): one
            for one in values.select_related("association")
        }

    def present(self, value):
        return self.values.get((value.indicator.pk, value.whose, value.year, value.part, value.scope_key))


def intents_of(school, rows, *, lock=False):
    """Return ([Intent], [ImportProblem]) of the rows against the values of today, by a fixed number of queries."""
    known = Known(school, rows, lock=lock)
    intents, problems, taken = [], [], {}
    for row in rows:
        for indicator in known.by_marks if not row.code else filter(None, [known.indicators.get(row.code)]):
            try:
                intent = intent_of(row, indicator, known)
            except TransitionError as error:
                problems.append(ImportProblem(row.sheet, row.number, error.message))
                break
            place = (indicator.pk, intent.value.whose, row.term, intent.value.scope_key)
            if place in taken:
                problems.append(
                    ImportProblem(
                        row.sheet, row.number, f"То же значение уже стоит в строке {taken[place]}: оставьте одно."
                    )
                )
                break
            taken[place] = row.number
            intents.append(intent)
        if fault := _fault(row, known):
            problems.append(ImportProblem(row.sheet, row.number, fault))
    return intents, problems


def _fault(row, known):
    if not row.code:
        return "" if known.by_marks else "Показатели по отметкам не применяются: верните их в карточках."
    indicator = known.indicators.get(row.code)
    if indicator is None:
        return f"Показателя {row.code} в школе нет: проверьте код или добавьте показатель."
    if indicator.is_system:
        return f"Показатель {row.code} программа считает сама: уберите эту строку."
    return "" if indicator.is_active else f"Показатель {row.code} не применяется: верните его в карточке."


def intent_of(row, indicator, known):
    """Return the Intent of one row for one indicator. Raises TransitionError for what cannot be."""
    facts = dict(row.facts)
    if row.scope == Scope.ASSOCIATION:
        facts["association"] = known.associations.get(key(row.association))
        if facts["association"] is None:
            raise TransitionError(f"Объединения «{row.association[:60]}» в школе нет: проверьте название.")
    names = [field.name for field in indicator.rule.fields]
    primary = {name: number for name, number in row.primary.items() if name in names}
    if row.primary and not primary and row.value is None:
        raise TransitionError(f"Для {indicator.code} нужны другие числа: впишите готовое «Значение».")
    facts |= {"year": row.term.year, "part": row.term.part, "scope": row.scope, "primary": primary}
    facts["number"] = None if primary else row.value
    if not row.code:
        facts.setdefault("note", JOURNAL)
    value = _prepare(indicator, known, **facts)
    former = known.present(value)
    if former is None:
        return Intent(row, indicator, value, None, told(None, value))
    # What the table has no column for stays as it was; the day of the figures moves only where the figures do.
    facts |= {"starts_on": former.starts_on, "ends_on": former.ends_on, "note": facts.get("note") or former.note}
    value = _prepare(indicator, known, pk=former.pk, as_of=former.as_of, **facts)
    changes = told(former, value)
    if changes:
        value = _prepare(indicator, known, pk=former.pk, **facts)
    return Intent(row, indicator, value, former, changes)


def _prepare(indicator, known, *, pk=None, **facts):
    return prepared(Measurement(pk=pk, indicator=indicator, school=known.school), **facts)


def told(former, value):
    return [(label, *change) for label, change in told_changes(former, value).items()]


def mark_of(intents):
    """Return a mark of what the preview has shown: another mark later means that somebody has changed values meanwhile."""
    shown = [[one.row.number, one.indicator.code, one.kind, one.changes] for one in intents]
    return hashlib.sha256(json.dumps(shown, ensure_ascii=False).encode()).hexdigest()[:32]


@transaction.atomic
def import_values(school, rows, *, actor, stored, seen):
    """Add and change the values of the rows and return the ValuesImport, or None where nothing is left to write.

    `stored` is the file that was read, `seen` the mark of the preview that was confirmed. The same rows once more change
    nothing. Raises TransitionError when the values are no longer those of the preview; then nothing is written.
    """
    if actor.school_id != school.pk or not enters_indicators(actor):
        raise NotAllowed(ENTERS)
    # One import of a school at a time: the second of two presses finds the work of the first.
    school = School.objects.select_for_update(of=("self",)).get(pk=school.pk)
    intents, problems = intents_of(school, rows, lock=True)
    wanted = [intent for intent in intents if intent.kind != UNCHANGED]
    if not wanted:
        return None
    if problems or mark_of(intents) != seen:
        raise TransitionError("Пока вы смотрели, значения изменились: проверьте строки ещё раз.")
    load = ValuesImport(school=school, source_file=stored, loaded_by=actor)
    load.added_total = sum(one.kind == NEW for one in wanted)
    load.changed_total = len(wanted) - load.added_total
    for intent in wanted:
        words = "Значение внесено из файла" if intent.kind == NEW else "Значение изменено по файлу"
        former = intent.former and kept(intent.former)
        value = save_value(intent.value, actor, sentence=words, former=intent.former)
        load.written[str(value.pk)] = {"version": version_of(value), "former": former}
    load.save()
    history.record(load, actor=actor, action=LOADED, sentence="Значения загружены из файла", comment=stored.name)
    tell_signals([intent.value for intent in wanted], actor)
    return load


def kept(value):
    """Return what a file may change of a value, as JSON keeps it."""
    return {"primary": value.primary} | {
        name: None if (one := getattr(value, name)) is None else str(one) for name in FACTS
    }
