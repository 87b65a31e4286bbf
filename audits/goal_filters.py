"""The filter of the list of goals; all of it lives in the URL. How a goal stands is counted, not stored."""

import django_filters as filters

from audits.goal_standing import MARKS, standings
from audits.models import DevelopmentGoal
from audits.services.goals import goals
from roadmap.models import Employee
from vsoko.forms import PlainForm


class GoalFilter(filters.FilterSet):
    standing = filters.ChoiceFilter(
        label="Как идёт", choices=[(key, word) for key, (_, word) in MARKS.items()], method="by_standing"
    )
    responsible = filters.ModelChoiceFilter(
        label="Кто отвечает",
        queryset=lambda request: Employee.objects.visible_to(request.user).filter(
            pk__in=DevelopmentGoal.objects.visible_to(request.user).values("responsible")
        ),
    )
    state = filters.ChoiceFilter(label="Состояние", choices=DevelopmentGoal.State.choices)

    class Meta:
        model = DevelopmentGoal
        fields = []
        form = PlainForm

    def by_standing(self, queryset, name, value):
        rows = goals().filter(school=self.request.user.school_id, state=DevelopmentGoal.State.ACTIVE)
        found = standings(rows, self.request.user)
        return queryset.filter(pk__in=[pk for pk, one in found.items() if one.kind == value])
