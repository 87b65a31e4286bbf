"""The door as the administrator sees it: what was refused, and the help for who stands before it."""

from django import forms
from django.contrib import messages

from roadmap.filters import RefusalFilter
from roadmap.permissions import administers
from roadmap.services import logins
from roadmap.views.people import EmployeePage
from vsoko import lockout, second_factor
from vsoko.forms import PlainForm
from vsoko.models import Refusal
from vsoko.views.generic import SchoolListView
from vsoko.wording import moment, plural


class RefusalList(SchoolListView):
    model = Refusal
    right = administers
    filterset_class = RefusalFilter
    template_name = "roadmap/refusal_list.html"
    heading = "Отказы во входе и доступе"

    def get_queryset(self):
        return super().get_queryset().select_related("user__employee")

    def get_context_data(self, **kwargs):
        kept = plural(self.request.user.school.refusal_days, "день,дня,дней")
        return super().get_context_data(
            subline=f"Хранятся {kept}; паролей и кодов в записях нет", total_word="отказ,отказа,отказов", **kwargs
        )


class Unlock(EmployeePage):
    """Opens a login that wrong passwords have closed."""

    template_name = "generic/transition.html"
    form_class = PlainForm
    heading = "Открыть вход до срока"
    submit_label = "Открыть вход"

    def act(self, form):
        logins.lift_lockout(self.object.pk, actor=self.request.user)
        messages.success(self.request, "Вход открыт: сотрудник может войти сейчас.")
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        until = self.object.user and lockout.locked_until(self.object.user.username)
        explain = "Вход закрылся сам: несколько раз подряд ввели неверный пароль или код. Убедитесь, что это был сам сотрудник."
        facts = [("Вход закрыт до", moment(until))] if until else None
        blockers = [] if until else ["Вход этого сотрудника не закрыт: он может войти."]
        return super().get_context_data(explain=explain, facts=facts, blockers=blockers, **kwargs)


class ResetForm(PlainForm):
    comment = forms.CharField(
        label="Почему", max_length=300, help_text="Останется в истории: «сменил телефон, пришёл лично».",
        error_messages={"required": "Напишите, почему сбрасываете: это останется в истории."},
    )  # fmt: skip


class ResetSecondFactor(EmployeePage):
    """For a person who has neither the telephone nor reserve codes."""

    template_name = "generic/transition.html"
    form_class = ResetForm
    heading = "Сбросить второй шаг входа"
    submit_label = "Сбросить второй шаг"

    def act(self, form):
        logins.reset_second_factor(self.object.pk, actor=self.request.user, comment=form.cleaned_data["comment"])
        messages.success(self.request, "Второй шаг сброшен: теперь вход по паролю, открытые входы закрыты.")
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        user = self.object.user
        blockers = []
        if user is None or second_factor.factor_of(user) is None:
            blockers = ["Второго шага входа у сотрудника нет: сбрасывать нечего."]
        elif user == self.request.user:
            blockers = ["Свой второй шаг переносят и выключают в учётной записи: там нужен пароль."]
        explain = "Сотрудник войдёт по паролю и настроит второй шаг заново. Сбрасывайте, только если он обратился сам."
        return super().get_context_data(explain=explain, blockers=blockers, **kwargs)
