"""The last file of values taken back: whole, and only as long as nobody has changed what it has written."""

from copy import copy

from django.db import transaction
from django.utils import timezone

from audits.models import Indicator, Measurement, ValuesImport
from audits.permissions import enters_indicators
from audits.services.measurements import ENTERS, drop_value, save_value, version_of
from audits.services.signal_letters import tell_signals
from vsoko import history
from vsoko.models import School
from vsoko.workflow import NotAllowed, TransitionError


def last_import(school):
    """Return the latest file that was not taken back, or None."""
    rows = ValuesImport.objects.filter(school=school).standing()
    return rows.select_related("source_file", "loaded_by__employee").first()


@transaction.atomic
def undo_values(pk, *, actor):
    """Delete the values that the last file has brought, put back those that it has changed, and return the load.

    Raises TransitionError where somebody has changed or deleted any of them since.
    """
    if not enters_indicators(actor):
        raise NotAllowed(ENTERS)
    school = School.objects.select_for_update(of=("self",)).get(pk=actor.school_id)
    load = last_import(school)
    if load is None or load.pk != pk:
        raise TransitionError("Эту загрузку уже отменили или после неё была другая: откройте страницу заново.")
    # Nobody else writes values of these indicators till the transaction ends.
    list(Indicator.objects.select_for_update(of=("self",)).filter(school=school))
    rows = Measurement.objects.filter(pk__in=load.written).select_related("indicator", "school", "association")
    values = {str(value.pk): value for value in rows}
    refuse_if_changed(load, values)
    comment = load.source_file.name
    for key, value in values.items():
        if former := load.written[key]["former"]:
            put_back(value, former, actor)
        else:
            drop_value(value, actor, sentence="Значение из файла убрано: загрузка отменена", comment=comment)
    tell_signals(list(values.values()), actor)
    load.undone_by, load.undone_at = actor, timezone.now()
    load.save(update_fields=["undone_by", "undone_at"])
    history.record(
        load, actor=actor, action="audits.valuesimport.undo", sentence="Загрузка значений отменена", comment=comment
    )
    return load


def refuse_if_changed(load, values):
    if len(values) < len(load.written):
        raise TransitionError("Отменить нельзя: загруженное значение уже удалили. Остальные исправьте по одному.")
    for key, value in values.items():
        if version_of(value) != load.written[key]["version"]:
            raise TransitionError(
                f"Отменить нельзя: значение «{value}» после загрузки изменили. Исправьте значения по одному."
            )


def put_back(value, former, actor):
    """Give a value the numbers and the source that it had before the file."""
    present = copy(value)
    for name, one in former.items():
        setattr(value, name, one if name == "primary" else Measurement._meta.get_field(name).to_python(one))
    save_value(value, actor, sentence="Прежнее значение возвращено, загрузка отменена", former=present)
