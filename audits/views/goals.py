"""The programme of development: its goals with how they stand, one of them by years, and their form."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audits.forms.goals import GoalForm, TargetRows
from audits.goal_filters import GoalFilter
from audits.goal_standing import RULES, held_against, standings
from audits.goal_workflow import GOAL, KEEPERS
from audits.indicator_words import figure, told
from audits.models import DevelopmentGoal
from audits.permissions import keeps_goals
from audits.reports.goal_pictures import plan_and_fact
from audits.services import goals
from audits.views.opening import RowsView
from roadmap.permissions import is_employee
from vsoko.views.generic import SchoolDetailView, SchoolListView, TransitionView, steps_for


class GoalList(SchoolListView):
    """Every employee may read what the school wants to reach."""

    model = DevelopmentGoal
    filterset_class = GoalFilter
    template_name = "audits/goal_list.html"
    heading = "Программа развития"
    subline = "Цели по годам: чего школа хочет достичь и как это идёт"
    right = is_employee

    def get_queryset(self):
        return goals.goals().filter(school=self.request.user.school_id).order_by("state", "pk")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            may_edit=keeps_goals(self.request.user), rules=RULES, total_word="цель,цели,целей", **kwargs
        )
        rows = list(context["object_list"])
        found = standings(rows, self.request.user)
        for goal in rows:
            describe(goal, found[goal.pk])
        return context | {"object_list": rows}


def describe(goal, found):
    """Give the goal its `standing` and the words of it."""
    goal.standing = found
    goal.base_words = figure(goal.base_value, goal.indicator)
    goal.value_words = told(found.latest) if found.latest else ""
    goal.plan_words = held_against(goal, found)
    last = list(goal.targets.all())[-1]
    goal.last_words, goal.last_year = figure(last.value, goal.indicator), last.year


class GoalDetail(SchoolDetailView):
    model = DevelopmentGoal
    template_name = "audits/goal_detail.html"
    right = is_employee

    def get_queryset(self):
        return goals.goals()

    def get_heading(self):
        return self.object.text

    def get_context_data(self, **kwargs):
        goal, user = self.object, self.request.user
        describe(goal, standings([goal], user)[goal.pk])
        return super().get_context_data(
            picture=plan_and_fact(goal, goal.standing),
            rules=RULES,
            may_edit=keeps_goals(user, goal) and goal.state == goal.State.ACTIVE,
            steps=steps_for(GOAL, user, goal, {"drop": "goal-drop"}),
            **kwargs,
        )


class GoalCreate(RowsView):
    form_class = GoalForm
    rows = TargetRows
    template_name = "audits/goal_form.html"
    heading = "Новая цель"
    submit_label = "Записать цель"
    success_message = "Цель записана."
    right = keeps_goals
    object = None

    def load(self):
        """A new goal stands on no record."""

    def check_right(self):
        if not keeps_goals(self.request.user, self.object):
            raise PermissionDenied(KEEPERS)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "instance": self.object}

    def initial_rows(self):
        return []

    def row_facts(self):
        return {}

    def get_cancel_url(self):
        return self.object.get_absolute_url() if self.object else reverse("goal-list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            subline=str(self.object or ""),
            row_label="Год",
            more_label="Ещё годы",
            note="По годам: какое значение должно быть достигнуто. Последний год — сама цель. Очищенная строка уходит.",
            **kwargs,
        )

    def facts(self, form):
        return {name: form.cleaned_data[name] for name in goals.FIELDS} | {"targets": self.points.targets()}

    def act(self, form):
        user = self.request.user
        return goals.create_goal(user.school, actor=user, **self.facts(form)).get_absolute_url()


class GoalEdit(GoalCreate):
    heading = "Изменить цель"
    submit_label = "Сохранить цель"
    success_message = "Цель изменена."

    def load(self):
        self.object = self.visible(goals.goals(), pk=self.kwargs["pk"])

    def initial_rows(self):
        return [{"year": row.year, "value": row.value} for row in self.object.targets.all()]

    def act(self, form):
        return goals.edit_goal(self.object.pk, actor=self.request.user, **self.facts(form)).get_absolute_url()


class GoalStep(TransitionView):
    queryset = DevelopmentGoal.objects.select_related("school", "indicator")

    def get_context_data(self, **kwargs):
        facts = [("Показатель", str(self.object.indicator)), ("Документ", self.object.source)]
        return super().get_context_data(facts=facts, **kwargs)
