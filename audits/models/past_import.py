from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from audits.permissions import drafts_for_director
from roadmap.models import Roadmap
from vsoko.models import SchoolOwned, SchoolQuerySet, StoredFile

# What was found, reported and approved on paper: VSOKO knows the days that the school has written down, not who signed.
CARRIED_OVER = Q(past_import__isnull=False)


class PastImportQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        return super().visible_to(user) if drafts_for_director(user) else self.none()

    def standing(self):
        """Return those that were not taken back, the latest first."""
        return self.filter(undone_at=None).order_by("-id")


class PastImport(SchoolOwned):
    """One file of findings and actions of earlier years: it made the records that name it, and may be taken back whole."""

    source_file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", verbose_name="файл")
    # Years that were not in the system before: they go with the load that has made them.
    years = models.ManyToManyField(Roadmap, related_name="+", blank=True, verbose_name="заведённые годы")
    # Later files may add actions to what earlier ones have brought.
    actions = models.ManyToManyField("audits.Action", related_name="past_imports", blank=True, verbose_name="действия")
    findings_total = models.PositiveSmallIntegerField("записей", default=0)
    actions_total = models.PositiveSmallIntegerField("действий", default=0)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто загрузил"
    )
    loaded_at = models.DateTimeField("загружено", auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто отменил"
    )
    undone_at = models.DateTimeField("отменено", null=True, blank=True)

    objects = PastImportQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка прошлых лет"
        verbose_name_plural = "загрузки прошлых лет"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="past_import_undone_by_someone",
            )
        ]

    def __str__(self):
        return f"Загрузка прошлых лет: {self.source_file.name}"

    def get_absolute_url(self):
        return reverse("past-import")


def made_by(related_name):
    """Return the field that names the load which has made a record; empty for all that was born in VSOKO."""
    return models.ForeignKey(
        PastImport,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name=related_name,
        verbose_name="загрузка прошлых лет",
    )
