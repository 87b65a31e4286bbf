from django.urls import path

from audits.views import indicator_files, indicators, measurements

urlpatterns = [
    path("indicators/", indicators.IndicatorList.as_view(), name="indicator-list"),
    path("indicators/export/", indicator_files.IndicatorExport.as_view(), name="indicator-export"),
    path("indicators/import/", indicator_files.ValuesImport.as_view(), name="indicator-import"),
    path("indicators/import/blank/", indicator_files.ValuesBlank.as_view(), name="indicator-import-blank"),
    path("indicators/import/confirm/", indicator_files.ValuesConfirm.as_view(), name="indicator-import-confirm"),
    path("indicators/import/undo/", indicator_files.ValuesUndo.as_view(), name="indicator-import-undo"),
    path("indicators/new/", indicators.IndicatorCreate.as_view(), name="indicator-create"),
    path("indicators/system/", indicators.IndicatorSystem.as_view(), name="indicator-system"),
    path("indicators/<int:pk>/", indicators.IndicatorDetail.as_view(), name="indicator-detail"),
    path("indicators/<int:pk>/edit/", indicators.IndicatorEdit.as_view(), name="indicator-edit"),
    path("indicators/<int:pk>/enter/", measurements.MeasurementCreate.as_view(), name="measurement-create"),
    path("indicators/values/<int:pk>/edit/", measurements.MeasurementEdit.as_view(), name="measurement-edit"),
    path("indicators/values/<int:pk>/delete/", measurements.MeasurementDelete.as_view(), name="measurement-delete"),
]
