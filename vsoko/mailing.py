"""How letters leave: each waiting row is claimed by one conditional update, mailed and marked as sent.

A sender that dies between the mailing and the mark mails the row again: rows are exactly once, letters at least once,
and a letter mailed twice has the same Message-ID.
"""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from vsoko import notifications
from vsoko.models import Notification, User
from vsoko.wording import day_text

STALE = timedelta(minutes=15)  # a sender that died holding a row gives it up after this
FRESH = timedelta(days=14)  # what could not be sent for so long is no news; it stays on the page of notices
log = logging.getLogger(__name__)


def waiting(now):
    """Return the letters that are not sent. What has been read on the page meanwhile needs none."""
    return Notification.objects.unread().filter(sent_at=None, created_at__gt=now - FRESH)


def pending(now):
    """Return the letters that nobody is sending at this moment."""
    free = Q(claimed_at=None) | Q(claimed_at__lt=now - STALE)
    return waiting(now).filter(free, channel=Notification.Channel.EMAIL)


def send_pending():
    """Mail every waiting letter and return (sent, failed). Several senders may run at once: each row goes to one."""
    sent = failed = 0
    connection = get_connection()
    try:
        for row in pending(timezone.now()).select_related("recipient__school").order_by("created_at", "pk"):
            now = timezone.now()
            if not pending(now).filter(pk=row.pk).update(claimed_at=now):
                continue
            outcome = deliver(row, connection)
            sent, failed = sent + (outcome is True), failed + (outcome is False)
    except ServerIsAway:
        failed += 1
    finally:
        connection.close()
    return sent, failed


class ServerIsAway(Exception):
    """The mail server did not answer: the other letters need not be tried now."""


def deliver(row, connection):
    """Mail one claimed row. Returns whether it went, or None where the address exists no more."""
    mine = Notification.objects.filter(pk=row.pk)
    try:
        connection.open()
    except OSError as error:  # smtplib's errors are among them
        mine.update(claimed_at=None)
        raise ServerIsAway from error
    try:
        connection.send_messages([letter(row)])
    except SMTPRecipientsRefused as refusal:
        if all(code >= 500 for code, _ in refusal.recipients.values()):
            mine.update(channel=Notification.Channel.DESK)
            log.warning("Адрес получателя не принят почтовым сервером: уведомление %s осталось на странице", row.pk)
            return None
        return False  # refused for the time being: tried again when the claim is stale
    except OSError:
        connection.close()
        mine.update(claimed_at=None)
        return False
    mine.update(sent_at=timezone.now())
    return True


def letter(row):
    """Return the message of a row in text and HTML. Its Message-ID is the row's own: mailed twice, it is one in the mailbox."""
    user = row.recipient
    facts = {"row": row, "user": user, "site": settings.SITE_URL}
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ")
    headers = {"Message-ID": f"<vsoko-{row.pk}@{domain}>", "Auto-Submitted": "auto-generated"}
    message = EmailMultiAlternatives(
        f"ВСОКО. {row.subject}", render_to_string("emails/notification.txt", facts), to=[user.email], headers=headers
    )
    message.attach_alternative(render_to_string("emails/notification.html", facts), "text/html")
    return message


def gather_digests(school, today):
    """Put what waits for the morning into one letter for each person, at most one a day."""
    wanted = Q(notifications__channel=Notification.Channel.DIGEST, notifications__sent_at=None)
    for user in User.objects.filter(wanted, school=school, is_active=True).distinct():
        with transaction.atomic():
            rows = waiting(timezone.now()).filter(recipient=user, channel=Notification.Channel.DIGEST)
            rows = list(rows.select_for_update().order_by("created_at", "pk"))
            key = f"{today}"
            if rows and not Notification.objects.filter(dedupe_key=f"digest:{key}:{user.pk}").exists():
                notifications.digest(user, key=key, day=day_text(today), rows=rows, site=settings.SITE_URL)
                Notification.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=timezone.now())
