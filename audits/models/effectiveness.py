from django.conf import settings
from django.db import models
from django.db.models import Q

from audits.models.finding import Finding
from roadmap.models import Employee
from vsoko.states import Stateful, States
from vsoko.workflow import state_implies


class EffectivenessCheckQuerySet(models.QuerySet):
    def visible_to(self, user):
        """A check is seen with its finding."""
        return self.filter(finding__in=Finding.objects.visible_to(user))


class EffectivenessCheck(Stateful, models.Model):
    """Проверка результативности: never by who carried an action of this finding out (domain text, section 4.4)."""

    class State(States):
        ASSIGNED = "assigned", "назначена"
        EFFECTIVE = "effective", "результативно"
        NOT_EFFECTIVE = "not_effective", "не результативно"

        __shapes__ = {"assigned": "wait", "effective": "done", "not_effective": "back"}

    # The three criteria of effect (domain text, section 4.6), each with what was seen; None: not judged yet.
    CRITERIA = {
        "proved": "Действия выполнены и подтверждены",
        "no_repeat": "Повторов за период наблюдения нет",
        "reached": "Признак выполнения достигнут",
    }

    finding = models.ForeignKey(Finding, models.CASCADE, related_name="checks", verbose_name="несоответствие")
    round = models.PositiveSmallIntegerField("круг", default=0, editable=False)
    checker = models.ForeignKey(
        Employee,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="effectiveness_checks",
        verbose_name="кто проверяет",
    )
    due_on = models.DateField(
        "не раньше", help_text="Через 30 дней после последнего действия, если школа не решила иначе."
    )
    state = models.CharField("состояние", max_length=14, choices=State.choices, default=State.ASSIGNED)
    proved = models.BooleanField("действия выполнены и подтверждены", null=True)
    proved_words = models.CharField("чем подтверждено", max_length=500, blank=True)
    no_repeat = models.BooleanField("повторов за период наблюдения нет", null=True)
    no_repeat_words = models.CharField("где смотрели повторы", max_length=500, blank=True)
    reached = models.BooleanField("признак выполнения достигнут", null=True)
    reached_words = models.CharField("что видно", max_length=500, blank=True)
    result = models.TextField("что проверено и увидено", blank=True)
    checked_on = models.DateField("проверено", null=True, blank=True)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто проверил"
    )

    objects = EffectivenessCheckQuerySet.as_manager()

    class Meta:
        verbose_name = "проверка результативности"
        verbose_name_plural = "проверки результативности"
        ordering = ["finding", "round"]
        constraints = [
            models.UniqueConstraint(fields=["finding", "round"], name="check_once_a_round"),
            state_implies("effective", "checked_on", "checked_by", name="check_effective_by_someone"),
            state_implies("not_effective", "checked_on", "checked_by", name="check_not_effective_by_someone"),
            models.CheckConstraint(condition=Q(state="assigned") | ~Q(result=""), name="check_says_what_was_seen"),
            models.CheckConstraint(
                condition=~Q(state="effective") | Q(proved=True, no_repeat=True, reached=True),
                name="check_effective_by_all_criteria",
            ),
        ]

    def __str__(self):
        return f"Проверка результативности: {self.finding}"

    def get_absolute_url(self):
        return self.finding.get_absolute_url()

    @property
    def criteria(self):
        """Return [(words of the criterion, met, what was seen)]; nothing where the check has not been made."""
        rows = [(label, getattr(self, name), getattr(self, f"{name}_words")) for name, label in self.CRITERIA.items()]
        return [row for row in rows if row[1] is not None]

    @property
    def school(self):
        return self.finding.school

    @property
    def school_id(self):
        return self.finding.school_id
