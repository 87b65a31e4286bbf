from django.conf import settings
from django.db import models

from vsoko.models.school import SchoolOwned


class Refusal(SchoolOwned):
    """An attempt that was refused: what, when, from where. Neither passwords nor codes nor unknown logins stand in it.

    It is kept for as many days as the school says; one and the same attempt repeated within an hour is one row.
    """

    class Kind(models.TextChoices):
        PASSWORD = "password", "неверный логин или пароль"
        CODE = "code", "неверный код второго шага"
        LOCKED = "locked", "вход закрыт на время"
        LINK = "link", "недействительная ссылка"
        FORBIDDEN = "forbidden", "страница или действие не для этой роли"

    kind = models.CharField("что", max_length=10, choices=Kind)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name="кто")
    path = models.CharField("страница", max_length=200)
    address = models.GenericIPAddressField("адрес в сети", null=True)
    device = models.CharField("устройство", max_length=80, blank=True)
    times = models.PositiveIntegerField("сколько раз", default=1)
    began_at = models.DateTimeField("первый раз")
    last_at = models.DateTimeField("последний раз")

    class Meta:
        verbose_name = "отказ"
        verbose_name_plural = "отказы"
        ordering = ["-last_at", "-id"]
        indexes = [models.Index(fields=["school", "-last_at"]), models.Index(fields=["school", "began_at"])]

    def __str__(self):
        return self.get_kind_display()
