from django.urls import path

from audits import finding_workflow as workflow
from audits.services import findings
from audits.views.finding_analysis import FindingAnalysis
from audits.views.finding_register import (
    FindingAssign,
    FindingList,
    FindingPrint,
    FindingPrintMarked,
    FindingRemind,
)
from audits.views.finding_trace import FindingTrace
from audits.views.finding_words import FindingCause, FindingComment
from audits.views.findings import (
    FindingCreate,
    FindingDelete,
    FindingDetail,
    FindingEdit,
    FindingStep,
)
from audits.views.past_import import PastBlank, PastImportConfirm, PastImportPage, PastImportUndo
from audits.views.registers import FindingExport


def step(transition, service):
    return FindingStep.as_view(transition=transition, service=service)


urlpatterns = [
    path("findings/", FindingList.as_view(), name="finding-list"),
    path("findings/export/", FindingExport.as_view(), name="finding-export"),
    path("finding-analysis/", FindingAnalysis.as_view(), name="finding-analysis"),
    path("findings/print/", FindingPrint.as_view(), name="finding-print"),
    path("findings/print-marked/", FindingPrintMarked.as_view(), name="finding-print-marked"),
    path("findings/remind/", FindingRemind.as_view(), name="finding-remind"),
    path("findings/assign/", FindingAssign.as_view(), name="finding-assign"),
    path("findings/past/", PastImportPage.as_view(), name="past-import"),
    path("findings/past/blank/", PastBlank.as_view(), name="past-import-blank"),
    path("findings/past/confirm/", PastImportConfirm.as_view(), name="past-import-confirm"),
    path("findings/past/undo/", PastImportUndo.as_view(), name="past-import-undo"),
    path("audits/<int:pk>/findings/new/", FindingCreate.as_view(), name="finding-create"),
    path("findings/<int:pk>/", FindingDetail.as_view(), name="finding-detail"),
    path("findings/<int:pk>/edit/", FindingEdit.as_view(), name="finding-edit"),
    path("findings/<int:pk>/delete/", FindingDelete.as_view(), name="finding-delete"),
    path("findings/<int:pk>/trace/", FindingTrace.as_view(), name="finding-trace"),
    path("findings/<int:pk>/comment/", FindingComment.as_view(), name="finding-comment"),
    path("findings/<int:pk>/cause/", FindingCause.as_view(), name="finding-cause"),
    path(
        "findings/<int:pk>/acknowledge/",
        step(workflow.ACKNOWLEDGE_FINDING, findings.acknowledge_finding),
        name="finding-acknowledge",
    ),
    path(
        "findings/<int:pk>/dispute/", step(workflow.DISPUTE_FINDING, findings.dispute_finding), name="finding-dispute"
    ),
    path("findings/<int:pk>/uphold/", step(workflow.UPHOLD_FINDING, findings.uphold_finding), name="finding-uphold"),
    path(
        "findings/<int:pk>/withdraw/",
        step(workflow.WITHDRAW_FINDING, findings.withdraw_finding),
        name="finding-withdraw",
    ),
    path("findings/<int:pk>/accept/", step(workflow.ACCEPT_FINDING, findings.accept_finding), name="finding-accept"),
    path(
        "findings/<int:pk>/decline/", step(workflow.DECLINE_FINDING, findings.decline_finding), name="finding-decline"
    ),
]
