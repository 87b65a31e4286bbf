"""Reminders of what is due: before the day, on it, then again and again (domain text, section 4.5).

The desk knows every duty and its day, so that there is no second list of them: what is done, cancelled or moved has left the
desk or stands there under another day.
"""

from datetime import date, timedelta

from django.utils import timezone

from vsoko import desk, kept_forms, lockout, mailing, notifications, refusals, registries, sessions
from vsoko.backends import SchoolBackend
from vsoko.models import CalendarPeriod, Notification, School, User
from vsoko.wording import day_text, late_by

DAY = timedelta(days=1)
LONGEST_GAP = timedelta(days=14)  # how far back days are made up for on which nothing was run
LONGEST_BREAK = 21  # days: no holidays of a school office last longer
MORNING = 6  # o'clock: reminders and digests of a day are not made in the night before it


def send_morning(now=None):
    """Write the reminders and digests of this day for every school, once a day, whenever it is called after six.

    What is kept about logins for a time only is forgotten at the same hour.
    """
    now = timezone.localtime(now)
    if now.hour >= MORNING:
        sessions.forget_ended(now)
        kept_forms.forget_old(now)
        lockout.forget_old(now)
        for school in School.objects.all():
            refusals.forget_old(school, now)
            remind(school, now.date())
            mailing.gather_digests(school, now.date())


def remind(school, today):
    """Write today's reminders of one school, with those of the days since the last time."""
    last = school.reminded_on
    if last == today:
        return
    # A day still ahead was written by a clock that has been put back: it must not silence the days until then, and what was
    # told on them is not told again.
    since = max(last + DAY, today - LONGEST_GAP) if last and last < today else today
    terms = Terms(school, CalendarPeriod.objects.calendar(school.pk))
    told, copies = set(), []
    for pk in User.objects.filter(school=school, is_active=True).order_by("pk").values_list("pk", flat=True):
        user = SchoolBackend().get_user(pk)
        duties = desk.duties_of(user, today)
        due = [(duty, point) for duty in duties if (point := terms.reached(duty, since, today))]
        settle(user, duties, due)
        for duty, point in due:
            key, standing = f"{duty.key}:{base_of(duty)}:{point}", standing_of(duty, today, terms.calendar)
            notifications.reminded(user, key=key, standing=standing, duty=duty)
            told.add((user.pk, duty.key))
            if is_copied(duty, today):
                copies.append((user, duty, key, standing))
    overseers = {user.pk: user for find in registries.overseers.values() for user in find(school.pk)} if copies else {}
    for person, duty, key, standing in copies:
        others = [user for user in overseers.values() if (user.pk, duty.key) not in told]
        notifications.told_of_lateness(others, key=key, standing=standing, duty=duty, person=person)
    School.objects.filter(pk=school.pk).update(reminded_on=today)


def settle(user, duties, due):
    """Take for read what the desk no longer asks for, and the reminders that a newer one takes the place of."""
    unread = Notification.objects.unread().filter(recipient=user)
    waiting = {duty.key for duty in duties}
    again = [duty.key for duty, _ in due]
    kept = unread.exclude(duty="")
    gone = [pk for pk, key in kept.values_list("pk", "duty") if key not in waiting]
    now = timezone.now()
    Notification.objects.filter(pk__in=gone).update(read_at=now)
    unread.filter(kind=Notification.Kind.REMINDER, duty__in=again).update(read_at=now)


def base_of(duty):
    """Return the day that the reminders of a duty count from, or None. What has no term counts from its arrival."""
    return duty.remind_from or duty.due or duty.since


def is_copied(duty, today):
    """Return whether the day has passed: what has no day only waits, and its waiting is nobody's lateness."""
    day = duty.remind_from or duty.due
    return day is not None and day < today


def standing_of(duty, today, calendar):
    """Return how the term stands, in words."""
    day = base_of(duty)
    if day > today:
        return f"Срок {day_text(day, today)}"
    if day == today:
        return "Срок сегодня"
    if duty.due and duty.due < today:
        return f"Просрочено {late_by(duty.due, today, calendar)}".strip()
    return f"Ждёт с {day_text(day, today)}"


class Terms:
    """The days of a school on which it is reminded of a term."""

    def __init__(self, school, calendar):
        self.calendar = calendar
        self.before = [int(number) for number in school.reminder_days.split(",")]
        self.every = timedelta(days=school.reminder_every)

    def reached(self, duty, since, today):
        """Return the last day between these two on which the duty is to be reminded of, or None."""
        base = base_of(duty)
        if base is None:
            return None
        points = list(self.after(base, today))
        if duty.remind_from or duty.due:
            points += [base, *(self.earlier(base, count) for count in self.before)]
        return max((point for point in points if since <= point <= today), default=None)

    def earlier(self, base, count):
        """Return the day that lies `count` working days before the term."""
        day = base
        while count > 0:
            day -= DAY
            count -= self.calendar.is_working(day)
        return day

    def after(self, base, today):
        """Yield the days of repetition up to today that can matter; one on a day off moves to the next working day."""
        first = max(1, ((today - base).days - LONGEST_GAP.days - LONGEST_BREAK) // self.every.days)
        day: date = base + first * self.every
        while day <= today:
            moved = day
            while not self.calendar.is_working(moved):
                moved += DAY
            yield moved
            day += self.every
