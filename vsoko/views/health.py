"""What machines ask about the server: no login, no word about anybody."""

from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from vsoko.health import readiness


@csrf_exempt  # a POST is refused for what it is
@never_cache
@require_safe
def healthz(request):
    """The process lives; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@csrf_exempt
@never_cache
@require_safe
def readyz(request):
    """200 where people may be sent here, else 503; which part fails stands in the answer."""
    found = readiness()
    answer = {name: "ok" if works else "fail" for name, works in found.items()}
    return JsonResponse(answer, status=200 if all(found.values()) else 503)
