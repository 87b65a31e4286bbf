from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse

from roadmap.models.activity import Activity
from roadmap.models.association import Association
from roadmap.models.document_kind import DocumentKind
from roadmap.models.employee import Employee
from roadmap.models.legal_act import LegalAct
from roadmap.models.roadmap import Roadmap
from roadmap.permissions import Role, rights, sees_everything
from vsoko.models import SchoolOwned, SchoolQuerySet, StoredFile
from vsoko.registries import approval_handlers
from vsoko.states import Stateful, States


class DocumentQuerySet(SchoolQuerySet):
    def waiting_for(self, user):
        """Return what this user is to approve or to agree to today, the longest waiting first."""
        return self.filter(_waits_for(user)).order_by("submitted_on", "id")

    def visible_to(self, user):
        """Leaders, the group and the secretary see every paper; others those that concern them.

        A paper for a few is seen by these alone, whoever is named in it, and by whom it waits for.
        """
        mine = super().visible_to(user)
        if closed := _closed_to(user):
            mine = mine.filter(~Q(owner_type__in=closed) | _waits_for(user))
        if sees_everything(user) or rights(user).has(Role.SECRETARY):
            return mine
        employee = rights(user).employee
        if employee is None:
            return self.none()
        chaired = Q(association__in=rights(user).chaired)
        own = Q(author=user) | Q(signer=employee) | chaired | _waits_for(user)
        addressed = (
            Q(pk__in=employee.acknowledgements.values("document"))
            | Q(pk__in=employee.document_items.values("document"))
            | Q(kind__open_to_staff=True)
        )
        return mine.filter(own | (addressed & ~Q(state__in=Document.UNFINISHED)))


def _closed_to(user):
    """Return the types of records whose papers are for a few, and not for this user."""
    labels = [label for label, handler in approval_handlers.items() if handler.reads and not handler.reads(user)]
    return [ContentType.objects.get_for_model(apps.get_model(label)) for label in labels]


def _waits_for(user):
    held = rights(user)
    if held.employee is None:
        return Q(pk__in=[])
    by_role = Q(kind__approver_role__in=held.roles) & (Q(signer=None) | Q(signer=held.employee))
    by_name = Q(kind__approver_role="", signer=held.employee)
    agreed_by = Document.objects.filter(visas__state="waits", visas__role__in=held.roles).order_by()
    return Q(school=user.school_id) & (
        Q(state=Document.State.ON_APPROVAL) & (by_role | by_name)
        | Q(state=Document.State.ON_VISA, pk__in=agreed_by.values("pk"))
    )


class OfDocumentQuerySet(models.QuerySet):
    """Parts of a paper are seen by whoever sees the paper."""

    def visible_to(self, user):
        return self.filter(document__in=Document.objects.visible_to(user))


class Document(Stateful, SchoolOwned):
    """The only thing that is approved, numbered, signed and frozen. Its owner holds the content (design: one approval).

    `owner` is the record that is approved by this paper; `about` the record from whose facts it was made (an order about
    an audit). A paper has one of them, or neither.
    """

    class State(States):
        DRAFT = "draft", "черновик"
        ON_VISA = "on_visa", "на согласовании"
        ON_APPROVAL = "on_approval", "на подписи"
        APPROVED = "approved", "утверждён"
        REGISTERED = "registered", "зарегистрирован"
        SUPERSEDED = "superseded", "заменён"
        ANNULLED = "annulled", "аннулирован"

        __shapes__ = {
            "draft": "draft",
            "on_visa": "wait",
            "on_approval": "wait",
            "approved": "done",
            "registered": "done",
            "superseded": "void",
            "annulled": "void",
        }

    UNFINISHED = (State.DRAFT, State.ON_VISA, State.ON_APPROVAL)
    WAITING = (State.ON_VISA, State.ON_APPROVAL)
    IN_FORCE = (State.APPROVED, State.REGISTERED)

    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="documents", verbose_name="вид")
    roadmap = models.ForeignKey(
        Roadmap, models.PROTECT, null=True, blank=True, related_name="papers", verbose_name="год"
    )
    activity = models.ForeignKey(
        Activity, models.SET_NULL, null=True, blank=True, related_name="documents", verbose_name="пункт карты"
    )
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="documents", verbose_name="МО"
    )
    body_name = models.CharField("орган", max_length=200, blank=True, help_text="Для протокола: чей он.")
    title = models.CharField("заголовок", max_length=300, help_text="«О создании рабочей группы».")
    text = models.TextField("текст", blank=True)
    dated = models.DateField("дата документа", null=True, blank=True)
    number = models.CharField("номер", max_length=40, blank=True)
    number_year = models.CharField("год нумерации", max_length=9, blank=True, editable=False)
    state = models.CharField("состояние", max_length=12, choices=State.choices, default=State.DRAFT)
    owner_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    owner_id = models.BigIntegerField(null=True, blank=True)
    owner = GenericForeignKey("owner_type", "owner_id")
    about_type = models.ForeignKey(ContentType, models.PROTECT, null=True, blank=True, related_name="+")
    about_id = models.BigIntegerField(null=True, blank=True)
    about = GenericForeignKey("about_type", "about_id")
    acts = models.ManyToManyField(LegalAct, blank=True, related_name="documents", verbose_name="нормативные акты")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafted_documents", verbose_name="подготовил"
    )
    signer = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="signed_documents",
        verbose_name="кто подписывает", help_text="Для протокола — председатель заседания.",
    )  # fmt: skip
    submitted_on = models.DateField("передан", null=True, blank=True)
    approved_on = models.DateField("утверждён", null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто утвердил"
    )
    approver_title = models.CharField("должность утвердившего", max_length=200, blank=True)
    approver_name = models.CharField("имя утвердившего", max_length=200, blank=True)
    content = models.JSONField("содержание при утверждении", null=True, blank=True)
    content_hash = models.CharField("SHA-256 содержания", max_length=64, blank=True)
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by", verbose_name="взамен"
    )
    scan = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="скан подписанного"
    )
    signed_by_hand = models.BooleanField("подписан на бумаге", default=False, editable=False)
    # What the printed QR code leads by, given with the approval: it cannot be guessed and says nothing about the paper.
    token = models.CharField("код сверки", max_length=24, unique=True, null=True, blank=True, editable=False)
    created_at = models.DateTimeField("создан", auto_now_add=True)

    # Kept in history and not shown in it: people read there who has approved, not how the stamp is made.
    UNTOLD = ("content_hash", "approver_title", "approver_name", "number_year")

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "документ"
        verbose_name_plural = "документы"
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["school", "state"]),
            models.Index(fields=["owner_type", "owner_id"]),
            models.Index(fields=["about_type", "about_id"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "kind", "number_year", "body_name", "number"],
                condition=~Q(number="") & ~Q(number_year=""),
                name="document_number_once_a_year",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "registered"])
                | Q(approved_on__isnull=False, approved_by__isnull=False, content__isnull=False),
                name="document_approved_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="registered") | (~Q(number="") & Q(dated__isnull=False)),
                name="document_registered_has_number",
            ),
            models.UniqueConstraint(
                fields=["owner_type", "owner_id", "kind"],
                condition=Q(state__in=["draft", "on_visa", "on_approval"], owner_id__isnull=False),
                name="document_one_under_way_for_owner",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("document-detail", args=[self.pk])

    @property
    def is_for_few(self):
        """Return whether only those read the paper who read the record that it approves."""
        handler = self.owner_type and approval_handlers.get(self.owner_type.model_class()._meta.label_lower)
        return bool(handler and handler.reads)

    @property
    def awaits_number(self):
        """Return whether the paper is signed and waits for its number from the school's journal."""
        journal = self.kind.numbering == DocumentKind.Numbering.JOURNAL
        return journal and self.state == self.State.APPROVED and not self.number

    @property
    def state_word(self):
        return "подписан, ожидает регистрации" if self.awaits_number else self.get_state_display()

    @property
    def requisites(self):
        """Return «от 12.12.2026 № 123-од», with «№ ______» until the number is given; of what is never numbered its day."""
        if self.dated and not self.number and self.kind.numbering == DocumentKind.Numbering.NONE:
            return f"от {self.dated:%d.%m.%Y}"
        day = self.dated.strftime("%d.%m.%Y") if self.dated else "___.___.______"
        return f"от {day} №\u00a0{self.number or '______'}"
