"""The calendar of the school: vacations, exams, own days off and working days beside the public holidays."""

from django.db import transaction

from roadmap.services.references import KEPT_BY
from vsoko import history
from vsoko.models import CalendarPeriod
from vsoko.wording import period
from vsoko.workflow import NotAllowed


@transaction.atomic
def delete_period(pk, *, actor):
    """Take days out of the school's calendar; what they were stays in the history of the school."""
    row = CalendarPeriod.objects.select_for_update(of=("self",)).select_related("school").get(pk=pk)
    right, refusal = KEPT_BY[CalendarPeriod]
    if not right(actor, row):
        raise NotAllowed(refusal)
    history.record(
        row.school, actor=actor, action="vsoko.calendarperiod.delete", school=row.school,
        sentence=f"Убрано из календаря: {row.name}, {period(row.starts_on, row.ends_on)}",
    )  # fmt: skip
    row.delete()
