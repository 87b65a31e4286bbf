"""Exemptions from impartiality: leaders and the group read them, the director grants and withdraws."""

from django.http import HttpResponseRedirect
from django.urls import reverse

from audits.forms.exemptions import ExemptionForm, WithdrawalForm
from audits.models import Audit, Exemption
from audits.permissions import grants_exemptions
from audits.services import exemptions
from roadmap.permissions import sees_everything
from vsoko.views.generic import SchoolDetailView, SchoolListView, ServiceFormView
from vsoko.wording import day_num

RELATED = ("school", "employee", "association", "course_programme", "granted_by")
RULE = "Свою работу никто не проверяет. Если заменить аудитора некем, исключение письменно разрешает директор."


class ExemptionList(SchoolListView):
    model = Exemption
    template_name = "audits/exemption_list.html"
    heading = "Исключения из правила о беспристрастности"
    subline = RULE
    right = sees_everything

    def get_queryset(self):
        return super().get_queryset().select_related(*RELATED)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            may_grant=grants_exemptions(self.request.user), total_word="исключение,исключения,исключений", **kwargs
        )


class ExemptionDetail(SchoolDetailView):
    model = Exemption
    template_name = "audits/exemption_detail.html"

    def get_queryset(self):
        return Exemption.objects.select_related(*RELATED)

    def get_heading(self):
        return f"Исключение: {self.object.employee}"

    def get_context_data(self, **kwargs):
        one = self.object
        facts = [
            ("Кому разрешено", f"{one.employee.full_name}, {one.employee.position}"),
            ("Что проверять", one.subject_name),
            {"label": "Почему заменить некем", "value": one.reason, "doc": True},
            ("Разрешено", f"{day_num(one.granted_on)}, {one.granted_by}"),
            ("Действует по", day_num(one.until)),
        ]
        if one.withdrawn_on:
            facts.append(("Отозвано", day_num(one.withdrawn_on)))
        may_withdraw = not one.withdrawn_on and grants_exemptions(self.request.user, one)
        return super().get_context_data(facts=facts, may_withdraw=may_withdraw, **kwargs)


class ExemptionCreate(ServiceFormView):
    """Grant an exemption: `?audit=12` fills in what that audit looks at and its last day."""

    form_class = ExemptionForm
    heading = "Разрешить исключение"
    submit_label = "Разрешить исключение"
    success_message = "Исключение разрешено. В аудиторской группе нужен и второй аудитор, которому ничто не мешает."
    right = grants_exemptions
    audit = None

    def load(self):
        if (audit := self.request.GET.get("audit", "")).isdecimal():
            self.audit = self.visible(Audit, pk=audit)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        if self.audit is None:
            return {}
        course = self.audit.course_programme_id
        return {
            "association": None if course else self.audit.association_id,
            "course_programme": course,
            "until": self.audit.ends_on,
        }

    def get_cancel_url(self):
        return self.audit.get_absolute_url() if self.audit else reverse("exemption-list")

    def get_context_data(self, **kwargs):
        explain = f"{RULE} Вместе с ним обязан проверять второй аудитор, которому ничто не мешает, а отчёт скажет об исключении."
        return super().get_context_data(explain=explain, **kwargs)

    def act(self, form):
        user = self.request.user
        return exemptions.grant_exemption(user.school, actor=user, **form.cleaned_data).get_absolute_url()


class ExemptionWithdraw(ServiceFormView):
    form_class = WithdrawalForm
    heading = "Отозвать исключение"
    submit_label = "Отозвать исключение"
    success_message = "Исключение отозвано."
    right = grants_exemptions

    def load(self):
        self.object = self.visible(Exemption.objects.select_related(*RELATED), pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        if self.object.withdrawn_on:
            return HttpResponseRedirect(self.object.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        explain = "Аудит, который кончается в этот день или позже, с этим аудитором больше не начать и не сдать."
        return super().get_context_data(subline=str(self.object), explain=explain, **kwargs)

    def act(self, form):
        exemptions.withdraw_exemption(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()
