"""Indicators of a school: what every school begins with, and the cards that it keeps."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from audits.indicator_formulas import SYSTEM
from audits.indicator_list import shipped
from audits.indicator_terms import unknown_words
from audits.models import Indicator
from audits.permissions import keeps_indicators
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError

KEEPERS = "Показатели ведёт руководитель рабочей группы, заместитель директора или администратор."


def load_indicators(school):
    """Give a new school the indicators of the list; it edits them afterwards (domain text, section 7)."""
    Indicator.objects.bulk_create(
        Indicator(school=school, code=code, source_code=code, **fields) for code, fields in shipped().items()
    )


@transaction.atomic
def create_indicator(school, *, actor, **fields):
    """Add an indicator of the school's own and return it; a code that is taken raises TransitionError."""
    return _save_card(Indicator(school=school), actor, fields)


@transaction.atomic
def edit_indicator(pk, *, actor, **fields):
    """Change the card of an indicator and return it. Values that are there stay as they were counted."""
    return _save_card(Indicator.objects.select_for_update(of=("self",)).get(pk=pk), actor, fields)


def _save_card(indicator, actor, fields):
    if not keeps_indicators(actor, indicator):
        raise NotAllowed(KEEPERS)
    is_new = indicator.pk is None
    before = {} if is_new else history.snapshot(indicator, fields)
    for name, value in fields.items():
        if getattr(indicator, name, None) != value:  # 50 is 50,0000, and only opened and saved is no change
            setattr(indicator, name, value)
    if unknown := unknown_words(indicator.periodicity):
        raise TransitionError(
            f"«{unknown[0]}» — не срок: впишите месяц, четверть, квартал, полугодие или год.", field="periodicity"
        )
    if is_new and indicator.method == SYSTEM:
        raise TransitionError("Такие показатели программа знает сама: выберите другой способ.", field="method")
    if indicator.responsible_id and indicator.owed_from is None:
        indicator.owed_from = timezone.localdate()
    try:
        with transaction.atomic():
            indicator.save()
    except IntegrityError as error:
        raise TransitionError(f"Код {indicator.code} уже занят: укажите другой.", field="code") from error
    changes = {} if is_new else history.differences(indicator, before, history.snapshot(indicator, fields))
    if is_new or changes:
        history.record(
            indicator, actor=actor, action=f"audits.indicator.{'create' if is_new else 'edit'}",
            sentence="Показатель добавлен" if is_new else "Карточка показателя изменена", changes=changes,
        )  # fmt: skip
    return indicator
