"""The card of a finding, and the steps that people take with it."""

from django.db.models import Prefetch
from django.urls import reverse
from django.utils import timezone

from audits import finding_workflow as workflow
from audits.finding_card import fishbone_of, others, whole_history
from audits.finding_steps import next_step
from audits.forms.findings import CommentForm, FindingForm
from audits.models import Audit, EffectivenessCheck, Evidence, Finding, RootCause
from audits.models.checklist import GIVEN
from audits.models.finding import Grade
from audits.paper_lines import papers_beside
from audits.permissions import is_lead, is_on_team
from audits.proofs import ACTIONS, actions_and_proofs
from audits.services import findings
from audits.services.causes import effective_cases
from audits.services.plans import writes_plan
from roadmap.permissions import is_leader
from vsoko.files import store_upload
from vsoko.forms import PlainForm
from vsoko.views.generic import ENTRIES_SHOWN, SchoolDetailView, ServiceFormView, TransitionView
from vsoko.views.seen import seen_by
from vsoko.wording import day_num

CARD = Finding.objects.select_related(
    "school", "author", "criterion", "association", "course_programme", "repeat_of", "objection_decided_by",
    "audit__roadmap", "audit__association", "audit__course_programme", "audit__auditee", "audit__lead", "audit__plan",
    "audit__school",
)  # fmt: skip


class FindingDetail(SchoolDetailView):
    model = Finding
    template_name = "audits/finding_detail.html"

    def get_queryset(self):
        checks = EffectivenessCheck.objects.select_related("checker", "checked_by", "finding__school")
        causes = RootCause.objects.select_related("found_by")
        user = self.request.user
        seen = {"audit_seen": seen_by(user, Audit, "audit"), "repeat_of_seen": seen_by(user, Finding, "repeat_of")}
        return CARD.prefetch_related(Prefetch("causes", causes), Prefetch("checks", checks), ACTIONS).annotate(**seen)

    def get_heading(self):
        return self.object.title

    def get_context_data(self, **kwargs):
        finding, user = self.object, self.request.user
        actions, proofs = actions_and_proofs(finding)
        finding.audit.seen = finding.audit_seen
        if finding.repeat_of:
            finding.repeat_of.seen = finding.repeat_of_seen
        entries, comments = whole_history(finding)
        return super().get_context_data(
            next=next_step(user, finding, actions),
            actions=actions,
            causes=finding.causes.all(),
            checks=finding.checks.all(),
            evidence=proofs,
            bones=fishbone_of(finding),
            comments=comments,
            entries=entries[:ENTRIES_SHOWN],
            history_url=reverse("history", args=[finding._meta.label_lower, finding.pk])
            if len(entries) > ENTRIES_SHOWN
            else "",
            comment_form=CommentForm(),
            objection_until=findings.last_day_of_objection(finding) if finding.is_nonconformity else None,
            **others(finding, user),
            **self.offered(),
            **papers_beside(user, finding),
            may_edit=finding.state == Finding.State.DRAFT and writes(user, finding.audit),
            may_withdraw=workflow.WITHDRAW_FINDING.allowed(user, finding),
            today=timezone.localdate(),
            **kwargs,
        )

    def offered(self):
        """Return what helped in earlier cases, for whoever may take it over now: a cause, and actions into a draft plan."""
        finding, user = self.object, self.request.user
        if finding.state != Finding.State.ACKNOWLEDGED:
            return {}
        plan = getattr(finding.audit, "plan", None)
        may_cause = workflow.answers_for_finding(user, finding) or is_leader(user, finding)
        may_act = plan is not None and plan.state == plan.State.DRAFT and writes_plan(user, plan)
        cases = effective_cases(finding) if may_act else []  # causes are offered where they are written
        return {"may_cause": may_cause, "may_act": may_act, "cases": cases}


def writes(user, audit):
    return audit is not None and (is_on_team(user, audit) or is_lead(user, audit))


class FindingFormMixin(ServiceFormView):
    form_class = FindingForm

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def keep_evidence(self, finding, form):
        if form.cleaned_data["upload"]:
            stored = store_upload(form.cleaned_data["upload"], school=finding.school, actor=self.request.user)
            Evidence.objects.create(finding=finding, file=stored)


class FindingCreate(FindingFormMixin):
    """A new draft, opened from the audit or from a checklist row with everything known filled in."""

    heading = "Новое заключение"
    submit_label = "Записать черновик"
    success_message = "Черновик записан: объект увидит его после сдачи отчёта."

    def load(self):
        audits = Audit.objects.select_related("school", "association", "roadmap").prefetch_related("team")
        self.object = self.visible(audits, pk=self.kwargs["pk"])
        item = self.request.GET.get("item", "")
        items = self.object.items.select_related("criterion", "course_programme", "audit__school")
        self.item = items.filter(pk=item).first() if item.isdecimal() else None

    right = staticmethod(writes)

    def offer(self):
        """Return what the question knows; the answer may be one that the page has not sent yet."""
        answer = self.request.GET.get("answer")
        return findings.offer_from(self.item, answer if answer in GIVEN else None) if self.item else {}

    def get_form_kwargs(self):
        known = self.offer()
        suggested = (known["grade"], known["why"]) if known else None
        return super().get_form_kwargs() | {"audit": self.object, "item": self.item, "suggested": suggested}

    def get_initial(self):
        grade = self.request.GET.get("grade")
        return self.offer() | ({"grade": grade} if grade in Grade.values else {})

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=f"Аудит № {self.object.number}, {self.object.subject_name}", **kwargs)

    def act(self, form):
        known = self.offer()
        facts = {name: known[name] for name in ("criterion", "section", "course_programme") if name in known}
        finding = findings.create_finding(
            self.object.pk, actor=self.request.user, item=self.item, **facts, **form.words
        )
        self.keep_evidence(finding, form)
        return finding.get_absolute_url()


class FindingEdit(FindingFormMixin):
    heading = "Правка черновика"
    success_message = "Черновик изменён."

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    @staticmethod
    def right(user, finding):
        return writes(user, finding.audit)

    def get_form_kwargs(self):
        finding = self.object
        return super().get_form_kwargs() | {"instance": finding, "audit": finding.audit, "item": finding.item_id}

    def act(self, form):
        # The form has filled its own instance; the service writes a freshly locked row.
        finding = findings.edit_finding(self.object.pk, actor=self.request.user, **form.words)
        self.keep_evidence(finding, form)
        return finding.get_absolute_url()


class FindingDelete(ServiceFormView):
    """Take a draft out; GET asks, POST does it."""

    template_name = "generic/transition.html"
    form_class = PlainForm
    heading = "Убрать черновик"
    submit_label = "Убрать черновик"
    success_message = "Черновик убран."

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    @staticmethod
    def right(user, finding):
        return writes(user, finding.audit)

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, danger=True, facts=[("Суть", self.object.title)], **kwargs)

    def act(self, form):
        return findings.delete_finding(self.object.pk, actor=self.request.user).get_absolute_url()


class FindingStep(TransitionView):
    queryset = CARD

    def get_context_data(self, **kwargs):
        finding = self.object
        facts = [
            ("Требование", finding.requirement),
            ("Установлено", finding.fact),
            ("Свидетельство", finding.evidence_text),
        ]
        if finding.objection:
            facts.append(("Особое мнение", finding.objection))
        elif self.transition is workflow.DISPUTE_FINDING and (last := findings.last_day_of_objection(finding)):
            facts.append(("Заявить можно до", day_num(last)))
        return super().get_context_data(facts=facts, **kwargs)
