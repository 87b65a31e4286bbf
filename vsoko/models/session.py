from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils import timezone


class SessionQuerySet(models.QuerySet):
    def of(self, user):
        """Return the sessions in which this person is inside, the last used first."""
        return self.filter(user=user, expire_date__gt=timezone.now()).order_by("-seen_at")


class Session(AbstractBaseSession):
    """One login of one browser. It knows no address of the network: a person recognises the own device without it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, related_name="+", verbose_name="кто")
    device = models.CharField("устройство", max_length=80, blank=True)
    began_at = models.DateTimeField("вход")
    seen_at = models.DateTimeField("последнее действие")

    objects = BaseSessionManager.from_queryset(SessionQuerySet)()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "открытый вход"
        verbose_name_plural = "открытые входы"

    @classmethod
    def get_session_store_class(cls):
        from vsoko.sessions import SessionStore

        return SessionStore
