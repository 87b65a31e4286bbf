from django.conf import settings
from django.db import models
from django.urls import reverse

from roadmap.models.roadmap import Roadmap
from vsoko.models import SchoolOwned, StoredFile
from vsoko.states import Stateful, States


class YearFolder(Stateful, SchoolOwned):
    """Папка года: one ZIP with everything a year has left. It is made in the background and replaced by a newer one.

    `fingerprint` tells what the ZIP was made of: another one of today means that something has changed since.
    """

    class State(States):
        QUEUED = "queued", "в очереди"
        RUNNING = "running", "собирается"
        DONE = "done", "готова"
        FAILED = "failed", "не получилась"

        __shapes__ = {"queued": "plan", "running": "run", "done": "done", "failed": "late"}

    roadmap = models.OneToOneField(Roadmap, models.PROTECT, related_name="folder", verbose_name="год")
    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.QUEUED)
    done = models.PositiveIntegerField("собрано", default=0)
    total = models.PositiveIntegerField("всего", default=0)
    fingerprint = models.CharField("SHA-256 состава", max_length=64, blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="файл")
    problem = models.CharField("что помешало", max_length=300, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто просил"
    )
    requested_at = models.DateTimeField("заказана")
    # Moves on with every file: a worker that has died is known by its silence.
    beat_at = models.DateTimeField("последний признак работы")
    finished_at = models.DateTimeField("собрана", null=True, blank=True)

    class Meta:
        verbose_name = "папка года"
        verbose_name_plural = "папки года"
        ordering = ["-requested_at"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(file__isnull=False, finished_at__isnull=False),
                name="year_folder_done_has_file",
            )
        ]

    def __str__(self):
        return f"Папка года: {self.roadmap.label}"

    def get_absolute_url(self):
        return reverse("year-folder", args=[self.roadmap_id])
