"""S01–S14: what the programme counts by its own records of a year, kept as values beside those that people enter."""

from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from audits.indicator_terms import YEAR, Term
from audits.indicator_words import figure
from audits.models import Indicator, Measurement
from audits.models.indicator import Group, Scope, Whose
from audits.permissions import enters_indicators
from audits.reports.figures import gather
from audits.reports.indicators import year_indicators
from audits.services.signal_letters import tell_signals
from roadmap.models import Association, Roadmap
from vsoko import history
from vsoko.workflow import NotAllowed

NOTE = "Посчитано по записям ВСОКО"
REFUSAL = "Показатели системы считает руководитель рабочей группы или заместитель директора."
KEPT = ("value", "numerator", "denominator", "starts_on", "ends_on", "as_of", "note")


@transaction.atomic
def count_system(roadmap_pk, *, actor, as_of=None):
    """Count the year anew and return how many values are other than before; a fixed number of queries to read."""
    roadmap = Roadmap.objects.select_for_update(of=("self",)).select_related("school", "predecessor").get(pk=roadmap_pk)
    if not enters_indicators(actor, roadmap):
        raise NotAllowed(REFUSAL)
    figures = gather(roadmap, as_of or min(timezone.localdate(), roadmap.period_to))
    indicators = {
        one.code: one for one in Indicator.objects.filter(school=roadmap.school_id, group=Group.SYSTEM, is_active=True)
    }
    present = {
        (value.indicator_id, value.scope_key): value
        for value in Measurement.objects.filter(
            indicator__in=indicators.values(), year=roadmap.label, part=YEAR, whose=Whose.OWN
        )
    }
    counted = [
        _write(present, indicators[code], roadmap, figures["as_of"], actor, **facts)
        for code, facts in _rows(roadmap, figures)
        if code in indicators
    ]
    tell_signals([value for value in counted if value is not None], actor)
    return sum(value is not None for value in counted)


def _rows(roadmap, figures):
    """Yield (code, facts) of the whole school, then the index of conformity of each association."""
    for row in year_indicators(figures):
        yield row["code"], {"value": row["value"], "numerator": row["part"], "denominator": row["whole"]}
    known = dict(Association.objects.filter(school=roadmap.school_id).values_list("name", "pk"))
    for row in figures["associations"]["rows"]:
        if row["name"] in known:
            yield "S03", {"value": row["index"], "denominator": row["given"], "association_id": known[row["name"]]}


def _write(present, indicator, roadmap, as_of, actor, *, value, numerator=None, denominator=None, association_id=None):
    """Write one value where it is other than before, and return it then."""
    key = f"{Scope.ASSOCIATION}:{association_id}" if association_id else str(Scope.SCHOOL)
    row = present.get((indicator.pk, key))
    numbers = {"value": value, "numerator": numerator, "denominator": denominator}
    facts = {name: None if one is None else Decimal(str(one)) for name, one in numbers.items()} | {
        "starts_on": roadmap.period_from, "ends_on": roadmap.period_to, "as_of": date.fromisoformat(as_of), "note": NOTE,
    }  # fmt: skip
    if row is not None and all(getattr(row, name) == facts[name] for name in KEPT if name != "as_of"):
        if row.as_of != facts["as_of"]:
            row.as_of = facts["as_of"]
            row.save(update_fields=["as_of", "entered_at"])
        return None
    was = row and row.value
    if row is None:
        row = Measurement(
            indicator=indicator, school_id=roadmap.school_id, year=roadmap.label, scope_key=key,
            scope=Scope.ASSOCIATION if association_id else Scope.SCHOOL, association_id=association_id,
        )  # fmt: skip
    for name, one in facts.items():
        setattr(row, name, one)
    row.entered_by = actor
    row.save()
    history.record(
        indicator, actor=actor, action="audits.measurement.count", school=roadmap.school,
        sentence=f"Посчитано: {Term(roadmap.label)}{', по объединению' if association_id else ''}",
        changes={"значение": [None if was is None else figure(was, indicator), figure(row.value, indicator)]}, on=row.as_of,
    )  # fmt: skip
    return row
