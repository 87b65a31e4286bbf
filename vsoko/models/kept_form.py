from django.conf import settings
from django.db import models


class KeptFormQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What a person has typed and not sent is nobody else's business."""
        return self.filter(user=user.pk)


class KeptForm(models.Model):
    """A form that was sent when the login had already ended: nothing of it was written, its author sends it after the next login.

    `fields` are [[name, value]] in the order of the form, `files` [[name, name of the file]]: the bytes are not kept.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="kept_forms", verbose_name="чья")
    title = models.CharField("название", max_length=200, blank=True)
    path = models.CharField("адрес", max_length=500)
    fields = models.JSONField("что вписано")
    files = models.JSONField("какие файлы", default=list)
    kept_at = models.DateTimeField("отправлена")

    objects = KeptFormQuerySet.as_manager()

    class Meta:
        verbose_name = "неотправленная форма"
        verbose_name_plural = "неотправленные формы"
        ordering = ["id"]

    def __str__(self):
        return self.title or "Форма"

    def texts(self):
        """Return what a person recognises the form by and may copy: what is written in words; where nothing is, all of it."""
        typed = [value for _, value in self.fields if value.strip()]
        return [value for value in typed if not value.isascii()] or typed
