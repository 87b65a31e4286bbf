from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from vsoko.models.school import SchoolOwned


class SearchEntry(SchoolOwned):
    """What one record is found by: its words as stems, without case and ё. Rebuilt in full by `manage.py index_search`."""

    subject_type = models.ForeignKey(ContentType, models.CASCADE, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    label = models.CharField("что найдено", max_length=300)
    stems = models.TextField("основы слов")

    class Meta:
        verbose_name = "запись поиска"
        verbose_name_plural = "записи поиска"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["subject_type", "subject_id"], name="search_entry_once_a_record")
        ]

    def __str__(self):
        return self.label
