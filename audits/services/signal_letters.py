"""A signal of an indicator is told once for its value: to who answers for the indicator and to the deputies.

A value that is corrected takes its notice away; what is then still a signal is told anew, for it is another number.
"""

from audits.indicator_standing import standings
from audits.models.indicator import Scope, Whose
from audits.services.letters import Kind, others
from roadmap.services.letters import DEPUTIES, holders
from vsoko import notifications
from vsoko.wording import full_stop


def tell_signals(values, actor):
    """Tell of the signals of the indicators whose values of the school these are; two queries while there are none."""
    indicators = {value.indicator.pk: value.indicator for value in values if is_heard(value)}
    found = standings(indicators.values()) if indicators else {}
    for pk, indicator in indicators.items():
        standing = found[pk]
        beginning = f"signal:{pk}:"
        if not standing.signals:
            notifications.over(told=beginning)
            continue
        key = f"{beginning}{standing.latest.pk}:{standing.latest.shown}"
        notifications.over(told=beginning, but=key)
        named = [indicator.responsible.user] if indicator.responsible_id else []
        notifications.notify(
            others(indicator.school_id, [*named, *holders(indicator.school_id, DEPUTIES)], actor),
            kind=Kind.DECIDE,
            key=key,
            subject=f"Сигнал: {indicator}, {standing.latest.term}",
            text="\n".join([*map(full_stop, standing.signals), "Найдите причину и решите, что сделать."]),
            url=indicator.get_absolute_url(),
        )


def is_heard(value):
    """Return whether a value can begin or end a signal: signals are told by own values of the whole school.

    Values of the district count as well: a goal may be not to be below them.
    """
    return value.scope == Scope.SCHOOL and value.whose in (Whose.OWN, Whose.DISTRICT)
