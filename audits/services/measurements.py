"""Values of indicators: entered, or counted from primary data; each with its history."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from audits.indicator_formulas import computed
from audits.indicator_terms import YEAR, Term
from audits.indicator_words import SMALL, figure, made_of, plain
from audits.models import Indicator, Measurement
from audits.models.indicator import Scope, Whose
from audits.permissions import enters_value
from audits.services.signal_letters import tell_signals
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError

ENTERS = (
    "Значение вносит тот, кто назван в карточке показателя, заместитель директора или руководитель рабочей группы, "
    "по своему объединению — его председатель."
)
TAKEN = "Такое значение уже внесено: откройте его на странице показателя и измените."
MEANWHILE = "Пока вы смотрели, значение изменили: проверьте его и сохраните ещё раз."
FACTS = ("value", "numerator", "denominator", "starts_on", "ends_on", "as_of", "note")
TOLD = ("starts_on", "ends_on", "as_of", "note")  # of an edit, beside the value and the numbers that it is counted from


@transaction.atomic
def enter_value(indicator_pk, *, actor, **facts):
    """Write a value for a time and a part of the school that have none yet, and return it; the very same once more is
    found as it is. Another one raises TransitionError: it is changed on its own page."""
    indicator = _locked(indicator_pk)
    if not indicator.is_active:
        raise TransitionError("Показатель не применяется: сначала верните его в карточке.")
    value = prepared(Measurement(indicator=indicator, school=indicator.school), **facts)
    present = present_of(value)
    if present is None:
        return told_of(save_value(value, actor), actor)
    if any(getattr(present, name) != getattr(value, name) for name in (*FACTS, "primary")):
        raise TransitionError(TAKEN)
    return present


@transaction.atomic
def edit_value(pk, *, actor, seen=None, **facts):
    """Change a value and return it; `seen` is `version_of` the value that the person looked at."""
    indicator_pk = Measurement.objects.values_list("indicator", flat=True).get(pk=pk)
    indicator = _locked(indicator_pk)
    value = Measurement.objects.select_related("indicator", "school", "association").get(pk=pk)
    if seen is not None and seen != version_of(value):
        raise TransitionError(MEANWHILE)
    _check_right(actor, value)
    value.indicator = indicator
    changed = prepared(value, **facts)
    other = present_of(changed)
    if other is not None and other.pk != pk:
        raise TransitionError(TAKEN)
    return told_of(save_value(changed, actor), actor)


def told_of(value, actor):
    """Return the value; who has to look at a signal that it begins is told, and of one that it ends no more."""
    tell_signals([value], actor)
    return value


@transaction.atomic
def delete_value(pk, *, actor, comment):
    """Take away a value that was written by mistake; the history of the indicator keeps that it was there."""
    indicator_pk = Measurement.objects.values_list("indicator", flat=True).get(pk=pk)
    indicator = _locked(indicator_pk)
    value = Measurement.objects.select_related("school", "association").get(pk=pk)
    value.indicator = indicator
    drop_value(value, actor, sentence="Значение удалено", comment=comment)
    tell_signals([value], actor)
    return indicator


def _locked(pk):
    """Return the indicator; nobody else writes its values until the transaction ends."""
    return Indicator.objects.select_for_update(of=("self",)).select_related("school").get(pk=pk)


def version_of(value):
    """Return a mark of a value: another one later means that somebody has changed it meanwhile."""
    return value.entered_at.isoformat()


def present_of(value):
    """Return the value that stands in the same place, or None."""
    return Measurement.objects.filter(
        indicator=value.indicator_id, whose=value.whose, year=value.year, part=value.part, scope_key=value.scope_key
    ).first()


def prepared(
    value, *, year, part=YEAR, whose=Whose.OWN, scope=Scope.SCHOOL, association=None, focus="", level="", subject="",
    school_class="", primary=None, number=None, note="", starts_on=None, ends_on=None, as_of=None,
):  # fmt: skip
    """Return the measurement with these facts and what follows from them. Raises TransitionError for what cannot be."""
    first, last = Term(year, part).days
    value.year, value.part, value.whose, value.scope = year, part, whose, scope
    value.starts_on, value.ends_on = starts_on or first, ends_on or last
    if value.ends_on < value.starts_on:
        raise TransitionError("Последний день раньше первого: проверьте дни.", field="ends_on")
    value.as_of = as_of or min(max(timezone.localdate(), value.starts_on), value.ends_on)
    given = {
        Scope.LEVEL: {"level": level}, Scope.ASSOCIATION: {"association": association}, Scope.FOCUS: {"focus": focus},
        Scope.SUBJECT: {"subject": subject}, Scope.CLASS: {"school_class": school_class, "subject": subject},
    }.get(scope, {})  # fmt: skip
    for name, empty in (("association", None), ("focus", ""), ("level", ""), ("subject", ""), ("school_class", "")):
        setattr(value, name, given.get(name) or empty)
    value.scope_key = key_of(value)
    value.note = note
    _count(value, primary or {}, number)
    return value


def key_of(value):
    """Return what tells one part of the school from another; spelling makes no difference."""
    parts = [
        value.level, value.association_id and str(value.association_id), value.focus, value.school_class, value.subject,
    ]  # fmt: skip
    return ":".join([value.scope, *(" ".join(str(part).lower().split()) for part in parts if part)])[:120]


def _count(value, primary, number):
    """Give the value its number: counted from the primary data where there are some, else the one that was entered."""
    indicator = value.indicator
    value.primary = {name: plain_number(one) for name, one in primary.items() if one is not None}
    value.numerator = value.denominator = None
    if value.whose != Whose.OWN:
        if value.primary:
            raise TransitionError("Первичные данные бывают только у своей школы: впишите готовое значение.")
        if number is None:
            raise TransitionError("Впишите значение, с которым сравнивать.", field="number")
        if not value.note:
            raise TransitionError("Назовите источник: документ и его дату.", field="note")
        value.value = number
    elif value.primary:
        _check_primary(indicator, value.primary)
        given = {name: Decimal(str(one)) for name, one in value.primary.items()}
        result = computed(indicator.method, given, weight=value.school.unmarked_weight)
        value.value, value.numerator, value.denominator = result.value, result.numerator, result.denominator
        if indicator.rule.is_part and value.numerator > value.denominator:
            raise TransitionError("Часть больше целого: проверьте числа.", field=part_field(indicator))
    elif number is None:
        raise TransitionError("Впишите числа, из которых значение считается, или готовое значение.", field="number")
    elif indicator.tells_both:
        raise TransitionError(
            "Для этого показателя нужны и число, и процент: впишите числа, процент посчитается сам.",
            field=part_field(indicator),
        )
    elif indicator.counts_people and indicator.rule.fields and value.scope != Scope.SCHOOL:
        raise TransitionError(
            "О части школы впишите числа: по ним видно, не слишком ли мала группа.", field=part_field(indicator)
        )
    else:
        value.value = number
    _check_bounds(indicator, value.value, field=part_field(indicator) if value.primary else "number")


def plain_number(number):
    """Return a number as JSON keeps it exactly: whole ones as such, others as text."""
    number = Decimal(str(number))
    return int(number) if number == number.to_integral_value() else f"{number.normalize():f}"


def part_field(indicator):
    """Return the name of the first of the numbers, beside which a sentence about all of them stands."""
    return f"data_{indicator.rule.fields[0].name}" if indicator.rule.fields else "number"


def _check_primary(indicator, primary):
    for field in indicator.rule.fields:
        if field.name not in primary and not field.optional:
            label = indicator.label_of(field).strip("«»")
            raise TransitionError(
                f"Впишите и «{label}»: без этого числа значения нет. Ноль — тоже число.", field=f"data_{field.name}"
            )


def _check_bounds(indicator, number, *, field):
    top = indicator.rule.top or (100 if indicator.unit == "%" or indicator.tells_both else None)
    if number is not None and number < 0:
        raise TransitionError("Значение меньше нуля: проверьте число.", field="number")
    if number is not None and top is not None and number > top:
        most = f"{top}\u00a0%" if indicator.is_percent else str(top)
        raise TransitionError(
            f"Значение — {figure(number, indicator)}, а больше {most} не бывает: проверьте числа.", field=field
        )


def save_value(value, actor, *, sentence="", former=None):
    """Write a prepared value with its history and return it; what has not changed is not written."""
    _check_right(actor, value)
    if former is None and value.pk:
        former = Measurement.objects.select_related("association").get(pk=value.pk)
    changes = told_changes(former, value)
    if former is not None and not changes:
        return value
    value.entered_by = actor
    value.save()
    written = sentence or ("Значение изменено" if former else "Значение внесено")
    _record(value, actor, "edit" if former else "create", written, changes)
    return value


def drop_value(value, actor, *, sentence, comment):
    """Delete a value with its history."""
    _check_right(actor, value)
    was = SMALL if value.is_small else figure(value.value, value.indicator)
    _record(value, actor, "delete", sentence, {"значение": [was, None]}, comment=comment)
    value.delete()


def _check_right(actor, value):
    if not enters_value(actor, value):
        raise NotAllowed(ENTERS)


def _record(value, actor, verb, sentence, changes, comment=""):
    whose = "" if value.whose == Whose.OWN else f", {value.get_whose_display()}"
    history.record(
        value.indicator, actor=actor, action=f"audits.measurement.{verb}",
        sentence=f"{sentence}: {value.term}, {value.scope_words}{whose}"[:300], changes=changes, comment=comment,
    )  # fmt: skip


def told_changes(former, value):
    """Return {what: [was, is]}; numbers of a small group stay out of the history, which everybody may read."""
    small = value.is_small or (former is not None and _small_before(former, value))
    if former is None:
        value.hidden = small
        told = {"значение": [None, SMALL if small else figure(value.value, value.indicator)]}
        told |= {"из чего": [None, words]} if (words := made_of(value)) else {}
        return told | ({str(_field("note").verbose_name): [None, value.note]} if value.note else {})
    told = {}
    for name in TOLD:
        was, now = getattr(former, name), getattr(value, name)
        if was != now:
            told[str(_field(name).verbose_name)] = [history.plain(was) or None, history.plain(now) or None]
    if former.value != value.value:
        told = {"значение": [SMALL, SMALL] if small else _words(former.value, value.value, value.indicator)} | told
    for field in value.indicator.rule.fields:
        was, now = former.primary.get(field.name), value.primary.get(field.name)
        if was != now and not small:
            told[value.indicator.label_of(field)] = [None if one is None else plain(one) for one in (was, now)]
    if (former.term, former.scope_key, former.whose) != (value.term, value.scope_key, value.whose):
        told["о чём"] = [f"{former.term}, {former.scope_words}", f"{value.term}, {value.scope_words}"]
    if small and former.primary != value.primary:
        told.setdefault("первичные данные", [SMALL, SMALL])
    return told


def _field(name):
    return Measurement._meta.get_field(name)


def _words(was, now, indicator):
    """Return both numbers as they are shown, or whole where they are shown alike."""
    shown = [figure(one, indicator) for one in (was, now)]
    return shown if shown[0] != shown[1] else [None if one is None else plain(one) for one in (was, now)]


def _small_before(former, value):
    former.indicator, former.school = value.indicator, value.school
    return former.is_small
