from django.db import models
from django.db.models import Q
from django.urls import reverse

from roadmap.models.dated import Dated, DatedRows
from roadmap.models.employee import Employee
from roadmap.permissions import ASSOCIATION_ROLES, GROUP_ROLES, Role
from vsoko.models import SchoolOwned, SchoolQuerySet


class WorkingGroup(SchoolOwned):
    """The working group of a roadmap: head, secretary and internal auditors, formed by an order."""

    roadmap = models.OneToOneField(
        "roadmap.Roadmap", models.PROTECT, related_name="working_group", verbose_name="дорожная карта"
    )
    document = models.ForeignKey(
        "roadmap.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="приказ"
    )

    class Meta:
        verbose_name = "рабочая группа"
        verbose_name_plural = "рабочие группы"

    def __str__(self):
        return f"Рабочая группа ВСОКО, {self.roadmap.label}"

    def get_absolute_url(self):
        return f"{reverse('working-group')}?roadmap={self.roadmap_id}"


class AppointmentQuerySet(DatedRows, SchoolQuerySet):
    def holders(self):
        """Return {role: employee}, by one query: whoever holds a role for good goes before an acting one."""
        rows = self.select_related("employee").order_by("-acting", "-id")
        return {one.role: one.employee for one in rows}


class Appointment(Dated, SchoolOwned):
    """A role given to an employee for a period, never for ever (domain text, section 5.1)."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="appointments", verbose_name="сотрудник")
    role = models.CharField("роль", max_length=20, choices=Role.choices)
    association = models.ForeignKey(
        "roadmap.Association", models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name="МО"
    )
    working_group = models.ForeignKey(
        WorkingGroup, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name="рабочая группа"
    )
    starts_on = models.DateField("с", null=True, blank=True)
    ends_on = models.DateField("по", null=True, blank=True)
    acting = models.BooleanField("исполняет обязанности", default=False)
    basis = models.CharField("основание", max_length=200, blank=True, help_text="Приказ: дата и номер.")

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = "назначение"
        verbose_name_plural = "назначения"
        ordering = ["role", "starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="appointment_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=ASSOCIATION_ROLES) | Q(association__isnull=False),
                name="appointment_of_association_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(role__in=GROUP_ROLES) | Q(working_group__isnull=False),
                name="appointment_of_group_names_it",
            ),
        ]

    def __str__(self):
        return f"{self.title}: {self.employee}"

    @property
    def title(self):
        word = self.get_role_display()
        return f"и.о.: {word}" if self.acting else word
