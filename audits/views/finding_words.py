"""What people write on the card of a finding: its root cause, and comments."""

from audits import finding_workflow as workflow
from audits.cause_rules import cause_rules
from audits.forms.causes import CauseForm
from audits.forms.findings import CommentForm
from audits.services import causes
from audits.services.comments import add_comment
from audits.views.findings import CARD
from roadmap.permissions import is_leader
from vsoko.views.generic import ServiceFormView


class FindingCause(ServiceFormView):
    """The root cause; `?take=` opens the form with the cause of an earlier effective case of the same criterion."""

    template_name = "audits/cause_form.html"
    form_class = CauseForm
    heading = "Причина несоответствия"
    submit_label = "Записать причину"
    success_message = "Причина записана."

    def load(self):
        self.object = self.visible(CARD.prefetch_related("causes"), pk=self.kwargs["pk"])

    @staticmethod
    def right(user, finding):
        return workflow.answers_for_finding(user, finding) or is_leader(user, finding)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"rules": cause_rules(self.object.school_id)}

    def get_initial(self):
        """Return the cause that is taken over, or the one of this round that is made more exact."""
        finding = self.object
        if taken := self.request.GET.get("take"):
            taken = causes.taken_from(finding, taken)
            return CauseForm.initial_of(taken) if taken else {}
        own = finding.causes.all()
        return CauseForm.initial_of_own(finding.cause) if len(own) > finding.returns else {}

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        finding = self.object
        return super().get_context_data(
            finding=finding,
            subline=str(finding),
            explain=finding.fact,
            cases=causes.effective_cases(finding),
            **kwargs,
        )

    def act(self, form):
        causes.record_cause(self.object.pk, actor=self.request.user, **form.facts)
        return self.object.get_absolute_url()


class FindingComment(ServiceFormView):
    """A comment of whoever sees the finding; the card sends it here, and what was refused stays on this page."""

    form_class = CommentForm
    heading = "Комментарий"
    submit_label = "Записать комментарий"
    success_message = "Комментарий записан."

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=str(self.object), **kwargs)

    def act(self, form):
        add_comment(self.object.pk, actor=self.request.user, text=form.cleaned_data["text"])
        return f"{self.object.get_absolute_url()}#comments"
