"""Criteria as workbooks: the list under its filter, a form to fill, and a filled one looked at before it is taken."""

from django.urls import reverse
from django.views import View

from audits.criteria_sheets import TITLES, parse_criteria
from audits.criterion_editions import origin_of
from audits.forms.criteria import CriteriaFileForm
from audits.models.criterion import Subject
from audits.permissions import keeps_criteria
from audits.services.criteria_import import CHANGED, NEW, UNCHANGED, import_criteria, intents_of, mark_of
from audits.source_list import is_changed
from audits.views.criteria import CriterionList
from roadmap.views.uploads import PreviewView, UploadView, tell
from vsoko.spreadsheet import Column, spreadsheet_response
from vsoko.views.generic import SchoolPageMixin
from vsoko.views.spreadsheet import SpreadsheetMixin
from vsoko.wording import plural

WIDTHS = {"code": 12, "section": 30, "question": 60, "requirement": 44, "hint": 40, "applies_to": 26, "is_active": 14}
VALUES = {
    "applies_to": lambda criterion: criterion.get_applies_to_display(),
    "is_active": lambda criterion: "да" if criterion.is_active else "нет",
}
KINDS = ((NEW, "Добавятся"), (CHANGED, "Изменятся"), (UNCHANGED, "Без изменений"))


def column(name):
    return Column(TITLES[name], WIDTHS[name], VALUES.get(name, lambda criterion: getattr(criterion, name)))


OWN_COLUMNS = tuple(column(name) for name in TITLES)


def told_place(row):
    return f"{row.template.name} (обязательный)" if row.is_mandatory else row.template.name


class CriterionExport(SpreadsheetMixin, CriterionList):
    """The first columns are those that an import reads back."""

    file_name = "kriterii"
    columns = (
        *OWN_COLUMNS,
        Column("Кто отвечает", 20, lambda criterion: criterion.responsible),
        Column("Чей вопрос", 30, lambda criterion: origin_of(criterion, is_changed(criterion))),
        Column("Редакция", 10, lambda criterion: criterion.edition),
        Column("Чек-листы", 40, lambda criterion: "; ".join(map(told_place, criterion.in_templates.all()))),
    )


class CriterionBlank(SchoolPageMixin, View):
    """An empty workbook with the columns that an import reads."""

    right = keeps_criteria

    def get(self, request, *args, **kwargs):
        return spreadsheet_response("kriterii-zagotovka.xlsx", "Критерии", OWN_COLUMNS, [])


class OfCriteria:
    """Criteria from a workbook."""

    kind = "criteria"
    right = keeps_criteria

    def parse(self, content, name):
        return parse_criteria(content, name)

    def outlook(self, book):
        return intents_of(self.request.user.school, book.rows)


class CriterionImport(OfCriteria, UploadView):
    form_class = CriteriaFileForm
    template_name = "audits/criterion_import.html"
    heading = "Критерии из файла"
    submit_label = "Показать, что изменится"
    confirm_url_name = "criterion-import-confirm"

    def get_cancel_url(self):
        return reverse("criterion-list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(subjects=Subject.labels, **kwargs)

    def problems_of(self, book):
        return book.problems or self.outlook(book)[1]


class CriterionImportConfirm(OfCriteria, PreviewView):
    template_name = "audits/criterion_import_confirm.html"
    heading = "Проверьте, что изменится"

    def get_cancel_url(self):
        return reverse("criterion-import")

    def get_context_data(self, **kwargs):
        intents, problems = self.outlook(self.book)
        by_kind = {kind: [one for one in intents if one.kind == kind] for kind, _ in KINDS}
        groups = [(kind, label, len(by_kind[kind]), by_kind[kind]) for kind, label in KINDS]
        wanted = len(intents) - len(by_kind[UNCHANGED])
        return super().get_context_data(
            subline=f"{self.stored.name}, {plural(len(intents), 'строка,строки,строк')}",
            submit_label=f"Записать {plural(wanted, 'критерий,критерия,критериев')}",
            groups=groups,
            **self.page_of(groups),
            problems=problems,
            wanted=wanted,
            mark=mark_of(intents),
            **kwargs,
        )

    def act(self, form):
        school, actor = self.request.user.school, self.request.user
        added, changed = import_criteria(school, self.book.rows, actor=actor, seen=form.cleaned_data["seen"])
        self.forget(drop=True)
        tell(
            self.request,
            f"Критерии из файла записаны: добавлено {added}, изменено {changed}." if added or changed else "",
            "Файл не отличается от ваших критериев: менять нечего.",
        )
        return reverse("criterion-list")
