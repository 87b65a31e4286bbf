from django.contrib.contenttypes.fields import GenericForeignKey, GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse

from roadmap.models.roadmap import Roadmap
from vsoko.models import SchoolOwned, StoredFile
from vsoko.states import Stateful, States


class Edition(Stateful, SchoolOwned):
    """A change of something approved (roadmap, programme, plan): its rows stay, the change has a number and a reason.

    `changes` is what is proposed; `snapshot` is the content as it stood when the edition was approved; `source_file` is
    the roadmap file whose differences the changes are.
    """

    class State(States):
        DRAFT = "draft", "готовится"
        ON_APPROVAL = "on_approval", "на утверждении"
        APPROVED = "approved", "утверждена"
        DROPPED = "dropped", "отозвана"

        __shapes__ = {"draft": "draft", "on_approval": "wait", "approved": "done", "dropped": "void"}

    target_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+")
    target_id = models.BigIntegerField()
    target = GenericForeignKey("target_type", "target_id")
    number = models.PositiveSmallIntegerField("номер редакции")
    reason = models.TextField("почему меняется")
    changes = models.JSONField("что меняется", default=list, blank=True)
    snapshot = models.JSONField("содержание после изменения", null=True, blank=True)
    state = models.CharField("состояние", max_length=12, choices=State.choices, default=State.DRAFT)
    approved_on = models.DateField("утверждена", null=True, blank=True)
    source_file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="исходный файл"
    )
    documents = GenericRelation("roadmap.Document", "owner_id", "owner_type")

    class Meta:
        verbose_name = "редакция"
        verbose_name_plural = "редакции"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["target_type", "target_id", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["target_type", "target_id"],
                condition=models.Q(state__in=["draft", "on_approval"]),
                name="edition_one_under_way",
            ),
        ]

    def __str__(self):
        return f"Редакция № {self.number}: {self.target}"

    @property
    def target_model(self):
        return ContentType.objects.get_for_id(self.target_type_id).model_class()

    def get_absolute_url(self):
        """A change of a roadmap has a page of its own; other rooms show theirs on the page of what is changed."""
        if self.target_model is Roadmap:
            return reverse("edition-detail", args=[self.pk])
        return self.target.get_absolute_url()
