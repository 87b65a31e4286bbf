from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from vsoko.models.school import SchoolOwned
from vsoko.models.stored_file import StoredFile
from vsoko.states import Stateful, States


class Rendering(Stateful, SchoolOwned):
    """A PDF that is being made, or was made, from one record; unchanged content is served from the stored bytes."""

    class State(States):
        QUEUED = "queued", "в очереди"
        RUNNING = "running", "готовится"
        DONE = "done", "готов"
        FAILED = "failed", "не получился"

        __shapes__ = {"queued": "plan", "running": "run", "done": "done", "failed": "late"}

    purpose = models.CharField("что готовится", max_length=40)
    owner_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    owner_id = models.BigIntegerField()
    owner = GenericForeignKey("owner_type", "owner_id")
    content_hash = models.CharField("SHA-256 содержания", max_length=64)
    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.QUEUED)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    problem = models.CharField("что помешало", max_length=300, blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="кто просил"
    )
    requested_at = models.DateTimeField("заказан", auto_now_add=True)
    started_at = models.DateTimeField("начат", null=True, blank=True)
    finished_at = models.DateTimeField("закончен", null=True, blank=True)

    class Meta:
        verbose_name = "подготовка PDF"
        verbose_name_plural = "подготовка PDF"
        ordering = ["-requested_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner_type", "owner_id", "purpose", "content_hash"], name="rendering_once_per_content"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(file__isnull=False), name="rendering_done_has_file"
            ),
        ]

    def __str__(self):
        return f"{self.purpose}: {self.get_state_display()}"
