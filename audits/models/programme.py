from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.db.models import Q
from django.urls import reverse

from audits.permissions import sees_programme
from roadmap.models import Roadmap
from vsoko.models import SchoolOwned, SchoolQuerySet
from vsoko.states import Stateful, States


class AuditProgrammeQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        return super().visible_to(user) if sees_programme(user) else self.none()


class AuditProgramme(Stateful, SchoolOwned):
    """Годовая программа внутренних аудитов (D06): one for a roadmap; its rows are the planned audits."""

    class State(States):
        DRAFT = "draft", "черновик"
        ON_APPROVAL = "on_approval", "на утверждении"
        APPROVED = "approved", "утверждена"

        __shapes__ = {"draft": "draft", "on_approval": "wait", "approved": "done"}

    roadmap = models.OneToOneField(Roadmap, models.PROTECT, related_name="programme", verbose_name="дорожная карта")
    goals = models.TextField("цели")
    scope = models.TextField("область")
    state = models.CharField("состояние", max_length=12, choices=State.choices, default=State.DRAFT)
    approved_on = models.DateField("утверждена", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто утвердил"
    )
    documents = GenericRelation("roadmap.Document", "owner_id", "owner_type")
    editions = GenericRelation("roadmap.Edition", "target_id", "target_type")

    objects = AuditProgrammeQuerySet.as_manager()

    class Meta:
        verbose_name = "программа аудитов"
        verbose_name_plural = "программы аудитов"
        ordering = ["-roadmap__period_from"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_on__isnull=False, approved_by__isnull=False),
                name="programme_approved_by_someone",
            )
        ]

    def __str__(self):
        return f"Программа внутренних аудитов на {self.roadmap.year_words}"

    def get_absolute_url(self):
        return reverse("programme-detail", args=[self.pk])
