"""Exemptions from impartiality: only the director grants and withdraws them, in writing and for a time."""

from django.db import transaction

from audits.models import Exemption
from audits.permissions import grants_exemptions
from roadmap.permissions import rights
from vsoko import history
from vsoko.wording import day_num
from vsoko.workflow import NotAllowed, TransitionError, fact_day

REFUSAL = "Исключение из правила о беспристрастности разрешает и отзывает только директор."


@transaction.atomic
def grant_exemption(school, *, actor, employee, reason, until, association=None, course_programme=None, on=None):
    """Let one person audit one association or course programme to the day `until` and return the Exemption.

    Raises NotAllowed, and TransitionError where it is for the director, ends before it begins, or is there already.
    """
    if not grants_exemptions(actor):
        raise NotAllowed(REFUSAL)
    day, subject = fact_day(on), {"association": association, "course_programme": course_programme}
    if employee == rights(actor).employee:
        raise TransitionError("Директор в аудиторскую группу не входит: выберите другого.", field="employee")
    if until < day:
        raise TransitionError("Этот день уже прошёл: укажите, до какого дня действует исключение.", field="until")
    same = Exemption.objects.filter(school=school, employee=employee, **subject).lasting_to(until).first()
    if same:
        raise TransitionError(f"Такое исключение уже есть, оно действует по {day_num(same.until)}.", field="employee")
    exemption = Exemption.objects.create(
        school=school, employee=employee, reason=reason, until=until, granted_on=day, granted_by=rights(actor).employee,
        **subject,
    )  # fmt: skip
    history.record(
        exemption, actor=actor, action="audits.exemption.grant", sentence="Исключение разрешено", comment=reason, on=day,
        changes={"Действует по": ["", day_num(until)]},
    )  # fmt: skip
    return exemption


@transaction.atomic
def withdraw_exemption(pk, *, actor, comment, on=None):
    """End an exemption: audits that last to that day or longer are barred again. Returns it."""
    exemption = Exemption.objects.select_for_update(of=("self",)).select_related("school").get(pk=pk)
    if not grants_exemptions(actor, exemption):
        raise NotAllowed(REFUSAL)
    if exemption.withdrawn_on:
        raise TransitionError(f"Исключение уже отозвано {day_num(exemption.withdrawn_on)}.")
    day = fact_day(on)
    if day < exemption.granted_on:
        raise TransitionError(
            f"Исключение разрешено {day_num(exemption.granted_on)}: отозвать его раньше нельзя.", field="on"
        )
    exemption.withdrawn_on = day
    exemption.save(update_fields=["withdrawn_on"])
    history.record(
        exemption,
        actor=actor,
        action="audits.exemption.withdraw",
        sentence="Исключение отозвано",
        comment=comment,
        on=day,
    )
    return exemption
