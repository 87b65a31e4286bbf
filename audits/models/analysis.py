from urllib.parse import urlencode

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse

from audits.models.finding import Finding
from audits.permissions import reads_drafts
from roadmap.models import Activity, Document, Employee, Roadmap
from vsoko.models import SchoolOwned, SchoolQuerySet
from vsoko.states import Stateful, States
from vsoko.workflow import state_implies

# What the key of a measure names, and the page of it: «goal:12».
SOURCE_PAGES = {
    "indicator": "indicator-detail",
    "goal": "goal-detail",
    "wish": "wish-detail",
    "training": "employee-detail",
}


class AnnualAnalysisQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """Who writes the analysis sees its draft; everybody else what was approved, in the version without names."""
        mine = super().visible_to(user)
        return mine if reads_drafts(user) else mine.filter(approved_on__isnull=False)

    def history_visible_to(self, user):
        """The history tells how the full text was written."""
        return self.visible_to(user) if reads_drafts(user) else self.none()


class ImprovementQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """A measure is seen with its analysis."""
        return self.filter(analysis__in=AnnualAnalysis.objects.visible_to(user))


class AnnualAnalysis(Stateful, SchoolOwned):
    """Анализ ВСОКО за год (D15). `figures` is what was gathered; approval freezes it together with the texts."""

    class State(States):
        DRAFT = "draft", "черновик"
        ON_APPROVAL = "on_approval", "на утверждении"
        APPROVED = "approved", "утверждён"

        __shapes__ = {"draft": "draft", "on_approval": "wait", "approved": "done"}

    roadmap = models.OneToOneField(Roadmap, models.PROTECT, related_name="analysis", verbose_name="год")
    state = models.CharField("состояние", max_length=12, choices=State.choices, default=State.DRAFT)
    figures = models.JSONField("собранные данные", null=True, blank=True)
    gathered_at = models.DateTimeField("собрано", null=True, blank=True)
    as_of = models.DateField("данные на", null=True, blank=True)
    approved_on = models.DateField("утверждён", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто утвердил"
    )
    documents = GenericRelation("roadmap.Document", "owner_id", "owner_type")

    objects = AnnualAnalysisQuerySet.as_manager()

    class Meta:
        verbose_name = "анализ ВСОКО"
        verbose_name_plural = "анализы ВСОКО"
        ordering = ["-roadmap__period_from"]
        constraints = [
            state_implies("approved", "approved_on", "approved_by", "figures", name="analysis_approved_by_someone")
        ]

    def __str__(self):
        return f"Анализ ВСОКО за {self.roadmap.year_words}"

    def get_absolute_url(self):
        return reverse("analysis-detail", args=[self.roadmap_id])


class AnalysisSection(models.Model):
    """Words that people write into one section of the analysis."""

    analysis = models.ForeignKey(AnnualAnalysis, models.CASCADE, related_name="sections", verbose_name="анализ")
    key = models.CharField("раздел", max_length=30)
    text = models.TextField("текст", blank=True)
    version = models.PositiveIntegerField("версия", default=0)
    edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто правил"
    )
    edited_at = models.DateTimeField("когда", null=True, blank=True)

    class Meta:
        verbose_name = "раздел анализа"
        verbose_name_plural = "разделы анализа"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["analysis", "key"], name="analysis_section_once")]

    def __str__(self):
        return f"{self.analysis}: {self.key}"


class ImprovementItem(Stateful, SchoolOwned):
    """План совершенствования: a measure traced to its source; what stands in a signed plan becomes a row of the next roadmap."""

    class State(States):
        PROPOSED = "proposed", "предложено"
        ACCEPTED = "accepted", "принято"
        APPROVED = "approved", "в подписанном плане"
        DECLINED = "declined", "отклонено"
        CARRIED = "carried", "в карте следующего года"

        __shapes__ = {
            "proposed": "draft",
            "accepted": "plan",
            "approved": "done",
            "declined": "void",
            "carried": "done",
        }

    LIVE = (State.ACCEPTED, State.APPROVED, State.CARRIED)  # what the plan is made of

    analysis = models.ForeignKey(AnnualAnalysis, models.PROTECT, related_name="improvements", verbose_name="анализ")
    text = models.TextField("мероприятие")
    expected_result = models.TextField("ожидаемый результат и признак", blank=True)
    source_text = models.CharField("основание", max_length=300)
    source_finding = models.ForeignKey(
        Finding, models.PROTECT, null=True, blank=True, related_name="improvements", verbose_name="несоответствие"
    )
    source_activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="пункт прошлой карты"
    )
    source_key = models.CharField("ключ основания", max_length=160, blank=True, editable=False)
    responsible = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="ответственный"
    )
    due_on = models.DateField("срок", null=True, blank=True)
    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.PROPOSED)
    decline_reason = models.TextField("почему отклонено", blank=True)
    plan = models.ForeignKey(
        Document, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="подписанный план"
    )
    activity = models.OneToOneField(
        Activity, models.PROTECT, null=True, blank=True, related_name="improvement", verbose_name="пункт новой карты"
    )

    objects = ImprovementQuerySet.as_manager()

    class Meta:
        verbose_name = "мера по совершенствованию"
        verbose_name_plural = "план совершенствования"
        ordering = ["id"]
        constraints = [
            state_implies("carried", "activity", name="improvement_carried_has_activity"),
            state_implies("approved", "plan", name="improvement_approved_by_plan"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_reason=""), name="improvement_declined_with_reason"
            ),
            models.UniqueConstraint(
                fields=["analysis", "source_key"], condition=~Q(source_key=""), name="improvement_once_a_source"
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return f"{reverse('improvement-list', args=[self.analysis.roadmap_id])}#measure-{self.pk}"

    @property
    def source_url(self):
        """Return the page of what the measure stands on, where it is a record of its own; else nothing."""
        kind, _, key = self.source_key.partition(":")
        if kind == "criteria":
            return f"{reverse('criterion-list')}?{urlencode({'section': key})}"
        return reverse(SOURCE_PAGES[kind], args=[key]) if kind in SOURCE_PAGES else ""
