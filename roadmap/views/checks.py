"""The page behind the QR code of a paper: requisites to compare with a print, and a file to compare with the kept one."""

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.views.generic import FormView

from roadmap.forms.signing import CheckForm
from roadmap.models import Document
from roadmap.services import checking

ANSWERS = {
    checking.PDF: ("yes", "Это тот самый PDF: он совпал с хранящимся в системе до последнего байта."),
    checking.OLD_PDF: ("yes", "Это прежний PDF того же утверждённого документа: позже внесён номер или отметка."),
    checking.SCAN: ("yes", "Это тот самый скан: он совпал с хранящимся в системе до последнего байта."),
    checking.OLD_SCAN: ("yes", "Это прежний скан документа: позже в систему внесён другой."),
    checking.OTHER: (
        "no",
        "Такого файла в системе нет. Пересохранённый или снова отсканированный файл не совпадает, даже если выглядит так же: "
        "сравните реквизиты глазами или запросите файл у школы.",
    ),
}


class DocumentCheck(FormView):
    """Open to anybody who holds a print: it names the paper and the school, and nobody."""

    template_name = "roadmap/document_check.html"
    form_class = CheckForm

    def dispatch(self, request, *args, **kwargs):
        papers = Document.objects.select_related("kind", "school", "scan")
        self.object = get_object_or_404(papers, token=kwargs["token"])
        return super().dispatch(request, *args, **kwargs)

    def form_valid(self, form):
        upload = form.cleaned_data["file"]
        if upload.size > settings.MAX_UPLOAD_BYTES:
            form.add_error("file", f"Файл больше {settings.MAX_UPLOAD_BYTES // 2**20} МБ: таких в системе нет.")
            return self.form_invalid(form)
        outcome, words = ANSWERS[checking.match_of(self.object, upload)]
        context = self.get_context_data(form=self.form_class(), outcome=outcome, words=words, file_name=upload.name)
        return self.render_to_response(context)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        document = self.object
        seen = Document.objects.visible_to(self.request.user).filter(pk=document.pk).exists()
        return super().get_context_data(
            object=document,
            content=document.content,
            title=checking.title_for_strangers(document),
            own=document if seen else None,
            heading="Сверка документа",
            subline=document.content["school"]["full"],
            **kwargs,
        )
