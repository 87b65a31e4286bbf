import uuid

from django.conf import settings
from django.db import models

from vsoko.models.school import SchoolOwned


def file_path(stored, filename):
    """Return a name that says nothing about its content: people's file names stay in the database."""
    return f"{stored.school_id}/{uuid.uuid4().hex}"


class StoredFile(SchoolOwned):
    """A file with the hash of its bytes. It never changes: a new file is a new version of the old one."""

    file = models.FileField("файл", upload_to=file_path)
    name = models.CharField("имя файла", max_length=200)
    content_type = models.CharField("вид", max_length=100)
    size = models.PositiveBigIntegerField("размер, байт")
    sha256 = models.CharField("SHA-256", max_length=64)
    version = models.PositiveSmallIntegerField("версия", default=1)
    previous = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="next", verbose_name="прежняя версия"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="кто загрузил"
    )
    uploaded_at = models.DateTimeField("загружен", auto_now_add=True)

    class Meta:
        verbose_name = "файл"
        verbose_name_plural = "файлы"
        ordering = ["-uploaded_at", "-id"]

    def __str__(self):
        return self.name
