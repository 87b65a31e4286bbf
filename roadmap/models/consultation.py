from django.db import models
from django.urls import reverse

from roadmap.models.activity import Activity
from roadmap.models.association import Association, Focus
from roadmap.models.employee import Employee
from roadmap.models.roadmap import Roadmap
from vsoko.models import SchoolOwned


class Consultation(SchoolOwned):
    """A consultation of an association's head about ВСОКО (row 6 of the roadmap)."""

    roadmap = models.ForeignKey(Roadmap, models.PROTECT, related_name="consultations", verbose_name="дорожная карта")
    activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, blank=True, related_name="consultations", verbose_name="пункт карты"
    )
    held_on = models.DateField("дата")
    consultant = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="кто консультировал")
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="consultations", verbose_name="МО"
    )
    focus = models.CharField("направленность", max_length=12, choices=Focus.choices, blank=True)
    topic = models.TextField("о чём")
    outcome = models.TextField("к чему пришли", blank=True)

    class Meta:
        verbose_name = "консультация"
        verbose_name_plural = "консультации"
        ordering = ["-held_on", "-id"]

    def __str__(self):
        return f"{self.topic}, {self.association or self.get_focus_display()}"

    def get_absolute_url(self):
        return reverse("consultation-detail", args=[self.pk])
