from django.urls import path

from roadmap.views import associations, course_programmes

urlpatterns = [
    path("associations/", associations.AssociationList.as_view(), name="association-list"),
    path("associations/new/", associations.AssociationCreate.as_view(), name="association-create"),
    path("associations/<int:pk>/", associations.AssociationDetail.as_view(), name="association-detail"),
    path("associations/<int:pk>/edit/", associations.AssociationEdit.as_view(), name="association-edit"),
    path("associations/<int:pk>/close/", associations.AssociationClose.as_view(), name="association-close"),
    path("associations/<int:pk>/members/add/", associations.MemberAdd.as_view(), name="member-add"),
    path("members/<int:pk>/end/", associations.MemberEnd.as_view(), name="member-end"),
    path("course-programmes/", course_programmes.CourseProgrammeList.as_view(), name="course-programme-list"),
    path("course-programmes/new/", course_programmes.CourseProgrammeCreate.as_view(), name="course-programme-create"),
    path(
        "course-programmes/<int:pk>/", course_programmes.CourseProgrammeDetail.as_view(), name="course-programme-detail"
    ),
    path(
        "course-programmes/<int:pk>/edit/",
        course_programmes.CourseProgrammeEdit.as_view(),
        name="course-programme-edit",
    ),
]
