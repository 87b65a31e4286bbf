from django.db import models
from django.urls import reverse

from roadmap.models.document import Document, OfDocumentQuerySet
from roadmap.models.employee import Employee
from vsoko.assignment import Assignment, DueChange


class DocumentItem(Assignment):
    """Пункт документа: an assignment that starts when the document is approved."""

    document = models.ForeignKey(Document, models.CASCADE, related_name="items", verbose_name="документ")
    position = models.PositiveSmallIntegerField("порядок")
    number = models.CharField("номер пункта", max_length=10)
    responsible = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="document_items", verbose_name="ответственный"
    )
    # Name in registries.point_conditions; a point written by hand has none and never completes by itself.
    condition = models.CharField("отметится само", max_length=30, blank=True)

    objects = OfDocumentQuerySet.as_manager()

    class Meta(Assignment.Meta):
        verbose_name = "пункт документа"
        verbose_name_plural = "пункты документов"
        ordering = ["position", "id"]

    def __str__(self):
        return f"{self.number}. {self.text}"

    def get_absolute_url(self):
        return reverse("item-detail", args=[self.pk])

    @property
    def school(self):
        return self.document.school

    @property
    def school_id(self):
        return self.document.school_id


class DueChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(assignment__document__in=Document.objects.visible_to(user))


class DocumentItemDueChange(DueChange):
    assignment = models.ForeignKey(DocumentItem, models.CASCADE, related_name="due_changes", verbose_name="пункт")

    objects = DueChangeQuerySet.as_manager()

    class Meta(DueChange.Meta):
        verbose_name = "просьба о сроке"
        verbose_name_plural = "просьбы о сроке"
        ordering = ["-id"]

    def __str__(self):
        return f"{self.assignment}: до {self.new_due:%d.%m.%Y}"

    def get_absolute_url(self):
        return self.assignment.get_absolute_url()

    @property
    def school(self):
        return self.assignment.document.school

    @property
    def school_id(self):
        return self.assignment.document.school_id
