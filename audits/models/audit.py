from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse

from audits.models.criterion import ChecklistTemplate, Subject
from audits.models.past_import import CARRIED_OVER, made_by
from audits.models.programme import AuditProgramme
from roadmap.models import Association, CourseProgramme, Employee, Roadmap
from roadmap.models.employee import WithEmployee
from roadmap.permissions import rights, sees_everything
from vsoko.models import SchoolOwned, SchoolQuerySet
from vsoko.states import Stateful, States
from vsoko.workflow import state_implies


class AuditQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """Leaders and the group see all; a chair sees audits of the own association, an auditee the own one."""
        mine = super().visible_to(user)
        if sees_everything(user):
            return mine
        employee = rights(user).employee
        if employee is None:
            return self.none()
        return mine.filter(Q(auditee=employee) | Q(association__in=rights(user).chaired))

    def owing_a_plan(self):
        """Return reported audits with nonconformities whose plan has not been begun; plans of earlier years are on paper."""
        owed = models.Q(findings__grade__in=["major", "minor"]) & ~models.Q(findings__state__in=["draft", "withdrawn"])
        return self.filter(owed, state__in=["reported", "closed"], plan=None, past_import=None).distinct()


class Audit(Stateful, SchoolOwned):
    """One internal audit of an association, a course programme or the school (ISO 19011, clause 6)."""

    class State(States):
        PLANNED = "planned", "запланирован"
        IN_PROGRESS = "in_progress", "идёт"
        REPORTED = "reported", "отчёт сдан"
        CLOSED = "closed", "завершён"
        CANCELLED = "cancelled", "отменён"

        __shapes__ = {
            "planned": "plan",
            "in_progress": "run",
            "reported": "wait",
            "closed": "done",
            "cancelled": "void",
        }

    OPEN = (State.PLANNED, State.IN_PROGRESS, State.REPORTED)
    LOCKED = (State.REPORTED, State.CLOSED)

    roadmap = models.ForeignKey(Roadmap, models.PROTECT, related_name="audits", verbose_name="год")
    programme = models.ForeignKey(
        AuditProgramme, models.PROTECT, null=True, blank=True, related_name="audits", verbose_name="программа"
    )
    number = models.CharField("номер", max_length=20)
    sequence = models.PositiveSmallIntegerField("порядок в году", editable=False)
    subject = models.CharField("что проверяется", max_length=12, choices=Subject.choices)
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="audits", verbose_name="МО"
    )
    course_programme = models.ForeignKey(
        CourseProgramme, models.PROTECT, null=True, blank=True, related_name="audits", verbose_name="программа ДО"
    )
    sampled_programmes = models.ManyToManyField(
        CourseProgramme, blank=True, related_name="+", verbose_name="программы выборки",
        help_text="Вопросы о программах задаются по каждой из них.",
    )  # fmt: skip
    template = models.ForeignKey(
        ChecklistTemplate, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="чек-лист"
    )
    sections = models.JSONField("разделы", default=list, blank=True, help_text="Пусто: все разделы чек-листа.")
    auditee = models.ForeignKey(
        Employee, models.PROTECT, related_name="audits_answered_for", verbose_name="кто отвечает за объект"
    )
    lead = models.ForeignKey(
        Employee, models.PROTECT, related_name="audits_led", verbose_name="руководитель аудиторской группы"
    )
    period_from = models.DateField("проверяемый период с")
    period_to = models.DateField("по")
    starts_on = models.DateField("начало аудита")
    ends_on = models.DateField("окончание аудита")
    objectives = models.TextField("цель")
    scope = models.TextField("область")
    unscheduled = models.BooleanField("внеплановый", default=False)
    basis = models.TextField(
        "основание", blank=True, help_text="Приказ о проведении; для внепланового — ещё и почему он понадобился."
    )
    based_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="followers", verbose_name="по образцу аудита",
        help_text="Берутся его вопросы, без ответов.",
    )  # fmt: skip
    follow_up = models.BooleanField(
        "контрольный", default=False, help_text="Только вопросы, по которым были несоответствия."
    )
    state = models.CharField("состояние", max_length=12, choices=State.choices, default=State.PLANNED)
    started_on = models.DateField("начат", null=True, blank=True)
    conclusion = models.TextField("вывод", blank=True)
    strengths = models.TextField("сильные стороны", blank=True)
    reported_on = models.DateField("отчёт сдан", null=True, blank=True)
    report_approved_on = models.DateField("отчёт утверждён", null=True, blank=True)
    acknowledged_on = models.DateField("объект ознакомлен", null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто ознакомился"
    )
    plan_due_on = models.DateField("план представить до", null=True, blank=True)
    closed_on = models.DateField("завершён", null=True, blank=True)
    past_import = made_by("audits")
    documents = GenericRelation("roadmap.Document", "owner_id", "owner_type")

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = "аудит"
        verbose_name_plural = "аудиты"
        ordering = ["-roadmap__period_from", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["school", "number"], name="audit_number_once_a_school"),
            models.UniqueConstraint(fields=["roadmap", "sequence"], name="audit_sequence_once_a_year"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="audit_days_in_order"),
            models.CheckConstraint(
                condition=Q(follow_up=False) | Q(based_on__isnull=False), name="audit_follow_up_names_the_audit"
            ),
            models.CheckConstraint(condition=Q(period_to__gte=models.F("period_from")), name="audit_period_in_order"),
            models.CheckConstraint(
                condition=(
                    Q(subject="association", association__isnull=False, course_programme__isnull=True)
                    | Q(subject="programme", course_programme__isnull=False)
                    | Q(subject="school", association__isnull=True, course_programme__isnull=True)
                ),
                name="audit_subject_is_named",
            ),
            state_implies("reported", "reported_on", name="audit_reported_is_dated"),
            state_implies("closed", "reported_on", "closed_on", name="audit_closed_is_dated"),
            state_implies(
                "closed", "report_approved_on", "acknowledged_on", name="audit_closed_is_whole", unless=CARRIED_OVER
            ),
        ]

    def __str__(self):
        return f"Аудит № {self.number}: {self.subject_name}"

    def get_absolute_url(self):
        return reverse("audit-detail", args=[self.pk])

    @property
    def subject_name(self):
        if self.subject == Subject.ASSOCIATION:
            return str(self.association)
        if self.subject == Subject.PROGRAMME:
            return f"программа {self.course_programme}"
        return "школа в целом"


class AuditTeamMember(models.Model):
    """An auditor of the team beside the lead. An exception from impartiality is granted in writing by the director."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="team", verbose_name="аудит")
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="audits_joined", verbose_name="аудитор")

    objects = WithEmployee()

    class Meta:
        verbose_name = "участник аудиторской группы"
        verbose_name_plural = "аудиторская группа"
        ordering = ["employee__last_name", "id"]
        constraints = [models.UniqueConstraint(fields=["audit", "employee"], name="audit_team_member_once")]

    def __str__(self):
        return str(self.employee)

    def get_absolute_url(self):
        return self.audit.get_absolute_url()
