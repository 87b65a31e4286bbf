from django.urls import path

from audits import request_workflow, workflow
from audits.services import audits as service
from audits.services import requests, selfchecks
from audits.views import audits, checklist, opening, reports, selfcheck
from audits.views import requests as request_views
from audits.views.registers import AuditExport

urlpatterns = [
    path("audits/", audits.AuditList.as_view(), name="audit-list"),
    path("audits/export/", AuditExport.as_view(), name="audit-export"),
    path("audits/new/", audits.AuditCreate.as_view(), name="audit-create"),
    path("audits/<int:pk>/", audits.AuditDetail.as_view(), name="audit-detail"),
    path("audits/<int:pk>/edit/", audits.AuditEdit.as_view(), name="audit-edit"),
    path(
        "audits/<int:pk>/start/",
        audits.AuditStart.as_view(transition=workflow.START_AUDIT, service=service.start_audit),
        name="audit-start",
    ),
    path("audits/<int:pk>/checklist/", checklist.Checklist.as_view(), name="audit-checklist"),
    path("audits/<int:pk>/blank/", checklist.Blank.as_view(), name="audit-blank"),
    path("audits/<int:pk>/assign/", checklist.Assign.as_view(), name="audit-assign"),
    path("audits/questions/<int:pk>/answer/", checklist.AnswerOne.as_view(), name="audit-answer"),
    path("audits/<int:pk>/selfcheck/", selfcheck.OwnCheck.as_view(), name="audit-selfcheck"),
    path(
        "audits/selfchecks/<int:pk>/hand-in/",
        selfcheck.HandIn.as_view(transition=workflow.HAND_IN_SELFCHECK, service=selfchecks.hand_in_selfcheck),
        name="selfcheck-hand-in",
    ),
    path(
        "audits/selfchecks/<int:pk>/take-back/",
        selfcheck.TakeBack.as_view(transition=workflow.TAKE_BACK_SELFCHECK, service=selfchecks.take_back_selfcheck),
        name="selfcheck-take-back",
    ),
    path("audits/<int:pk>/questions/", opening.Questions.as_view(), name="audit-questions"),
    path("audits/<int:pk>/timetable/", opening.TimetableEdit.as_view(), name="audit-timetable"),
    path("audits/<int:pk>/request/", request_views.RequestDetail.as_view(), name="audit-request"),
    path("audits/<int:pk>/request/edit/", request_views.RequestEdit.as_view(), name="audit-request-edit"),
    path(
        "audits/requests/<int:pk>/send/",
        request_views.RequestSend.as_view(transition=request_workflow.SEND_REQUEST, service=requests.send_request),
        name="audit-request-send",
    ),
    path(
        "audits/requests/lines/<int:pk>/return/",
        request_views.LineReturn.as_view(transition=request_workflow.RETURN_LINE, service=requests.return_line),
        name="request-line-return",
    ),
    path("audits/requests/lines/<int:pk>/take/", request_views.LineTake.as_view(), name="request-line-take"),
    path("audits/<int:pk>/report/", reports.Report.as_view(), name="audit-report"),
    path("audits/<int:pk>/report/submit/", reports.ReportSubmit.as_view(), name="audit-report-submit"),
    path(
        "audits/<int:pk>/reopen/",
        audits.AuditStep.as_view(transition=workflow.REOPEN_AUDIT, service=service.reopen_audit),
        name="audit-reopen",
    ),
    path("audits/<int:pk>/acknowledge/", reports.ReportAcknowledge.as_view(), name="audit-acknowledge"),
    path(
        "audits/<int:pk>/close/",
        audits.AuditStep.as_view(transition=workflow.CLOSE_AUDIT, service=service.close_audit),
        name="audit-close",
    ),
    path(
        "audits/<int:pk>/cancel/",
        audits.AuditStep.as_view(transition=workflow.CANCEL_AUDIT, service=service.cancel_audit),
        name="audit-cancel",
    ),
]
