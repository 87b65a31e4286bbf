"""The check of effect: who is asked to make it, and what it finds."""

from django.utils import timezone

from audits.action_filters import CheckFilter
from audits.forms.effectiveness import CheckerForm, EffectForm
from audits.models import Action, ActionHandover, EffectivenessCheck
from audits.services import effectiveness
from audits.services.observing import actions_of_round, found
from roadmap.models import Appointment, Employee
from roadmap.permissions import GROUP_ROLES, Role, is_group_head
from vsoko.views.generic import SchoolListView, ServiceFormView, TransitionView

CHECKS = EffectivenessCheck.objects.select_related("finding__school", "finding__audit__auditee", "checker")
# Who may be asked to check the effect: the group and the deputies (domain text, section 5.1).
CHECKERS = (*GROUP_ROLES, Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING)


class CheckList(SchoolListView):
    """The checks of effect; the share of effective actions is counted from them."""

    model = EffectivenessCheck
    filterset_class = CheckFilter
    template_name = "audits/check_list.html"
    heading = "Проверки результативности"

    def get_queryset(self):
        return super().get_queryset().select_related("finding", "checker").order_by("due_on", "id")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            today=timezone.localdate(), total_word="проверка,проверки,проверок", **kwargs
        )  # fmt: skip


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
        former = ActionHandover.objects.filter(action__in=acted)
        held = Appointment.objects.filter(role__in=CHECKERS).covering(timezone.localdate())
        people = Employee.objects.filter(
            school=self.request.user.school_id, left_on=None, pk__in=held.values("employee")
        )
        people = people.exclude(pk__in=acted.values("responsible")).exclude(pk__in=former.values("handed_from"))
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

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"found": found(self.object)}

    def get_context_data(self, **kwargs):
        finding = self.object.finding
        now = actions_of_round(finding, self.object.round)
        facts = [("Несоответствие", str(finding)), ("Установлено", finding.fact)]
        facts += [(action.get_kind_display().capitalize(), f"{action.text}\nПризнак: {action.sign}") for action in now]
        return super().get_context_data(facts=facts, **kwargs)
