"""What happens to an action on its way: notes about its progress, and its passing from one person to another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from audits.models.corrective import Action
from roadmap.models import Employee


class OfActionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What belongs to an action is seen with it."""
        return self.filter(action__in=Action.objects.visible_to(user))


class ActionNote(models.Model):
    """Ход работы: what has been done by a day, in the words of who carries the action out. It is never edited."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="notes", verbose_name="действие")
    text = models.TextField("что сделано к этому дню")
    dated = models.DateField("день")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто записал")

    objects = OfActionQuerySet.as_manager()

    class Meta:
        verbose_name = "отметка о ходе"
        verbose_name_plural = "отметки о ходе"
        ordering = ["-dated", "-id"]

    def __str__(self):
        return self.text


class ActionHandover(models.Model):
    """Передача: who answered for the action, who does now, and why. The former person still sees it and never judges it."""

    action = models.ForeignKey(Action, models.CASCADE, related_name="handovers", verbose_name="действие")
    handed_from = models.ForeignKey(
        Employee, models.PROTECT, related_name="handed_over", verbose_name="кто отвечал раньше"
    )
    handed_to = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="кто отвечает теперь")
    reason = models.TextField("почему")
    handed_on = models.DateField("когда")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто передал")

    objects = OfActionQuerySet.as_manager()

    class Meta:
        verbose_name = "передача действия"
        verbose_name_plural = "передачи действий"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(handed_from=F("handed_to")), name="handover_to_somebody_else"),
        ]

    def __str__(self):
        return f"{self.handed_from} → {self.handed_to}"
