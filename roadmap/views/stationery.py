"""The school's letterhead and Word template, and the Word file of a paper."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views import View

from roadmap import reading_sheet
from roadmap.document_docx import docx_of, reading_docx_of
from roadmap.document_entries import file_name
from roadmap.docx_tags import BODY, REQUIRED, TAGS
from roadmap.forms.signing import StationeryForm
from roadmap.models import Document
from roadmap.paper_links import read_about
from roadmap.services import stationery
from roadmap.services.content import read_owner
from roadmap.views.school import AdministersRight
from vsoko.files import OFFICE
from vsoko.views.generic import SchoolPageMixin, ServiceFormView
from vsoko.workflow import TransitionError


class StationeryView(AdministersRight, ServiceFormView):
    """One file of the school: the present one, another instead of it, or none."""

    form_class = StationeryForm
    template_name = "roadmap/stationery.html"
    field = ""
    change = None

    def load(self):
        self.object = self.request.user.school

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"present": getattr(self.object, self.field)}

    def get_cancel_url(self):
        return reverse("school-edit")

    def get_context_data(self, **kwargs):
        return super().get_context_data(present=getattr(self.object, self.field), field=self.field, **kwargs)

    def act(self, form):
        self.change(self.object, actor=self.request.user, upload=form.cleaned_data["file"])
        return self.request.path


class LetterheadEdit(StationeryView):
    heading = "Бланк школы"
    subline = "Печатается вместо наименования школы в документах, которые утвердят после загрузки"
    submit_label = "Сохранить бланк"
    success_message = "Сохранено. Утверждённых документов изменение не коснулось."
    field = "letterhead"
    change = staticmethod(stationery.change_letterhead)


class DocxTemplateEdit(StationeryView):
    heading = "Шаблон Word"
    subline = "В него выгружаются документы, которые школа правит в Word"
    submit_label = "Сохранить шаблон"
    success_message = "Шаблон сохранён."
    field = "docx_template"
    change = staticmethod(stationery.change_template)

    def get_context_data(self, **kwargs):
        tags = {**TAGS, BODY: "текст, пункты, подписи и приложения; отдельным абзацем"}
        rows = [(f"{{{{ {tag} }}}}", words, tag in REQUIRED) for tag, words in tags.items()]
        return super().get_context_data(tags=rows, **kwargs)


class WordView(SchoolPageMixin, View):
    """A file for Word, made anew each time: it is a copy to edit, nothing of it is kept."""

    http_method_names = ["get"]

    def load(self):
        related = Document.objects.select_related(
            "kind",
            "school__docx_template",
            "author__employee",
            "signer",
            "activity__roadmap",
            "roadmap",
            "association",
            "owner_type",
            "about_type",
        )
        self.object = self.visible(related, pk=self.kwargs["pk"])

    def make(self):
        """Return (name without ending, bytes)."""
        raise NotImplementedError

    def get(self, request, *args, **kwargs):
        name, data = self.make()
        response = HttpResponse(data, content_type=OFFICE["docx"])
        response["Content-Disposition"] = f'attachment; filename="{name}.docx"'
        response["Cache-Control"] = "private, no-cache"
        return response


class DocumentDocx(WordView):
    """The paper itself."""

    def make(self):
        if not self.object.kind.in_word:
            raise Http404
        read_owner(self.object, self.request.user)
        read_about(self.object, self.request.user)
        return file_name(self.object).removesuffix(".pdf"), docx_of(self.object)


class ReadingSheetDocx(WordView):
    """The sheet on which its readers sign by pen."""

    def make(self):
        try:
            return reading_sheet.file_name(self.object).removesuffix(".pdf"), reading_docx_of(self.object)
        except TransitionError as error:
            raise Http404 from error
