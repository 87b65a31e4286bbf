from django.db import models
from django.urls import reverse

from audits.permissions import enters_indicators
from roadmap.models.file_import import FileImport, FileImportQuerySet, undone_by_someone


class ValuesImportQuerySet(FileImportQuerySet):
    def visible_to(self, user):
        return super().visible_to(user) if enters_indicators(user) else self.none()


class ValuesImport(FileImport):
    """One file of values of indicators. `written` is all that its way back needs."""

    written = models.JSONField(
        "что записано", default=dict, help_text="{значение: {version: отметка, former: прежние числа или ничего}}"
    )
    added_total = models.PositiveSmallIntegerField("новых значений", default=0)
    changed_total = models.PositiveSmallIntegerField("изменённых значений", default=0)

    objects = ValuesImportQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка значений"
        verbose_name_plural = "загрузки значений"
        ordering = ["-id"]
        constraints = [undone_by_someone("values_import_undone_by_someone")]

    def __str__(self):
        return f"Загрузка значений: {self.source_file.name}"

    def get_absolute_url(self):
        return reverse("indicator-import")
