from django.db import models
from django.urls import reverse

from roadmap.models.association import Association, Focus
from roadmap.models.employee import Employee
from vsoko.models import SchoolOwned


class CourseProgramme(SchoolOwned):
    """Дополнительная общеразвивающая программа."""

    name = models.CharField("название", max_length=200)
    focus = models.CharField("направленность", max_length=12, choices=Focus.choices)
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="course_programmes", verbose_name="МО"
    )
    author = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="authored_programmes", verbose_name="автор"
    )
    teachers = models.ManyToManyField(Employee, blank=True, related_name="taught_programmes", verbose_name="педагоги")
    hours = models.PositiveSmallIntegerField("часов", null=True, blank=True)
    ages = models.CharField("возраст", max_length=40, blank=True, help_text="Например: «7–10 лет».")
    updated_on = models.DateField("обновлена", null=True, blank=True)

    class Meta:
        verbose_name = "дополнительная программа"
        verbose_name_plural = "дополнительные программы"
        ordering = ["name", "id"]

    def __str__(self):
        return f"«{self.name}»"

    def get_absolute_url(self):
        return reverse("course-programme-detail", args=[self.pk])
