"""The steps of a paper: each opens with what will happen and does it by its button."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from roadmap import document_workflow as workflow
from roadmap.document_pages import who_decides
from roadmap.forms.documents import ApproveForm, RegisterForm, ScanForm
from roadmap.forms.signing import SignByHandForm
from roadmap.models import Document, DocumentKind
from roadmap.services import documents as services
from roadmap.services.content import owner_remarks
from roadmap.services.drafts import new_edition
from roadmap.services.numbering import date_remarks
from vsoko.forms import PlainForm
from vsoko.sitting import prolong
from vsoko.views.generic import ServiceFormView, TransitionView

BLANK = "____"
PAPERS = Document.objects.select_related("kind", "school", "signer", "author")


class DocumentStep(TransitionView):
    queryset = PAPERS
    template_name = "roadmap/document_step.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=self.object.title, facts=self.facts(), **kwargs)

    def facts(self):
        return [("Вид", self.object.kind.title), ("Исполнитель", str(self.object.author))]


class DocumentSubmitView(DocumentStep):
    """On its way to the visas that its kind asks for, or straight to whoever approves."""

    service = staticmethod(services.submit_document)

    def load(self):
        super().load()
        visas = self.object.kind.visa_roles
        self.transition = workflow.SEND_FOR_VISAS if visas else workflow.SUBMIT_DOCUMENT

    def get_explain(self):
        after = "После передачи текст не меняется: для правки документ отзывают."
        if BLANK in self.object.text:
            return (
                f"В тексте остались пропуски «{BLANK}»: впишите сведения до передачи или оставьте их для ручки. {after}"
            )
        return after

    def facts(self):
        return [*super().facts(), ("Утверждает", who_decides(self.object))]


class FromTrayMixin:
    """A decision taken in the tray leads to the next waiting paper, one taken on the paper's page back to it."""

    def from_tray(self):
        return "tray" in (self.request.POST.get("next"), self.request.GET.get("next"))

    def get_message(self, changed):
        # The page that opens may show another paper: the sentence names the one that was decided.
        paper = getattr(changed, "document", changed)
        return f"{self.transition.done}: {paper.title}." if self.from_tray() else super().get_message(changed)

    def get_success_url(self, changed):
        if not self.from_tray():
            return changed.get_absolute_url()
        following = Document.objects.visible_to(self.request.user).waiting_for(self.request.user).first()
        return reverse("tray-detail", args=[following.pk]) if following else reverse("tray")


class DocumentApproveView(FromTrayMixin, DocumentStep):
    transition = workflow.APPROVE_DOCUMENT
    service = staticmethod(services.approve_document)
    form_class = ApproveForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"document": self.object, "request": self.request}

    def act(self, form):
        form.cleaned_data.pop("password", None)
        target = super().act(form)
        prolong(self.request)
        return target

    def get_explain(self):
        numbering = DocumentKind.Numbering
        number = {
            numbering.JOURNAL: "Номер и дату внесёт секретарь по журналу школы.",
            numbering.OWN: "Номер документ получит сразу, следующий по порядку.",
        }.get(self.object.kind.numbering, "")
        remarks = " ".join([*date_remarks(self.object), *owner_remarks(self.object)])
        return f"{remarks} Содержание после утверждения не меняется. {number}".strip()


class DocumentSignByHandView(DocumentStep):
    transition = workflow.SIGN_BY_HAND
    service = staticmethod(services.sign_by_hand)
    form_class = SignByHandForm

    def get_explain(self):
        return (
            "Распечатайте PDF, получите подпись от руки и приложите скан. В отметке документа будет назван тот, кто "
            "утверждает такие документы в день подписания; содержание после этого не меняется."
        )

    def facts(self):
        return [*super().facts(), ("Подписывает", who_decides(self.object))]

    def act(self, form):
        form.cleaned_data["upload"] = form.cleaned_data.pop("file")
        return super().act(form)


class DocumentReturnView(FromTrayMixin, DocumentStep):
    transition = workflow.RETURN_DOCUMENT
    service = staticmethod(services.return_document)
    explain = "Документ вернётся черновиком к тому, кто его готовил, вместе с вашим замечанием."


class DocumentRecallView(DocumentStep):
    transition = workflow.RECALL_DOCUMENT
    service = staticmethod(services.recall_document)
    explain = "Документ снова станет черновиком: его можно править и передать ещё раз."


class DocumentRegisterView(DocumentStep):
    transition = workflow.REGISTER_DOCUMENT
    service = staticmethod(services.register_document)
    form_class = RegisterForm
    explain = "Внесите номер и дату так, как они стоят в журнале школы."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"document": self.object}


class DocumentAnnulView(DocumentStep):
    transition = workflow.ANNUL_DOCUMENT
    service = staticmethod(services.annul_document)
    explain = "Документ останется в списке с пометкой «аннулирован», его номер не займёт никто другой."


class DocumentNewEditionView(ServiceFormView):
    """A draft with the words of the paper in force; that one stays in force until the new one is approved."""

    form_class = PlainForm
    template_name = "roadmap/document_step.html"
    heading = "Новая редакция"
    submit_label = "Подготовить новую редакцию"

    def load(self):
        self.object = self.visible(PAPERS, pk=self.kwargs["pk"])

    def check_right(self):
        if not workflow.drafts_document(self.request.user, self.object):
            raise PermissionDenied(workflow.DRAFTS)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            object=self.object,
            subline=self.object.title,
            explain="Появится черновик с тем же текстом, пунктами и списком ознакомления. Нынешний документ действует, "
            "пока новый не утверждён; ознакомиться с новым попросим всех заново.",
            **kwargs,
        )

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def act(self, form):
        return reverse("document-edit", args=[new_edition(self.object.pk, actor=self.request.user).pk])


class DocumentScanView(ServiceFormView):
    form_class = ScanForm
    template_name = "roadmap/document_side_form.html"
    heading = "Скан подписанного документа"
    submit_label = "Приложить скан"
    success_message = "Скан приложен."

    def load(self):
        self.object = self.visible(PAPERS, pk=self.kwargs["pk"])

    def check_right(self):
        if not workflow.asks_to_read(self.request.user, self.object):
            raise PermissionDenied(workflow.KEEPS)

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, subline=self.object.title, **kwargs)

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def act(self, form):
        upload = form.cleaned_data["file"]
        return services.attach_scan(self.object.pk, actor=self.request.user, upload=upload).get_absolute_url()
