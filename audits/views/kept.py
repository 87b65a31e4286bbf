"""A form whose words outlive the login of the page that they were typed in."""

from audits.services.drafts import author_of


class KeptMixin:
    """Keeps what was posted without a login, or by a page older than the login, as a draft of its author.

    Whose it is says the sealed note of the page, which nobody else could read.
    """

    author_right = None  # f(user, audit): whether this person answers on the form

    def keep(self, actor, audit):
        """Keep what this person posted and return how much that was."""
        raise NotImplementedError

    def keep_posted(self):
        """Keep the answers question by question: they stand in the form again when their author has come in."""
        user = self.request.user
        known = author_of(self.request.POST.get("ticket", ""), self.kwargs["pk"], right=self.author_right)
        if known is None and not user.is_authenticated:
            # Who answers on it no more keeps the words like those of any other form, if it is known whose they are.
            return super().keep_posted()
        if known is None or (user.is_authenticated and user != known[0]) or not self.keep(*known):
            return None
        return self.request.get_full_path()
