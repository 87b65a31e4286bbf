from django.urls import path

from audits.views.plans import AddendumSubmit, PlanAddendum, PlanCreate, PlanDetail, PlanList, PlanProgress, PlanSubmit

urlpatterns = [
    path("plans/", PlanList.as_view(), name="plan-list"),
    path("plans/new/", PlanCreate.as_view(), name="plan-create"),
    path("plans/<int:pk>/", PlanDetail.as_view(), name="plan-detail"),
    path("plans/<int:pk>/progress/", PlanProgress.as_view(), name="plan-progress"),
    path("plans/<int:pk>/submit/", PlanSubmit.as_view(), name="plan-submit"),
    path("plans/<int:pk>/addendum/", PlanAddendum.as_view(), name="plan-addendum"),
    path("plans/<int:pk>/addendum/<int:edition>/submit/", AddendumSubmit.as_view(), name="addendum-submit"),
]
