"""Actions of plans: proposed, carried out, reported, accepted."""

from django.contrib import messages
from django.db.models import Case, IntegerField, When
from django.shortcuts import get_object_or_404
from django.utils import timezone

from audits import finding_workflow as workflow
from audits.action_filters import ActionFilter
from audits.forms.actions import ActionForm, ElsewhereForm, ReportActionForm
from audits.models import Action, ActionDueChange, CorrectivePlan, Finding
from audits.services import actions, plans, progress
from audits.services.causes import action_taken_from
from roadmap.models import Association
from vsoko.forms import PlainForm
from vsoko.views.generic import SchoolDetailView, SchoolListView, ServiceFormView, TransitionView, steps_for
from vsoko.views.seen import note_seen
from vsoko.wording import plural

CARD = Action.objects.select_related(
    "plan__school", "plan__roadmap", "plan__audit__school", "finding__school", "finding__audit", "responsible",
    "edition", "done_by", "accepted_by", "association",
)  # fmt: skip
SETTLED = (Action.State.ACCEPTED, Action.State.CANCELLED)  # stand last: nobody has to do anything about them
PAGES = {name: f"action-{name}" for name in ("report", "accept", "start", "return", "cancel")}


class ActionList(SchoolListView):
    model = Action
    filterset_class = ActionFilter
    template_name = "audits/action_list.html"
    heading = "Действия по планам"

    def get_queryset(self):
        rows = super().get_queryset().select_related("finding", "plan", "responsible")
        settled = Case(When(state__in=SETTLED, then=1), default=0, output_field=IntegerField())
        return rows.order_by(settled, "due_on", "id")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            today=timezone.localdate(), total_word="действие,действия,действий", **kwargs
        )
        note_seen(self.request.user, [action.finding for action in context["object_list"]])
        return context


class ActionDetail(SchoolDetailView):
    model = Action
    template_name = "audits/action_detail.html"

    def get_queryset(self):
        return CARD

    def get_heading(self):
        return self.object.text

    def get_context_data(self, **kwargs):
        action, user = self.object, self.request.user
        note_seen(user, [action.finding])
        note_seen(user, [action.plan])
        changes = action.due_changes.select_related("asked_by", "decided_by", "assignment__plan", "assignment__finding")
        asked = next((row for row in changes if row.state == ActionDueChange.State.ASKED), None)
        under_way = action.state in Action.OWED
        context = super().get_context_data(
            acts=steps_for(workflow.ACTION, user, action, PAGES),
            notes=action.notes.select_related("author"),
            handovers=action.handovers.select_related("handed_from", "handed_to", "actor"),
            may_note=under_way and workflow.carries_out(user, action),
            may_hand_over=under_way and progress.hands_over(user, action),
            evidence=action.evidence.select_related("file"),
            changes=changes,
            asked=asked if asked and workflow.ACTION_DUE["grant"].allowed(user, asked) else None,
            may_ask=under_way and workflow.carries_out(user, action) and not asked,
            may_edit=action.state == Action.State.PROPOSED and plans.writes_plan(user, action.plan),
            is_late=action.is_late(timezone.localdate()),
            today=timezone.localdate(),
            **kwargs,
        )
        if action.returned and under_way:
            back = (entry for entry in context["entries"] if entry.action == workflow.ACTION["return"].key)
            context["remark"] = next(back, None)
        return context


class ActionCreate(ServiceFormView):
    form_class = ActionForm
    heading = "Новое действие"
    submit_label = "Внести действие в план"
    success_message = "Действие внесено в план."

    def load(self):
        self.object = self.visible(
            CorrectivePlan.objects.select_related("school", "audit__school"), pk=self.kwargs["pk"]
        )

    right = staticmethod(plans.writes_plan)

    def get_initial(self):
        asked = self.request.GET
        known = {name: asked[name] for name in ("finding", "kind") if name in asked}
        if asked.get("take") and known.get("finding", "").isdecimal():
            # One click on the card of a nonconformity takes over what helped in an earlier case.
            finding = Finding.objects.visible_to(self.request.user).filter(pk=known["finding"]).first()
            taken = finding and action_taken_from(finding, asked["take"])
            known |= {name: getattr(taken, name) for name in ("kind", "text", "sign")} if taken else {}
        return known

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"plan": self.object}

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=str(self.object), **kwargs)

    def act(self, form):
        edition = self.object.editions.filter(state="draft").first()
        facts = {name: form.cleaned_data[name] for name in form.Meta.fields}
        actions.create_action(self.object.pk, actor=self.request.user, edition=edition, **facts)
        return self.object.get_absolute_url()


class ActionElsewhere(ServiceFormView):
    """Offer the other associations: the same may happen there. `?finding=` names the nonconformity."""

    form_class = ElsewhereForm
    heading = "Где ещё может случиться?"
    submit_label = "Внести действия в план"

    def load(self):
        plan = CorrectivePlan.objects.select_related("school", "audit__school")
        self.object = self.visible(plan, pk=self.kwargs["pk"])
        asked = self.request.GET.get("finding", "")
        findings = Finding.objects.filter(pk__in=self.object.findings.values("pk"))
        self.finding = get_object_or_404(findings, pk=asked if asked.isdecimal() else 0)

    right = staticmethod(plans.writes_plan)

    def get_form_kwargs(self):
        finding = self.finding
        there = finding.actions.filter(round=finding.returns).exclude(state=Action.State.CANCELLED)
        others = Association.objects.filter(school=self.object.school_id, closed_on=None)
        others = others.exclude(pk=finding.association_id).exclude(
            pk__in=there.exclude(association=None).values("association")
        )
        return super().get_form_kwargs() | {"associations": others.order_by("name")}

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=str(self.finding), **kwargs)

    def act(self, form):
        edition = self.object.editions.filter(state="draft").first()
        made = actions.create_elsewhere(
            self.object.pk, actor=self.request.user, finding=self.finding, edition=edition, **form.cleaned_data
        )
        messages.success(self.request, f"Внесено в план: {plural(len(made), 'действие,действия,действий')}.")
        return self.object.get_absolute_url()


class ActionEdit(ServiceFormView):
    form_class = ActionForm
    heading = "Правка действия"
    success_message = "Действие изменено."

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    @staticmethod
    def right(user, action):
        return plans.writes_plan(user, action.plan)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object, "plan": self.object.plan}

    def get_cancel_url(self):
        return self.object.plan.get_absolute_url()

    def act(self, form):
        facts = {name: form.cleaned_data[name] for name in form.Meta.fields}
        return actions.edit_action(self.object.pk, actor=self.request.user, **facts).plan.get_absolute_url()


class ActionDelete(ServiceFormView):
    form_class = PlainForm
    template_name = "generic/transition.html"
    heading = "Убрать действие из черновика"
    submit_label = "Убрать действие"
    success_message = "Действие убрано."

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    @staticmethod
    def right(user, action):
        return plans.writes_plan(user, action.plan)

    def get_cancel_url(self):
        return self.object.plan.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, danger=True, **kwargs)

    def act(self, form):
        return actions.delete_action(self.object.pk, actor=self.request.user).get_absolute_url()


class ActionStep(TransitionView):
    queryset = CARD

    def get_context_data(self, **kwargs):
        action = self.object
        facts = [("Несоответствие", str(action.finding)), ("Признак выполнения", action.sign)]
        if action.report:
            facts.append(("Что сделано", action.report))
        return super().get_context_data(facts=facts, **kwargs)


class ActionReport(ActionStep):
    form_class = ReportActionForm
