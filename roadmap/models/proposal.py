from django.db import models

from roadmap.models.document import Document, OfDocumentQuerySet
from roadmap.models.employee import Employee


class Proposal(models.Model):
    """A decision proposed to a meeting; adopted in it, it becomes a point of the minutes. Both stand in the draft minutes."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="proposals", verbose_name="протокол")
    position = models.PositiveSmallIntegerField("порядок")
    question = models.CharField("вопрос повестки", max_length=300)
    text = models.TextField("решение")
    responsible = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ответственный"
    )
    due_on = models.DateField("срок", null=True, blank=True)
    adopted = models.BooleanField("принято", default=False)

    objects = OfDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "проект решения"
        verbose_name_plural = "проекты решений"
        ordering = ["position", "id"]

    def __str__(self):
        return self.text
