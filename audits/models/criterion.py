from django.conf import settings
from django.db import models
from django.urls import reverse

from roadmap.models import LegalAct
from vsoko.models import SchoolOwned


class Subject(models.TextChoices):
    """What is audited."""

    ASSOCIATION = "association", "методическое объединение"
    PROGRAMME = "programme", "дополнительная программа"
    SCHOOL = "school", "школа в целом"


LONGEST_TEXT = 2000


class Wording(models.Model):
    """What is asked and on what grounds: a criterion has one today, and each that it had before is kept as an edition."""

    section = models.CharField("раздел", max_length=120)
    question = models.TextField("вопрос", max_length=LONGEST_TEXT)
    requirement = models.TextField("основание", max_length=LONGEST_TEXT, help_text="Акт и пункт.")
    applies_to = models.CharField("относится к", max_length=12, choices=Subject.choices)
    hint = models.TextField("что смотреть", max_length=LONGEST_TEXT, blank=True)

    class Meta:
        abstract = True


WORDING = ("section", "question", "requirement", "applies_to", "hint")


class Criterion(SchoolOwned, Wording):
    """A question of the audit with its requirement. Audits keep their own copy, so an edit never changes the past."""

    code = models.CharField("код", max_length=20)
    acts = models.ManyToManyField(LegalAct, blank=True, related_name="criteria", verbose_name="нормативные акты")
    responsible = models.ForeignKey(
        "roadmap.Employee", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто отвечает",
        help_text="В аудите школы этот человек не проверяет этот вопрос.",
    )  # fmt: skip
    source_code = models.CharField("код в исходном перечне", max_length=20, blank=True, editable=False)
    source_edition = models.CharField("редакция перечня", max_length=20, blank=True, editable=False)
    edition = models.PositiveSmallIntegerField("редакция", default=1, editable=False)
    is_active = models.BooleanField("применяется", default=True)

    class Meta:
        verbose_name = "критерий"
        verbose_name_plural = "критерии"
        ordering = ["code", "id"]
        constraints = [models.UniqueConstraint(fields=["school", "code"], name="criterion_code_once_a_school")]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("criterion-detail", args=[self.pk])


class CriterionEdition(Wording):
    """A wording that a criterion had until it was replaced; the present one stands in the criterion itself."""

    criterion = models.ForeignKey(Criterion, models.CASCADE, related_name="earlier", verbose_name="критерий")
    number = models.PositiveSmallIntegerField("номер редакции")
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто заменил"
    )
    replaced_at = models.DateTimeField("когда заменена", auto_now_add=True)

    class Meta:
        verbose_name = "редакция критерия"
        verbose_name_plural = "редакции критериев"
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["criterion", "number"], name="criterion_edition_once")]

    def __str__(self):
        return f"{self.criterion}, редакция {self.number}"


class ChecklistTemplate(SchoolOwned):
    """A set of questions for one kind of subject."""

    name = models.CharField("название", max_length=200)
    applies_to = models.CharField("для чего", max_length=12, choices=Subject.choices)
    criteria = models.ManyToManyField(Criterion, through="TemplateCriterion", related_name="templates")
    is_active = models.BooleanField("применяется", default=True)

    class Meta:
        verbose_name = "шаблон чек-листа"
        verbose_name_plural = "шаблоны чек-листов"
        ordering = ["applies_to", "name", "id"]
        constraints = [models.UniqueConstraint(fields=["school", "name"], name="template_name_once_a_school")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("template-edit", args=[self.pk])


class TemplateCriterion(models.Model):
    template = models.ForeignKey(ChecklistTemplate, models.CASCADE, related_name="rows")
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="in_templates")
    position = models.PositiveSmallIntegerField("порядок", default=0)
    is_mandatory = models.BooleanField("обязательный", default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["template", "criterion"], name="template_criterion_once")]

    def __str__(self):
        return f"{self.template}: {self.criterion}"
