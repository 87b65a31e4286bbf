from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Association, CourseProgramme, Employee
from roadmap.permissions import sees_everything
from vsoko.models import SchoolOwned, SchoolQuerySet


class ExemptionQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        return super().visible_to(user) if sees_everything(user) else self.none()

    def lasting_to(self, day):
        """Return those that cover an audit which ends on that day."""
        return self.filter(Q(withdrawn_on=None) | Q(withdrawn_on__gt=day), until__gte=day)


class Exemption(SchoolOwned):
    """The director's written leave for one person to audit one association or course programme all the same.

    A small school may have nobody else (domain text, section 5.2). It calls for a second auditor and is told in the report.
    """

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="exemptions", verbose_name="кому разрешено")
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="МО"
    )
    course_programme = models.ForeignKey(
        CourseProgramme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="программа ДО"
    )
    reason = models.TextField("почему заменить некем")
    until = models.DateField("действует по")
    granted_on = models.DateField("разрешено")
    granted_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="кто разрешил")
    withdrawn_on = models.DateField("отозвано", null=True, blank=True)

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        verbose_name = "исключение из правила о беспристрастности"
        verbose_name_plural = "исключения из правила о беспристрастности"
        ordering = ["-granted_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(association__isnull=False, course_programme__isnull=True)
                | Q(association__isnull=True, course_programme__isnull=False),
                name="exemption_names_one_subject",
            ),
            models.CheckConstraint(
                condition=Q(until__gte=models.F("granted_on")), name="exemption_ends_after_it_is_granted"
            ),
        ]

    def __str__(self):
        return f"Исключение для {self.employee}: {self.subject_name}"

    def get_absolute_url(self):
        return reverse("exemption-detail", args=[self.pk])

    def lasts_to(self, day):
        """Return whether it covers an audit which ends on that day (the rule of `lasting_to` for a row that was read)."""
        return self.until >= day and (self.withdrawn_on is None or self.withdrawn_on > day)

    @property
    def subject_name(self):
        return str(self.association) if self.association_id else f"программа {self.course_programme}"

    @property
    def standing(self):
        """Return (shape, word) of how it stands today."""
        if self.withdrawn_on:
            return "void", "отозвано"
        return ("done", "срок вышел") if self.until < timezone.localdate() else ("run", "действует")
