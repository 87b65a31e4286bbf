from django.urls import path

from audits.views import checklists, criteria, criteria_files, words

urlpatterns = [
    path("criteria/", criteria.CriterionList.as_view(), name="criterion-list"),
    path("criteria/export/", criteria_files.CriterionExport.as_view(), name="criterion-export"),
    path("criteria/import/", criteria_files.CriterionImport.as_view(), name="criterion-import"),
    path("criteria/import/blank/", criteria_files.CriterionBlank.as_view(), name="criterion-import-blank"),
    path("criteria/import/confirm/", criteria_files.CriterionImportConfirm.as_view(), name="criterion-import-confirm"),
    path("criteria/new/", criteria.CriterionCreate.as_view(), name="criterion-create"),
    path("criteria/<int:pk>/", criteria.CriterionDetail.as_view(), name="criterion-detail"),
    path("criteria/<int:pk>/edit/", criteria.CriterionEdit.as_view(), name="criterion-edit"),
    path("criteria/<int:pk>/restore/", criteria.CriterionRestore.as_view(), name="criterion-restore"),
    path("criteria/words/", words.AuditWords.as_view(), name="audit-words"),
    path("criteria/words/causes/", words.CauseWordsEdit.as_view(), name="cause-words"),
    path("criteria/words/causes/restore/", words.CauseWordsRestore.as_view(), name="cause-words-restore"),
    path("criteria/words/cards/<slug:kind>/", words.CardWordsEdit.as_view(), name="card-words"),
    path("criteria/words/cards/<slug:kind>/restore/", words.CardWordsRestore.as_view(), name="card-words-restore"),
    path("checklists/", checklists.TemplateList.as_view(), name="template-list"),
    path("checklists/new/", checklists.TemplateCreate.as_view(), name="template-create"),
    path("checklists/<int:pk>/edit/", checklists.TemplateEdit.as_view(), name="template-edit"),
]
