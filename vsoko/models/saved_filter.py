from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from vsoko.models.school import SchoolOwned, SchoolQuerySet


class SavedFilterQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """What a person has put aside is nobody else's business."""
        return super().visible_to(user).filter(user=user.pk)


class SavedFilter(SchoolOwned):
    """The filter of a list as one person keeps it: under a name, or without one where it was only printed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name="чей")
    listing = models.CharField("список", max_length=40, help_text="Имя адреса списка.")
    name = models.CharField("название", max_length=60, blank=True)
    query = models.CharField("условия", max_length=1000, blank=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        verbose_name = "сохранённый отбор"
        verbose_name_plural = "сохранённые отборы"
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "listing", "name"], condition=~Q(name=""), name="saved_filter_name_once"
            ),
            models.UniqueConstraint(
                fields=["user", "listing", "query"], condition=Q(name=""), name="saved_filter_printed_once"
            ),
        ]

    def __str__(self):
        return self.name or "Список по отбору"

    def get_absolute_url(self):
        return reverse(self.listing) + (f"?{self.query}" if self.query else "")
