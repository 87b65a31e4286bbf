"""A sitting: whoever signs proves by the password that it is they, once while they are at it.

A login may have been left open; a signature is more than a click. The proof lasts until half an hour passes without a
signature, or until the person logs out.
"""

import time

from axes.helpers import get_client_ip_address
from axes.utils import reset
from django import forms
from django.contrib.auth import authenticate

KEY = "signed_at"
IDLE_SECONDS = 30 * 60
WRONG = "Пароль не подходит: проверьте раскладку и прописные буквы, введите снова."


def is_sitting(request):
    """Return whether the person has proved who they are in this sitting."""
    return time.time() - request.session.get(KEY, 0) < IDLE_SECONDS


def prolong(request):
    """Begin the sitting, or let it last from now."""
    request.session[KEY] = time.time()


def prove(request, password):
    """Return whether this is the password of the user of the request, and begin the sitting if it is.

    A wrong one counts like a failed login: after as many of them the door is closed for the same while.
    """
    username = request.user.get_username()
    if authenticate(request, username=username, password=password) != request.user:
        return False
    reset(ip=get_client_ip_address(request), username=username)
    prolong(request)
    return True


class SittingMixin:
    """A form that signs: it asks for the password at the beginning of a sitting, later not at all."""

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        if not is_sitting(request):
            self.fields["password"] = forms.CharField(
                label="Ваш пароль",
                strip=False,
                widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
                help_text="Спросим один раз, пока вы подписываете.",
                error_messages={"required": "Введите пароль, с которым вы входите в программу."},
            )

    def clean_password(self):
        password = self.cleaned_data["password"]
        if not prove(self.request, password):
            raise forms.ValidationError(WRONG)
        return password
