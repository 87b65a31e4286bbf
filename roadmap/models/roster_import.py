from django.db import models
from django.urls import reverse

from roadmap.models.file_import import FileImport, FileImportQuerySet, undone_by_someone
from roadmap.permissions import manages_people


class RosterImportQuerySet(FileImportQuerySet):
    def visible_to(self, user):
        return super().visible_to(user) if manages_people(user) else self.none()


class RosterImport(FileImport):
    """One file of people, associations and programmes. `made` and `former` are all that its way back needs."""

    made = models.JSONField("что создано", default=dict, help_text="{модель: [ключи]}")
    former = models.JSONField("что было до того", default=dict, help_text="{модель: {ключ: {поле: значение}}}")
    people_total = models.PositiveSmallIntegerField("новых сотрудников", default=0)
    changed_total = models.PositiveSmallIntegerField("изменённых сотрудников", default=0)
    programmes_total = models.PositiveSmallIntegerField("программ", default=0)

    objects = RosterImportQuerySet.as_manager()

    class Meta:
        verbose_name = "загрузка списка"
        verbose_name_plural = "загрузки списков"
        ordering = ["-id"]
        constraints = [undone_by_someone("roster_import_undone_by_someone")]

    def __str__(self):
        return f"Загрузка списка: {self.source_file.name}"

    def get_absolute_url(self):
        return reverse("roster-import")

    def made_of(self, model):
        """Return the rows of one model that this import has created and that are still there."""
        return model.objects.filter(pk__in=self.made.get(model._meta.label_lower, []))
