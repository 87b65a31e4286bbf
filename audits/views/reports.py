"""The report of an audit: its text complete from facts, the words that people edit, and handing it in."""

from audits import workflow
from audits.completeness import checked_items
from audits.forms.audits import ReportForm
from audits.models import Audit
from audits.permissions import is_lead, is_on_team, sees_checklist
from audits.report_pdf import PURPOSE, facts_of
from audits.services import audits
from audits.services.report import draft_conclusion, report_facts
from audits.views.audits import CARD, AuditStep
from vsoko.views.generic import ServiceFormView, TransitionView
from vsoko.views.rendering import panel_of


class Report(ServiceFormView):
    """Everybody who may read sees the report; the team edits its words while the audit runs."""

    form_class = ReportForm
    template_name = "audits/report.html"
    submit_label = "Сохранить слова отчёта"
    success_message = "Отчёт сохранён."
    right = sees_checklist

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    def get_heading(self):
        return f"Отчёт об аудите № {self.object.number}"

    @property
    def writes(self):
        user, audit = self.request.user, self.object
        return audit.state == Audit.State.IN_PROGRESS and (is_on_team(user, audit) or is_lead(user, audit))

    def get_initial(self):
        audit = self.object
        return {"strengths": audit.strengths, "conclusion": audit.conclusion or draft_conclusion(audit)}

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def facts(self):
        """Return what is told now, or what the director approved."""
        if self.object.state in self.object.LOCKED:
            return facts_of(self.object)
        return report_facts(self.object, checked_items(self.object))

    def get_context_data(self, **kwargs):
        audit, user = self.object, self.request.user
        runs = audit.state == Audit.State.IN_PROGRESS
        leads = runs and is_lead(user, audit)
        return super().get_context_data(
            object=audit,
            facts=self.facts(),
            **(panel_of(audit, PURPOSE) if audit.state in audit.LOCKED else {}),
            writes=self.writes,
            may_submit=leads,
            blockers=workflow.REPORT_AUDIT.blockers(audit) if leads else [],
            is_draft_conclusion=not audit.conclusion.strip(),
            **kwargs,
        )

    def act(self, form):
        words = form.cleaned_data
        if words["conclusion"].strip() == draft_conclusion(self.object):
            # An untouched proposal stays a proposal: it follows the findings until somebody rewrites it.
            words["conclusion"] = ""
        audits.write_report(self.object.pk, actor=self.request.user, **words)
        return self.request.path


class ReportSubmit(AuditStep):
    transition = workflow.REPORT_AUDIT
    service = staticmethod(audits.report_audit)
    explain = (
        "Ответы закроются, заключения получат номера и станут видны объекту, отчёт уйдёт на утверждение директору."
    )


class ReportAcknowledge(TransitionView):
    """Who answers for the subject reads the report on this very page, and is led on to each nonconformity."""

    queryset = CARD
    transition = workflow.ACKNOWLEDGE_AUDIT
    service = staticmethod(audits.acknowledge_audit)
    template_name = "audits/report_acknowledge.html"
    explain = (
        "Вы подтверждаете, что прочитали отчёт. Согласие здесь не нужно: с каждым несоответствием соглашаются "
        "или заявляют особое мнение на его странице."
    )

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if not context["blockers"]:
            context |= panel_of(self.object, PURPOSE) | {"report": facts_of(self.object)}
        return context

    def get_success_url(self, changed):
        return f"{self.object.get_absolute_url()}#findings"
