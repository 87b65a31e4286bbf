from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse

from vsoko.models import SchoolOwned, SchoolQuerySet, StoredFile
from vsoko.states import Stateful, States


class RoadmapQuerySet(SchoolQuerySet):
    def by_use(self, day, chosen=None):
        """Return the roadmaps, the one to open first: the chosen one, else that of the day, else the latest."""
        of_day = Q(period_from__lte=day, period_to__gte=day)
        rank = Case(When(pk=chosen or 0, then=0), When(of_day, then=1), default=2)
        return self.order_by(rank, "-period_from", "-id")

    def current(self, day):
        return self.by_use(day).first()


class Roadmap(Stateful, SchoolOwned):
    """The plan of one cycle. `label` («2021», «2026/2027») is its key; the reporting period stands apart from activity dates."""

    class State(States):
        DRAFT = "draft", "черновик"
        ON_APPROVAL = "on_approval", "на утверждении"
        APPROVED = "approved", "утверждена"
        CLOSED = "closed", "год закрыт"

        __shapes__ = {"draft": "draft", "on_approval": "wait", "approved": "done", "closed": "void"}

    label = models.CharField("год", max_length=9, help_text="«2021» или «2026/2027».")
    title = models.CharField("название", max_length=300)
    period_from = models.DateField("отчётный период с")
    period_to = models.DateField("по")
    predecessor = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successor", verbose_name="прошлый год"
    )
    state = models.CharField("состояние", max_length=12, choices=State.choices, default=State.DRAFT)
    approved_on = models.DateField("утверждена", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто утвердил"
    )
    closed_on = models.DateField("закрыта", null=True, blank=True)
    source_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="исходный файл"
    )
    terms_confirmed = models.BooleanField("годы в сроках подтверждены", default=False)
    gaps_noted = models.BooleanField("пометка о пропущенных номерах скрыта", default=False)
    created_at = models.DateTimeField("создана", auto_now_add=True)
    documents = GenericRelation("roadmap.Document", "owner_id", "owner_type")
    editions = GenericRelation("roadmap.Edition", "target_id", "target_type")

    objects = RoadmapQuerySet.as_manager()

    class Meta:
        verbose_name = "дорожная карта"
        verbose_name_plural = "дорожные карты"
        ordering = ["-period_from", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["school", "label"], name="roadmap_label_once_a_school"),
            models.CheckConstraint(condition=Q(period_to__gt=models.F("period_from")), name="roadmap_period_in_order"),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "closed"])
                | Q(approved_on__isnull=False, approved_by__isnull=False),
                name="roadmap_approved_by_someone",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("roadmap-detail", args=[self.pk])

    @property
    def is_school_year(self):
        return "/" in self.label

    @property
    def year_words(self):
        """Return «2021 год» or «2026/2027 учебный год»."""
        return f"{self.label} {'учебный год' if self.is_school_year else 'год'}"
