from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import View

from vsoko import feeds
from vsoko.views.generic import SchoolPageMixin


@require_safe
def feed(request, token):
    """The calendar behind a secret link; one that was revoked, or whose owner may not log in, is not there."""
    user = feeds.owner_of(token)
    if user is None:
        raise Http404
    response = HttpResponse(feeds.calendar_of(user, timezone.localdate()), content_type="text/calendar; charset=utf-8")
    response["Cache-Control"] = "private, no-cache"
    response["X-Robots-Tag"] = "noindex"
    return response


class Renew(SchoolPageMixin, View):
    http_method_names = ["post"]

    def post(self, request):
        feeds.renew_link(request.user)
        messages.success(request, "Ссылка готова. Прежняя, если она была, больше не открывается.")
        return redirect("profile")


class Revoke(SchoolPageMixin, View):
    http_method_names = ["post"]

    def post(self, request):
        feeds.revoke_link(request.user)
        messages.success(request, "Ссылка закрыта: по ней больше ничего не открывается.")
        return redirect("profile")
