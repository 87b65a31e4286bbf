"""One checker for several findings at once: all of them, or none where the person may not check one."""

from django.db import transaction

from audits.models import EffectivenessCheck, Finding
from audits.services import action_letters as letters
from audits.services.effectiveness import name_checker
from vsoko.workflow import NotAllowed, TransitionError


def awaited_checks(findings):
    """Return the checks of the present round that these findings wait for."""
    return EffectivenessCheck.objects.filter(
        finding__in=findings, finding__state=Finding.State.VERIFYING, state=EffectivenessCheck.State.ASSIGNED
    ).select_related("finding", "checker")


@transaction.atomic
def assign_checkers(findings, *, actor, checker):
    """Name who checks the effect of each, and tell this person once of all; the days stay. Returns how many were named.

    Raises TransitionError, and names nobody, where the person carried out an action of one of them.
    """
    refused, named, told = [], 0, []
    for check in awaited_checks(findings):
        try:
            one, changes = name_checker(check.pk, actor=actor, checker=checker, due_on=check.due_on)
            told += [one] if changes else []
        except NotAllowed:
            raise
        except TransitionError as error:
            refused.append(f"{check.finding.number}: {error.message}")
        named += 1
    if refused:
        raise TransitionError(f"Никто не назначен. {' '.join(refused)}", field="checker")
    letters.tell_checker(told, actor)
    return named
