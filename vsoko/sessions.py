"""Logins as a person sees them: each browser that is inside is a row, with its device and the last time it was used."""

import hashlib
from datetime import UTC, datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.db.models import CharField, DateTimeField
from django.utils import timezone

from vsoko.prepared import Given, Prepared

DEVICE, BEGAN = "device", "began"
# Every page would write otherwise.
SEEN_AGAIN = timedelta(minutes=1)


def _session_of_request():
    known = {"session_key": Given("key", CharField()), "expire_date__gt": Given("now", DateTimeField())}
    return SessionStore.get_model_class().objects.filter(**known)


SESSION_OF_REQUEST = Prepared(_session_of_request)


class SessionStore(db.SessionStore):
    """Django's sessions in the database; whose they are and when they were used are columns."""

    row = None

    @classmethod
    def get_model_class(cls):
        from vsoko.models import Session

        return Session

    def _get_session_from_db(self):
        rows = SESSION_OF_REQUEST.ask(key=self.session_key, now=timezone.now())
        self.row = rows[0] if rows else None
        if self.row is None:
            self._session_key = None
        return self.row

    def create_model_instance(self, data):
        now = timezone.now()
        user_id = data.get(SESSION_KEY)
        if user_id:
            data.setdefault(BEGAN, now.timestamp())
        row = super().create_model_instance(data)
        row.user_id = user_id
        row.device = data.get(DEVICE, "")
        row.began_at = datetime.fromtimestamp(data.get(BEGAN, now.timestamp()), UTC)
        row.seen_at = now
        return row


def is_idle(session, minutes):
    """Return whether nobody has used this login for so long."""
    return session.row is not None and timezone.now() - session.row.seen_at > timedelta(minutes=minutes)


def see(session):
    """Remember that the login is used now."""
    now = timezone.now()
    if session.row is not None and now - session.row.seen_at > SEEN_AGAIN:
        rows = session.get_model_class().objects.filter(pk=session.session_key)
        rows.update(seen_at=now, expire_date=session.get_expiry_date())


def opened(user, present=None):
    """Return the logins of a person, each with `name` for a form (its key stays secret) and whether it is the `present` one."""
    rows = list(SessionStore.get_model_class().objects.of(user))
    for row in rows:
        row.name = hashlib.sha256(row.session_key.encode()).hexdigest()[:16]
        row.is_present = row.session_key == present
    rows.sort(key=lambda row: not row.is_present)
    return rows


def close(user, name):
    """End the own login of this name and return whether there was one."""
    keys = [row.session_key for row in opened(user) if row.name == name]
    return bool(keys and SessionStore.get_model_class().objects.filter(pk__in=keys).delete()[0])


def close_all(user, but=None):
    """End every login of a person except the one with the key `but`."""
    SessionStore.get_model_class().objects.filter(user=user).exclude(pk=but or "").delete()


def forget_ended(now):
    SessionStore.get_model_class().objects.filter(expire_date__lte=now).delete()
