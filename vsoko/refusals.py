"""The log of what was refused at the door and inside: an administrator reads it, and it forgets by itself."""

from datetime import timedelta

from axes.helpers import get_client_ip_address
from django.db.models import F
from django.utils import timezone

from vsoko import devices
from vsoko.logs import KEYS
from vsoko.models import Refusal, School

# A flood of attempts fills neither the disk nor the page.
ONE_ROW = timedelta(hours=1)


def note(request, kind, user=None):
    """Remember one refused attempt: `user` is whoever it concerns, if the login is known.

    What concerns nobody is told to the school of the installation where there is one only; else it is nobody's to read.
    """
    school = user.school if user else only_school()
    if school is None:
        return
    now = timezone.now()
    facts = {
        "school": school,
        "kind": kind,
        "user": user,
        "path": KEYS.sub(r"\1…", request.path)[:200],
        "address": get_client_ip_address(request),
        "device": devices.name_of(request),
    }
    repeated = Refusal.objects.filter(**facts, began_at__gt=now - ONE_ROW)
    if not repeated.update(times=F("times") + 1, last_at=now):
        Refusal.objects.create(**facts, began_at=now, last_at=now)


def only_school():
    schools = list(School.objects.all()[:2])
    return schools[0] if len(schools) == 1 else None


def forget_old(school, now):
    """Delete what is older than the school wants to keep."""
    Refusal.objects.filter(school=school, last_at__lte=now - timedelta(days=school.refusal_days)).delete()
