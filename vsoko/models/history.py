from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from vsoko.models.school import SchoolOwned, SchoolQuerySet


class HistoryQuerySet(SchoolQuerySet):
    def about(self, records):
        """Return the entries about any of these records, newest first."""
        wanted = models.Q(pk=None)
        for record in records:
            wanted |= models.Q(subject_type=ContentType.objects.get_for_model(record), subject_id=record.pk)
        return self.filter(wanted)

    def of(self, obj):
        """Return the entries about one record, newest first."""
        content_type = ContentType.objects.get_for_model(obj)
        return self.filter(subject_type=content_type, subject_id=obj.pk).select_related("actor")


class HistoryEntry(SchoolOwned):
    """Who did what to which record. Written by `vsoko.history.record`; the database refuses to change or delete it."""

    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="кто")
    actor_name = models.CharField("кто (словами)", max_length=120)
    action = models.CharField("действие", max_length=80)
    sentence = models.CharField("что сделано", max_length=300)
    subject_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    subject_id = models.BigIntegerField()
    subject = GenericForeignKey("subject_type", "subject_id")
    subject_label = models.CharField("о чём", max_length=300)
    from_state = models.CharField("было", max_length=30, blank=True)
    to_state = models.CharField("стало", max_length=30, blank=True)
    changes = models.JSONField("изменения", default=dict, blank=True)
    comment = models.TextField("замечание", blank=True)
    effective_on = models.DateField("день события")
    recorded_at = models.DateTimeField("записано", auto_now_add=True)

    objects = HistoryQuerySet.as_manager()

    class Meta:
        verbose_name = "запись истории"
        verbose_name_plural = "история"
        ordering = ["-recorded_at", "-id"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "-recorded_at"])]

    def __str__(self):
        return f"{self.actor_name}: {self.sentence}"

    @property
    def told_changes(self):
        """Return the changes worth a line: not the day and the person that the entry itself names, nor technical ones."""
        said = (f"{self.effective_on:%d.%m.%Y}", self.actor_name, self.comment)
        untold = self.untold_labels()
        return {
            label: change
            for label, change in self.changes.items()
            if label not in untold and not (change[0] in (None, "") and change[1] in said)
        }

    def untold_labels(self):
        """Return the labels of what the record keeps for itself: its model names those fields in `UNTOLD`."""
        if self.subject_type_id is None:
            return set()
        model = ContentType.objects.get_for_id(self.subject_type_id).model_class()
        return {str(model._meta.get_field(name).verbose_name) for name in getattr(model, "UNTOLD", ())}
