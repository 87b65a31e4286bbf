from django.db import models
from django.db.models import Q
from django.urls import reverse

from roadmap.models.employee import Employee, WithEmployee
from roadmap.models.roadmap import Roadmap
from roadmap.permissions import Role
from vsoko.models import SchoolQuerySet, StoredFile
from vsoko.states import Stateful, States


class Stage(models.TextChoices):
    """What carries a row of the roadmap out; it decides which form the row leads to."""

    DECISION = "decision", "решение"
    BRIEFING = "briefing", "ознакомление руководителей МО"
    REGULATION = "regulation", "положение"
    GROUP = "group", "рабочая группа"
    STAFF = "staff", "ознакомление коллектива"
    CONSULTATION = "consultation", "консультации"
    AUDITS = "audits", "аудиты"
    PLANS = "plans", "планы"
    ELIMINATION = "elimination", "устранение"
    ANALYSIS = "analysis", "анализ"
    OTHER = "other", "другое"


YEARLY = (Stage.CONSULTATION, Stage.AUDITS, Stage.PLANS, Stage.ELIMINATION, Stage.ANALYSIS)  # what every year repeats


class ActivityQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        if not user.is_authenticated or user.school_id is None:
            return self.none()
        return self.filter(roadmap__in=Roadmap.objects.visible_to(user))


class Activity(Stateful, models.Model):
    """A row of the roadmap. Number and term keep the words of the source; the position orders the rows."""

    class State(States):
        PLANNED = "planned", "впереди"
        IN_PROGRESS = "in_progress", "идёт"
        DONE = "done", "выполнено"
        NOT_REQUIRED = "not_required", "не требуется"
        CANCELLED = "cancelled", "отменено"

        __shapes__ = {
            "planned": "plan",
            "in_progress": "run",
            "done": "done",
            "not_required": "void",
            "cancelled": "void",
        }

    OPEN = (State.PLANNED, State.IN_PROGRESS)

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="activities", verbose_name="дорожная карта")
    position = models.PositiveSmallIntegerField("порядок")
    number = models.CharField("номер", max_length=20, blank=True, help_text="Как в документе, например «9» или «3.1».")
    title = models.TextField("мероприятие")
    expected_result = models.TextField("ожидаемый результат", blank=True)
    source_title = models.TextField("мероприятие в исходном документе", blank=True, editable=False)
    source_result = models.TextField("результат в исходном документе", blank=True, editable=False)
    responsible_text = models.TextField("ответственные (как в документе)", blank=True)
    term_text = models.CharField("срок (как в документе)", max_length=200, blank=True)
    starts_on = models.DateField("начало", null=True, blank=True, help_text="Пусто, если срок только «до …».")
    ends_on = models.DateField("окончание")
    term_inferred = models.BooleanField("год срока определён автоматически", default=False)
    remarks = models.TextField("пометки импорта", blank=True)
    stage = models.CharField("чем исполняется", max_length=12, choices=Stage.choices, default=Stage.OTHER)
    state = models.CharField("состояние", max_length=12, choices=State.choices, default=State.PLANNED)
    reason = models.TextField("почему не требуется или отменено", blank=True)
    done_on = models.DateField("выполнено", null=True, blank=True)
    former = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="пункт прошлой карты"
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = "мероприятие"
        verbose_name_plural = "мероприятия"
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(ends_on__gte=models.F("starts_on")),
                name="activity_term_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False), name="activity_done_is_dated"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["not_required", "cancelled"]) | ~Q(reason=""),
                name="activity_dropped_with_reason",
            ),
        ]

    def __str__(self):
        return f"{self.number}. {self.title}" if self.number else self.title

    def get_absolute_url(self):
        return reverse("activity-detail", args=[self.pk])

    @property
    def school(self):
        return self.roadmap.school

    @property
    def school_id(self):
        return self.roadmap.school_id

    def is_late(self, today):
        """Return whether the end of the term has passed while the row is open; lateness is never stored."""
        return self.state in self.OPEN and self.ends_on < today


class ActivityResponsible(models.Model):
    """Who answers for a row: a role as written, and the person who held it. One of them is the main one."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="responsible", verbose_name="мероприятие")
    role = models.CharField("роль", max_length=20, blank=True)
    employee = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="activities", verbose_name="сотрудник"
    )
    is_main = models.BooleanField("главный исполнитель", default=False)

    objects = WithEmployee()

    class Meta:
        verbose_name = "ответственный"
        verbose_name_plural = "ответственные"
        ordering = ["-is_main", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity"], condition=Q(is_main=True), name="activity_has_one_main_responsible"
            )
        ]

    def __str__(self):
        return str(self.employee or self.role_word)

    @property
    def role_word(self):
        if self.role == "working_group":
            return "рабочая группа"
        return Role(self.role).label if self.role in Role.values else self.role


class ActivityEvidence(models.Model):
    """A file, a document or a reference that proves a row, with its own date."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="evidence", verbose_name="мероприятие")
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="файл")
    document = models.ForeignKey(
        "roadmap.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="документ"
    )
    reference = models.CharField("ссылка словами", max_length=300, blank=True, help_text="Документ, номер, дата.")
    dated = models.DateField("дата свидетельства", null=True, blank=True)

    class Meta:
        verbose_name = "свидетельство мероприятия"
        verbose_name_plural = "свидетельства мероприятия"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file__isnull=False) | Q(document__isnull=False) | ~Q(reference=""),
                name="activity_evidence_is_something",
            )
        ]

    def __str__(self):
        return self.reference or str(self.document or self.file)
