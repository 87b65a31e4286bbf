from django.db import models
from django.db.models import Q
from django.urls import reverse

from roadmap.models.document_kind import DocumentKind
from roadmap.permissions import Role
from vsoko.models import SchoolOwned


class Skeleton(SchoolOwned):
    """Заготовка: the words with which papers of one kind begin. A school edits it; papers already made keep theirs.

    In the words stand placeholders: `{{org.short}}`, with a case `{{dir:дат}}`, or alone on a line for a table of facts.
    A kind may have several for different occasions, told apart by `variant`: minutes of a pedagogical council, of an МО.
    """

    kind = models.ForeignKey(DocumentKind, models.CASCADE, related_name="skeletons", verbose_name="вид документа")
    variant = models.SlugField("случай", max_length=30, blank=True)
    name = models.CharField("название заготовки", max_length=200, help_text="Как её узнать в списке.")
    title = models.CharField("заголовок документа", max_length=300)
    body_name = models.CharField("орган", max_length=200, blank=True, help_text="Для протокола: чей он.")
    text = models.TextField("текст", blank=True)
    points = models.TextField(
        "пункты",
        blank=True,
        help_text="По одному на строке: «текст | ответственный | срок | условие», всё после текста не обязательно.",
    )
    readers = models.CharField("кого ознакомить", max_length=20, blank=True)
    signer_role = models.CharField("кто подписывает", max_length=20, choices=Role.choices, blank=True)

    class Meta:
        verbose_name = "заготовка"
        verbose_name_plural = "заготовки"
        ordering = ["kind__position", "variant", "id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "variant"], name="skeleton_once_an_occasion"),
            models.CheckConstraint(condition=~Q(title=""), name="skeleton_has_title"),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("skeleton-edit", args=[self.pk])
