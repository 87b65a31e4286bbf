"""Corrective plans and their addenda."""

from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from audits.forms.actions import AddendumForm
from audits.models import Action, ActionNote, Audit, CorrectivePlan, Finding
from audits.permissions import drafts_for_director, is_auditee
from audits.proofs import in_order_of_findings
from audits.services import plans
from audits.workflow import SUBMIT_PLAN
from roadmap.context import year_of
from roadmap.models import Roadmap
from vsoko.forms import DayForm, PlainForm
from vsoko.views.generic import SchoolDetailView, SchoolListView, ServiceFormView
from vsoko.views.seen import note_seen
from vsoko.wording import day_paper, lateness

CARD = CorrectivePlan.objects.select_related(
    "school", "roadmap", "author", "approved_by", "association", "audit__association", "audit__course_programme",
    "audit__auditee", "audit__school",
)  # fmt: skip


class PlanList(SchoolListView):
    model = CorrectivePlan
    filterset_class = None
    template_name = "audits/plan_list.html"
    heading = "Планы корректирующих мероприятий"

    def get_queryset(self):
        standing = Finding.objects.nonconformities().exclude(state=Finding.State.WITHDRAWN)
        rows = super().get_queryset().with_counts()
        rows = rows.annotate(owed=Exists(standing.filter(audit=OuterRef("audit"))))
        year = self.request.GET.get("year", "")
        if year.isdecimal():
            rows = rows.filter(roadmap__in=Roadmap.objects.filter(pk=year))
        rows = rows.select_related("audit__association", "audit__course_programme", "audit__auditee", "roadmap")
        return rows.order_by("-roadmap__period_from", "number", "id")

    def get_context_data(self, **kwargs):
        user = self.request.user
        owed = (
            Audit.objects.visible_to(user).owing_a_plan().select_related("association", "course_programme", "auditee")
        )
        drafts = drafts_for_director(user)
        return super().get_context_data(
            owed=[(audit, drafts or is_auditee(user, audit)) for audit in owed[:20]],
            today=timezone.localdate(),
            may_create=drafts,
            total_word="план,плана,планов",
            **kwargs,
        )


class PlanCreate(ServiceFormView):
    """Open a plan of an audit (`?audit=`) or of the school for the current year."""

    form_class = PlainForm
    template_name = "generic/transition.html"
    heading = "Начать план корректирующих мероприятий"
    submit_label = "Начать план"

    def load(self):
        self.audit = self.roadmap = None
        audit = self.request.GET.get("audit", "")
        if audit.isdecimal():
            queryset = Audit.objects.select_related("school", "association", "course_programme", "roadmap")
            self.audit = self.visible(queryset, pk=audit)
        else:
            self.roadmap = year_of(self.request).roadmap
            if self.roadmap is None:
                raise Http404("Сначала нужна дорожная карта года.")

    def check_right(self):
        user = self.request.user
        allowed = drafts_for_director(user, self.audit) or (self.audit is not None and is_auditee(user, self.audit))
        if not allowed:
            self.handle_no_permission()

    def get_cancel_url(self):
        return self.audit.get_absolute_url() if self.audit else reverse("plan-list")

    def get_context_data(self, **kwargs):
        if self.audit:
            text = f"По итогам аудита № {self.audit.number}: {self.audit.subject_name}."
        else:
            text = "План по школе отвечает на несоответствия, за которые отвечает не одно МО."
        return super().get_context_data(explain=text, **kwargs)

    def act(self, form):
        plan = plans.create_plan(actor=self.request.user, audit=self.audit, roadmap=self.roadmap)
        return plan.get_absolute_url()


def actions_of(plan):
    """Return all actions of a plan in the order in which it names them, with their requests for another day."""
    rows = plan.actions.select_related("finding", "responsible", "edition", "association")
    return in_order_of_findings(rows.prefetch_related("due_changes"))


def answer(finding, actions):
    """Return how a plan answers a nonconformity: for each round the three kinds in order, empty ones too.

    To what was withdrawn nothing is owed.
    """
    own = [action for action in actions if action.finding_id == finding.pk]
    dropped = finding.state == Finding.State.WITHDRAWN and any(a.state == Action.State.CANCELLED for a in own)
    last = finding.returns if finding.state in (Finding.State.OPEN, Finding.State.ACKNOWLEDGED) else 0
    rounds = []
    owed = set() if finding.state == Finding.State.WITHDRAWN else {last}
    for number in sorted({action.round for action in own} | owed):
        now = [action for action in own if action.round == number]
        links = [
            {
                "kind": kind,
                "label": label,
                "question": Action.QUESTIONS[kind],
                "actions": [a for a in now if a.kind == kind],
            }
            for kind, label in Action.Kind.choices
        ]
        rounds.append(
            {"edition": next((a.edition for a in now if a.edition_id), None), "links": links, "number": number}
        )
    return {"finding": finding, "rounds": rounds, "dropped": dropped}


class PlanDetail(SchoolDetailView):
    model = CorrectivePlan
    template_name = "audits/plan_detail.html"

    def get_queryset(self):
        return CARD

    def get_heading(self):
        return f"План № {self.object.number}: {self.object.subject_name}"

    def get_context_data(self, **kwargs):
        plan, user = self.object, self.request.user
        writes = plans.writes_plan(user, plan)
        editions = list(plan.editions.all())
        under_way = next((row for row in editions if row.state in ("draft", "on_approval")), None)
        is_draft = plan.state == CorrectivePlan.State.DRAFT
        actions = actions_of(plan)
        findings = list(plan.findings.select_related("audit").by_number().prefetch_related("causes"))
        note_seen(user, findings)
        withdrawn = bool(findings) and all(finding.state == Finding.State.WITHDRAWN for finding in findings)
        return super().get_context_data(
            writes=writes,
            actions=actions,
            live=[action for action in actions if action.state != Action.State.CANCELLED],
            needless=is_draft and withdrawn,
            answers=[answer(finding, actions) for finding in findings],
            editions=editions,
            under_way=under_way,
            may_add=writes and (is_draft or (under_way is not None and under_way.state == "draft")),
            may_submit=writes and is_draft,
            may_extend=writes and not under_way and plan.state in ("approved", "completed"),
            blockers=SUBMIT_PLAN.blockers(plan) if writes and is_draft else [],
            documents=plan.documents.visible_to(user).order_by("-id"),
            today=timezone.localdate(),
            **kwargs,
        )


class PlanProgress(SchoolDetailView):
    """The plan with what has become of it by today: a sheet to print for a meeting."""

    model = CorrectivePlan
    template_name = "audits/plan_progress.html"

    def get_queryset(self):
        return CARD

    def get_heading(self):
        return f"Ход плана № {self.object.number} на {day_paper(timezone.localdate())}"

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        actions = [row for row in actions_of(self.object) if row.state != Action.State.CANCELLED]
        latest = ActionNote.objects.filter(action__in=actions).order_by("dated", "id")
        notes = {note.action_id: note for note in latest}
        for action in actions:
            action.note = notes.get(action.pk)
            action.late_words = lateness(action.due_on, today) if action.is_late(today) else ""
        accepted = sum(action.state == Action.State.ACCEPTED for action in actions)
        late = sum(bool(action.late_words) for action in actions)
        return super().get_context_data(
            actions=actions, accepted=accepted, late=late, today=today, entries=[], **kwargs
        )


class PlanSubmit(ServiceFormView):
    """Send a plan to the director: what is missing is listed before the button appears."""

    form_class = DayForm
    template_name = "generic/transition.html"
    heading = "Передать план на утверждение"
    submit_label = "Передать план"
    success_message = "План передан: сначала его согласует рабочая группа, потом утверждает директор."

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    right = staticmethod(plans.writes_plan)

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        plan = self.object
        blockers = SUBMIT_PLAN.blockers(plan)
        if plan.state not in SUBMIT_PLAN.sources:
            blockers = [f"План сейчас «{plan.get_state_display()}»: передавать его не нужно."]
        return super().get_context_data(object=plan, blockers=blockers, **kwargs)

    def act(self, form):
        plan = plans.submit_plan(self.object.pk, actor=self.request.user, on=form.cleaned_data["on"])
        return plan.get_absolute_url()


class PlanAddendum(ServiceFormView):
    form_class = AddendumForm
    heading = "Дополнить план"
    submit_label = "Начать дополнение"

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    right = staticmethod(plans.writes_plan)

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def act(self, form):
        plans.start_addendum(self.object.pk, actor=self.request.user, reason=form.cleaned_data["reason"])
        return self.object.get_absolute_url()


class AddendumSubmit(ServiceFormView):
    form_class = DayForm
    template_name = "generic/transition.html"
    heading = "Передать дополнение на утверждение"
    submit_label = "Передать дополнение"
    success_message = "Дополнение передано на утверждение."

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])
        self.edition = get_object_or_404(self.object.editions, pk=self.kwargs["edition"])

    right = staticmethod(plans.writes_plan)

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, explain=self.edition.reason, **kwargs)

    def act(self, form):
        plans.submit_addendum(self.edition.pk, actor=self.request.user, on=form.cleaned_data["on"])
        return self.object.get_absolute_url()
