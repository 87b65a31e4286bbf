"""What people have been told, and the double click that tells it twice or not."""

from contextlib import suppress

from vsoko.models import Notification, User
from vsoko.wording import NBSP
from vsoko.workflow import TransitionError


class Told:
    """What has been told since it was last asked: {login: (subject, text)}, each person once."""

    def __init__(self):
        self.seen = set()

    def forget(self):
        """Pass over what has been told so far."""
        self.seen = set(Notification.objects.values_list("pk", flat=True))

    def __call__(self):
        rows = Notification.objects.exclude(pk__in=self.seen).select_related("recipient").order_by("pk")
        rows = list(rows)
        self.seen |= {row.pk for row in rows}
        by_person = {row.recipient: (row.subject.replace(NBSP, " "), row.text) for row in rows}
        assert len(by_person) == len(rows), f"told twice: {[(row.recipient, row.subject) for row in rows]}"
        return by_person


def twice(act):
    """Do it as a double click does: the second time it is refused or finds the work done."""
    act()
    with suppress(TransitionError):
        act()


def unread(duty):
    return set(User.objects.filter(notifications__in=Notification.objects.unread().filter(duty=duty)))
