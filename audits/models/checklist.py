from django.conf import settings
from django.db import models
from django.db.models import Q

from audits.models.audit import Audit
from audits.models.criterion import Criterion, Subject
from roadmap.models import CourseProgramme, Employee
from roadmap.permissions import sees_everything
from vsoko.models import SchoolQuerySet, StoredFile


class Answer(models.TextChoices):
    NOT_CHECKED = "unchecked", "не проверено"
    CONFORMS = "yes", "да"
    PARTLY = "partly", "частично"
    FAILS = "no", "нет"
    NOT_APPLICABLE = "na", "не применимо"


GIVEN = (Answer.CONFORMS, Answer.PARTLY, Answer.FAILS)


class ChecklistItemQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """Who answers for the subject sees answers when the report is in; leaders and the group see them at once."""
        mine = self.filter(audit__in=Audit.objects.visible_to(user))
        return mine if sees_everything(user) else mine.filter(audit__state__in=Audit.LOCKED)


class ChecklistItem(models.Model):
    """A question of one audit: a copy of the criterion taken at the start. «Не проверено» is never an answer."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="items", verbose_name="аудит")
    position = models.PositiveSmallIntegerField("порядок")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="items", verbose_name="критерий")
    code = models.CharField("код", max_length=20)
    section = models.CharField("раздел", max_length=120)
    question = models.TextField("вопрос")
    requirement = models.TextField("основание")
    hint = models.TextField("что смотреть", blank=True)
    # Nothing where it was asked before editions were counted.
    edition = models.PositiveSmallIntegerField("редакция вопроса", null=True, blank=True)
    is_mandatory = models.BooleanField("обязательный", default=False)
    course_programme = models.ForeignKey(
        CourseProgramme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="программа выборки"
    )
    assigned_to = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто проверяет"
    )
    answer = models.CharField("ответ", max_length=10, choices=Answer.choices, default=Answer.NOT_CHECKED)
    note = models.TextField("заметка", blank=True)
    evidence_text = models.TextField("свидетельство", blank=True, help_text="Документ, номер, дата.")
    reason = models.TextField("почему не применимо или не проверено", blank=True)
    version = models.PositiveIntegerField("версия ответа", default=0)
    sent_keys = models.JSONField("ключи последних ответов", default=list, blank=True, editable=False)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто ответил"
    )
    answered_at = models.DateTimeField("когда", null=True, blank=True)

    objects = ChecklistItemQuerySet.as_manager()

    class Meta:
        verbose_name = "вопрос чек-листа"
        verbose_name_plural = "вопросы чек-листа"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["audit", "criterion"], condition=Q(course_programme=None), name="item_once_an_audit"
            ),
            models.UniqueConstraint(
                fields=["audit", "criterion", "course_programme"], name="item_once_a_sampled_programme"
            ),
            models.CheckConstraint(
                condition=~Q(answer__in=["yes", "partly", "no", "na"])
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="item_answered_by_someone",
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.question}"

    @property
    def key(self):
        """Return what the question is known by from one copy to the next: its criterion and the sampled programme."""
        return self.criterion_id, self.course_programme_id

    @property
    def requirement_words(self):
        """Return the norm and the question that asks about it; the question alone where no act of that day is cited."""
        asked = f"Критерий {self.code}: «{self.question}»"
        return f"{self.requirement.rstrip('.')}. {asked}" if self.requirement else asked

    @property
    def school(self):
        return self.audit.school

    @property
    def school_id(self):
        return self.audit.school_id


class AnswerDraft(models.Model):
    """What was typed for a question when the login had run out: it comes back with the next login of the same person."""

    item = models.ForeignKey(ChecklistItem, models.CASCADE, related_name="drafts", verbose_name="вопрос")
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="кто ответил")
    words = models.JSONField("что вписано")
    refusal = models.TextField("что не принято", blank=True)
    files = models.ManyToManyField(StoredFile, related_name="+", verbose_name="файлы")

    class Meta:
        verbose_name = "черновик ответа"
        verbose_name_plural = "черновики ответов"
        constraints = [models.UniqueConstraint(fields=["item", "actor"], name="one_draft_of_an_answer")]

    def __str__(self):
        return f"{self.item}: черновик"


def group_label(audit, item):
    """Return the tab of the checklist that a question stands under: its section, or the sampled programme."""
    if item.course_programme and audit.subject == Subject.ASSOCIATION:
        return str(item.course_programme)
    return item.section
