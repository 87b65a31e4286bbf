from django.urls import path

from audits.views import criteria

urlpatterns = [
    path("criteria/", criteria.CriterionList.as_view(), name="criterion-list"),
    path("criteria/new/", criteria.CriterionCreate.as_view(), name="criterion-create"),
    path("criteria/<int:pk>/edit/", criteria.CriterionEdit.as_view(), name="criterion-edit"),
    path("checklists/", criteria.TemplateList.as_view(), name="template-list"),
    path("checklists/new/", criteria.TemplateCreate.as_view(), name="template-create"),
    path("checklists/<int:pk>/edit/", criteria.TemplateEdit.as_view(), name="template-edit"),
]
