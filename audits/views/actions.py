"""Actions of plans: proposed, carried out, reported, accepted; requests for another day; the check of effect."""

from django.utils import timezone

from audits import finding_workflow as workflow
from audits.finding_filters import ActionFilter
from audits.forms.actions import ActionForm, CheckerForm, DueChangeForm, EffectForm, ReportActionForm
from audits.models import Action, ActionDueChange, CorrectivePlan, EffectivenessCheck, Finding
from audits.services import actions, effectiveness, plans
from audits.services.causes import action_taken_from
from roadmap.models import Appointment, Employee
from roadmap.permissions import GROUP_ROLES, Role, is_group_head
from vsoko.forms import PlainForm
from vsoko.views.generic import SchoolDetailView, SchoolListView, ServiceFormView, TransitionView, steps_for
from vsoko.views.seen import note_seen

CARD = Action.objects.select_related(
    "plan__school", "plan__roadmap", "plan__audit__school", "finding__school", "finding__audit", "responsible",
    "edition", "done_by", "accepted_by",
)  # fmt: skip
CHECKS = EffectivenessCheck.objects.select_related("finding__school", "finding__audit__auditee", "checker")
CHANGES = ActionDueChange.objects.select_related(
    "assignment__plan__school", "assignment__finding", "assignment__responsible", "asked_by"
)
# Who may be asked to check the effect: the group and the deputies (domain text, section 5.1).
CHECKERS = (*GROUP_ROLES, Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING)
PAGES = {name: f"action-{name}" for name in ("report", "accept", "start", "return", "cancel")}


class ActionList(SchoolListView):
    model = Action
    filterset_class = ActionFilter
    template_name = "audits/action_list.html"
    heading = "Действия по планам"

    def get_queryset(self):
        rows = super().get_queryset().select_related("finding", "plan", "responsible")
        return rows.order_by("due_on", "id")

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
        return super().get_context_data(
            acts=steps_for(workflow.ACTION, user, action, PAGES),
            evidence=action.evidence.select_related("file"),
            changes=changes,
            asked=asked if asked and workflow.ACTION_DUE["grant"].allowed(user, asked) else None,
            may_ask=workflow.carries_out(user, action) and action.state in ("planned", "in_progress") and not asked,
            may_edit=action.state == Action.State.PROPOSED and plans.writes_plan(user, action.plan),
            is_late=action.is_late(timezone.localdate()),
            today=timezone.localdate(),
            **kwargs,
        )


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


class DueChangeAsk(ServiceFormView):
    form_class = DueChangeForm
    heading = "Попросить о другом сроке"
    submit_label = "Отправить просьбу"
    success_message = "Просьба отправлена: решает не тот, кто просит."

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    right = staticmethod(workflow.carries_out)

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=str(self.object), **kwargs)

    def act(self, form):
        actions.ask_due_change(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class DueChangeStep(TransitionView):
    queryset = CHANGES

    def get_context_data(self, **kwargs):
        change = self.object
        facts = [
            ("Действие", change.assignment.text),
            ("Прежний срок", f"{change.old_due:%d.%m.%Y}"),
            ("Новый срок", f"{change.new_due:%d.%m.%Y}"),
            ("Почему", change.reason),
            ("Кто просит", str(change.asked_by)),
        ]
        return super().get_context_data(facts=facts, **kwargs)


class CheckAssign(ServiceFormView):
    form_class = CheckerForm
    heading = "Назначить проверяющего"
    submit_label = "Назначить проверяющего"
    success_message = "Проверяющий назначен."

    def load(self):
        self.object = self.visible(CHECKS, pk=self.kwargs["pk"])

    right = staticmethod(is_group_head)

    def get_initial(self):
        return {"checker": self.object.checker_id, "due_on": self.object.due_on}

    def get_form_kwargs(self):
        acted = self.object.finding.actions.exclude(state=Action.State.CANCELLED)
        held = Appointment.objects.filter(role__in=CHECKERS).covering(timezone.localdate())
        people = Employee.objects.filter(
            school=self.request.user.school_id, left_on=None, pk__in=held.values("employee")
        )
        people = people.exclude(pk__in=acted.values("responsible"))
        people = people.exclude(user__in=acted.exclude(done_by=None).values("done_by"))
        return super().get_form_kwargs() | {"people": people}

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=str(self.object.finding), **kwargs)

    def act(self, form):
        effectiveness.assign_checker(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class CheckStep(TransitionView):
    queryset = CHECKS
    form_class = EffectForm

    def get_context_data(self, **kwargs):
        finding = self.object.finding
        now = finding.actions.filter(round=self.object.round).exclude(state=Action.State.CANCELLED)
        facts = [("Несоответствие", str(finding)), ("Установлено", finding.fact)]
        facts += [(action.get_kind_display().capitalize(), f"{action.text}\nПризнак: {action.sign}") for action in now]
        return super().get_context_data(facts=facts, **kwargs)
