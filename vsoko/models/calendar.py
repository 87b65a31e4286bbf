from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from vsoko.models.school import SchoolOwned, SchoolQuerySet
from vsoko.wording import period
from vsoko.workdays import Calendar, Period


class CalendarPeriodQuerySet(SchoolQuerySet):
    def calendar(self, school_id):
        """Return the Calendar of a school, by one query."""
        rows = list(self.filter(school=school_id))

        def of(*kinds):
            return tuple(Period(row.starts_on, row.ends_on, row.name) for row in rows if row.kind in kinds)

        kind = CalendarPeriod.Kind
        return Calendar(of(kind.DAY_OFF), of(kind.WORKING), of(kind.VACATION, kind.EXAMS))


class CalendarPeriod(SchoolOwned):
    """What the school writes into its calendar beside the public holidays of the state."""

    class Kind(models.TextChoices):
        VACATION = "vacation", "каникулы"
        EXAMS = "exams", "экзамены (ГИА)"
        DAY_OFF = "day_off", "выходной"
        WORKING = "working", "рабочий день"

    kind = models.CharField("что это", max_length=10, choices=Kind.choices)
    name = models.CharField("название", max_length=100, help_text="Например: «осенние каникулы».")
    starts_on = models.DateField("с")
    ends_on = models.DateField("по")

    objects = CalendarPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "дни календаря"
        verbose_name_plural = "календарь школы"
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="calendar_days_in_order"),
        ]

    def __str__(self):
        return f"{self.name}: {period(self.starts_on, self.ends_on)}"

    def get_absolute_url(self):
        return reverse("calendar-edit", args=[self.pk])
