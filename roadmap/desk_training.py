"""The desk's reminder that an auditor's training ends: to the auditor and to the head of the working group."""

from datetime import timedelta

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from roadmap.models import Appointment, Training
from roadmap.permissions import Role, rights
from vsoko.registries import DeskSource, Duty, desk_sources
from vsoko.wording import day_text

SOON = timedelta(days=60)  # enough to find a course and to finish it
AUDITING = (Role.GROUP_HEAD, Role.AUDITOR)


def ending(user, today):
    """Return the Training that holds longest of each auditor whom the user answers for, where it ends soon; one query."""
    held = Appointment.objects.covering(today).filter(school=user.school_id, role__in=AUDITING)
    people = held.values("employee") if rights(user).has(Role.GROUP_HEAD) else [rights(user).employee.pk]
    ends = Training.objects.filter(employee=OuterRef("employee")).order_by("-valid_until").values("valid_until")
    endless = Training.objects.filter(employee__in=people, valid_until=None).values("employee")
    rows = Training.objects.filter(employee__in=people, valid_until__lte=today + SOON).exclude(employee__in=endless)
    return rows.filter(valid_until=Subquery(ends[:1])).select_related("employee").order_by("valid_until", "pk")


def training_duties(user, today):
    if not rights(user).has(*AUDITING):
        return []
    return [duty(one, user, today) for one in {one.employee_id: one for one in ending(user, today)}.values()]


def duty(training, user, today):
    own = training.employee_id == rights(user).employee.pk
    over = training.valid_until < today
    return Duty(
        key=f"training:{training.employee_id}",
        title="Обновить обучение аудитора" if own else f"Обновить обучение аудитора: {training.employee}",
        url=training.get_absolute_url() if own else reverse("training-create", args=[training.employee_id]),
        due=training.valid_until,
        detail=f"{training}, действует по {day_text(training.valid_until)}",
        shape="late" if over else "wait",
        word="срок вышел" if over else "срок выходит",
    )


def register():
    desk_sources.register("training", DeskSource(training_duties))
