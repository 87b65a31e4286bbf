"""A person's duties as a calendar that telephones and computers subscribe to, by a secret link without a password."""

import secrets
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import reverse

from vsoko import desk
from vsoko.backends import SchoolBackend
from vsoko.models import User

REFRESH = timedelta(hours=6)


def calendar_url(user):
    """Return the whole address of a person's calendar, or nothing while there is none."""
    return settings.SITE_URL + reverse("calendar-feed", args=[user.calendar_token]) if user.calendar_token else ""


def renew_link(user):
    """Give a new secret link; the one before it opens nothing from now on."""
    User.objects.filter(pk=user.pk).update(calendar_token=secrets.token_urlsafe(32))


def revoke_link(user):
    User.objects.filter(pk=user.pk).update(calendar_token=None)


def owner_of(token):
    """Return the user whose link this is, fetched as for a request, or None."""
    pk = User.objects.filter(calendar_token=token, school__isnull=False).values_list("pk", flat=True).first()
    return SchoolBackend().get_user(pk) if pk else None


def calendar_of(user, today):
    """Return the bytes of an iCalendar file: each duty that has a day as an event of that whole day."""
    from icalendar import Calendar  # loaded when it is first needed: it costs memory in every web worker

    calendar = Calendar()
    calendar.add("prodid", "-//VSOKO//duties//RU")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "ВСОКО: мои сроки")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for duty in desk.duties_of(user, today):
        if day := duty.due and (duty.remind_from or duty.due):
            calendar.add_component(event_of(duty, day, user))
    return calendar.to_ical()


def event_of(duty, day, user):
    from icalendar import Event

    event = Event()
    event.add("uid", f"{duty.key}:{user.pk}@{user.school.code}.vsoko")
    event.add("dtstamp", datetime.now(UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", duty.title)
    event.add("url", settings.SITE_URL + duty.url)
    event.add("transp", "TRANSPARENT")  # a term takes no time of the day
    if duty.detail:
        event.add("description", duty.detail)
    return event
