"""Forms that were sent when the login had ended: kept as they were posted, and sent again by their author with one press.

A page that keeps what was typed in a way of its own (the answers of a checklist) overrides `keep_posted` of SchoolPageMixin.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from vsoko.models import KeptForm, User
from vsoko.wording import full_stop

KEPT_DAYS = 30
MOST_KEPT = 50  # of one person: whoever sends them is not inside
MARK = "kept-form"  # the field by which a form that is sent again names itself
UNKEPT = ("csrfmiddlewaretoken", MARK)
LONGEST_PATH = 500
AUTHOR = "vsoko_unsent"  # the cookie that names whose login has ended in this browser, for forms that other tabs hold
AUTHOR_SECONDS = 24 * 3600
WHY = {403: "У вашей роли больше нет на это права.", 404: "Этой записи больше нет, или вы её больше не видите."}
CURE = (
    "Вписанное осталось здесь: скопируйте его и передайте тому, кто может это записать, или внесите на другой странице."
)


def keep(request, title):
    """Keep what was posted and return the page where it waits; None where there is nothing, or nobody to keep it for."""
    author, path = author_of(request), request.get_full_path()
    if author is None:
        return None
    if kept_of(request, author):
        return reverse("kept-forms")
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if name not in UNKEPT and "password" not in name
    ]
    files = [[name, file.name] for name, uploads in request.FILES.lists() for file in uploads]
    empty = not (files or any(value.strip() for _, value in fields))
    if empty or len(path) > LONGEST_PATH or KeptForm.objects.visible_to(author).count() >= MOST_KEPT:
        return None
    KeptForm.objects.create(user=author, title=title, path=path, fields=fields, files=files, kept_at=timezone.now())
    return reverse("kept-forms")


def author_of(request):
    """Return whose form this is, or None.

    The author is whoever's login has ended with this very request or, in another tab, before it; or who is inside by a newer
    login of the same browser.
    """
    if hasattr(request, "ended_user"):
        return request.ended_user
    if request.user.is_authenticated:
        return request.user
    pk = request.get_signed_cookie(AUTHOR, default=None, salt=AUTHOR, max_age=AUTHOR_SECONDS)
    return User.objects.filter(pk=pk, is_active=True).first() if pk else None


def remember_author(response, user):
    response.set_signed_cookie(
        AUTHOR, user.pk, salt=AUTHOR, max_age=AUTHOR_SECONDS, secure=settings.SESSION_COOKIE_SECURE, httponly=True,
        samesite="Lax",
    )  # fmt: skip


def forget_author(response):
    response.delete_cookie(AUTHOR)


def kept_of(request, author):
    """Return the kept form that this person sends again by this request, or None."""
    pk = request.POST.get(MARK, "")
    return KeptForm.objects.visible_to(author).filter(pk=pk).first() if pk.isdecimal() else None


def page_for(user, target):
    """Return the page that begins the work of a person: what is still to be sent, or the one that was asked for."""
    return reverse("kept-forms") if KeptForm.objects.visible_to(user).exists() else target


def settle(request, response):
    """Return the answer to a form that may have been sent again; then it is forgotten: what was refused stands typed there.

    Where the page is no more for its author, the form waits on and its author is told why.
    """
    kept = kept_of(request, request.user)
    if kept is None or response.status_code >= 500:
        return response
    if response.status_code < 400 or response.status_code == 422:
        kept.delete()
        return response
    why = getattr(request, "refusal", "") or WHY.get(response.status_code, "Страница такого больше не принимает.")
    messages.error(request, f"«{kept}» не отправлено. {full_stop(why)} {CURE}")
    return redirect("kept-forms")


def forget_old(now):
    KeptForm.objects.filter(kept_at__lte=now - timedelta(days=KEPT_DAYS)).delete()
