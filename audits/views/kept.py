"""A form whose words outlive the login of the page that they were typed in."""

from django.contrib import messages
from django.http import HttpResponseRedirect

from audits.services.drafts import author_of


class KeptMixin:
    """Keeps what was posted without a login, or by a page older than the login, as a draft of its author.

    Such a post proves nothing by its cookies: whose it is says the sealed note of its page, which nobody else could read.
    """

    author_right = None  # f(user, audit): whether this person answers on the form

    def keep(self, actor, audit):
        """Keep what this person posted and return how much that was."""
        raise NotImplementedError

    def keep_posted(self):
        """Return whether the post comes from a page of whoever it is shown to next; what was typed in it is kept."""
        user, posted = self.request.user, self.request.POST
        known = author_of(posted.get("ticket", ""), self.kwargs["pk"], right=self.author_right)
        if known is None or (user.is_authenticated and user != known[0]):
            return False
        if self.keep(*known) and not user.is_authenticated:
            messages.info(self.request, "Вход закончился. Ответы не потеряны: войдите, и они вернутся в форму.")
        return True

    def handle_no_permission(self):
        self.keep_posted()
        return super().handle_no_permission()

    def stale(self):
        return HttpResponseRedirect(self.request.get_full_path()) if self.keep_posted() else super().stale()
