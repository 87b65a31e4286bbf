from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from audits.indicator_formulas import METHODS, OWN_METHODS, SYSTEM
from audits.indicator_terms import Term
from roadmap.models import Association, Employee
from roadmap.models.association import Focus
from vsoko.models import SchoolOwned


class Group(models.TextChoices):
    """Groups of the domain text, section 7; D and F are codes of documents and sources there."""

    RESULTS = "A", "результаты обучения"
    STAFF = "B", "кадры"
    COURSES = "C", "дополнительное образование"
    OPINION = "U", "удовлетворённость"
    CONDITIONS = "E", "условия"
    SYSTEM = "S", "сама система ВСОКО"


class Direction(models.TextChoices):
    UP = "up", "больше"
    DOWN = "down", "меньше"
    NONE = "none", "ни то ни другое, для сведения"


class Basis(models.TextChoices):
    """What a value is measured by, beside the number of the goal where there is one."""

    NUMBER = "number", "число в графе «Цель»"
    LAST_YEAR = "last_year", "не хуже прошлого года"
    BETTER = "better", "лучше прошлого года"
    DISTRICT = "district", "не хуже среднего по району"
    NONE = "none", "ничто, для сведения"


class Indicator(SchoolOwned):
    """Показатель: what is counted, how, how often, and by what the value is judged. Its values are Measurements."""

    code = models.CharField("код", max_length=20)
    name = models.CharField("показатель", max_length=300)
    group = models.CharField("группа", max_length=1, choices=Group.choices)
    formula = models.TextField("формула", max_length=600, help_text="Словами: что на что делится.")
    method = models.CharField(
        "как считается", max_length=12, choices=[(key, one.label) for key, one in METHODS.items()]
    )
    part_label = models.CharField("что делим", max_length=120, blank=True, help_text="Например: «участники олимпиад».")
    whole_label = models.CharField("на что делим", max_length=120, blank=True, help_text="Например: «все учащиеся».")
    unit = models.CharField(
        "единица", max_length=30, help_text="«%», «балл», «дней». «чел. / %»: показывать и число, и процент."
    )
    places = models.PositiveSmallIntegerField("знаков после запятой", default=1)
    periodicity = models.CharField(
        "как часто", max_length=60, help_text="Месяц, четверть, квартал, полугодие, год; несколько через запятую."
    )
    calendar_year = models.BooleanField("по календарному году", default=False, help_text="Иначе по учебному.")
    source = models.CharField("источник", max_length=300, help_text="Документ или журнал, откуда берут числа.")
    direction = models.CharField("что лучше", max_length=4, choices=Direction.choices, default=Direction.UP)
    target = models.CharField("ориентир словами", max_length=120, blank=True)
    basis = models.CharField("с чем сравнивать", max_length=10, choices=Basis.choices, default=Basis.NUMBER)
    goal = models.DecimalField("цель", max_digits=12, decimal_places=4, null=True, blank=True)
    threshold = models.DecimalField(
        "порог", max_digits=12, decimal_places=4, null=True, blank=True,
        help_text="Хуже него — сигнал. Пусто: порогом служит цель.",
    )  # fmt: skip
    counts_people = models.BooleanField(
        "считает людей", default=False, help_text="Значения малых групп видит только тот, кто их вносит."
    )
    responsible = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто вносит значения"
    )
    owed_from = models.DateField(
        "напоминать о значениях с", null=True, blank=True,
        help_text="О времени, которое кончилось раньше этого дня, не напоминают.",
    )  # fmt: skip
    source_code = models.CharField("код в исходном перечне", max_length=20, blank=True, editable=False)
    is_active = models.BooleanField("применяется", default=True)

    class Meta:
        verbose_name = "показатель"
        verbose_name_plural = "показатели"
        ordering = ["code", "id"]
        constraints = [models.UniqueConstraint(fields=["school", "code"], name="indicator_code_once_a_school")]

    def __str__(self):
        return f"{self.code} {self.name}"

    def get_absolute_url(self):
        return reverse("indicator-detail", args=[self.pk])

    @property
    def rule(self):
        """Return the Method that its values are counted by."""
        return METHODS[self.method]

    @property
    def is_system(self):
        """Return whether the programme itself counts it by the records of the cycle."""
        return self.method == SYSTEM

    @property
    def is_own(self):
        return not self.source_code

    @property
    def is_percent(self):
        return "%" in self.unit

    @property
    def tells_both(self):
        """Return whether the number and the percent go together (order № 1324)."""
        return self.is_percent and self.unit != "%"

    @property
    def methods(self):
        """Return the choices of a form: a formula of the list stays with its own code."""
        names = OWN_METHODS if self.method in ("", *OWN_METHODS) and not self.source_code else [self.method]
        return [(name, METHODS[name].label) for name in names]

    def label_of(self, field):
        """Return what a number of the primary data is called."""
        return field.label or {"part": self.part_label, "whole": self.whole_label}[field.name]


class Scope(models.TextChoices):
    """What part of the school a value tells of."""

    SCHOOL = "school", "школа в целом"
    LEVEL = "level", "уровень образования"
    ASSOCIATION = "association", "методическое объединение"
    FOCUS = "focus", "направленность"
    SUBJECT = "subject", "учебный предмет"
    CLASS = "class", "класс"


class Level(models.TextChoices):
    PRIMARY = "primary", "НОО"
    BASIC = "basic", "ООО"
    SECONDARY = "secondary", "СОО"


class Whose(models.TextChoices):
    """Comparability with the values of others (domain text, section 7.1): each of theirs has its source."""

    OWN = "own", "наша школа"
    DISTRICT = "district", "район"
    CITY = "city", "город или регион"
    COUNTRY = "country", "Россия"


class Measurement(SchoolOwned):
    """A value of an indicator for a time and a part of the school; pupils are only ever counted here, never named."""

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="values", verbose_name="показатель")
    whose = models.CharField("чьё значение", max_length=8, choices=Whose.choices, default=Whose.OWN)
    year = models.CharField("год", max_length=9)
    part = models.CharField("часть года", max_length=4, default="year")
    starts_on = models.DateField("с")
    ends_on = models.DateField("по")
    as_of = models.DateField("по состоянию на")
    scope = models.CharField("о чём значение", max_length=11, choices=Scope.choices, default=Scope.SCHOOL)
    scope_key = models.CharField("ключ", max_length=120, editable=False)
    level = models.CharField("уровень", max_length=9, choices=Level.choices, blank=True)
    association = models.ForeignKey(
        Association, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="методическое объединение"
    )
    focus = models.CharField("направленность", max_length=12, choices=Focus.choices, blank=True)
    subject = models.CharField("предмет", max_length=60, blank=True)
    school_class = models.CharField("класс", max_length=10, blank=True)
    primary = models.JSONField("первичные данные", default=dict, blank=True)
    value = models.DecimalField("значение", max_digits=12, decimal_places=4, null=True, blank=True)
    numerator = models.DecimalField("числитель", max_digits=14, decimal_places=4, null=True, blank=True)
    denominator = models.DecimalField("знаменатель", max_digits=14, decimal_places=4, null=True, blank=True)
    note = models.CharField("откуда значение", max_length=300, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто внёс"
    )
    entered_at = models.DateTimeField("внесено", auto_now=True)

    class Meta:
        verbose_name = "значение показателя"
        verbose_name_plural = "значения показателей"
        ordering = ["-ends_on", "starts_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "whose", "year", "part", "scope_key"], name="measurement_once_a_term"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="measurement_days_in_order"),
            models.CheckConstraint(
                condition=Q(whose="own") | (~Q(note="") & Q(value__isnull=False)), name="measurement_of_others_with_source"
            ),
        ]  # fmt: skip

    def __str__(self):
        return f"{self.indicator.code}, {self.term}, {self.scope_words}"

    def get_absolute_url(self):
        return reverse("measurement-edit", args=[self.pk])

    @property
    def term(self):
        return Term(self.year, self.part)

    @property
    def scope_words(self):
        """Return what the value tells of, in words."""
        match self.scope:
            case Scope.SCHOOL:
                return "школа"
            case Scope.LEVEL:
                return self.get_level_display()
            case Scope.ASSOCIATION:
                return str(self.association)
            case Scope.FOCUS:
                return self.get_focus_display()
        return ", ".join(filter(None, [self.school_class, self.subject]))

    @property
    def is_small(self):
        """Return whether so few people are counted that a value could be read as somebody's own."""
        counted = self.denominator
        return bool(self.indicator.counts_people and counted and counted < self.school.small_group)
