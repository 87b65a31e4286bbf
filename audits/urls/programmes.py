from django.urls import path

from audits.views import programmes, proposals

urlpatterns = [
    path("programme/", programmes.ProgrammeCurrent.as_view(), name="programme-current"),
    path("programme/new/", programmes.ProgrammeCreate.as_view(), name="programme-create"),
    path("programmes/<int:pk>/", programmes.ProgrammeDetail.as_view(), name="programme-detail"),
    path("programmes/<int:pk>/proposals/", proposals.ProgrammeProposals.as_view(), name="programme-proposals"),
    path("programmes/<int:pk>/edit/", programmes.ProgrammeEdit.as_view(), name="programme-edit"),
    path("programmes/<int:pk>/submit/", programmes.ProgrammeSubmit.as_view(), name="programme-submit"),
    path("programmes/<int:pk>/drop-change/", programmes.ProgrammeChangeDrop.as_view(), name="programme-change-drop"),
]
