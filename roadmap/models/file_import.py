from django.conf import settings
from django.db import models
from django.db.models import Q

from vsoko.models import SchoolOwned, SchoolQuerySet, StoredFile


class FileImportQuerySet(SchoolQuerySet):
    def standing(self):
        """Return those that were not taken back, the latest first."""
        return self.filter(undone_at=None).order_by("-id")


class FileImport(SchoolOwned):
    """One file that was taken in whole and may be taken back whole; it and its import stay as a fact of history."""

    source_file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="файл")
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто загрузил"
    )
    loaded_at = models.DateTimeField("загружено", auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто отменил"
    )
    undone_at = models.DateTimeField("отменено", null=True, blank=True)

    class Meta:
        abstract = True


def undone_by_someone(name):
    return models.CheckConstraint(
        condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False), name=name
    )
