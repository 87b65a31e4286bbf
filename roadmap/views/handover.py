"""Handover of a person's work: first to whom, then what passes and what does not, then one step with a basis."""

from django.contrib import messages
from django.db.models import prefetch_related_objects
from django.urls import reverse

from roadmap.forms.handover import HandoverForm, SuccessorForm
from roadmap.services import handover
from roadmap.views.people import EmployeePage
from vsoko.wording import full_stop, plural


class EmployeeHandover(EmployeePage):
    form_class = HandoverForm
    template_name = "roadmap/employee_handover.html"
    heading = "Передать дела"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"employee": self.object}

    def get_initial(self):
        return {"to": self.to}

    def load(self):
        super().load()
        chosen = self.request.POST if self.request.method == "POST" else self.request.GET
        self.choice = SuccessorForm(chosen if "to" in chosen else None, employee=self.object)
        self.to = self.choice.cleaned_data["to"] if self.choice.is_bound and self.choice.is_valid() else None
        prefetch_related_objects([one for one in (self.object, self.to) if one], "appointments")

    def act(self, form):
        data = form.cleaned_data
        passed, left = handover.hand_over(
            self.object.pk, actor=self.request.user, to=data["to"], basis=data["basis"], on=data["on"]
        )
        messages.success(
            self.request,
            full_stop(f"Передано: {plural(passed, handover.RECORDS)}, принимает {data['to'].short_name}"),
        )
        if not left:
            return self.object.get_absolute_url()
        messages.warning(
            self.request, f"Осталось: {plural(len(left), handover.RECORDS)}. Почему, сказано у каждой ниже."
        )
        return f"{reverse('employee-handover', args=[self.object.pk])}?to={data['to'].pk}"

    def get_context_data(self, **kwargs):
        groups = handover.holdings_of(self.object, to=self.to, actor=self.request.user)
        every = [holding for group in groups for holding in group.holdings]
        passing = sum(not holding.why for holding in every)
        return super().get_context_data(
            groups=groups, to=self.to, choice=self.choice, passing=passing, staying=len(every) - passing,
            submit_label=f"Передать {plural(passing, handover.RECORDS)}", **kwargs,
        )  # fmt: skip
