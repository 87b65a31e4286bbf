from django.db import models

from audits.models.audit import Audit
from roadmap.models import Employee


class AuditMeeting(models.Model):
    """A line of the timetable of an audit: when which part of it takes place, who asks and who is present (domain text, D08)."""

    class Stage(models.TextChoices):
        OPENING = "opening", "вводная встреча"
        DOCUMENTS = "documents", "изучение документов"
        INTERVIEW = "interview", "беседа"
        OBSERVATION = "observation", "наблюдение"
        CLOSING = "closing", "заключительная встреча"

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="meetings", verbose_name="аудит")
    position = models.PositiveSmallIntegerField("порядок")
    day = models.DateField("день")
    at = models.CharField("время или урок", max_length=20, blank=True, help_text="«14:30» или «2-й урок».")
    stage = models.CharField("этап", max_length=12, choices=Stage.choices)
    about = models.CharField("вопросы или разделы", max_length=300, blank=True)
    auditor = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="аудитор",
        help_text="Никто не выбран: вся группа.",
    )  # fmt: skip
    participants = models.CharField("участники", max_length=200, blank=True)
    place = models.CharField("место", max_length=120, blank=True)

    class Meta:
        verbose_name = "встреча аудита"
        verbose_name_plural = "график встреч аудита"
        ordering = ["position", "id"]

    def __str__(self):
        return f"{self.day:%d.%m.%Y}{f', {self.at}' if self.at else ''}: {self.get_stage_display()}"
