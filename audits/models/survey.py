from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from roadmap.models import CourseProgramme, Roadmap
from roadmap.permissions import rights, sees_everything
from vsoko.models import SchoolOwned, SchoolQuerySet
from vsoko.states import Stateful, States
from vsoko.workflow import state_implies


class Audience(models.TextChoices):
    """Whom a survey asks (domain text, D19)."""

    PARENTS = "parents", "родители"
    STUDENTS = "students", "обучающиеся"
    TEACHERS = "teachers", "педагоги"


class Kind(models.TextChoices):
    AGREE = "agree", "от «да» до «нет»"
    SCALE = "scale", "оценка от 1 до 5"
    YES_NO = "yes_no", "да или нет"
    CHOICE = "choice", "один из нескольких"
    TEXT = "text", "свободный ответ"


# What may be answered to the kinds whose answers are the same in every question, in their order.
ANSWERS = {
    Kind.AGREE: {
        "yes": "да", "rather_yes": "скорее да", "rather_no": "скорее нет", "no": "нет", "unsure": "затрудняюсь ответить",
    },
    Kind.SCALE: {str(mark): str(mark) for mark in range(1, 6)},
    Kind.YES_NO: {"yes": "да", "no": "нет"},
}  # fmt: skip
# What an answer counts in the mean (domain text, D19); «затрудняюсь ответить» and kinds that judge nothing count nowhere.
POINTS = {
    Kind.AGREE: {"yes": 1.0, "rather_yes": 0.5, "rather_no": 0.0, "no": 0.0},
    Kind.SCALE: {str(mark): (mark - 1) / 4 for mark in range(1, 6)},
}


class SurveyQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """Leaders and the group see all; a chair also what is closed about own programmes; others what is published."""
        mine = super().visible_to(user)
        held = rights(user)
        if held.employee is None:
            return mine.none()
        if sees_everything(user):
            return mine
        seen = Q(state=Survey.State.PUBLISHED)
        if held.chaired:
            own = CourseProgramme.objects.filter(association__in=held.chaired)
            about = Survey.course_programmes.through.objects.filter(courseprogramme__in=own).values("survey")
            seen |= Q(state=Survey.State.CLOSED, pk__in=about)
        return mine.filter(seen)

    def history_visible_to(self, user):
        """What was done and when is for leaders and the group; others read results."""
        return super().visible_to(user) if sees_everything(user) else self.none()


class Survey(Stateful, SchoolOwned):
    """Анкетирование: one audience of one year. Nobody's name is asked for, and none is kept."""

    class State(States):
        DRAFT = "draft", "черновик"
        OPEN = "open", "идёт"
        CLOSED = "closed", "завершено"
        PUBLISHED = "published", "результаты опубликованы"

        __shapes__ = {"draft": "draft", "open": "run", "closed": "wait", "published": "done"}

    OVER = (State.CLOSED, State.PUBLISHED)

    roadmap = models.ForeignKey(Roadmap, models.PROTECT, related_name="surveys", verbose_name="год")
    title = models.CharField("название", max_length=200)
    audience = models.CharField("кто отвечает", max_length=10, choices=Audience.choices)
    starts_on = models.DateField("начало")
    ends_on = models.DateField("окончание")
    population = models.PositiveIntegerField(
        "сколько человек приглашены", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    course_programmes = models.ManyToManyField(
        CourseProgramme, blank=True, related_name="surveys", verbose_name="о каких программах"
    )
    state = models.CharField("состояние", max_length=10, choices=State.choices, default=State.DRAFT)
    opened_on = models.DateField("открыто", null=True, blank=True)
    closed_on = models.DateField("завершено", null=True, blank=True)
    published_on = models.DateField("опубликовано", null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="кто опубликовал",
    )
    ticket = models.CharField("знак формы", max_length=36, blank=True, editable=False)

    objects = SurveyQuerySet.as_manager()

    class Meta:
        verbose_name = "анкетирование"
        verbose_name_plural = "анкетирования"
        ordering = ["-starts_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="survey_ends_after_it_starts"),
            models.UniqueConstraint(fields=["school", "ticket"], condition=~Q(ticket=""), name="survey_ticket_once"),
            state_implies("open", "opened_on", name="survey_open_is_dated"),
            state_implies("closed", "closed_on", name="survey_closed_is_dated"),
            state_implies("published", "published_on", "published_by", name="survey_published_by_someone"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("survey-detail", args=[self.pk])

    @property
    def is_open(self):
        return self.state == self.State.OPEN


class SurveyQuestion(models.Model):
    """One question. `options` are those of «один из нескольких»; their order is what answers name them by."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions", verbose_name="анкетирование")
    position = models.PositiveSmallIntegerField("порядок")
    kind = models.CharField("как отвечают", max_length=10, choices=Kind.choices, default=Kind.AGREE)
    text = models.CharField("вопрос", max_length=300)
    options = models.JSONField("варианты", default=list, blank=True)
    indicator = models.ForeignKey(
        "audits.Indicator", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="показатель"
    )

    class Meta:
        verbose_name = "вопрос анкеты"
        verbose_name_plural = "вопросы анкеты"
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "position"], name="survey_question_position_once"),
        ]

    def __str__(self):
        return self.text

    @property
    def answers(self):
        """Return {value: words} of what may be answered, in order; nothing where one writes freely."""
        if self.kind == Kind.CHOICE:
            return {str(place): option for place, option in enumerate(self.options)}
        return ANSWERS.get(self.kind, {})

    @property
    def is_free(self):
        return self.kind == Kind.TEXT

    @property
    def points(self):
        """Return {value: from 0 to 1} of the answers that say how content people are."""
        return POINTS.get(self.kind, {})


class Response(models.Model):
    """One filled questionnaire, without anybody's name. `number` is what one writes on its sheet.

    `key` is the mark of the form or of the row of a file: the same one is never taken twice.
    """

    class Source(models.TextChoices):
        PAPER = "paper", "с бумаги"
        FILE = "file", "из файла"

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="responses", verbose_name="анкетирование")
    number = models.PositiveIntegerField("номер")
    course_programme = models.ForeignKey(
        CourseProgramme, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="о программе"
    )
    source = models.CharField("откуда", max_length=5, choices=Source.choices)
    key = models.CharField("знак", max_length=64, editable=False)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="кто внёс")

    class Meta:
        verbose_name = "анкета"
        verbose_name_plural = "анкеты"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["survey", "number"], name="response_number_once"),
            models.UniqueConstraint(fields=["survey", "key"], name="response_taken_once"),
        ]

    def __str__(self):
        return f"Анкета № {self.number}"

    @property
    def school(self):
        return self.survey.school

    @property
    def school_id(self):
        return self.survey.school_id


class GivenAnswer(models.Model):
    """One ticked answer; free words are a FreeAnswer."""

    response = models.ForeignKey(Response, models.CASCADE, related_name="given", verbose_name="анкета")
    question = models.ForeignKey(SurveyQuestion, models.PROTECT, related_name="given", verbose_name="вопрос")
    value = models.CharField("ответ", max_length=12)

    class Meta:
        verbose_name = "ответ анкеты"
        verbose_name_plural = "ответы анкет"
        constraints = [models.UniqueConstraint(fields=["response", "question"], name="given_answer_once")]

    def __str__(self):
        return self.question.answers.get(self.value, self.value)
