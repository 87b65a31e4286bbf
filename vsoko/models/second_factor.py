from django.conf import settings
from django.db import models


class SecondFactor(models.Model):
    """The second step of a login: a code of an application on a person's own telephone (TOTP, RFC 6238).

    The key that the application knows is not kept: `vsoko.second_factor` derives it of `nonce` and the key of the
    installation, so that a copy of the database gives nobody the codes.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factor", verbose_name="чей"
    )
    nonce = models.CharField("случайная часть", max_length=64)
    last_step = models.BigIntegerField(
        "последний принятый код", help_text="Номер его тридцати секунд: один код действует один раз."
    )
    wrong = models.PositiveSmallIntegerField("неверных кодов подряд", default=0)
    since = models.DateTimeField("включён", auto_now_add=True)

    class Meta:
        verbose_name = "второй шаг входа"
        verbose_name_plural = "вторые шаги входа"

    def __str__(self):
        return f"{self._meta.verbose_name}: {self.user}"


class ReserveCode(models.Model):
    """A code for the day when the telephone is not at hand; it works once and is kept as a hash."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reserve_codes", verbose_name="чей")
    digest = models.CharField("хэш", max_length=64)

    class Meta:
        verbose_name = "запасной код"
        verbose_name_plural = "запасные коды"
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="reserve_code_once")]

    def __str__(self):
        return f"{self._meta.verbose_name}: {self.user}"
