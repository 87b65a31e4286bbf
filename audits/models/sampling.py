from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse

from audits.models.audit import Audit
from audits.models.checklist import GIVEN, Answer, ChecklistItem
from roadmap.models import Employee
from roadmap.permissions import sees_everything
from vsoko.models import SchoolQuerySet
from vsoko.wording import day_num


class CardKind(models.TextChoices):
    """What a card is about; which questions each kind feeds lies in `data/cards.toml`."""

    LESSON = "lesson", "посещение занятия"
    JOURNAL = "journal", "журнал"
    SYLLABUS = "syllabus", "рабочая программа"
    COURSE = "course", "дополнительная программа"
    MINUTES = "minutes", "протокол"
    OTHER = "other", "другой документ"


class Sample(models.Model):
    """Выборка: how many things of one kind there are in all, so that cards can say «3 из 9» (domain text, D09)."""

    audit = models.ForeignKey(Audit, models.CASCADE, related_name="samples", verbose_name="аудит")
    kind = models.CharField("вид", max_length=10, choices=CardKind.choices)
    population = models.PositiveSmallIntegerField("сколько таких всего", null=True, blank=True)

    class Meta:
        verbose_name = "выборка"
        verbose_name_plural = "выборки"
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["audit", "kind"], name="sample_of_a_kind_once_an_audit")]

    def __str__(self):
        return self.get_kind_display()


class SamplingCardQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """As with answers: leaders and the group at once, who answers for the subject when the report is in."""
        mine = self.filter(sample__audit__in=Audit.objects.visible_to(user))
        return mine if sees_everything(user) else mine.filter(sample__audit__state__in=Audit.LOCKED)


class SamplingCard(models.Model):
    """Карточка выборки: one lesson, journal or paper that was looked at, and what it says about questions of the audit.

    It is about the process, never about a person (domain text, section 6, rule 5): there is no field for a name.
    """

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="cards", verbose_name="выборка")
    subject = models.CharField("что смотрели", max_length=200)
    group = models.CharField("класс или группа", max_length=60, blank=True)
    lesson = models.PositiveSmallIntegerField(
        "номер урока", null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(14)]
    )
    document = models.CharField("реквизиты документа", max_length=300, blank=True)
    day = models.DateField("когда смотрели")
    auditor = models.ForeignKey(Employee, models.PROTECT, related_name="+", verbose_name="кто смотрел")
    key = models.CharField("ключ отправки", max_length=36, editable=False)

    objects = SamplingCardQuerySet.as_manager()

    class Meta:
        verbose_name = "карточка выборки"
        verbose_name_plural = "карточки выборки"
        ordering = ["day", "lesson", "id"]
        constraints = [models.UniqueConstraint(fields=["sample", "key"], name="card_sent_once")]

    def __str__(self):
        return f"{self.kind_name}: {self.place}"

    def get_absolute_url(self):
        return reverse("card-detail", args=[self.pk])

    @property
    def audit(self):
        return self.sample.audit

    @property
    def school(self):
        return self.audit.school

    @property
    def school_id(self):
        return self.audit.school_id

    @property
    def kind_name(self):
        name = self.sample.get_kind_display()
        return name[:1].upper() + name[1:]

    @property
    def place(self):
        """Return «алгебра, 7А, 2-й урок»."""
        lesson = f"{self.lesson}-й урок" if self.lesson else ""
        return ", ".join(filter(None, [self.subject, self.group, lesson]))

    @property
    def named(self):
        """Return «алгебра, 7А, стр. 12»: what tells the card from others of its kind."""
        return ", ".join(filter(None, [self.place, self.document]))

    @property
    def reference(self):
        """Return how an answer refers to the card: what was looked at, its requisites and the day."""
        document = f" ({self.document.strip().rstrip('.')})" if self.document.strip() else ""
        return f"{self}{document}, {day_num(self.day)}"


class CardLine(models.Model):
    """What one card says about one question of the checklist."""

    card = models.ForeignKey(SamplingCard, models.CASCADE, related_name="lines", verbose_name="карточка")
    item = models.ForeignKey(ChecklistItem, models.CASCADE, related_name="card_lines", verbose_name="вопрос")
    answer = models.CharField("что увидели", max_length=10, choices=[(answer.value, answer.label) for answer in GIVEN])
    note = models.CharField("заметка", max_length=1000, blank=True)

    class Meta:
        verbose_name = "наблюдение карточки"
        verbose_name_plural = "наблюдения карточек"
        ordering = ["item__position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["card", "item"], name="card_line_once_a_question"),
            models.CheckConstraint(
                condition=Q(answer=Answer.CONFORMS) | ~Q(note=""), name="card_line_of_doubt_says_what_was_seen"
            ),
        ]

    def __str__(self):
        return f"{self.item.code}: {self.get_answer_display()}"
