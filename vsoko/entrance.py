"""The one door: whoever has proved who they are by a password or a link comes in here, through a second step if there is one."""

import time

from django.contrib.auth import login
from django.shortcuts import redirect
from django.utils.crypto import constant_time_compare

from vsoko import devices, kept_forms, second_factor, sessions
from vsoko.backends import SchoolBackend

BACKEND = "vsoko.backends.SchoolBackend"
KEY = "entering"
CODE_SECONDS = 10 * 60


def let_in(request, user, target):
    """Return the answer that leads on: to the page, or to the second step before it."""
    if second_factor.factor_of(user):
        request.session.cycle_key()
        request.session[KEY] = [user.pk, user.get_session_auth_hash(), time.time(), target]
        return redirect("login-code")
    return come_in(request, user, target)


def come_in(request, user, target):
    """Log in and return the answer that leads on; by way of what was not sent when the last login ended."""
    request.session.pop(KEY, None)
    login(request, user, backend=BACKEND)
    request.session[sessions.DEVICE] = devices.name_of(request)
    response = redirect(kept_forms.page_for(user, target))
    kept_forms.forget_author(response)
    return response


def entering(request):
    """Return (user, target) of who stands before the second step, or None: nobody, or for too long."""
    pk, proof, since, target = request.session.get(KEY) or (None, "", 0, "")
    user = SchoolBackend().get_user(pk) if pk and time.time() - since < CODE_SECONDS else None
    if user is None or not constant_time_compare(proof, user.get_session_auth_hash()):
        return None
    return user, target
