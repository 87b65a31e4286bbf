"""What the risks propose for the programme of a year: a person accepts each proposal, changes it first, or leaves it."""

from django import forms
from django.contrib import messages

from audits.models import AuditProgramme
from audits.permissions import plans_audits
from audits.services import programme_changes
from audits.services.proposals import accept_proposal, proposals
from vsoko.forms import PlainForm
from vsoko.views.generic import ServiceFormView
from vsoko.wording import full_stop, period


class AcceptForm(PlainForm):
    subject = forms.CharField(
        widget=forms.HiddenInput, max_length=40,
        error_messages={"required": "Непонятно, какой объект включить: нажмите кнопку рядом с ним."},
    )  # fmt: skip


class ProgrammeProposals(ServiceFormView):
    form_class = AcceptForm
    template_name = "audits/programme_proposals.html"
    heading = "Предложения по риску"
    right = plans_audits

    def load(self):
        programmes = AuditProgramme.objects.select_related("school", "roadmap__school")
        self.object = self.visible(programmes, pk=self.kwargs["pk"])

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def locked(self):
        """Return why nothing can be taken in now, or nothing."""
        programme = self.object
        if programme.state == AuditProgramme.State.ON_APPROVAL:
            return "Программа на утверждении: предложения можно принять, когда она вернётся или будет утверждена."
        change = programme_changes.change_under_way(programme) if programme.approved_on else None
        if programme.approved_on and (change is None or change.state != change.State.DRAFT):
            return "Программа утверждена: чтобы принять предложение, сначала начните изменение программы с причиной."
        return ""

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            object=self.object,
            subline=str(self.object),
            rows=proposals(self.object.roadmap),
            locked=self.locked(),
            **kwargs,
        )

    def act(self, form):
        audit = accept_proposal(self.object.pk, actor=self.request.user, key=form.cleaned_data["subject"])
        days = period(audit.starts_on, audit.ends_on)
        messages.success(
            self.request,
            full_stop(f"Аудит № {audit.number} включён: {audit.subject_name}, {days}, ведёт {audit.lead.short_name}"),
        )
        return self.request.path
