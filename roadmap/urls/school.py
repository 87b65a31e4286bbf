from django.urls import path

from roadmap.views import calendar, copies, legal_acts, logins, school, skeletons, stationery, working_group

urlpatterns = [
    path("setup/", school.Setup.as_view(), name="setup"),
    path("working-group/", working_group.WorkingGroupDetail.as_view(), name="working-group"),
    path("working-group/form/", working_group.WorkingGroupEdit.as_view(), name="working-group-form"),
    path("school/", school.SchoolEdit.as_view(), name="school-edit"),
    path("refusals/", logins.RefusalList.as_view(), name="refusal-list"),
    path("school/letterhead/", stationery.LetterheadEdit.as_view(), name="letterhead-edit"),
    path("school/docx-template/", stationery.DocxTemplateEdit.as_view(), name="docx-template-edit"),
    path("copies/", copies.CopyList.as_view(), name="copy-list"),
    path("copies/new/", copies.CopyCreate.as_view(), name="copy-create"),
    path("copies/<int:pk>/check/", copies.CopyCheck.as_view(), name="copy-check"),
    path("copies/<int:pk>/file/", copies.CopyFile.as_view(), name="copy-file"),
    path("document-kinds/", school.DocumentKindList.as_view(), name="document-kind-list"),
    path("document-kinds/<int:pk>/edit/", school.DocumentKindEdit.as_view(), name="document-kind-edit"),
    path("skeletons/", skeletons.SkeletonList.as_view(), name="skeleton-list"),
    path("skeletons/<int:pk>/edit/", skeletons.SkeletonEdit.as_view(), name="skeleton-edit"),
    path("skeletons/<int:pk>/copy/", skeletons.SkeletonCopy.as_view(), name="skeleton-copy"),
    path("calendar/", calendar.CalendarList.as_view(), name="calendar-list"),
    path("calendar/new/", calendar.CalendarEdit.as_view(), name="calendar-create"),
    path("calendar/<int:pk>/edit/", calendar.CalendarEdit.as_view(), name="calendar-edit"),
    path("calendar/<int:pk>/delete/", calendar.CalendarDelete.as_view(), name="calendar-delete"),
    path("legal-acts/", legal_acts.LegalActList.as_view(), name="legal-act-list"),
    path("legal-acts/new/", legal_acts.LegalActEdit.as_view(), name="legal-act-create"),
    path("legal-acts/<int:pk>/edit/", legal_acts.LegalActEdit.as_view(), name="legal-act-edit"),
]
