"""«Файл → проверка → запись → отмена»: the pages of every import. An import says only how its file is read and written.

Between two pages the file is kept by the server; the session only names it, so nothing read from the browser is trusted.
Both pages of one import share a class with `kind` (its name in the session), `right` and `parse`.
"""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from roadmap.forms.uploads import SeenForm, ShownForm
from roadmap.services.uploads import drop_upload, keep_upload, kept_upload
from vsoko.views.generic import ServiceFormView
from vsoko.wording import plural

MOST_PROBLEMS = 20
ROWS_OF_A_PAGE = 200
FILE = "file"


class ImportStep(ServiceFormView):
    """What the pages of one import know together."""

    kind = ""

    def parse(self, content, name, **facts):
        """Return the book of the file: what it says, with `problems` for which it must not be taken."""
        raise NotImplementedError

    @property
    def pending(self):
        """What the session keeps of the file between the pages: its key, and what was typed beside it."""
        return self.request.session.get(f"{self.kind}_upload", {})

    @pending.setter
    def pending(self, facts):
        self.request.session[f"{self.kind}_upload"] = facts


class UploadView(ImportStep):
    """Takes the file; one with a fault is refused with every place and sentence, and nothing is kept."""

    confirm_url_name = ""

    def facts(self, form):
        """Return what `parse` takes beside the file, as a session can keep it."""
        return {}

    def problems_of(self, book):
        return book.problems

    def get_confirm_url(self):
        return reverse(self.confirm_url_name)

    def form_valid(self, form):
        upload, facts = form.cleaned_data["upload"], self.facts(form)
        content = upload.read()
        book = self.parse(content, upload.name, **facts)
        if problems := self.problems_of(book):
            return self.refuse(form, problems)
        former = self.pending.get(FILE)
        stored = keep_upload(content, name=upload.name, actor=self.request.user, instead_of=former)
        self.pending = facts | {FILE: stored.pk}
        return HttpResponseRedirect(self.get_confirm_url())

    def refuse(self, form, problems):
        """Say what is wrong beside the field: the first places with their sentences, and how many more there are."""
        for problem in problems[:MOST_PROBLEMS]:
            form.add_error("upload", str(problem))
        if len(problems) > MOST_PROBLEMS:
            form.add_error("upload", f"И ещё {plural(len(problems) - MOST_PROBLEMS, 'место,места,мест')}.")
        return self.form_invalid(form)


class PreviewView(ImportStep):
    """Reads the kept file anew and shows what it would do; one press does it in one transaction."""

    form_class = SeenForm

    def check_right(self):
        super().check_right()
        facts = dict(self.pending)
        self.stored = kept_upload(facts.pop(FILE, None), self.request.user)
        if self.stored is None:
            raise Http404("Файл уже загружен или отозван: выберите его снова.")
        with self.stored.file.open("rb") as file:
            self.book = self.parse(file.read(), self.stored.name, **facts)

    def forget(self, *, drop):
        """End the preview; a file that no record has come to hold is dropped."""
        del self.request.session[f"{self.kind}_upload"]
        if drop:
            drop_upload(self.stored)

    def page_of(self, groups):
        """Return one page of [(…, rows)] as the context of the list: groups that have rows on it, each with these alone."""
        every = [(place, row) for place, (*_, rows) in enumerate(groups) for row in rows]
        page = Paginator(every, ROWS_OF_A_PAGE).get_page(self.request.GET.get("page"))
        shown = {}
        for place, row in page:
            shown.setdefault(place, []).append(row)
        return {
            "shown": [(*groups[place][:-1], rows) for place, rows in shown.items()],
            "page_obj": page,
            "paginator": page.paginator,
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(book=self.book, **kwargs)


class UndoView(ServiceFormView):
    """Takes the last import back; GET says what will go, POST does it."""

    form_class = ShownForm
    template_name = "generic/transition.html"
    heading = "Отменить последнюю загрузку"
    submit_label = "Отменить загрузку"
    success_message = "Загрузка отменена: её записей больше нет."
    explain = ""

    def last(self):
        """Return the last import that was not taken back, or None."""
        raise NotImplementedError

    def totals(self):
        """Return [(what, how many)] of what the import has brought."""
        raise NotImplementedError

    def check_right(self):
        super().check_right()
        self.object = self.last()
        if self.object is None:
            raise Http404("Отменять нечего: загрузок нет.")

    def get_initial(self):
        return {"shown": self.object.pk}

    def get_context_data(self, **kwargs):
        facts = [("Файл", self.object.source_file.name), ("Загрузил(а)", str(self.object.loaded_by)), *self.totals()]
        return super().get_context_data(object=self.object, facts=facts, danger=True, explain=self.explain, **kwargs)


def tell(request, done, nothing):
    """Say on the next page what the import has written, or, where `done` is empty, that there was `nothing` to write."""
    if done:
        messages.success(request, done)
    else:
        messages.info(request, nothing)
