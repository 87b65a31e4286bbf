"""What a person sees when a request has failed: a sentence, made without the database."""

import sys

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error

from vsoko.failures import trouble_of


def failed(request):
    """Say what is wrong with the server; what is wrong with the program is said by 500.html."""
    trouble = trouble_of(sys.exc_info()[1])
    if trouble is None:
        return server_error(request)
    page = render_to_string("503.html", {"heading": trouble.heading, "text": trouble.text})
    return HttpResponse(page, status=trouble.status, headers={"Retry-After": trouble.wait})
