from django.urls import path

from roadmap.views import consultations

urlpatterns = [
    path("consultations/", consultations.ConsultationList.as_view(), name="consultation-list"),
    path("consultations/new/", consultations.ConsultationCreate.as_view(), name="consultation-create"),
    path("consultations/<int:pk>/", consultations.ConsultationDetail.as_view(), name="consultation-detail"),
    path("consultations/<int:pk>/edit/", consultations.ConsultationEdit.as_view(), name="consultation-edit"),
]
