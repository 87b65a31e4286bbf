from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse

from vsoko import kept_forms, refusals, second_factor, sessions
from vsoko.models import Refusal, School
from vsoko.wording import lasting


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


class EntranceMiddleware:
    """Ends a login that nobody uses, leads to the second step where the school wants one, and notes who was refused."""

    without_second_step = {"second-factor", "logout", "profile", "password_change"}
    # No page of ours uses any of these.
    headers = {"Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            self.keep_or_end(request)
        response = self.get_response(request)
        if request.method == "POST" and hasattr(request, "let_through"):
            response = kept_forms.settle(request, response)
        if hasattr(request, "ended_user"):
            kept_forms.remember_author(response, request.ended_user)
        for name, value in self.headers.items():
            response.headers.setdefault(name, value)
        return response

    def keep_or_end(self, request):
        school = request.user.school
        if school and sessions.is_idle(request.session, school.idle_minutes):
            request.ended_user = request.user
            logout(request)
            messages.info(
                request, f"Вход закрыт: прошло больше чем {lasting(school.idle_minutes)} без действий. Войдите снова."
            )
        else:
            sessions.see(request.session)

    def process_view(self, request, view, args, kwargs):
        user = request.user
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not user.is_authenticated or not user.school_id:
            return None
        if request.resolver_match.url_name not in self.without_second_step and second_factor.is_owed(user):
            return redirect("second-factor")
        request.let_through = True
        return None

    def process_exception(self, request, exception):
        if isinstance(exception, PermissionDenied) and request.user.is_authenticated and request.user.school_id:
            request.refusal = str(exception)
            refusals.note(request, Refusal.Kind.FORBIDDEN, request.user)
