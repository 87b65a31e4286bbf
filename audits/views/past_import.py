"""Findings and actions of earlier years: a workbook to fill, a look at every row, one confirmed step, and the way back."""

from django.http import FileResponse
from django.urls import reverse
from django.views import View

from audits.forms.past_import import PastFileForm
from audits.past_blank import past_blank
from audits.past_columns import SHEETS, TABLES
from audits.past_sheets import parse_past
from audits.permissions import drafts_for_director
from audits.services.past_import import import_past
from audits.services.past_intents import KEPT, NEW, UNCHANGED, outlook_of
from audits.services.past_undo import last_import, undo_import
from roadmap.importing.readers import MAX_ROWS
from roadmap.views.uploads import PreviewView, UndoView, UploadView, tell
from vsoko.spreadsheet import CONTENT_TYPE
from vsoko.views.generic import SchoolPageMixin
from vsoko.wording import plural

FINDINGS = "запись,записи,записей"
ACTIONS = "действие,действия,действий"
KINDS = ((NEW, "добавятся"), (KEPT, "останутся как записаны"), (UNCHANGED, "уже записаны"))


def in_order(book, problems):
    """Return the problems as their rows stand in the workbook."""
    sheets = list(dict.fromkeys(row.sheet for row in [*book.findings, *book.actions]))
    places = {sheet: place for place, sheet in enumerate(sheets)}
    return sorted(problems, key=lambda problem: (places.get(problem.sheet, -1), problem.row or 0))


class PastBlank(SchoolPageMixin, View):
    """An empty workbook with the columns that an import reads."""

    right = staticmethod(drafts_for_director)

    def get(self, request, *args, **kwargs):
        return FileResponse(
            past_blank(request.user.school), as_attachment=True, filename="proshlye-gody-zagotovka.xlsx",
            content_type=CONTENT_TYPE,
        )  # fmt: skip


class OfPast:
    """Findings and actions of earlier years from a workbook."""

    kind = "past"
    right = staticmethod(drafts_for_director)

    def parse(self, content, name):
        return parse_past(content, name)

    def outlook(self, book):
        return outlook_of(self.request.user.school, book)


class PastImportPage(OfPast, UploadView):
    form_class = PastFileForm
    template_name = "audits/past_import.html"
    heading = "Несоответствия прошлых лет из файла"
    submit_label = "Показать, что будет записано"
    confirm_url_name = "past-import-confirm"

    def get_cancel_url(self):
        return reverse("finding-list")

    def get_context_data(self, **kwargs):
        needed = {
            SHEETS[table]: [column.title for column in columns.values() if column.needed]
            for table, columns in TABLES.items()
        }
        last = last_import(self.request.user.school)
        return super().get_context_data(last=last, needed=needed, most=MAX_ROWS, **kwargs)

    def problems_of(self, book):
        return in_order(book, [*book.problems, *self.outlook(book).problems])


class PastImportConfirm(OfPast, PreviewView):
    template_name = "audits/past_import_confirm.html"
    heading = "Проверьте, что будет записано"

    def get_cancel_url(self):
        return reverse("past-import")

    def get_context_data(self, **kwargs):
        outlook = self.outlook(self.book)
        tables = [
            (SHEETS[table], kind, label, len(rows), rows)
            for table, intents in (("findings", outlook.findings), ("actions", outlook.actions))
            for kind, label in KINDS
            if (rows := [one for one in intents if one.kind == kind])
        ]
        wanted = [plural(len(outlook.new_findings), FINDINGS), plural(len(outlook.new_actions), ACTIONS)]
        return super().get_context_data(
            subline=f"{self.stored.name}, {plural(len(outlook.findings) + len(outlook.actions), 'строка,строки,строк')}",
            submit_label=f"Записать: {', '.join(wanted)}",
            tables=tables,
            **self.page_of(tables),
            problems=[*self.book.problems, *outlook.problems],
            wanted=bool(outlook.new_findings or outlook.new_actions),
            mark=outlook.mark,
            **kwargs,
        )

    def act(self, form):
        school, actor = self.request.user.school, self.request.user
        past = import_past(school, self.book, actor=actor, stored=self.stored, seen=form.cleaned_data["seen"])
        self.forget(drop=past is None)
        told = past and f"{plural(past.findings_total, FINDINGS)}, {plural(past.actions_total, ACTIONS)}"
        tell(
            self.request,
            f"Прошлые годы записаны: {told}." if past else "",
            "Всё из этого файла уже записано: добавлять нечего.",
        )
        return reverse("past-import")


class PastImportUndo(UndoView):
    template_name = "audits/past_import_undo.html"
    right = staticmethod(drafts_for_director)
    explain = "Записи этой загрузки исчезнут из реестров и со столов. Сам файл и отметка о загрузке останутся."

    def last(self):
        return last_import(self.request.user.school)

    def totals(self):
        return [("Записей о несоответствиях", self.object.findings_total), ("Действий", self.object.actions_total)]

    def get_cancel_url(self):
        return reverse("past-import")

    def act(self, form):
        undo_import(form.cleaned_data["shown"], actor=self.request.user)
        return reverse("past-import")
