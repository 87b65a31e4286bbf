from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from audits.models.audit import Audit
from roadmap.permissions import LEADERS, Role, rights
from vsoko.models import SchoolQuerySet, StoredFile
from vsoko.states import Stateful, States
from vsoko.workflow import state_implies


class DocumentRequestQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """Leaders and the team of the audit see a list at once; whoever answers for the subject when it has been sent."""
        mine = self.filter(audit__school=user.school_id) if user.is_authenticated and user.school_id else self.none()
        held = rights(user)
        if held.has(*LEADERS):
            return mine
        if held.employee is None:
            return self.none()
        team = Audit.objects.filter(Q(lead=held.employee) | Q(team__employee=held.employee))
        answers = Q(audit__auditee=held.employee) | Q(audit__association__in=held.associations.get(Role.CHAIR, ()))
        return mine.filter(Q(audit__in=team.values("pk")) | answers & Q(state=DocumentRequest.State.SENT))


class DocumentRequest(Stateful):
    """«Что подготовить»: which documents whoever answers for the subject shows before the audit begins.

    Only what exists is asked for: nothing is written anew for an audit (273-ФЗ, article 47, part 6.1).
    """

    class State(States):
        DRAFT = "draft", "черновик"
        SENT = "sent", "отправлен"

        __shapes__ = {"draft": "draft", "sent": "done"}

    audit = models.OneToOneField(Audit, models.CASCADE, related_name="request", verbose_name="аудит")
    due_on = models.DateField("подготовить до")
    state = models.CharField("состояние", max_length=8, choices=State.choices, default=State.DRAFT)
    sent_on = models.DateField("отправлен", null=True, blank=True)
    version = models.PositiveIntegerField("версия перечня", default=0)

    objects = DocumentRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "перечень документов к аудиту"
        verbose_name_plural = "перечни документов к аудитам"
        constraints = [state_implies("sent", "sent_on", name="request_sent_is_dated")]

    def __str__(self):
        return f"Перечень документов к аудиту № {self.audit.number}"

    def get_absolute_url(self):
        return reverse("audit-request", args=[self.audit_id])

    @property
    def school(self):
        return self.audit.school

    @property
    def school_id(self):
        return self.audit.school_id


class RequestLineQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        return self.filter(request__in=DocumentRequest.objects.visible_to(user))


class RequestLine(Stateful):
    """One document that is asked for, and what came in answer: files, a reference, or why there is no such document."""

    class State(States):
        ASKED = "asked", "ждёт ответа"
        ANSWERED = "answered", "представлено"
        ABSENT = "absent", "документа нет"
        RETURNED = "returned", "возвращено"

        __shapes__ = {"asked": "plan", "answered": "done", "absent": "void", "returned": "back"}

    OPEN = (State.ASKED, State.RETURNED)

    request = models.ForeignKey(DocumentRequest, models.CASCADE, related_name="lines", verbose_name="перечень")
    position = models.PositiveSmallIntegerField("порядок")
    text = models.CharField("что подготовить", max_length=400)
    section = models.CharField("раздел", max_length=120, blank=True)
    codes = models.JSONField("вопросы", default=list, blank=True)
    takes_files = models.BooleanField("можно приложить файл", default=True)
    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.ASKED)
    reference = models.CharField("реквизиты или ссылка", max_length=300, blank=True)
    absence = models.CharField("почему документа нет", max_length=300, blank=True)
    remark = models.TextField("замечание", blank=True)
    answered_on = models.DateField("когда отвечено", null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто ответил"
    )
    files = models.ManyToManyField(StoredFile, related_name="+", verbose_name="файлы")

    objects = RequestLineQuerySet.as_manager()

    class Meta:
        verbose_name = "строка перечня документов"
        verbose_name_plural = "строки перечней документов"
        ordering = ["position", "id"]
        constraints = [
            state_implies("answered", "answered_on", "answered_by", name="request_line_answered_by_someone"),
            models.CheckConstraint(
                condition=~Q(state="absent") | (~Q(absence="") & Q(answered_on__isnull=False)),
                name="request_line_absent_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(remark=""), name="request_line_returned_says_why"
            ),
        ]

    def __str__(self):
        return self.text

    @property
    def audit(self):
        return self.request.audit

    @property
    def school(self):
        return self.request.audit.school

    @property
    def school_id(self):
        return self.request.audit.school_id
