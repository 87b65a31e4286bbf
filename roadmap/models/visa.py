from django.conf import settings
from django.db import models

from roadmap.models.document import Document, OfDocumentQuerySet
from roadmap.permissions import Role
from vsoko.states import Stateful, States
from vsoko.workflow import state_implies


class Visa(Stateful, models.Model):
    """Согласование: one role looks at the paper before it goes to whoever approves it."""

    class State(States):
        WAITS = "waits", "ждёт"
        AGREED = "agreed", "согласовано"
        REFUSED = "refused", "возвращено"

        __shapes__ = {"waits": "wait", "agreed": "done", "refused": "back"}

    document = models.ForeignKey(Document, models.CASCADE, related_name="visas", verbose_name="документ")
    role = models.CharField("роль", max_length=20, choices=Role.choices)
    state = models.CharField("состояние", max_length=8, choices=State.choices, default=State.WAITS)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто"
    )
    decided_on = models.DateField("когда", null=True, blank=True)
    remark = models.TextField("замечание", blank=True)

    objects = OfDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "виза"
        verbose_name_plural = "визы"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["document", "role"], name="visa_once_a_role"),
            state_implies("agreed", "decided_by", "decided_on", name="visa_agreed_by_someone"),
        ]

    def __str__(self):
        return f"{self.get_role_display()}: {self.get_state_display()}"

    def get_absolute_url(self):
        return self.document.get_absolute_url()

    @property
    def school(self):
        return self.document.school

    @property
    def school_id(self):
        return self.document.school_id
