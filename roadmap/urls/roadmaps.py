from django.urls import path

from roadmap.views import editions, imports, roadmaps, year_folder

urlpatterns = [
    path("roadmap/", roadmaps.CurrentRoadmap.as_view(), name="roadmap-current"),
    path("roadmaps/", roadmaps.RoadmapList.as_view(), name="roadmap-list"),
    path("roadmaps/new/", roadmaps.RoadmapCreate.as_view(), name="roadmap-create"),
    path("roadmaps/import/", imports.RoadmapImport.as_view(), name="roadmap-import"),
    path("roadmaps/import/confirm/", imports.RoadmapImportConfirm.as_view(), name="roadmap-import-confirm"),
    path("roadmaps/<int:pk>/", roadmaps.RoadmapDetail.as_view(), name="roadmap-detail"),
    path("roadmaps/<int:pk>/edit/", roadmaps.RoadmapEdit.as_view(), name="roadmap-edit"),
    path("roadmaps/<int:pk>/submit/", roadmaps.RoadmapSubmit.as_view(), name="roadmap-submit"),
    path("roadmaps/<int:pk>/close/", roadmaps.RoadmapClose.as_view(), name="roadmap-close"),
    path("roadmaps/<int:pk>/switch/", roadmaps.RoadmapSwitch.as_view(), name="roadmap-switch"),
    path("roadmaps/<int:pk>/terms/", roadmaps.RoadmapTerms.as_view(), name="roadmap-terms"),
    path("roadmaps/<int:pk>/terms/confirm/", roadmaps.RoadmapTermsConfirm.as_view(), name="roadmap-terms-confirm"),
    path("roadmaps/<int:pk>/gaps/hide/", roadmaps.RoadmapGapsHide.as_view(), name="roadmap-gaps-hide"),
    path("roadmaps/<int:pk>/folder/", year_folder.YearFolderPage.as_view(), name="year-folder"),
    path("roadmaps/<int:pk>/folder/make/", year_folder.MakeYearFolder.as_view(), name="year-folder-make"),
    path("roadmaps/<int:pk>/folder/zip/", year_folder.YearFolderFile.as_view(), name="year-folder-file"),
    path("roadmaps/<int:pk>/changes/new/", editions.EditionCreate.as_view(), name="roadmap-edition-create"),
    path("editions/<int:pk>/", editions.EditionDetail.as_view(), name="edition-detail"),
    path("editions/<int:pk>/reason/", editions.EditionReason.as_view(), name="edition-reason"),
    path("editions/<int:pk>/submit/", editions.EditionSubmit.as_view(), name="edition-submit"),
    path("editions/<int:pk>/drop/", editions.EditionDrop.as_view(), name="edition-drop"),
    path("editions/<int:pk>/rows/new/", editions.EditionRowAdd.as_view(), name="edition-row-add"),
    path("editions/<int:pk>/rows/<int:row>/", editions.EditionRowChange.as_view(), name="edition-row-change"),
    path("editions/<int:pk>/rows/<int:row>/cancel/", editions.EditionRowCancel.as_view(), name="edition-row-cancel"),
    path("editions/<int:pk>/changes/<int:index>/remove/", editions.EditionTakeBack.as_view(), name="edition-take-back"),
]
