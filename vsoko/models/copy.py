from pathlib import Path

from django.conf import settings
from django.db import models

from vsoko.models.school import SchoolOwned, SchoolQuerySet
from vsoko.states import Stateful, States


class CopyQuerySet(SchoolQuerySet):
    def good(self):
        return self.filter(state=Copy.State.DONE)


class Copy(Stateful, SchoolOwned):
    """A copy of the whole installation in the folder of copies; `day` is the day that it was made for.

    `requested_by` is empty for the copy of each day, which there is one of. `check_state` says whether it has been restored
    aside. It belongs to the school with which the installation began.
    """

    class State(States):
        QUEUED = "queued", "в очереди"
        RUNNING = "running", "записывается"
        DONE = "done", "записана"
        FAILED = "failed", "не получилась"

        __shapes__ = {"queued": "plan", "running": "run", "done": "done", "failed": "late"}

    class Check(States):
        NONE = "", "не проверена"
        QUEUED = "queued", "проверка в очереди"
        RUNNING = "running", "проверяется"
        GOOD = "good", "проверена"
        BAD = "bad", "не восстановилась"

        __shapes__ = {"queued": "plan", "running": "run", "good": "done", "bad": "late"}

    day = models.DateField("день")
    name = models.CharField("имя файла", max_length=100, unique=True)
    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.QUEUED)
    problem = models.CharField("что помешало", max_length=300, blank=True)
    done = models.PositiveIntegerField("записано частей", default=0)
    total = models.PositiveIntegerField("всего частей", default=0)
    size = models.PositiveBigIntegerField("размер, байт", default=0)
    rows = models.PositiveBigIntegerField("строк", default=0)
    files = models.PositiveIntegerField("файлов", default=0)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто заказал"
    )
    # Moves on with the work: a worker that has died is known by its silence.
    beat_at = models.DateTimeField("последний признак работы")
    finished_at = models.DateTimeField("записана", null=True, blank=True)
    check_state = models.CharField("проверка", max_length=10, choices=Check.choices, blank=True, default=Check.NONE)
    check_problem = models.CharField("что не сошлось", max_length=300, blank=True)
    checked_at = models.DateTimeField("проверена", null=True, blank=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        verbose_name = "резервная копия"
        verbose_name_plural = "резервные копии"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"], condition=models.Q(requested_by__isnull=True), name="copy_of_a_day_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(finished_at__isnull=False), name="copy_done_has_moment"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def path(self):
        """Return where the archive lies, or would."""
        return Path(settings.COPIES_DIR) / self.name

    @property
    def is_gone(self):
        """Return whether the file was taken off the disk; a machine without the folder cannot tell, and believes the row."""
        return self.state == self.State.DONE and self.path.parent.exists() and not self.path.exists()

    @property
    def check_shape(self):
        return Copy.Check(self.check_state).shape
