from django.urls import path

from roadmap.views import activities

urlpatterns = [
    path("roadmaps/<int:pk>/activities/new/", activities.ActivityCreate.as_view(), name="activity-create"),
    path("activities/<int:pk>/", activities.ActivityDetail.as_view(), name="activity-detail"),
    path("activities/<int:pk>/edit/", activities.ActivityEdit.as_view(), name="activity-edit"),
    path("activities/<int:pk>/delete/", activities.ActivityDelete.as_view(), name="activity-delete"),
    path("activities/<int:pk>/start/", activities.ActivityStart.as_view(), name="activity-start"),
    path("activities/<int:pk>/finish/", activities.ActivityFinish.as_view(), name="activity-finish"),
    path("activities/<int:pk>/resume/", activities.ActivityResume.as_view(), name="activity-resume"),
    path("activities/<int:pk>/not-required/", activities.ActivityDrop.as_view(), name="activity-drop"),
    path("activities/<int:pk>/cancel/", activities.ActivityCancel.as_view(), name="activity-cancel"),
    path("activities/<int:pk>/evidence/add/", activities.EvidenceAdd.as_view(), name="activity-evidence-add"),
]
