from django.db import models
from django.db.models import Q

from audits.models.checklist import ChecklistItem
from audits.models.corrective import Action
from audits.models.effectiveness import EffectivenessCheck
from audits.models.finding import Finding
from vsoko.models import StoredFile

OWNERS = ("item", "finding", "action", "check_record")


class Evidence(models.Model):
    """Свидетельство: a file or a reference with its own date, of an answer, a finding, an action or a check."""

    item = models.ForeignKey(ChecklistItem, models.CASCADE, null=True, blank=True, related_name="evidence")
    finding = models.ForeignKey(Finding, models.CASCADE, null=True, blank=True, related_name="evidence")
    action = models.ForeignKey(Action, models.CASCADE, null=True, blank=True, related_name="evidence")
    check_record = models.ForeignKey(EffectivenessCheck, models.CASCADE, null=True, blank=True, related_name="evidence")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="файл")
    reference = models.CharField("ссылка словами", max_length=300, blank=True, help_text="Документ, номер, дата.")
    dated = models.DateField("дата свидетельства", null=True, blank=True)

    class Meta:
        verbose_name = "свидетельство"
        verbose_name_plural = "свидетельства"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(file__isnull=False) | ~Q(reference=""), name="evidence_is_something"),
            models.CheckConstraint(
                condition=(
                    Q(item__isnull=False, finding=None, action=None, check_record=None)
                    | Q(item=None, finding__isnull=False, action=None, check_record=None)
                    | Q(item=None, finding=None, action__isnull=False, check_record=None)
                    | Q(item=None, finding=None, action=None, check_record__isnull=False)
                ),
                name="evidence_has_one_owner",
            ),
        ]

    def __str__(self):
        return self.reference or str(self.file)
