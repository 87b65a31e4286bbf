"""What a person sees when a request has failed: a sentence, made without the database."""

import sys
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.csrf import csrf_failure
from django.views.defaults import server_error

from vsoko.failures import trouble_of
from vsoko.views.generic import SchoolPageMixin


def failed(request):
    """Say what is wrong with the server; what is wrong with the program is said by 500.html."""
    trouble = trouble_of(sys.exc_info()[1])
    if trouble is None:
        return server_error(request)
    page = render_to_string("503.html", {"heading": trouble.heading, "text": trouble.text})
    return HttpResponse(page, status=trouble.status, headers={"Retry-After": trouble.wait})


def stale(request, reason=""):
    """A form older than the login: its author gets back what was typed, after the login where there is none.

    The browser itself says that the form stood on a page of this server; what comes from elsewhere is only refused.
    """
    page = page_of(request)
    if page is None or urlsplit(request.headers.get("Origin", "")).netloc != request.get_host():
        return csrf_failure(request, reason=reason)
    if not request.user.is_authenticated:
        return page.handle_no_permission()
    target = page.keep_posted()
    if target is None:
        return csrf_failure(request, reason=reason)
    messages.info(request, "Вход выполнен заново, поэтому форма ещё не отправлена.")
    return redirect(target)


def page_of(request):
    """Return the page of the school that a request is for; None where it is for something else."""
    match = request.resolver_match
    kind = getattr(match.func, "view_class", None) if match else None
    if kind is None or not issubclass(kind, SchoolPageMixin):
        return None
    page = kind(**match.func.view_initkwargs)
    page.setup(request, *match.args, **match.kwargs)
    return page
