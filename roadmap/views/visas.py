from roadmap import document_workflow as workflow
from roadmap.models import Visa
from roadmap.services.documents import agree_visa, refuse_visa
from roadmap.views.document_steps import FromTrayMixin
from vsoko.views.generic import TransitionView


class VisaStep(FromTrayMixin, TransitionView):
    queryset = Visa.objects.select_related("document__kind", "document__school")

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=self.object.document.title, **kwargs)


class VisaAgreeView(VisaStep):
    transition = workflow.AGREE_VISA
    service = staticmethod(agree_visa)
    explain = "Когда согласуют все, документ сам пойдёт на подпись."


class VisaRefuseView(VisaStep):
    transition = workflow.REFUSE_VISA
    service = staticmethod(refuse_visa)
    explain = "Документ вернётся черновиком к тому, кто его готовил, вместе с вашим замечанием."
