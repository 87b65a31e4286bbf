from django.urls import path

from audits import finding_workflow as workflow
from audits.services import actions, due_changes, effectiveness
from audits.views.actions import (
    ActionCreate,
    ActionDelete,
    ActionDetail,
    ActionEdit,
    ActionElsewhere,
    ActionList,
    ActionReport,
    ActionStep,
)
from audits.views.effectiveness import CheckAssign, CheckList, CheckStep
from audits.views.progress import ActionHandOver, ActionNoteCreate, DueChangeAsk, DueChangeStep
from audits.views.registers import ActionExport

ACTION, DUE = workflow.ACTION, workflow.ACTION_DUE


def step(name, service):
    return ActionStep.as_view(transition=ACTION[name], service=service)


def due_step(name, service):
    return DueChangeStep.as_view(transition=DUE[name], service=service)


def check_step(transition, service):
    return CheckStep.as_view(transition=transition, service=service)


urlpatterns = [
    path("actions/", ActionList.as_view(), name="action-list"),
    path("actions/export/", ActionExport.as_view(), name="action-export"),
    path("plans/<int:pk>/actions/new/", ActionCreate.as_view(), name="action-create"),
    path("plans/<int:pk>/actions/elsewhere/", ActionElsewhere.as_view(), name="action-elsewhere"),
    path("actions/<int:pk>/", ActionDetail.as_view(), name="action-detail"),
    path("actions/<int:pk>/edit/", ActionEdit.as_view(), name="action-edit"),
    path("actions/<int:pk>/delete/", ActionDelete.as_view(), name="action-delete"),
    path("actions/<int:pk>/start/", step("start", actions.start_action), name="action-start"),
    path(
        "actions/<int:pk>/report/",
        ActionReport.as_view(transition=ACTION["report"], service=actions.report_action),
        name="action-report",
    ),
    path("actions/<int:pk>/accept/", step("accept", actions.accept_action), name="action-accept"),
    path("actions/<int:pk>/return/", step("return", actions.return_action), name="action-return"),
    path("actions/<int:pk>/cancel/", step("cancel", actions.cancel_action), name="action-cancel"),
    path("actions/<int:pk>/note/", ActionNoteCreate.as_view(), name="action-note"),
    path("actions/<int:pk>/hand-over/", ActionHandOver.as_view(), name="action-hand-over"),
    path("actions/<int:pk>/due/", DueChangeAsk.as_view(), name="action-due-ask"),
    path("due-changes/<int:pk>/grant/", due_step("grant", due_changes.grant_due_change), name="action-due-grant"),
    path("due-changes/<int:pk>/refuse/", due_step("refuse", due_changes.refuse_due_change), name="action-due-refuse"),
    path("checks/", CheckList.as_view(), name="check-list"),
    path("checks/<int:pk>/assign/", CheckAssign.as_view(), name="check-assign"),
    path(
        "checks/<int:pk>/confirm/",
        check_step(workflow.CONFIRM_EFFECT, effectiveness.confirm_effect),
        name="check-confirm",
    ),
    path("checks/<int:pk>/deny/", check_step(workflow.DENY_EFFECT, effectiveness.deny_effect), name="check-deny"),
]
