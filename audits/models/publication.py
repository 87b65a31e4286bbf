from django.conf import settings
from django.db import models

from audits.models.analysis import AnnualAnalysis
from vsoko.models import SchoolOwned, SchoolQuerySet
from vsoko.states import Stateful, States
from vsoko.workflow import state_implies


class PublicationQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """A publication is seen with its analysis; strangers read what is published on a page of their own."""
        return self.filter(analysis__in=AnnualAnalysis.objects.visible_to(user))

    def published(self):
        return self.filter(state=AnalysisPublication.State.PUBLISHED)


class AnalysisPublication(Stateful, SchoolOwned):
    """Версия анализа для сайта: what strangers may read. `content` is frozen when the director publishes it."""

    class State(States):
        HIDDEN = "hidden", "не опубликована"
        PUBLISHED = "published", "опубликована"
        WITHDRAWN = "withdrawn", "снята с публикации"

        __shapes__ = {"hidden": "plan", "published": "done", "withdrawn": "void"}

    analysis = models.OneToOneField(
        AnnualAnalysis, models.PROTECT, related_name="publication", verbose_name="анализ"
    )  # fmt: skip
    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.HIDDEN)
    content = models.JSONField("содержание", null=True, blank=True)
    published_on = models.DateField("опубликована", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто опубликовал",
    )

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = "версия анализа для сайта"
        verbose_name_plural = "версии анализа для сайта"
        ordering = ["id"]
        constraints = [
            state_implies(
                "published", "published_on", "published_by", "content", name="publication_published_by_someone"
            )
        ]

    def __str__(self):
        return f"{self.analysis}: версия для сайта"

    def get_absolute_url(self):
        return self.analysis.get_absolute_url()

    @property
    def edition_hash(self):
        """Return the hash of the approved analysis that the published content was made of."""
        approval = self.content and self.content["approval"]
        return approval["hash"] if approval else ""
