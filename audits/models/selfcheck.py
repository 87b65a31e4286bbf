from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from audits.models.audit import Audit
from audits.models.checklist import Answer
from audits.models.criterion import Criterion
from roadmap.models import CourseProgramme
from roadmap.permissions import Role, rights, sees_everything
from vsoko.models import SchoolQuerySet
from vsoko.states import Stateful, States
from vsoko.workflow import state_implies

OWN = {"own_answer": "answer", "own_question": "question", "own_note": "note", "own_evidence": "evidence_text"}


class SelfCheckQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """Who answers for the subject sees the own one; leaders and the group see it once it is handed in."""
        held = rights(user)
        if held.employee is None:
            return self.none()
        own = Q(audit__auditee=held.employee) | Q(audit__association__in=held.associations.get(Role.CHAIR, ()))
        handed = Q(state=SelfCheck.State.HANDED_IN) if sees_everything(user) else Q(pk=None)
        return self.filter(own | handed, audit__school=user.school_id)


class SelfCheck(Stateful):
    """What the subject says of itself before the auditors do: the questions of one audit, answered by who answers for it.

    It is voluntary, and until it is handed in nobody else sees it.
    """

    class State(States):
        DRAFT = "draft", "не передана"
        HANDED_IN = "handed_in", "передана группе"

        __shapes__ = {"draft": "draft", "handed_in": "done"}

    audit = models.OneToOneField(Audit, models.CASCADE, related_name="selfcheck", verbose_name="аудит")
    state = models.CharField("состояние", max_length=12, choices=State.choices, default=State.DRAFT)
    handed_on = models.DateField("передана", null=True, blank=True)
    handed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто передал"
    )

    objects = SelfCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "самопроверка"
        verbose_name_plural = "самопроверки"
        constraints = [state_implies("handed_in", "handed_on", "handed_by", name="selfcheck_handed_in_by_someone")]

    def __str__(self):
        return f"Самопроверка аудита № {self.audit.number}"

    def get_absolute_url(self):
        return reverse("audit-selfcheck", args=[self.audit_id])

    @property
    def school(self):
        return self.audit.school

    @property
    def school_id(self):
        return self.audit.school_id

    @property
    def is_handed_in(self):
        return self.state == self.State.HANDED_IN


class SelfAnswer(models.Model):
    """The subject's own answer to one question. It names the criterion, not the row of the checklist: that comes later."""

    selfcheck = models.ForeignKey(SelfCheck, models.CASCADE, related_name="answers", verbose_name="самопроверка")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+", verbose_name="критерий")
    course_programme = models.ForeignKey(
        CourseProgramme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="программа выборки"
    )
    question = models.TextField("вопрос", help_text="Как он звучал, когда на него отвечали.")
    answer = models.CharField("ответ", max_length=10, choices=Answer.choices, default=Answer.NOT_CHECKED)
    note = models.TextField("пояснение", blank=True)
    evidence_text = models.TextField("чем подтверждается", blank=True)
    version = models.PositiveIntegerField("версия ответа", default=1)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто ответил"
    )
    answered_at = models.DateTimeField("когда")

    class Meta:
        verbose_name = "ответ самопроверки"
        verbose_name_plural = "ответы самопроверки"
        constraints = [
            models.UniqueConstraint(
                fields=["selfcheck", "criterion"], condition=Q(course_programme=None), name="own_answer_once"
            ),
            models.UniqueConstraint(
                fields=["selfcheck", "criterion", "course_programme"], name="own_answer_once_a_sampled_programme"
            ),
        ]

    def __str__(self):
        return f"{self.question}: {self.get_answer_display()}"

    @property
    def key(self):
        """Return what an own answer and a question of the checklist are matched by."""
        return self.criterion_id, self.course_programme_id


class OwnDraft(models.Model):
    """What was typed in a self-check when the login had run out: it comes back with the next login of the same person."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="own_drafts", verbose_name="аудит")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="кто ответил")
    words = models.JSONField(
        "что вписано", default=dict, help_text="Начало имени полей вопроса и то, что в них стояло."
    )

    class Meta:
        verbose_name = "черновик самопроверки"
        verbose_name_plural = "черновики самопроверок"
        constraints = [models.UniqueConstraint(fields=["audit", "actor"], name="one_draft_of_own_answers")]

    def __str__(self):
        return f"Самопроверка аудита № {self.audit.number}: черновик"


def with_own(items):
    """Return the queryset of questions of audits with what their self-check says of each, where it was handed in.

    `own_answer` (None where there is none), `own_question` as it then was, `own_note`, `own_evidence`.
    """
    rows = SelfAnswer.objects.exclude(answer=Answer.NOT_CHECKED).filter(
        selfcheck__audit=OuterRef("audit"), selfcheck__state=SelfCheck.State.HANDED_IN, criterion=OuterRef("criterion")
    )
    # The same criterion is asked about each sampled programme, and without one about the subject itself.
    rows = rows.annotate(about=Coalesce("course_programme", 0)).filter(about=Coalesce(OuterRef("course_programme"), 0))
    return items.annotate(**{name: Subquery(rows.values(field)[:1]) for name, field in OWN.items()})


def keep_own(item, read):
    """Give a question that was read again what the one on the page knows of the self-check, and return it."""
    for name in OWN:
        setattr(item, name, getattr(read, name, None))
    return item
