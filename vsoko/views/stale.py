"""A post without the mark of its page (CSRF): both cookies are gone, or the login was made anew in another tab."""

from django.views.csrf import csrf_failure

from vsoko.views.generic import SchoolPageMixin


def stale_form(request, reason=""):
    """Write nothing: ask for the login first, as any page of the school does; a page may answer a login made anew itself."""
    match = request.resolver_match
    kind = getattr(match.func, "view_class", None) if match else None
    if kind and issubclass(kind, SchoolPageMixin):
        page = kind(**match.func.view_initkwargs)
        page.setup(request, *match.args, **match.kwargs)
        answer = page.stale() if request.user.is_authenticated else page.handle_no_permission()
        if answer is not None:
            return answer
    return csrf_failure(request, reason)
