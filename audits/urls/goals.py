from django.urls import path

from audits import goal_workflow as workflow
from audits.services import goals as services
from audits.views import goals

urlpatterns = [
    path("goals/", goals.GoalList.as_view(), name="goal-list"),
    path("goals/new/", goals.GoalCreate.as_view(), name="goal-create"),
    path("goals/<int:pk>/", goals.GoalDetail.as_view(), name="goal-detail"),
    path("goals/<int:pk>/edit/", goals.GoalEdit.as_view(), name="goal-edit"),
    path(
        "goals/<int:pk>/drop/",
        goals.GoalStep.as_view(transition=workflow.DROP_GOAL, service=services.drop_goal),
        name="goal-drop",
    ),
]
