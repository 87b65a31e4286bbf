"""Guessing passwords and codes closes the door for a while: to this login from this address, to nobody else.

A school sits behind one address, so the address alone locks nobody; a stranger elsewhere cannot lock a person out, and
attempts while the door is closed do not keep it closed.
"""

from axes.handlers.database import AxesDatabaseHandler
from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.db.models import Max, Sum
from django.utils import timezone

from vsoko import refusals
from vsoko.models import Refusal, User


class Handler(AxesDatabaseHandler):
    """Counts as the library does, and writes each refusal into the log of the school."""

    def user_login_failed(self, sender, credentials, request=None, **kwargs):
        was_locked = getattr(request, "axes_locked_out", False)
        super().user_login_failed(sender, credentials, request, **kwargs)
        if request is None:
            return
        kind = Refusal.Kind.CODE if "code" in credentials else Refusal.Kind.PASSWORD
        login = str(credentials.get("username", "")).replace("\0", "")
        user = User.objects.select_related("school").filter(username=login, school__isnull=False).first()
        refusals.note(request, Refusal.Kind.LOCKED if was_locked else kind, user)


def locked_until(username):
    """Return the moment until which this login is closed from some address, or None while it is open everywhere."""
    ends = (
        AccessAttempt.objects.filter(username=username, attempt_time__gt=timezone.now() - get_cool_off())
        .values("ip_address")
        .annotate(failures=Sum("failures_since_start"), last=Max("attempt_time"))
        .filter(failures__gte=settings.AXES_FAILURE_LIMIT)
        .order_by()
        .values_list("last", flat=True)
    )
    return max(ends) + get_cool_off() if ends else None


def lift(username):
    """Open the door to this login again, from every address."""
    reset(username=username)


def forget_old(now):
    """Delete attempts that close nothing any more: addresses are not kept for longer than they are needed."""
    AccessAttempt.objects.filter(attempt_time__lte=now - get_cool_off()).delete()
