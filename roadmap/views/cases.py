"""Падежи: how papers write the name and the post of a colleague, and where a person corrects them."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from roadmap.declension import FIELDS
from roadmap.forms.cases import CaseForm
from roadmap.models import Employee
from roadmap.services import cases
from roadmap.views.people import PeopleRight
from vsoko.views.generic import ServiceFormView


class EmployeeCases(PeopleRight, ServiceFormView):
    form_class = CaseForm
    template_name = "roadmap/employee_cases.html"
    submit_label = "Сохранить падежи"
    success_message = "Падежи сохранены: новые документы возьмут их."

    def load(self):
        self.object = self.visible(Employee.objects.prefetch_related("appointments"), pk=self.kwargs["pk"])

    def get_heading(self):
        return f"Падежи: {self.object.short_name}"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"employee": self.object}

    def post(self, request, *args, **kwargs):
        field = request.POST.get("hint")
        if field not in FIELDS:
            return super().post(request, *args, **kwargs)
        cases.take_hint(self.object.pk, actor=request.user, field=field)
        messages.success(request, "Подсказка возвращена.")
        return HttpResponseRedirect(reverse("employee-cases", args=[self.object.pk]))

    def act(self, form):
        cases.write_cases(self.object.pk, actor=self.request.user, forms=form.written(), checked=form.checked())
        return self.object.get_absolute_url()

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, **kwargs)
