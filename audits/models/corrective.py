from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse

from audits.models.audit import Audit
from audits.models.finding import Finding
from audits.models.past_import import CARRIED_OVER, made_by
from roadmap.models import Association, Employee, Roadmap
from roadmap.permissions import rights, sees_everything
from vsoko.assignment import Assignment, DueChange
from vsoko.models import SchoolOwned, SchoolQuerySet
from vsoko.states import Stateful, States
from vsoko.workflow import state_implies


class CorrectivePlanQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """Leaders and the group see all; who answers for the subject sees the own plan; who acts sees approved ones."""
        mine = super().visible_to(user)
        if sees_everything(user):
            return mine
        employee = rights(user).employee
        if employee is None:
            return self.none()
        acted = Q(pk__in=employee.actions.values("plan")) | Q(pk__in=employee.handed_over.values("action__plan"))
        acts = acted & ~Q(state__in=["draft", "on_approval"])
        return mine.filter(Q(association__in=rights(user).chaired) | Q(audit__auditee=employee) | Q(author=user) | acts)

    def with_counts(self):
        """Add how many actions the plan has, how many are accepted, and the nearest day of what is owed."""
        live = ~Q(actions__state="cancelled")
        owed = Q(actions__state__in=Action.OWED)
        return self.annotate(
            actions_total=models.Count("actions", filter=live),
            actions_accepted=models.Count("actions", filter=Q(actions__state="accepted")),
            nearest_due=models.Min("actions__due_on", filter=owed),
        )


class CorrectivePlan(Stateful, SchoolOwned):
    """План корректирующих мероприятий (D12): of one audit, or of the school for the roadmap's period."""

    class State(States):
        DRAFT = "draft", "черновик"
        ON_APPROVAL = "on_approval", "на утверждении"
        APPROVED = "approved", "выполняется"
        COMPLETED = "completed", "выполнен"

        __shapes__ = {"draft": "draft", "on_approval": "wait", "approved": "run", "completed": "done"}

    roadmap = models.ForeignKey(Roadmap, models.PROTECT, related_name="corrective_plans", verbose_name="год")
    audit = models.OneToOneField(
        Audit, models.PROTECT, null=True, blank=True, related_name="plan", verbose_name="по итогам аудита"
    )
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="corrective_plans", verbose_name="МО"
    )
    number = models.CharField("номер", max_length=20)
    due_on = models.DateField("представить до", null=True, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="составил")
    state = models.CharField("состояние", max_length=12, choices=State.choices, default=State.DRAFT)
    submitted_on = models.DateField("представлен", null=True, blank=True)
    approved_on = models.DateField("утверждён", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто утвердил"
    )
    completed_on = models.DateField("выполнен", null=True, blank=True)
    past_import = made_by("plans")
    documents = GenericRelation("roadmap.Document", "owner_id", "owner_type")
    editions = GenericRelation("roadmap.Edition", "target_id", "target_type")

    objects = CorrectivePlanQuerySet.as_manager()

    class Meta:
        verbose_name = "план корректирующих мероприятий"
        verbose_name_plural = "планы корректирующих мероприятий"
        ordering = ["-roadmap__period_from", "number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="plan_number_once_a_school"),
            state_implies(
                "approved", "approved_on", "approved_by", name="plan_approved_by_someone", unless=CARRIED_OVER
            ),
            state_implies("completed", "completed_on", name="plan_completed_is_dated"),
            state_implies("completed", "approved_on", name="plan_completed_was_approved", unless=CARRIED_OVER),
        ]

    def __str__(self):
        return f"План корректирующих мероприятий № {self.number}"

    def get_absolute_url(self):
        return reverse("plan-detail", args=[self.pk])

    @property
    def subject_name(self):
        return self.audit.subject_name if self.audit else "школа в целом"

    @property
    def findings(self):
        """Return the nonconformities that this plan answers: those of its audit, or those its actions name."""
        if self.audit_id:
            return self.audit.findings.nonconformities()
        return Finding.objects.filter(pk__in=self.actions.values("finding"))


GOES_ROUND = ("draft", "on_approval")
# What was taken off before its plan, or the addendum that brings it, was in force: nobody was ever charged with it.
TAKEN_BACK = Q(state="cancelled") & (
    Q(edition=None, plan__state__in=GOES_ROUND) | Q(edition__state__in=GOES_ROUND)
)  # fmt: skip


class ActionQuerySet(SchoolQuerySet):
    def given(self):
        """Return those that somebody has been charged with."""
        return self.exclude(state="proposed").exclude(TAKEN_BACK)

    def visible_to(self, user):
        """An action is seen with its plan, by who carries it out, and by who has handed it over to somebody else."""
        if not user.is_authenticated:
            return self.none()
        seen = Q(plan__in=CorrectivePlan.objects.visible_to(user))
        if employee := rights(user).employee:
            own = Q(responsible=employee) | Q(pk__in=employee.handed_over.values("action"))
            seen |= own & Q(plan__school_id=user.school_id) & ~Q(state="proposed") & ~TAKEN_BACK
        return self.filter(seen)

    def carried_out_by(self, employee):
        """Return those that the employee answers for, has answered for, or has reported: none of them is his to judge."""
        ever = Q(responsible=employee) | Q(handovers__handed_from=employee)
        if employee.user_id:
            ever |= Q(done_by=employee.user_id)
        return self.exclude(state="cancelled").filter(ever)


class Action(Assignment):
    """A step of a plan for one nonconformity: correction, corrective or preventive (domain text, section 4.2)."""

    class Kind(models.TextChoices):
        CORRECTION = "correction", "коррекция"
        CORRECTIVE = "corrective", "корректирующее действие"
        PREVENTIVE = "preventive", "предупреждающее действие"

    # Neither is part of what a plan asks for: the one is taken off, the other not yet decided.
    UNCOUNTED = (Assignment.State.CANCELLED, Assignment.State.PROPOSED)
    QUESTIONS = {
        "correction": "Что исправить сейчас?",
        "corrective": "Что изменить, чтобы не повторилось?",
        "preventive": "Где ещё может случиться?",
    }

    plan = models.ForeignKey(CorrectivePlan, models.PROTECT, related_name="actions", verbose_name="план")
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="actions", verbose_name="несоответствие")
    kind = models.CharField("вид", max_length=10, choices=Kind.choices)
    responsible = models.ForeignKey(Employee, models.PROTECT, related_name="actions", verbose_name="ответственный")
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="где",
        help_text="Объединение, в котором то же может случиться.",
    )  # fmt: skip
    sign = models.CharField("признак выполнения", max_length=300, help_text="Как увидим, что сделано.")
    resources = models.CharField(
        "ресурсы", max_length=300, blank=True, help_text="Время, деньги, люди. Пусто: отдельных не нужно."
    )
    edition = models.ForeignKey(
        "roadmap.Edition",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name="дополнение плана",
    )
    round = models.PositiveSmallIntegerField(
        "круг", default=0, editable=False, help_text="Сколько возвратов было до неё."
    )

    objects = ActionQuerySet.as_manager()

    class Meta(Assignment.Meta):
        verbose_name = "действие"
        verbose_name_plural = "действия"
        ordering = ["finding", "round", "id"]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("action-detail", args=[self.pk])

    @property
    def school(self):
        return self.plan.school

    @property
    def school_id(self):
        return self.plan.school_id

    @property
    def question(self):
        return self.QUESTIONS[self.kind]

    @property
    def words(self):
        """Return what is to be done, and in which association where it is to be done elsewhere."""
        return f"{self.text.rstrip('.')} ({self.association.name})." if self.association_id else self.text


class ActionDueChangeQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(assignment__in=Action.objects.visible_to(user))


class ActionDueChange(DueChange):
    assignment = models.ForeignKey(Action, models.CASCADE, related_name="due_changes", verbose_name="действие")

    objects = ActionDueChangeQuerySet.as_manager()

    class Meta(DueChange.Meta):
        verbose_name = "просьба о сроке действия"
        verbose_name_plural = "просьбы о сроке действия"
        ordering = ["-id"]

    def __str__(self):
        return f"{self.assignment}: до {self.new_due:%d.%m.%Y}"

    @property
    def school(self):
        return self.assignment.plan.school

    @property
    def school_id(self):
        return self.assignment.plan.school_id

    def get_absolute_url(self):
        return self.assignment.get_absolute_url()
