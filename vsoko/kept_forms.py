"""Forms that were sent when the login had ended: kept as they were posted, and sent again by their author with one press.

A page that keeps what was typed in a way of its own (the answers of a checklist) overrides `keep_posted` of SchoolPageMixin.
"""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from vsoko.models import KeptForm

KEPT_DAYS = 30
MARK = "kept-form"  # the field by which a form that is sent again names itself
UNKEPT = ("csrfmiddlewaretoken", MARK)
LONGEST_PATH = 500


def keep(request, title):
    """Keep what was posted and return the page where it waits; None where there is nothing, or nobody to keep it for.

    The author is whoever's login has ended with this very request, or is inside by a newer login of the same browser.
    """
    author = getattr(request, "ended_user", request.user)
    path = request.get_full_path()
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        for value in values
        if name not in UNKEPT and "password" not in name
    ]
    files = [[name, file.name] for name, uploads in request.FILES.lists() for file in uploads]
    if (
        not author.is_authenticated
        or len(path) > LONGEST_PATH
        or not (files or any(value.strip() for _, value in fields))
    ):
        return None
    KeptForm.objects.create(user=author, title=title, path=path, fields=fields, files=files, kept_at=timezone.now())
    return reverse("kept-forms")


def page_for(user):
    """Return the page that begins the work of a person: the desk, or what is still to be sent."""
    return reverse("kept-forms" if KeptForm.objects.visible_to(user).exists() else "desk")


def forget_sent(request):
    """Forget the form that its author has now sent again: what the page refused stands typed in its answer."""
    pk = request.POST.get(MARK, "")
    if pk.isdecimal():
        KeptForm.objects.visible_to(request.user).filter(pk=pk).delete()


def forget_old(now):
    KeptForm.objects.filter(kept_at__lte=now - timedelta(days=KEPT_DAYS)).delete()
