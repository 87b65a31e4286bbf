from django.db import models
from django.db.models import Q
from django.urls import reverse

from roadmap.models.dated import Dated, DatedRows
from roadmap.models.employee import Employee
from vsoko.models import SchoolOwned


class Focus(models.TextChoices):
    """Направленности дополнительных программ (приказ Минпросвещения России от 27.07.2022 № 629)."""

    TECHNICAL = "technical", "техническая"
    SCIENCE = "science", "естественнонаучная"
    SPORTS = "sports", "физкультурно-спортивная"
    ARTS = "arts", "художественная"
    TOURISM = "tourism", "туристско-краеведческая"
    SOCIAL = "social", "социально-гуманитарная"


class Association(SchoolOwned):
    """Методическое объединение. Its chair and curator are appointments, its members are dated."""

    name = models.CharField("название", max_length=200, help_text="Например: «МО учителей математики».")
    focus = models.CharField(
        "направленность",
        max_length=12,
        choices=Focus.choices,
        blank=True,
        help_text="Для МО дополнительного образования.",
    )
    closed_on = models.DateField("упразднено", null=True, blank=True)

    class Meta:
        verbose_name = "методическое объединение"
        verbose_name_plural = "методические объединения"
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="association_name_once_a_school")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("association-detail", args=[self.pk])


class AssociationMemberQuerySet(DatedRows, models.QuerySet):
    def visible_to(self, user):
        return self.filter(association__in=Association.objects.visible_to(user))


class AssociationMember(Dated, models.Model):
    """A teacher's membership for a period; a teacher may be in two associations."""

    association = models.ForeignKey(Association, models.PROTECT, related_name="members", verbose_name="МО")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="memberships", verbose_name="сотрудник")
    starts_on = models.DateField("с", null=True, blank=True)
    ends_on = models.DateField("по", null=True, blank=True)

    objects = AssociationMemberQuerySet.as_manager()

    class Meta:
        verbose_name = "член МО"
        verbose_name_plural = "члены МО"
        ordering = ["employee__last_name", "employee__first_name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="member_leaves_after_joining",
            )
        ]

    def __str__(self):
        return f"{self.employee}, {self.association}"
