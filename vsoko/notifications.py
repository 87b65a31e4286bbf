"""Letters that tell a person what has come to them: one small function per message, the rows once for each fact.

A row is written in the transaction of the fact itself; `send_notifications` mails it afterwards, so that a dead mail
server undoes nothing.
"""

from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils import timezone

from vsoko.models import Notification

STALE = timedelta(minutes=15)  # a sender that died holding a row gives it up after this


def notify(users, *, key, subject, text, url):
    """Write a letter for each of the users who has an e-mail and may log in; a fact told before is not told again."""
    rows = [
        Notification(
            school_id=user.school_id, recipient=user, channel=Notification.Channel.EMAIL, dedupe_key=f"{key}:{user.pk}",
            subject=" ".join(subject.split())[:200], text=text, url=url,
        )
        for user in users
        if user.email and user.is_active
    ]  # fmt: skip
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


def waits_for_signature(users, *, title, url, key):
    notify(users, key=f"sign:{key}", subject=f"На подпись: {title}", text="Документ передан вам на подпись.", url=url)


def waits_for_visa(users, *, title, url, key):
    notify(
        users,
        key=f"visa:{key}",
        subject=f"На согласование: {title}",
        text="Документ ждёт вашего согласования.",
        url=url,
    )


def returned(users, *, title, url, key, remark):
    notify(users, key=f"return:{key}", subject=f"Возвращён с замечанием: {title}", text=f"Замечание: {remark}", url=url)


def asked_to_read(users, *, title, url, key, due=""):
    term = f" Срок: {due}." if due else ""
    notify(
        users,
        key=f"read:{key}",
        subject=f"Ознакомиться: {title}",
        text=f"Отметьте ознакомление на странице документа.{term}",
        url=url,
    )


def assigned(users, *, title, url, key, due=""):
    term = f"Срок: {due}." if due else "Срок не назначен."
    notify(users, key=f"assign:{key}", subject=f"Вам поручено: {title}", text=term, url=url)


def reminded(users, *, title, url, key, text):
    notify(users, key=key, subject=f"Напоминание: {title}", text=text, url=url)


def pending(now):
    """Return the letters that nobody is sending at this moment."""
    return Notification.objects.filter(
        Q(claimed_at=None) | Q(claimed_at__lt=now - STALE), channel=Notification.Channel.EMAIL, sent_at=None
    )


def send_pending():
    """Mail every waiting letter and return (sent, failed). Several senders may run at once: each row goes to one."""
    sent = failed = 0
    for row in pending(timezone.now()).select_related("recipient__school").order_by("created_at", "pk"):
        now = timezone.now()
        if not pending(now).filter(pk=row.pk).update(claimed_at=now):
            continue
        try:
            letter(row).send()
        except OSError:  # smtplib's errors are among them
            failed += 1
            Notification.objects.filter(pk=row.pk).update(claimed_at=None)
        else:
            sent += 1
            Notification.objects.filter(pk=row.pk).update(sent_at=timezone.now())
    return sent, failed


def letter(row):
    """Return the message of a row. Its Message-ID is the row's own: a letter mailed twice is one in the mailbox."""
    user = row.recipient
    text = render_to_string("emails/notification.txt", {"row": row, "user": user, "site": settings.SITE_URL})
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("<> ")
    return EmailMessage(
        f"ВСОКО. {row.subject}", text, to=[user.email], headers={"Message-ID": f"<vsoko-{row.pk}@{domain}>"}
    )
