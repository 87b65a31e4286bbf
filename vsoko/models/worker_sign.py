from django.db import models


class WorkerSign(models.Model):
    """When a worker of tasks last showed that it lives, by the clock of the database. Of the server, not of a school."""

    worker = models.CharField("обработчик", max_length=100, primary_key=True)
    seen_at = models.DateTimeField("отозвался")

    class Meta:
        verbose_name = "обработчик задач"
        verbose_name_plural = "обработчики задач"

    def __str__(self):
        return self.worker
