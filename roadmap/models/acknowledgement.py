from django.conf import settings
from django.db import models
from django.db.models import Q

from roadmap.models.document import Document, OfDocumentQuerySet
from roadmap.models.employee import Employee


class Acknowledgement(models.Model):
    """Ознакомление: who has to read the paper by when, and when they did. A new edition of the paper asks again."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="acknowledgements", verbose_name="документ")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="acknowledgements", verbose_name="сотрудник")
    due_on = models.DateField("ознакомиться до", null=True, blank=True)
    done_on = models.DateField("ознакомлен", null=True, blank=True)
    recorded_at = models.DateTimeField("отмечено", null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто отметил"
    )
    content_hash = models.CharField("с какой редакцией", max_length=64, blank=True)
    remark = models.CharField(
        "примечание", max_length=200, blank=True, help_text="«отпуск», «отказ, акт от 15.12.2020»."
    )

    # What the signed sheet says of a reader whose data have been erased: a part of a paper that is kept whole.
    signed_name = models.CharField("имя в листе", max_length=250, blank=True, editable=False)
    signed_position = models.CharField("должность в листе", max_length=200, blank=True, editable=False)

    objects = OfDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "ознакомление"
        verbose_name_plural = "ознакомления"
        ordering = ["employee__last_name", "employee__first_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "employee"], name="acknowledgement_once_a_person"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True) | Q(recorded_at__isnull=False, recorded_by__isnull=False),
                name="acknowledgement_recorded_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.employee}: {self.document}"

    def get_absolute_url(self):
        return self.document.get_absolute_url()

    @property
    def school(self):
        return self.document.school

    @property
    def school_id(self):
        return self.document.school_id

    def is_late(self, today):
        """Return whether the day has passed and the person has not read the paper."""
        return self.done_on is None and bool(self.due_on and self.due_on < today)
