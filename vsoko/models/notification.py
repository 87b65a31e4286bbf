from django.conf import settings
from django.db import models

from vsoko.models.school import SchoolOwned, SchoolQuerySet


class NotificationQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """A person's own; a digest repeats in one letter what stands here by itself."""
        return super().visible_to(user).filter(recipient=user.pk).exclude(kind=Notification.Kind.DIGEST)

    def unread(self):
        return self.filter(read_at=None)


class Notification(SchoolOwned):
    """One message for one person; the dedupe key makes sure that it is written once.

    Everybody has it on the page of notices; `channel` says by which letter it goes besides. `duty` is the key of the line
    of the desk that it speaks of: it is read by itself when that line is gone.
    """

    class Channel(models.TextChoices):
        DESK = "desk", "на странице"
        EMAIL = "email", "письмо"
        DIGEST = "digest", "в утренней сводке"

    class Kind(models.TextChoices):
        SIGN = "sign", "подписать и согласовать"
        READ = "read", "ознакомиться"
        DECIDE = "decide", "решить и принять"
        ASSIGNED = "assigned", "поручено"
        RETURNED = "returned", "возвращено"
        DECIDED = "decided", "решено"
        REMINDER = "reminder", "напоминание о сроке"
        LATE = "late", "просрочено у других"
        DIGEST = "digest", "сводка"

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notifications", verbose_name="кому"
    )
    channel = models.CharField("канал", max_length=10, choices=Channel.choices)
    kind = models.CharField("вид", max_length=10, choices=Kind.choices)
    dedupe_key = models.CharField("ключ", max_length=200, unique=True)
    duty = models.CharField("дело", max_length=100, blank=True)
    subject = models.CharField("тема", max_length=200)
    text = models.TextField("текст")
    url = models.CharField("ссылка", max_length=300, blank=True)
    created_at = models.DateTimeField("создано", auto_now_add=True)
    claimed_at = models.DateTimeField("взято в отправку", null=True, blank=True)
    sent_at = models.DateTimeField("отправлено", null=True, blank=True)
    read_at = models.DateTimeField("прочитано", null=True, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "уведомление"
        verbose_name_plural = "уведомления"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["channel", "sent_at", "claimed_at"]),
            models.Index(fields=["recipient", "read_at"], name="vsoko_notices_of_a_person"),
        ]

    def __str__(self):
        return self.subject
