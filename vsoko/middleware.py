from django.shortcuts import redirect
from django.urls import reverse

from vsoko.models import School


class FirstVisitMiddleware:
    """Leads every visitor to the set-up page until a school exists."""

    open_paths = ("/static/", "/setup/", "/healthz", "/readyz")

    def __init__(self, get_response):
        self.get_response = get_response
        self.school_exists = False

    def __call__(self, request):
        if not request.path.startswith(self.open_paths) and not self.is_set_up():
            return redirect(reverse("setup"))
        return self.get_response(request)

    def is_set_up(self):
        # Schools are never deleted, so the answer «yes» holds for the life of the process.
        self.school_exists = self.school_exists or School.objects.exists()
        return self.school_exists
