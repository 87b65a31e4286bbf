from django.conf import settings
from django.db import models

from vsoko.models.school import SchoolOwned


class Notification(SchoolOwned):
    """One message for one person through one channel; the dedupe key makes sure that it is written once."""

    class Channel(models.TextChoices):
        DESK = "desk", "на странице"
        EMAIL = "email", "письмо"

    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications")
    channel = models.CharField("канал", max_length=10, choices=Channel.choices)
    dedupe_key = models.CharField("ключ", max_length=200, unique=True)
    subject = models.CharField("тема", max_length=200)
    text = models.TextField("текст")
    url = models.CharField("ссылка", max_length=300, blank=True)
    created_at = models.DateTimeField("создано", auto_now_add=True)
    claimed_at = models.DateTimeField("взято в отправку", null=True, blank=True)
    sent_at = models.DateTimeField("отправлено", null=True, blank=True)

    class Meta:
        verbose_name = "уведомление"
        verbose_name_plural = "уведомления"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["channel", "sent_at", "claimed_at"])]

    def __str__(self):
        return self.subject
