from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from audits.models.survey import Response, Survey, SurveyQuestion
from roadmap.models import CourseProgramme
from roadmap.models.association import Focus
from roadmap.permissions import rights, sees_everything
from vsoko.models import SchoolOwned, SchoolQuerySet
from vsoko.states import Stateful, States
from vsoko.workflow import state_implies


class FreeAnswerQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """Leaders and the group read all of them; others get what is shown from the page of the survey alone."""
        if not sees_everything(user):
            return self.none()
        return self.filter(response__survey__school=user.school_id)


class FreeAnswer(Stateful):
    """What somebody wrote in own words: read by a person before others see it, for it may name a child or a teacher.

    Its own words never stand in its name: history keeps names for ever.
    """

    class State(States):
        UNREAD = "unread", "не прочитан"
        SHOWN = "shown", "показан"
        HIDDEN = "hidden", "скрыт"

        __shapes__ = {"unread": "wait", "shown": "done", "hidden": "void"}

    response = models.ForeignKey(Response, models.CASCADE, related_name="free", verbose_name="анкета")
    question = models.ForeignKey(SurveyQuestion, models.PROTECT, related_name="free", verbose_name="вопрос")
    text = models.TextField("ответ", max_length=2000)
    state = models.CharField("состояние", max_length=8, choices=State.choices, default=State.UNREAD)
    read_on = models.DateField("прочитан", null=True, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто прочитал"
    )

    objects = FreeAnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "свободный ответ"
        verbose_name_plural = "свободные ответы"
        ordering = ["question__position", "response__number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["response", "question"], name="free_answer_once"),
            state_implies("shown", "read_on", "read_by", name="free_answer_shown_by_someone"),
            state_implies("hidden", "read_on", "read_by", name="free_answer_hidden_by_someone"),
        ]

    def __str__(self):
        return f"Свободный ответ № {self.pk}"

    @property
    def survey(self):
        return self.response.survey

    @property
    def school(self):
        return self.response.survey.school

    @property
    def school_id(self):
        return self.response.survey.school_id

    @property
    def queue_url(self):
        return reverse("free-answer-list", args=[self.response.survey_id])


class WishQuerySet(SchoolQuerySet):
    def visible_to(self, user):
        """Leaders and the group see all; a chair those about the programmes of own associations."""
        mine = super().visible_to(user)
        if sees_everything(user):
            return mine
        chaired = rights(user).chaired
        return mine.filter(course_programme__association__in=chaired) if chaired else mine.none()


class Wish(Stateful, SchoolOwned):
    """Пожелание: a request that people made, about a programme there is or a direction there is not yet.

    Its words are the school's own: what was written is retold without names.
    """

    class State(States):
        NEW = "new", "новое"
        ACCEPTED = "accepted", "принято"
        DECLINED = "declined", "отклонено"

        __shapes__ = {"new": "wait", "accepted": "done", "declined": "void"}

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="wishes", verbose_name="анкетирование")
    answer = models.OneToOneField(FreeAnswer, models.PROTECT, related_name="wish", verbose_name="из ответа")
    text = models.TextField("пожелание", max_length=1000)
    course_programme = models.ForeignKey(
        CourseProgramme, models.PROTECT, null=True, blank=True, related_name="wishes", verbose_name="программа"
    )
    focus = models.CharField("новое направление", max_length=12, choices=Focus.choices, blank=True)
    state = models.CharField("состояние", max_length=8, choices=State.choices, default=State.NEW)
    decided_on = models.DateField("решено", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто решил"
    )
    decline_reason = models.TextField("почему отклонено", blank=True)

    objects = WishQuerySet.as_manager()

    class Meta:
        verbose_name = "пожелание"
        verbose_name_plural = "пожелания"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(course_programme__isnull=False, focus="") | (Q(course_programme=None) & ~Q(focus="")),
                name="wish_is_about_one_thing",
            ),
            state_implies("accepted", "decided_on", "decided_by", name="wish_accepted_by_someone"),
            models.CheckConstraint(
                condition=~Q(state="declined") | (~Q(decline_reason="") & Q(decided_on__isnull=False)),
                name="wish_declined_with_reason",
            ),
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("wish-detail", args=[self.pk])

    @property
    def about(self):
        return str(self.course_programme) if self.course_programme_id else f"новое: {self.get_focus_display()}"
