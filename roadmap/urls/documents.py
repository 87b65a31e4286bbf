from django.urls import path

from roadmap.views import acknowledgements, checks, document_steps, documents, register, stationery, tray, visas

urlpatterns = [
    path("documents/", register.DocumentListView.as_view(), name="document-list"),
    path("documents/export/", register.DocumentExport.as_view(), name="document-export"),
    path("documents/new/<code>/", documents.DocumentCreateView.as_view(), name="document-create"),
    path("documents/new/<code>/about/", register.DocumentSubjectView.as_view(), name="document-subject"),
    path("documents/<int:pk>/", documents.DocumentDetailView.as_view(), name="document-detail"),
    path("documents/<int:pk>/edit/", documents.DocumentEditView.as_view(), name="document-edit"),
    path("documents/<int:pk>/submit/", document_steps.DocumentSubmitView.as_view(), name="document-submit"),
    path("documents/<int:pk>/approve/", document_steps.DocumentApproveView.as_view(), name="document-approve"),
    path(
        "documents/<int:pk>/sign-by-hand/",
        document_steps.DocumentSignByHandView.as_view(),
        name="document-sign-by-hand",
    ),
    path("documents/<int:pk>/docx/", stationery.DocumentDocx.as_view(), name="document-docx"),
    path("documents/<int:pk>/readers/docx/", stationery.ReadingSheetDocx.as_view(), name="acknowledgement-docx"),
    path("check/<str:token>/", checks.DocumentCheck.as_view(), name="document-check"),
    path("documents/<int:pk>/return/", document_steps.DocumentReturnView.as_view(), name="document-return"),
    path("documents/<int:pk>/recall/", document_steps.DocumentRecallView.as_view(), name="document-recall"),
    path("documents/<int:pk>/register/", document_steps.DocumentRegisterView.as_view(), name="document-register"),
    path("documents/<int:pk>/annul/", document_steps.DocumentAnnulView.as_view(), name="document-annul"),
    path("documents/<int:pk>/edition/", document_steps.DocumentNewEditionView.as_view(), name="document-new-edition"),
    path("documents/<int:pk>/scan/", document_steps.DocumentScanView.as_view(), name="document-scan"),
    path("documents/<int:pk>/readers/", acknowledgements.AskToReadView.as_view(), name="acknowledgement-ask"),
    path("documents/<int:pk>/read/", acknowledgements.AcknowledgeView.as_view(), name="acknowledge"),
    path(
        "documents/<int:pk>/readers/paper/",
        acknowledgements.RecordSignaturesView.as_view(),
        name="acknowledgement-record",
    ),
    path("tray/", tray.TrayView.as_view(), name="tray"),
    path("tray/<int:pk>/", tray.TrayDetailView.as_view(), name="tray-detail"),
    path("visas/<int:pk>/agree/", visas.VisaAgreeView.as_view(), name="visa-agree"),
    path("visas/<int:pk>/refuse/", visas.VisaRefuseView.as_view(), name="visa-refuse"),
]
