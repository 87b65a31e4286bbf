from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse

from audits.models.audit import Audit
from audits.models.checklist import ChecklistItem
from audits.models.criterion import Criterion
from audits.models.past_import import CARRIED_OVER, made_by
from roadmap.models import Association, CourseProgramme, Employee
from roadmap.permissions import rights, sees_everything
from vsoko.assignment import Assignment
from vsoko.models import SchoolOwned, SchoolQuerySet
from vsoko.states import Stateful, States
from vsoko.wording import day_num
from vsoko.workflow import state_implies


class Grade(models.TextChoices):
    """Классы (domain text, section 4.1)."""

    MAJOR = "major", "значительное несоответствие"
    MINOR = "minor", "незначительное несоответствие"
    OBSERVATION = "observation", "наблюдение"
    OPPORTUNITY = "opportunity", "рекомендация"
    GOOD_PRACTICE = "good_practice", "положительная практика"


NONCONFORMITIES = (Grade.MAJOR, Grade.MINOR)
ACTING = ("planned", "in_progress")
COUNTED = ("audit__roadmap__period_from", "audit__sequence", "sequence")  # what a number is made of


class FindingQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """Leaders and the group see all; who answers for the subject sees reported ones; who acts sees the own ones."""
        mine = super().visible_to(user)
        if sees_everything(user):
            return mine
        employee = rights(user).employee
        if employee is None:
            return self.none()
        concerned = (
            Q(association__in=rights(user).chaired)
            | Q(audit__auditee=employee)
            | Q(pk__in=employee.actions.given().values("finding"))
            | Q(pk__in=employee.handed_over.values("action__finding"))
            | Q(pk__in=employee.effectiveness_checks.values("finding"))
        )
        return mine.filter(concerned).exclude(state=Finding.State.DRAFT)

    def with_due(self):
        """Add `due_on`: the nearest day of what is owed — plan, action not reported yet, or the check of effect."""
        nearest = models.Min("actions__due_on", filter=Q(actions__state__in=Assignment.OWED, state__in=ACTING))
        checked = models.Min("checks__due_on", filter=Q(checks__state="assigned", state="verifying"))
        # The plan's own day: over once the plan is in, and not that of another round.
        owed = Q(state__in=["open", "acknowledged"], returns=0) & (Q(audit__plan=None) | Q(audit__plan__state="draft"))
        planned = models.Case(models.When(owed, then=F("audit__plan_due_on")))
        return self.annotate(due_on=Coalesce(nearest, checked, planned, output_field=models.DateField()))

    def by_number(self):
        """Order as people count: a number is text, in which 100 stands before 99."""
        return self.order_by(*COUNTED[:2], F("sequence").asc(nulls_first=True), "id")

    def nonconformities(self):
        return self.filter(grade__in=NONCONFORMITIES)

    def repeated(self):
        """Return those that repeat a closed one; a withdrawn one has turned out to be no fault at all."""
        return self.exclude(repeat_of=None).exclude(state=Finding.State.WITHDRAWN)

    def open_nonconformities(self):
        return self.nonconformities().filter(state__in=Finding.OPEN)


class Finding(Stateful, SchoolOwned):
    """Заключение аудита: a nonconformity, an observation, an opportunity or a good practice."""

    class State(States):
        DRAFT = "draft", "черновик"
        OPEN = "open", "зарегистрировано"
        ACKNOWLEDGED = "acknowledged", "объект ознакомлен"
        DISPUTED = "disputed", "разногласие"
        WITHDRAWN = "withdrawn", "снято"
        PLANNED = "planned", "есть план"
        IN_PROGRESS = "in_progress", "устраняется"
        VERIFYING = "verifying", "проверка результативности"
        CLOSED = "closed", "закрыто"
        RECORDED = "recorded", "записано"
        ACCEPTED = "accepted", "принято к работе"
        DECLINED = "declined", "отклонено"

        __shapes__ = {
            "draft": "draft",
            "open": "plan",
            "acknowledged": "wait",
            "disputed": "split",
            "withdrawn": "void",
            "planned": "run",
            "in_progress": "run",
            "verifying": "wait",
            "closed": "done",
            "recorded": "plan",
            "accepted": "done",
            "declined": "void",
        }

    OPEN = (
        State.OPEN, State.ACKNOWLEDGED, State.DISPUTED, State.PLANNED, State.IN_PROGRESS, State.VERIFYING,
    )  # fmt: skip

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="findings", verbose_name="аудит")
    item = models.ForeignKey(
        ChecklistItem, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="вопрос"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="критерий"
    )
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="МО"
    )
    course_programme = models.ForeignKey(
        CourseProgramme, models.PROTECT, null=True, blank=True, related_name="findings", verbose_name="программа ДО"
    )
    number = models.CharField("номер", max_length=24, blank=True)
    sequence = models.PositiveSmallIntegerField("порядок в аудите", null=True, blank=True, editable=False)
    grade = models.CharField("класс", max_length=14, choices=Grade.choices)
    section = models.CharField("раздел", max_length=120, blank=True)
    title = models.CharField("суть", max_length=200, help_text="Одна строка: «Решения МО без исполнителя и срока».")
    requirement = models.TextField("требование")
    fact = models.TextField("установлено", help_text="Что увидели, без оценки людей.")
    evidence_text = models.TextField("свидетельство", help_text="Чем подтверждается: документ, номер, дата.")
    state = models.CharField("состояние", max_length=12, choices=State.choices, default=State.DRAFT)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="findings_written", verbose_name="записал"
    )
    repeat_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="repeats", verbose_name="повтор"
    )
    returns = models.PositiveSmallIntegerField("возвратов", default=0)
    registered_on = models.DateField("зарегистрировано", null=True, blank=True)
    acknowledged_on = models.DateField("объект ознакомлен", null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто ознакомился",
    )
    objection = models.TextField("особое мнение", blank=True)
    objection_decision = models.TextField("решение по особому мнению", blank=True)
    objection_decided_on = models.DateField("решено", null=True, blank=True)
    objection_decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто решил"
    )
    decline_reason = models.TextField("почему отклонено", blank=True)
    closed_on = models.DateField("закрыто", null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто закрыл"
    )
    created_at = models.DateTimeField("записано", auto_now_add=True)
    past_import = made_by("findings")

    UNTOLD = ("sequence",)  # the number says it

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = "несоответствие"
        verbose_name_plural = "несоответствия"
        ordering = ["-audit__roadmap__period_from", "number", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "number"], condition=~Q(number=""), name="finding_number_once_a_school"
            ),
            models.UniqueConstraint(fields=["audit", "sequence"], name="finding_sequence_once_an_audit"),
            models.CheckConstraint(condition=Q(state="draft") | ~Q(number=""), name="finding_registered_has_number"),
            state_implies("closed", "closed_on", name="finding_closed_is_dated"),
            state_implies("closed", "closed_by", name="finding_closed_by_someone", unless=CARRIED_OVER),
            models.CheckConstraint(
                condition=~Q(grade__in=["major", "minor"]) | ~Q(state__in=["recorded", "accepted", "declined"]),
                name="finding_nonconformity_states",
            ),
            models.CheckConstraint(
                condition=Q(grade__in=["major", "minor"]) | Q(state__in=["draft", "recorded", "accepted", "declined"]),
                name="finding_observation_states",
            ),
        ]

    def __str__(self):
        return f"{self.number or 'черновик'}: {self.title}"

    def get_absolute_url(self):
        return reverse("finding-detail", args=[self.pk])

    @property
    def is_nonconformity(self):
        return self.grade in NONCONFORMITIES

    @property
    def is_closed_on_paper(self):
        """Return whether it was closed before VSOKO: who has checked its effect is not known here."""
        return self.past_import_id is not None and self.state == self.State.CLOSED and self.closed_by_id is None

    @property
    def is_repeat(self):
        """Return whether it repeats a closed one; `repeated` of the queryset says the same of rows."""
        return self.repeat_of_id is not None and self.state != self.State.WITHDRAWN

    @property
    def subject_name(self):
        return self.audit.subject_name

    @property
    def told_decision(self):
        """Return the decision about the objection with who took it and when, as papers print it."""
        if self.objection_decided_by is None:
            return self.objection_decision
        grounds = self.objection_decision.strip().rstrip(".")
        return f"{grounds} ({self.objection_decided_by}, {day_num(self.objection_decided_on)})."

    @property
    def cause(self):
        """Return the latest root cause, the one that counts, or None; reads what is prefetched."""
        causes = list(self.causes.all())
        return causes[-1] if causes else None

    @property
    def current_check(self):
        """Return the effectiveness check of the present round, or None."""
        return next((check for check in self.checks.all() if check.round == self.returns), None)


class Branch(models.TextChoices):
    """School branches of the Ishikawa diagram (domain text, section 4.3)."""

    PEOPLE = "people", "люди (квалификация, нагрузка)"
    RULES = "rules", "правила (локальные акты, формы)"
    CONTENT = "content", "содержание (программы)"
    RESOURCES = "resources", "ресурсы (время, оборудование)"
    MANAGEMENT = "management", "управление (контроль, сроки)"
    INFORMATION = "information", "информация (доведение, сроки сообщения)"
    ENVIRONMENT = "environment", "внешние условия"


class Change(models.TextChoices):
    """What a cause asks to change; one that asks for nothing of these is superficial (domain text, section 4.3)."""

    DOCUMENT = "document", "документ или форму"
    ORDER = "order", "порядок: кто, когда и что делает"
    RESOURCE = "resource", "ресурс: время, людей, оборудование"


class RootCause(models.Model):
    """Why it happened: a chain of «почему», the last of which is the cause. After «не результативно» a new one is found."""

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="causes", verbose_name="несоответствие")
    whys = models.JSONField("цепочка «почему»", default=list)
    branch = models.CharField("где причина", max_length=12, choices=Branch.choices)
    considered = models.JSONField(
        "что ещё рассмотрели", default=dict, blank=True, help_text="Возможные причины по ветвям: {ветвь: [причина]}."
    )
    # Nothing where the question was not asked: causes of earlier years say no more than they knew.
    changes = models.JSONField("что придётся изменить", default=list, blank=True)
    found_by = models.ForeignKey(Employee, models.PROTECT, null=True, related_name="+", verbose_name="кто установил")
    found_on = models.DateField("когда")

    class Meta:
        verbose_name = "причина"
        verbose_name_plural = "причины"
        ordering = ["id"]

    def __str__(self):
        return self.whys[-1] if self.whys else ""

    @property
    def changed(self):
        """Return what the cause asks to change, in words."""
        return [Change(name).label for name in self.changes]
