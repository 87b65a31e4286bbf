from django.db import models
from django.urls import reverse

from vsoko.models import SchoolOwned


class LegalAct(SchoolOwned):
    """Нормативный акт: criteria and documents cite it; requisites are data with the day they were checked."""

    title = models.TextField("название")
    number = models.CharField("номер", max_length=60, blank=True)
    issued_on = models.DateField("дата", null=True, blank=True)
    valid_until = models.DateField("действует до", null=True, blank=True)
    checked_on = models.DateField("сверено", null=True, blank=True)
    code = models.SlugField("обозначение", max_length=40, blank=True)

    class Meta:
        verbose_name = "нормативный акт"
        verbose_name_plural = "нормативные акты"
        ordering = ["issued_on", "id"]

    def __str__(self):
        return f"{self.title} № {self.number}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("legal-act-edit", args=[self.pk])
