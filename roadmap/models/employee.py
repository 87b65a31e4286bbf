from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from roadmap.permissions import manages_people
from vsoko.models import SchoolOwned, SchoolQuerySet

NBSP = "\u00a0"


class EmployeeQuerySet(SchoolQuerySet):
    def working(self):
        return self.filter(left_on__isnull=True)

    def history_visible_to(self, user):
        """Colleagues see each other's names, posts and associations; who changed a card and when, only its keepers."""
        return self.visible_to(user) if manages_people(user) else self.none()


class WithEmployee(models.Manager):
    """Of rows that are never shown without the person they name: both by one query."""

    def get_queryset(self):
        return super().get_queryset().select_related("employee")


class Employee(SchoolOwned):
    """A person who works in the school, with or without a login. Only what the work needs is kept (domain text, 2.6)."""

    class Gender(models.TextChoices):
        FEMALE = "f", "женский"
        MALE = "m", "мужской"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="employee", verbose_name="вход"
    )
    last_name = models.CharField("фамилия", max_length=80)
    first_name = models.CharField("имя", max_length=80)
    patronymic = models.CharField("отчество", max_length=80, blank=True, help_text="Может отсутствовать.")
    gender = models.CharField("пол", max_length=1, choices=Gender.choices, help_text="Нужен для падежей в приказах.")
    position = models.CharField("должность", max_length=200, help_text="Полностью: «заместитель директора по УВР».")
    case_forms = models.JSONField(
        "падежи", default=dict, blank=True, help_text="Что исправлено рукой: {поле карточки: {падеж: форма}}."
    )
    email = models.EmailField("рабочая почта", blank=True)
    consent_on = models.DateField(
        "согласие на обработку персональных данных", null=True, blank=True,
        help_text="Дата отдельного документа, если школа его берёт: без согласия хранится то, чего требует работа.",
    )  # fmt: skip
    consent_withdrawn_on = models.DateField("согласие отозвано", null=True, blank=True)
    left_on = models.DateField("уволен", null=True, blank=True)
    erased_on = models.DateField("обезличен", null=True, blank=True, editable=False)

    objects = EmployeeQuerySet.as_manager()

    class Meta:
        verbose_name = "сотрудник"
        verbose_name_plural = "сотрудники"
        ordering = ["last_name", "first_name", "patronymic", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(consent_withdrawn_on=None) | Q(consent_withdrawn_on__gte=F("consent_on")),
                name="consent_withdrawn_after_it_is_given",
            ),
            models.CheckConstraint(
                condition=Q(erased_on=None) | Q(erased_on__gte=F("left_on")), name="employee_erased_after_leaving"
            ),
        ]

    def __str__(self):
        return self.short_name

    def get_absolute_url(self):
        return reverse("employee-detail", args=[self.pk])

    @property
    def initials(self):
        letters = [part[0] + "." for part in (self.first_name, self.patronymic) if part]
        return "".join(letters)

    @property
    def short_name(self):
        """Return «Фамилия И.О.»: lists and texts."""
        return f"{self.last_name}{NBSP}{self.initials}".strip()

    @property
    def signature(self):
        """Return «И.О. Фамилия»: under papers and in grips."""
        return f"{self.initials}{NBSP}{self.last_name}".strip()

    @property
    def full_name(self):
        """Return the name in full: compositions and appendices."""
        return " ".join(part for part in (self.last_name, self.first_name, self.patronymic) if part)
