from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from roadmap.models.employee import Employee
from roadmap.permissions import forms_group, rights, sees_everything
from vsoko.models import SchoolOwned, SchoolQuerySet


class TrainingQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """Return what leaders, the group and the keepers of cards see; others see their own."""
        mine = super().visible_to(user)
        if sees_everything(user) or forms_group(user):
            return mine
        return mine.filter(employee=rights(user).employee)


class Training(SchoolOwned):
    """What a person has learnt for auditing; the task of the roadmap «содействие повышению квалификации»."""

    employee = models.ForeignKey(Employee, models.PROTECT, related_name="trainings", verbose_name="сотрудник")
    programme = models.CharField("программа обучения", max_length=200)
    organisation = models.CharField("кто обучал", max_length=200)
    hours = models.PositiveSmallIntegerField(
        "часов",
        validators=[
            MinValueValidator(1, "Часов не меньше одного."),
            MaxValueValidator(2000, "Столько часов не бывает: проверьте число."),
        ],
    )
    certificate = models.CharField(
        "удостоверение", max_length=120, blank=True, help_text="Номер и дата выдачи, если документ выдан."
    )
    finished_on = models.DateField("окончено")
    valid_until = models.DateField("действует по", null=True, blank=True, help_text="Пусто, если срока нет.")

    objects = TrainingQuerySet.as_manager()

    class Meta:
        verbose_name = "обучение аудитора"
        verbose_name_plural = "обучение аудиторов"
        ordering = ["-finished_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("finished_on")),
                name="training_ends_after_it_begins",
            )
        ]

    def __str__(self):
        return f"«{self.programme}», {self.hours} ч"

    def get_absolute_url(self):
        return f"{self.employee.get_absolute_url()}#training"

    def holds_on(self, day):
        return self.valid_until is None or self.valid_until >= day
