"""Findings and actions of earlier years: a workbook to fill, a look at every row, one confirmed step, and the way back."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponseRedirect
from django.urls import reverse
from django.views import View

from audits.forms.past_import import PastConfirmForm, PastFileForm, PastUndoForm
from audits.past_blank import write_blank
from audits.past_columns import SHEETS, TABLES
from audits.past_sheets import parse_past
from audits.permissions import drafts_for_director
from audits.services.past_import import import_past
from audits.services.past_intents import KEPT, NEW, UNCHANGED, outlook_of
from audits.services.past_undo import last_import, undo_import
from roadmap.importing.readers import MAX_ROWS
from roadmap.services.uploads import drop_upload, keep_upload, kept_upload
from roadmap.views.imports import RefusesFile
from vsoko.spreadsheet import CONTENT_TYPE
from vsoko.views.generic import SchoolPageMixin, ServiceFormView
from vsoko.wording import plural

SESSION_KEY = "past_import"
FINDINGS = "запись,записи,записей"
ACTIONS = "действие,действия,действий"
KINDS_OF_ROWS = (NEW, KEPT, UNCHANGED)


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
            write_blank(request.user.school), as_attachment=True, filename="proshlye-gody-zagotovka.xlsx",
            content_type=CONTENT_TYPE,
        )  # fmt: skip


class PastImportPage(RefusesFile, ServiceFormView):
    """Takes the file; one with a fault is refused with every place and sentence, and nothing is kept."""

    form_class = PastFileForm
    template_name = "audits/past_import.html"
    heading = "Несоответствия прошлых лет из файла"
    submit_label = "Показать, что будет записано"
    right = staticmethod(drafts_for_director)

    def get_cancel_url(self):
        return reverse("finding-list")

    def get_context_data(self, **kwargs):
        needed = {
            SHEETS[table]: [column.title for column in columns.values() if column.needed]
            for table, columns in TABLES.items()
        }
        last = last_import(self.request.user.school)
        return super().get_context_data(last=last, needed=needed, most=MAX_ROWS, **kwargs)

    def form_valid(self, form):
        upload, user = form.cleaned_data["upload"], self.request.user
        content = upload.read()
        book = parse_past(content, upload.name)
        problems = in_order(book, [*book.problems, *outlook_of(user.school, book).problems])
        if problems:
            return self.refuse(form, problems)
        former = self.request.session.get(SESSION_KEY)
        stored = keep_upload(content, name=upload.name, actor=user, instead_of=former)
        self.request.session[SESSION_KEY] = stored.pk
        return HttpResponseRedirect(reverse("past-import-confirm"))


class PastImportConfirm(ServiceFormView):
    """Reads the kept file anew and shows what every row would do; one press does it in one transaction."""

    form_class = PastConfirmForm
    template_name = "audits/past_import_confirm.html"
    heading = "Проверьте, что будет записано"
    right = staticmethod(drafts_for_director)

    def check_right(self):
        super().check_right()
        self.stored = kept_upload(self.request.session.get(SESSION_KEY), self.request.user)
        if self.stored is None:
            raise Http404("Файл уже загружен или отозван: выберите его снова.")
        with self.stored.file.open("rb") as file:
            self.book = parse_past(file.read(), self.stored.name)

    def get_cancel_url(self):
        return reverse("past-import")

    def get_context_data(self, **kwargs):
        outlook = outlook_of(self.request.user.school, self.book)
        rows = {"findings": outlook.findings, "actions": outlook.actions}
        tables = [
            (table, SHEETS[table], {kind: [one for one in rows[table] if one.kind == kind] for kind in KINDS_OF_ROWS})
            for table in TABLES
        ]
        wanted = [plural(len(outlook.new_findings), FINDINGS), plural(len(outlook.new_actions), ACTIONS)]
        return super().get_context_data(
            subline=f"{self.stored.name}, {plural(len(outlook.findings) + len(outlook.actions), 'строка,строки,строк')}",
            submit_label=f"Записать: {', '.join(wanted)}",
            tables=tables,
            problems=[*self.book.problems, *outlook.problems],
            wanted=bool(outlook.new_findings or outlook.new_actions),
            mark=outlook.mark,
            book=self.book,
            **kwargs,
        )

    def act(self, form):
        school, actor = self.request.user.school, self.request.user
        past = import_past(school, self.book, actor=actor, stored=self.stored, seen=form.cleaned_data["seen"])
        self.request.session.pop(SESSION_KEY, None)
        if past is None:
            drop_upload(self.stored)
            messages.info(self.request, "Всё из этого файла уже записано: добавлять нечего.")
        else:
            told = f"{plural(past.findings_total, FINDINGS)}, {plural(past.actions_total, ACTIONS)}"
            messages.success(self.request, f"Прошлые годы записаны: {told}.")
        return reverse("past-import")


class PastImportUndo(ServiceFormView):
    """Take the last load back; GET says what will go, POST does it."""

    form_class = PastUndoForm
    template_name = "audits/past_import_undo.html"
    heading = "Отменить последнюю загрузку"
    submit_label = "Отменить загрузку"
    right = staticmethod(drafts_for_director)

    def check_right(self):
        super().check_right()
        self.object = last_import(self.request.user.school)
        if self.object is None:
            raise Http404("Отменять нечего: загрузок прошлых лет нет.")

    def get_initial(self):
        return {"shown": self.object.pk}

    def get_cancel_url(self):
        return reverse("past-import")

    def get_context_data(self, **kwargs):
        past = self.object
        facts = [
            ("Файл", past.source_file.name),
            ("Загрузил(а)", str(past.loaded_by)),
            ("Записей о несоответствиях", past.findings_total),
            ("Действий", past.actions_total),
        ]
        explain = "Записи этой загрузки исчезнут из реестров и со столов. Сам файл и отметка о загрузке останутся."
        return super().get_context_data(object=past, facts=facts, danger=True, explain=explain, **kwargs)

    def act(self, form):
        undo_import(form.cleaned_data["shown"], actor=self.request.user)
        messages.success(self.request, "Загрузка отменена: её записей больше нет.")
        return reverse("past-import")
