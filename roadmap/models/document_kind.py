from django.db import models
from django.urls import reverse

from roadmap.permissions import Role
from vsoko.models import SchoolOwned

ADJECTIVES = ("ая", "ое", "ый", "ий", "ой")


class DocumentKind(SchoolOwned):
    """What a school decides about one kind of paper: who prepares, agrees and approves it, and how it is numbered."""

    class Form(models.TextChoices):
        ORDER = "order", "приказ"
        MINUTES = "minutes", "протокол"
        REGULATION = "regulation", "положение"
        PLAN = "plan", "план или программа"
        REPORT = "report", "отчёт"
        OTHER = "other", "другое"

    class Numbering(models.TextChoices):
        JOURNAL = "journal", "по журналу школы"
        OWN = "own", "своя нумерация"
        OWNER = "owner", "по номеру записи"
        NONE = "none", "без номера"

    class Storage(models.TextChoices):
        PERMANENT = "permanent", "постоянно"
        FIVE_YEARS = "five_years", "5 лет"
        WITH_PARENT = "with_parent", "вместе с документом"

    class Grip(models.TextChoices):
        """What stands in the corner above a paper (domain text, section 3.1)."""

        REVIEWED = "reviewed", "РАССМОТРЕНО на заседании"
        ACCEPTED = "accepted", "ПРИНЯТО на заседании"
        OPINION = "opinion", "УЧТЕНО МНЕНИЕ совета родителей"
        APPROVE = "approve", "УТВЕРЖДАЮ"
        ORDERED = "ordered", "УТВЕРЖДЕНО приказом"

    code = models.CharField("код", max_length=4)
    title = models.CharField("название", max_length=200)
    form = models.CharField("вид", max_length=12, choices=Form.choices, default=Form.OTHER)
    prepared_by = models.JSONField("кто готовит", default=list, help_text="Коды ролей.")
    visa_roles = models.JSONField("кто согласует", default=list, blank=True)
    approver_role = models.CharField(
        "кто утверждает",
        max_length=20,
        choices=Role.choices,
        blank=True,
        help_text="Пусто: подписывает названный в документе.",
    )
    numbering = models.CharField("нумерация", max_length=8, choices=Numbering.choices, default=Numbering.NONE)
    number_pattern = models.CharField("образец номера", max_length=40, default="{n}")
    storage = models.CharField("хранение", max_length=12, choices=Storage.choices, default=Storage.FIVE_YEARS)
    grips = models.JSONField("грифы", default=list, blank=True, help_text="Что стоит в углу над документом.")
    in_word = models.BooleanField("выгружается в Word", default=False)
    mandatory = models.CharField(
        "обязателен", max_length=60, blank=True, help_text="Например: «да», «при несоответствиях»."
    )
    case_index = models.CharField(
        "дело по номенклатуре", max_length=120, blank=True, help_text="Индекс и заголовок: «01-05 Приказы»."
    )
    restricted = models.BooleanField(
        "служебные сведения", default=False, help_text="В папку года попадает только строка описи, без файла."
    )
    open_to_staff = models.BooleanField("виден всем работникам после утверждения", default=False)
    by_hand = models.BooleanField(
        "составляется отдельно", default=True, help_text="Иначе появляется из работы с записями."
    )
    position = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        verbose_name = "вид документа"
        verbose_name_plural = "виды документов"
        ordering = ["position", "code"]
        constraints = [models.UniqueConstraint(fields=["school", "code"], name="document_kind_once_a_school")]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("document-kind-edit", args=[self.pk])

    @property
    def noun(self):
        """Return what such a paper is called beside its number: «приказ», «план», «программа», «анализ»."""
        if self.form in (self.Form.ORDER, self.Form.MINUTES, self.Form.REGULATION):
            return self.get_form_display()
        # Other forms hold papers of several names; the title begins with its own («Годовая программа аудитов»).
        words = self.title.lower().split()
        return next((word for word in words if not word.endswith(ADJECTIVES)), words[0])


class NumberSeries(SchoolOwned):
    """The last number given in an own series; the row is locked while a number is taken, so there are no gaps or doubles."""

    kind = models.ForeignKey(DocumentKind, models.PROTECT, related_name="+")
    year = models.CharField("год нумерации", max_length=9)
    body = models.CharField("орган", max_length=200, blank=True)
    last = models.PositiveIntegerField("последний номер", default=0)

    class Meta:
        verbose_name = "нумерация"
        verbose_name_plural = "нумерации"
        constraints = [models.UniqueConstraint(fields=["kind", "year", "body"], name="number_series_once_a_year")]

    def __str__(self):
        return f"{self.kind.code} {self.year}: {self.last}"
