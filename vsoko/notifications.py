"""What a person is told: one small function per message, the rows once for each fact.

A row is written in the transaction of the fact itself; `vsoko.mailing` sends its letter afterwards, so that a dead mail
server undoes nothing.
"""

from django.db.models import Q
from django.utils import timezone

from vsoko.models import Notification
from vsoko.wording import full_stop

Kind, Channel = Notification.Kind, Notification.Channel


def notify(users, *, kind, key, subject, text, url, duty="", channel=None):
    """Write a notice for each of the users who may log in; a fact told before is not told again.

    The letter goes to who has an e-mail: at once, or with the morning digest where the person or the message asks for it.
    """
    rows = [
        Notification(
            school_id=user.school_id, recipient=user, kind=kind, channel=channel_of(user, channel),
            dedupe_key=f"{key}:{user.pk}", duty=duty, subject=" ".join(subject.split())[:200], text=text, url=url,
        )
        for user in users
        if user.is_active
    ]  # fmt: skip
    Notification.objects.bulk_create(rows, ignore_conflicts=True)


def channel_of(user, wanted=None):
    if not user.email:
        return Channel.DESK
    return wanted or (Channel.DIGEST if user.digest else Channel.EMAIL)


def over(*duties, told=None, but=None):
    """Take for read what still calls anybody to these duties: they are done, or have passed to somebody else.

    `told` begins the keys of notices whose reader has no such line on the desk; `but` those of them that go on.
    """
    wanted = Q(duty__in=duties) if told is None else Q(duty__in=duties) | Q(dedupe_key__startswith=told)
    if but is not None:
        wanted &= ~Q(dedupe_key__startswith=f"{but}:")
    Notification.objects.unread().filter(wanted).update(read_at=timezone.now())


# --- papers and assignments ------------------------------------------------------------------------------------------


def waits_for_signature(users, *, title, key, **facts):
    text = "Документ передан вам на подпись."
    notify(users, kind=Kind.SIGN, key=f"sign:{key}", subject=f"На подпись: {title}", text=text, **facts)


def waits_for_visa(users, *, title, key, **facts):
    text = "Документ ждёт вашего согласования."
    notify(users, kind=Kind.SIGN, key=f"visa:{key}", subject=f"На согласование: {title}", text=text, **facts)


def returned(users, *, title, key, remark, **facts):
    subject, text = f"Возвращён с замечанием: {title}", f"Замечание: {remark}"
    notify(users, kind=Kind.RETURNED, key=f"return:{key}", subject=subject, text=text, **facts)


def asked_to_read(users, *, title, key, due="", **facts):
    text = f"Отметьте ознакомление на странице документа.{f' Срок: {due}.' if due else ''}"
    notify(users, kind=Kind.READ, key=f"read:{key}", subject=f"Ознакомиться: {title}", text=text, **facts)


def assigned(users, *, title, key, due="", **facts):
    text = f"Срок: {due}." if due else "Срок не назначен."
    notify(users, kind=Kind.ASSIGNED, key=f"assign:{key}", subject=f"Вам поручено: {title}", text=text, **facts)


# --- terms -----------------------------------------------------------------------------------------------------------


def reminded(user, *, key, standing, duty):
    """`standing` says in words how the term stands: «Срок 19.11.2026», «Просрочено на 2 рабочих дня»."""
    notify(
        [user], kind=Kind.REMINDER, key=f"remind:{key}", duty=duty.key, subject=f"{standing}: {duty.title}",
        text=full_stop(duty.detail) if duty.detail else full_stop(standing), url=duty.url,
    )  # fmt: skip


def told_of_lateness(overseers, *, key, standing, duty, person):
    """A copy for whoever watches over the work of others: many may be late, so they come as one letter."""
    notify(
        overseers, kind=Kind.LATE, key=f"late:{key}", channel=Channel.DIGEST,
        subject=f"{person}. {standing}: {duty.title}", text=full_stop(duty.detail) if duty.detail else "", url=duty.url,
    )  # fmt: skip


def hurried(users, *, title, key, text, **facts):
    """A reminder that a colleague sends by hand to whoever owes the next step."""
    notify(users, kind=Kind.REMINDER, key=key, subject=f"Напоминание: {title}", text=text, **facts)


def digest(user, *, key, day, rows, site):
    """The letter that takes the place of several."""
    lines = ["\n".join(filter(None, (row.subject, row.text, f"{site}{row.url}"))) for row in rows]
    notify(
        [user], kind=Kind.DIGEST, key=f"digest:{key}", channel=Channel.EMAIL, subject=f"Сводка на {day}",
        text="\n\n".join(lines), url="/",
    )  # fmt: skip
