from django.db import models
from django.db.models import Q
from django.urls import reverse

from audits.models.indicator import Indicator
from roadmap.models import Employee
from vsoko.models import SchoolOwned
from vsoko.states import Stateful, States


class DevelopmentGoal(Stateful, SchoolOwned):
    """Цель программы развития: an indicator that the school wants to bring from its base to a target, year by year."""

    class State(States):
        ACTIVE = "active", "действует"
        DROPPED = "dropped", "снята"

        __shapes__ = {"active": "run", "dropped": "void"}

    text = models.CharField("цель", max_length=300)
    source = models.CharField(
        "документ", max_length=200, help_text="Программа развития: годы, кем и когда утверждена, пункт."
    )
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="goals", verbose_name="показатель")
    base_year = models.CharField("исходный год", max_length=9)
    base_value = models.DecimalField("исходное значение", max_digits=12, decimal_places=4)
    responsible = models.ForeignKey(
        Employee, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="кто отвечает"
    )
    state = models.CharField("состояние", max_length=7, choices=State.choices, default=State.ACTIVE)
    drop_reason = models.TextField("почему снята", blank=True)

    class Meta:
        verbose_name = "цель программы развития"
        verbose_name_plural = "цели программы развития"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(drop_reason=""), name="development_goal_dropped_with_reason"
            )
        ]

    def __str__(self):
        return self.text

    def get_absolute_url(self):
        return reverse("goal-detail", args=[self.pk])


class GoalTarget(models.Model):
    """What a goal wants of one year; the last of them is the goal itself."""

    goal = models.ForeignKey(DevelopmentGoal, models.CASCADE, related_name="targets", verbose_name="цель")
    year = models.CharField("год", max_length=9)
    value = models.DecimalField("значение", max_digits=12, decimal_places=4)

    class Meta:
        verbose_name = "значение цели по году"
        verbose_name_plural = "значения цели по годам"
        ordering = ["year"]
        constraints = [models.UniqueConstraint(fields=["goal", "year"], name="goal_target_once_a_year")]

    def __str__(self):
        return f"{self.goal}, {self.year}"
