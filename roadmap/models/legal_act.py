from django.db import models
from django.urls import reverse

from vsoko.models import SchoolOwned
from vsoko.wording import NBSP, day_num


class LegalAct(SchoolOwned):
    """Нормативный акт: criteria and documents cite it; requisites are data with the day they were checked."""

    title = models.TextField("название")
    number = models.CharField("номер", max_length=60, blank=True)
    issued_on = models.DateField("дата", null=True, blank=True)
    valid_until = models.DateField("действует до", null=True, blank=True)
    checked_on = models.DateField("сверено", null=True, blank=True)
    replaced_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaces", verbose_name="чем заменён"
    )
    note = models.TextField("что важно знать", blank=True)
    code = models.SlugField("обозначение", max_length=40, blank=True)

    class Meta:
        verbose_name = "нормативный акт"
        verbose_name_plural = "нормативные акты"
        ordering = ["issued_on", "id"]

    def __str__(self):
        return f"{self.title} № {self.number}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("legal-act-edit", args=[self.pk])

    @property
    def requisites(self):
        """Return «от 27.07.2022 № 629», with what is known; a standard whose number names it needs no «№»."""
        day = f"от {day_num(self.issued_on)}" if self.issued_on else ""
        number = f"№{NBSP}{self.number}" if self.number and self.number not in self.title else ""
        return " ".join(filter(None, [day, number]))

    def is_expired(self, today):
        return self.valid_until is not None and self.valid_until < today
