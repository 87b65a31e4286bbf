"""One-time links by which a person sets a password: printed, handed over or mailed by whoever manages people."""

from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode


class InvitationTokens(PasswordResetTokenGenerator):
    """A token ends when it is used (the password is part of it) or after PASSWORD_RESET_TIMEOUT."""

    key_salt = "vsoko.invitations"


tokens = InvitationTokens()


def invitation_path(user):
    """Return the path of a fresh one-time link for this user."""
    return reverse("invite", args=[urlsafe_base64_encode(force_bytes(user.pk)), tokens.make_token(user)])


def mail_invitation(user, url):
    """Mail the link and return whether the letter has left; without an answer of the server it is handed over by hand."""
    text = render_to_string("emails/invitation.txt", {"user": user, "url": url})
    try:
        return bool(send_mail(f"ВСОКО: вход для {user}", text, None, [user.email]))
    except OSError:  # smtplib's errors are among them
        return False
