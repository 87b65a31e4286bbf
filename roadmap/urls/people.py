from django.urls import path

from roadmap.views import cases, handover, people, personal, training

urlpatterns = [
    path("people/", people.EmployeeList.as_view(), name="employee-list"),
    path("people/new/", people.EmployeeCreate.as_view(), name="employee-create"),
    path("people/<int:pk>/", people.EmployeeDetail.as_view(), name="employee-detail"),
    path("people/<int:pk>/edit/", people.EmployeeEdit.as_view(), name="employee-edit"),
    path("people/<int:pk>/cases/", cases.EmployeeCases.as_view(), name="employee-cases"),
    path("people/<int:pk>/invite/", people.EmployeeInvite.as_view(), name="employee-invite"),
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
