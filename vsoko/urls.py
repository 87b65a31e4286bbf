from django.urls import include, path

urlpatterns = [
    path("", include("roadmap.urls")),
    path("", include("audits.urls")),
]
