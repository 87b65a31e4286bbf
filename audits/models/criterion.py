from django.db import models
from django.urls import reverse

from roadmap.models import LegalAct
from vsoko.models import SchoolOwned


class Subject(models.TextChoices):
    """What is audited."""

    ASSOCIATION = "association", "методическое объединение"
    PROGRAMME = "programme", "дополнительная программа"
    SCHOOL = "school", "школа в целом"


class Criterion(SchoolOwned):
    """A question of the audit with its requirement. Audits keep their own copy, so an edit never changes the past."""

    code = models.CharField("код", max_length=20)
    section = models.CharField("раздел", max_length=120)
    question = models.TextField("вопрос")
    requirement = models.TextField("основание", help_text="Акт и пункт.")
    applies_to = models.CharField("относится к", max_length=12, choices=Subject.choices)
    hint = models.TextField("что смотреть", blank=True)
    acts = models.ManyToManyField(LegalAct, blank=True, related_name="criteria", verbose_name="нормативные акты")
    responsible = models.ForeignKey(
        "roadmap.Employee", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто отвечает",
        help_text="В аудите школы этот человек не проверяет этот вопрос.",
    )  # fmt: skip
    source_code = models.CharField("код в исходном перечне", max_length=20, blank=True, editable=False)
    source_edition = models.CharField("редакция перечня", max_length=20, blank=True, editable=False)
    is_active = models.BooleanField("применяется", default=True)

    class Meta:
        verbose_name = "критерий"
        verbose_name_plural = "критерии"
        ordering = ["code", "id"]
        constraints = [models.UniqueConstraint(fields=["school", "code"], name="criterion_code_once_a_school")]

    def __str__(self):
        return self.code

    def get_absolute_url(self):
        return reverse("criterion-edit", args=[self.pk])


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
    criterion = models.ForeignKey(Criterion, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField("порядок", default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["template", "criterion"], name="template_criterion_once")]

    def __str__(self):
        return f"{self.template}: {self.criterion}"
