from django.contrib import messages
from django.contrib.auth import views
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, PasswordResetForm, SetPasswordForm
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.generic import TemplateView, View

from vsoko import demo_logins, entrance, refusals, registries, second_factor, sessions
from vsoko.feeds import calendar_url
from vsoko.forms import CrispyMixin
from vsoko.invitations import tokens
from vsoko.models import Refusal, ReserveCode, School, User
from vsoko.passwords import RULE
from vsoko.views.generic import SchoolPageMixin


class LoginForm(CrispyMixin, AuthenticationForm):
    error_messages = AuthenticationForm.error_messages | {
        "invalid_login": "Логин или пароль не подходят: проверьте раскладку и прописные буквы, введите снова."
    }


class Login(views.LoginView):
    form_class = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        return entrance.let_in(self.request, form.get_user(), self.get_success_url())

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.fields["username"].label = "Логин"
        return form

    def get_context_data(self, **kwargs):
        people = User.objects.filter(school__is_demo=True, username__in=demo_logins.ROLES).in_bulk(
            field_name="username"
        )
        rows = [(login, role, people[login]) for login, role in demo_logins.ROLES.items() if login in people]
        return super().get_context_data(
            demo_logins=rows, demo_password=demo_logins.PASSWORD, ribbon_full=True, **of_the_house(), **kwargs
        )


def of_the_house():
    """Return what the login tells of the school; nothing where several share the installation."""
    schools = list(School.objects.all()[:2])
    if len(schools) != 1:
        return {}
    context = {"school": schools[0]}
    for part in registries.gate_parts.values():
        context.update(part(schools[0]))
    return context


class PasswordForm(CrispyMixin, PasswordChangeForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = RULE
        self.fields["new_password2"].label = "Пароль ещё раз"
        self.fields["new_password2"].help_text = ""


class NewPasswordForm(CrispyMixin, SetPasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = RULE
        self.fields["new_password2"].label = "Пароль ещё раз"
        self.fields["new_password2"].help_text = ""


class ResetForm(CrispyMixin, PasswordResetForm):
    pass


class PasswordChange(SchoolPageMixin, views.PasswordChangeView):
    template_name = "registration/password_change_form.html"
    form_class = PasswordForm
    success_url = reverse_lazy("profile")
    heading = "Смена пароля"

    def form_valid(self, form):
        messages.success(self.request, "Пароль изменён и действует с этой минуты.")
        answer = super().form_valid(form)
        sessions.close_all(self.request.user, but=self.request.session.session_key)
        return answer

    def get_context_data(self, **kwargs):
        return super().get_context_data(submit_label="Сменить пароль", cancel_url=self.success_url, **kwargs)


class PasswordReset(views.PasswordResetView):
    form_class = ResetForm


class OneTimeLink(views.PasswordResetConfirmView):
    """A link that sets a password and works once; one that is used up or invented is told so, and noted."""

    form_class = NewPasswordForm

    def get_user(self, uidb64):
        self.person = super().get_user(uidb64)
        return self.person

    def get_context_data(self, **kwargs):
        if not self.validlink:
            refusals.note(self.request, Refusal.Kind.LINK, self.person if self.person and self.person.school else None)
        return super().get_context_data(**kwargs)

    def form_valid(self, form):
        answer = super().form_valid(form)
        sessions.close_all(form.user)
        return answer


class PasswordResetConfirm(OneTimeLink):
    pass


class Invite(OneTimeLink):
    """A person who was given a one-time link sets a password and is inside, after the second step where there is one."""

    template_name = "registration/invite.html"
    token_generator = tokens
    success_url = reverse_lazy("desk")

    def get_user(self, uidb64):
        user = super().get_user(uidb64)
        return user if user and user.is_active else None

    def form_valid(self, form):
        super().form_valid(form)
        messages.success(self.request, "Пароль задан.")
        return entrance.let_in(self.request, form.user, str(self.success_url))


class Profile(SchoolPageMixin, TemplateView):
    template_name = "vsoko/profile.html"
    heading = "Учётная запись"

    def get_context_data(self, **kwargs):
        user = self.request.user
        facts = [("Имя", str(user)), ("Логин", user.username), ("Почта", user.email or "не указана")]
        return super().get_context_data(
            facts=[*facts, ("Школа", user.school.full_name)],
            calendar_url=calendar_url(user),
            logins=sessions.opened(user, self.request.session.session_key),
            factor=second_factor.factor_of(user),
            codes_left=ReserveCode.objects.filter(user=user).count(),
            **kwargs,
        )


class EndSession(SchoolPageMixin, View):
    """Ends one of the own logins: somewhere the person forgot to leave."""

    http_method_names = ["post"]

    def post(self, request, name):
        if not sessions.close(request.user, name):
            raise Http404
        messages.success(request, "Вход завершён: на том устройстве снова спросят пароль.")
        return redirect("profile")


class Digest(SchoolPageMixin, View):
    """The choice between letters one by one and one letter in the morning."""

    http_method_names = ["post"]

    def post(self, request):
        wanted = request.POST.get("digest") == "on"
        User.objects.filter(pk=request.user.pk).update(digest=wanted)
        messages.success(
            request, "Письма будут приходить одной сводкой утром." if wanted else "Письма будут приходить по одному."
        )
        return redirect("profile")
