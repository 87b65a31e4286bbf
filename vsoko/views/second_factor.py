"""The second step of a login: its code at the door, and turning it on, anew and off in one's own account."""

from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.views.generic import FormView

from vsoko import entrance, second_factor
from vsoko.forms import PlainForm
from vsoko.models import ReserveCode
from vsoko.qr import qr_svg
from vsoko.sitting import SittingMixin
from vsoko.views.generic import ServiceFormView
from vsoko.wording import plural
from vsoko.workflow import TransitionError

FIGURES = {"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}


class LoginCodeForm(PlainForm):
    code = forms.CharField(
        label="Код", max_length=40,
        help_text="Шесть цифр из приложения. Телефона нет под рукой: введите один из запасных кодов.",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autofocus": True}),
        error_messages={"required": "Введите код из приложения или запасной код."},
    )  # fmt: skip


class LoginCode(FormView):
    """Stands between the right password and the desk of a person with a second step."""

    template_name = "registration/login_code.html"
    form_class = LoginCodeForm

    def dispatch(self, request, *args, **kwargs):
        found = entrance.entering(request)
        if found is None:
            if entrance.KEY in request.session:
                messages.info(request, "Прошло больше десяти минут: введите логин и пароль снова.")
            return redirect("login")
        self.person, self.target = found
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        user = authenticate(self.request, username=self.person.username, code=form.cleaned_data["code"])
        if user is None:
            closed = second_factor.is_closed(self.person)
            form.add_error("code", second_factor.CLOSED if closed else second_factor.WRONG)
            return self.form_invalid(form)
        left = ReserveCode.objects.filter(user=user).count()
        if len(second_factor.plain(form.cleaned_data["code"])) == second_factor.CODE_LENGTH:
            messages.warning(
                self.request,
                f"Вы вошли по запасному коду, больше он не действует. Осталось: {plural(left, 'код,кода,кодов')}.",
            )
        return entrance.come_in(self.request, self.person, self.target)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        return super().get_context_data(person=self.person, **kwargs)


class OwnFactorForm(SittingMixin, PlainForm):
    """Proves by the password that it is the owner of the login who changes how it opens."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "password" in self.fields:
            self.fields["password"].help_text = "Тот, с которым вы входите."


class EnrolForm(OwnFactorForm):
    offer = forms.CharField(widget=forms.HiddenInput)
    code = forms.CharField(
        label="Код из приложения", max_length=20, help_text="Шесть цифр, которые оно показывает сейчас.",
        widget=forms.TextInput(attrs=FIGURES),
        error_messages={"required": "Введите шесть цифр, которые приложение показывает сейчас."},
    )  # fmt: skip


class OwnFactorView(ServiceFormView):
    """A step with the own second factor; `codes` are shown on this answer only."""

    form_class = OwnFactorForm
    success_url = reverse_lazy("profile")
    codes = None

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def get_cancel_url(self):
        return self.success_url

    def form_valid(self, form):
        answer = super().form_valid(form)
        if self.codes is None:
            return answer
        shown = {"heading": "Сохраните запасные коды", "codes": self.codes}
        answer = render(self.request, "vsoko/reserve_codes.html", shown)
        answer["Cache-Control"] = "no-store"
        return answer


class Enrol(OwnFactorView):
    template_name = "vsoko/second_factor.html"
    form_class = EnrolForm
    heading = "Второй шаг входа"
    submit_label = "Включить второй шаг"

    def load(self):
        """Take the offer that the page was sent with, or make a new one: until its code is right nothing is kept."""
        sent = self.request.POST.get("offer", "")
        self.nonce = second_factor.nonce_of(self.request.user, sent)
        self.late = bool(sent) and self.nonce is None
        self.offer = sent if self.nonce else second_factor.offer(self.request.user)
        self.nonce = self.nonce or second_factor.nonce_of(self.request.user, self.offer)

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        if self.late:
            form.data = form.data.copy()
            form.data["offer"] = self.offer
        return form

    def act(self, form):
        if self.late:
            raise TransitionError("Прошло больше часа, код QR заменён: считайте новый и введите его код.", field="code")
        self.codes = second_factor.enrol(self.request.user, nonce=self.nonce, code=form.cleaned_data["code"])
        return self.success_url

    def get_initial(self):
        return {"offer": self.offer}

    def get_context_data(self, **kwargs):
        user = self.request.user
        key, link = second_factor.key_of(user, self.nonce), second_factor.address_of(user, self.nonce)
        has_one = second_factor.factor_of(user) is not None
        return super().get_context_data(
            link=link,
            code=qr_svg(link, "Код QR с ключом для приложения"),
            key=" ".join(key[place : place + 4] for place in range(0, len(key), 4)),
            has_one=has_one,
            owed=second_factor.is_owed(user),
            **({"submit_label": "Перенести на этот телефон"} if has_one else {}),
            **kwargs,
        )

    def get_cancel_url(self):
        return "" if second_factor.is_owed(self.request.user) else self.success_url


class Codes(OwnFactorView):
    heading = "Новые запасные коды"
    subline = "Прежние перестанут действовать"
    submit_label = "Получить новые коды"

    def act(self, form):
        self.codes = second_factor.renew_codes(self.request.user)
        return self.success_url


class Remove(OwnFactorView):
    heading = "Выключить второй шаг"
    subline = "Для входа снова будет достаточно пароля"
    submit_label = "Выключить второй шаг"
    success_message = "Второй шаг выключен."

    def act(self, form):
        second_factor.remove(self.request.user)
        return self.success_url
