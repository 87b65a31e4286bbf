from django.db import models
from django.db.models import Q
from django.urls import reverse

from audits.permissions import drafts_for_director
from roadmap.models import Roadmap
from roadmap.models.file_import import FileImport, FileImportQuerySet, undone_by_someone

# What was found, reported and approved on paper: VSOKO knows the days that the school has written down, not who signed.
CARRIED_OVER = Q(past_import__isnull=False)


class PastImportQuerySet(FileImportQuerySet):
    def visible_to(self, user):
        return super().visible_to(user) if drafts_for_director(user) else self.none()


class PastImport(FileImport):
    """One file of findings and actions of earlier years: it made the records that name it, and may be taken back whole."""

    # Years that were not in the system before: they go with the load that has made them.
    years = models.ManyToManyField(Roadmap, related_name="+", blank=True, verbose_name="заведённые годы")
    # Later files may add actions to what earlier ones have brought.
    actions = models.ManyToManyField("audits.Action", related_name="past_imports", blank=True, verbose_name="действия")
    findings_total = models.PositiveSmallIntegerField("записей", default=0)
    actions_total = models.PositiveSmallIntegerField("действий", default=0)

    objects = PastImportQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка прошлых лет"
        verbose_name_plural = "загрузки прошлых лет"
        ordering = ["-id"]
        constraints = [undone_by_someone("past_import_undone_by_someone")]

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
