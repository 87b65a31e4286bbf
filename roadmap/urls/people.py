from django.urls import path

from roadmap.views import cases, handover, logins, people, personal, roster, training

urlpatterns = [
    path("people/", people.EmployeeList.as_view(), name="employee-list"),
    path("people/new/", people.EmployeeCreate.as_view(), name="employee-create"),
    path("people/import/", roster.RosterImportPage.as_view(), name="roster-import"),
    path("people/import/blank/", roster.RosterBlank.as_view(), name="roster-import-blank"),
    path("people/import/confirm/", roster.RosterConfirm.as_view(), name="roster-import-confirm"),
    path("people/import/undo/", roster.RosterUndo.as_view(), name="roster-import-undo"),
    path("people/import/links/", roster.RosterLinks.as_view(), name="roster-links"),
    path("people/<int:pk>/", people.EmployeeDetail.as_view(), name="employee-detail"),
    path("people/<int:pk>/edit/", people.EmployeeEdit.as_view(), name="employee-edit"),
    path("people/<int:pk>/cases/", cases.EmployeeCases.as_view(), name="employee-cases"),
    path("people/<int:pk>/invite/", people.EmployeeInvite.as_view(), name="employee-invite"),
    path("people/<int:pk>/unlock/", logins.Unlock.as_view(), name="employee-unlock"),
    path("people/<int:pk>/second-step/reset/", logins.ResetSecondFactor.as_view(), name="employee-second-factor-reset"),
    path("people/<int:pk>/leave/", people.EmployeeLeave.as_view(), name="employee-leave"),
    path("people/<int:pk>/handover/", handover.EmployeeHandover.as_view(), name="employee-handover"),
    path("people/<int:pk>/data/", personal.EmployeeData.as_view(), name="employee-data"),
    path("people/<int:pk>/data/file.json", personal.EmployeeDataJson.as_view(), name="employee-data-json"),
    path("people/<int:pk>/data/file.xlsx", personal.EmployeeDataXlsx.as_view(), name="employee-data-xlsx"),
    path("people/<int:pk>/erase/", personal.EmployeeErase.as_view(), name="employee-erase"),
    path("people/<int:pk>/roles/add/", people.AppointmentCreate.as_view(), name="appointment-create"),
    path("people/<int:pk>/training/add/", training.TrainingCreate.as_view(), name="training-create"),
    path("people/training/<int:pk>/edit/", training.TrainingEdit.as_view(), name="training-edit"),
    path("people/training/<int:pk>/delete/", training.TrainingDelete.as_view(), name="training-delete"),
    path("roles/<int:pk>/end/", people.AppointmentEnd.as_view(), name="appointment-end"),
]
