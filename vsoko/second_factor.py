"""The second step of a login: codes of an application (TOTP, RFC 6238) and reserve codes on paper."""

import base64
import hashlib
import secrets
import time

import pyotp
from django.contrib.auth.backends import BaseBackend
from django.core import signing
from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from vsoko import history, registries
from vsoko.models import ReserveCode, SecondFactor, User
from vsoko.workflow import TransitionError

ISSUER = "ВСОКО"
SALT = "vsoko.second_factor"
OFFER_SECONDS = 3600
# A telephone's clock may be half a minute off either way.
WINDOW = (0, -1, 1)
# Whoever knows the password could try codes from a thousand addresses; a person who has lost count asks the administrator.
MOST_WRONG = 50
CODES, CODE_LENGTH = 10, 12
# Read from paper: without letters and figures that look alike. A code of them is 59 bits, so a plain hash is enough.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
WRONG = "Код не подходит: введите тот, который приложение показывает сейчас. Время на телефоне должно быть точным."
CLOSED = "Неверных кодов было слишком много. Попросите администратора сбросить второй шаг."


class SecondFactorBackend(BaseBackend):
    """Checks the code of a person whose password was right: failures are counted together with those of passwords."""

    def authenticate(self, request, username, code):
        user = User.objects.filter(username=username, is_active=True).first()
        return user if user and accepts(user, code) else None


def factor_of(user):
    """Return the second step of a user, or None; a user of a request has it already."""
    return getattr(user, "second_factor", None)


def is_owed(user):
    """Return whether the school wants a second step of this person, who has none."""
    return user.school.second_factor_required and factor_of(user) is None and is_powerful(user)


def is_powerful(user):
    """Return whether the rooms above count this person among those whose login opens the rest."""
    return any(right(user) for right in registries.powerful.values())


def key_of(user, nonce):
    """Return the key for the application, base32: it depends on the key of the installation and is kept nowhere."""
    digest = salted_hmac(SALT, f"{user.pk}:{nonce}", algorithm="sha256").digest()
    return base64.b32encode(digest[:20]).decode()


def offer(user):
    """Return a signed offer of a new key; nothing is kept until a code of it comes back."""
    return signing.dumps([user.pk, secrets.token_hex(16)], salt=SALT)


def nonce_of(user, offered):
    """Return the random part of an offer that was made to this person within the hour, or None."""
    try:
        pk, nonce = signing.loads(offered, salt=SALT, max_age=OFFER_SECONDS)
    except signing.BadSignature:
        return None
    return nonce if pk == user.pk else None


def address_of(user, nonce):
    """Return the otpauth:// address that the QR code holds."""
    return pyotp.TOTP(key_of(user, nonce)).provisioning_uri(name=user.username, issuer_name=ISSUER)


def step_of(user, nonce, code):
    """Return the number of the thirty seconds that a code belongs to, or None when it is none of the present ones."""
    totp, now = pyotp.TOTP(key_of(user, nonce)), int(time.time())
    steps = (now // totp.interval + shift for shift in WINDOW)
    return next((step for step in steps if constant_time_compare(totp.generate_otp(step), code)), None)


def plain(typed):
    """Return a code without the spaces and hyphens that people copy."""
    return "".join(sign for sign in typed.lower() if sign.isascii() and sign.isalnum())


def accepts(user, typed):
    """Return whether this is a code of the person now. One code is accepted once, however many requests bring it."""
    code = plain(typed)
    factor = SecondFactor.objects.filter(user=user, wrong__lt=MOST_WRONG).first()
    if factor is None:
        return False
    step = step_of(user, factor.nonce, code)
    mine = SecondFactor.objects.filter(pk=factor.pk)
    if step and mine.filter(last_step__lt=step).update(last_step=step, wrong=0):
        return True
    if ReserveCode.objects.filter(user=user, digest=digest_of(user, code)).delete()[0]:
        mine.update(wrong=0)
        return True
    mine.update(wrong=F("wrong") + 1)
    return False


def is_closed(user):
    return SecondFactor.objects.filter(user=user, wrong__gte=MOST_WRONG).exists()


@transaction.atomic
def enrol(user, *, nonce, code):
    """Turn the second step on, or move it to another telephone, and return new reserve codes.

    Raises TransitionError when the code is not one of the application, or this very offer was taken before.
    """
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if SecondFactor.objects.filter(user=user, nonce=nonce).exists():
        raise TransitionError("Второй шаг с этим ключом уже включён. Запасные коды дают заново в учётной записи.")
    step = step_of(user, nonce, plain(code))
    if step is None:
        raise TransitionError(WRONG, field="code")
    _, created = SecondFactor.objects.update_or_create(
        user=user, defaults={"nonce": nonce, "last_step": step, "wrong": 0}
    )
    sentence = "Включён второй шаг входа" if created else "Второй шаг входа перенесён на другой телефон"
    history.record(user, actor=user, action="vsoko.second_factor.enrol", sentence=sentence)
    return _new_codes(user)


@transaction.atomic
def renew_codes(user):
    """Return new reserve codes; those before them open nothing any more."""
    if not SecondFactor.objects.select_for_update(of=("self",)).filter(user=user).exists():
        raise TransitionError("Сначала включите второй шаг входа.")
    history.record(user, actor=user, action="vsoko.second_factor.codes", sentence="Запасные коды даны заново")
    return _new_codes(user)


@transaction.atomic
def remove(user):
    """Turn the own second step off. Raises TransitionError where the school requires it."""
    if user.school.second_factor_required and is_powerful(user):
        raise TransitionError("Школа требует второго шага от директора и администратора: выключить его нельзя.")
    clear(user)
    history.record(user, actor=user, action="vsoko.second_factor.remove", sentence="Второй шаг входа выключен")


def clear(user):
    """Forget key and codes. Raises TransitionError when there are none, so that it is done once."""
    if not SecondFactor.objects.filter(user=user).delete()[0]:
        raise TransitionError("Второго шага входа нет: сбрасывать нечего.")
    ReserveCode.objects.filter(user=user).delete()


def _new_codes(user):
    codes = ["".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)) for _ in range(CODES)]
    ReserveCode.objects.filter(user=user).delete()
    ReserveCode.objects.bulk_create(ReserveCode(user=user, digest=digest_of(user, code)) for code in codes)
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]


def digest_of(user, code):
    """Return what is kept of a reserve code. Another key of the installation leaves it good."""
    return hashlib.sha256(f"{SALT}:{user.pk}:{code}".encode()).hexdigest()
