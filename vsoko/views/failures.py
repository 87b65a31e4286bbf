"""What a person sees when a request has failed: a sentence, made without the database."""

import sys
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.csrf import csrf_failure
from django.views.defaults import server_error

from vsoko import kept_forms
from vsoko.failures import trouble_of


def failed(request):
    """Say what is wrong with the server; what is wrong with the program is said by 500.html."""
    trouble = trouble_of(sys.exc_info()[1])
    if trouble is None:
        return server_error(request)
    page = render_to_string("503.html", {"heading": trouble.heading, "text": trouble.text})
    return HttpResponse(page, status=trouble.status, headers={"Retry-After": trouble.wait})


def stale(request, reason=""):
    """A form older than the login: whoever has come in again in another tab gets back what was typed.

    The browser itself says that the form stood on a page of this server; what comes from elsewhere is only refused.
    """
    is_ours = urlsplit(request.headers.get("Origin", "")).netloc == request.get_host()
    target = kept_forms.keep(request, "Форма, открытая до нового входа") if is_ours else None
    if target is None:
        return csrf_failure(request, reason=reason)
    if request.user.is_authenticated:
        messages.info(request, "Вход выполнен заново, поэтому форма ещё не отправлена.")
    return redirect(target)
