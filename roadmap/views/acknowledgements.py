from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from roadmap import document_workflow as workflow
from roadmap.forms.documents import CHOSEN, NOBODY, ReadersForm
from roadmap.forms.readers import PaperSignaturesForm
from roadmap.models import Document, Employee
from roadmap.services.acknowledgements import acknowledge, ask_to_read, record_signatures
from vsoko.views.generic import PressView, ServiceFormView
from vsoko.wording import plural

PAPERS = Document.objects.select_related("kind", "school")


class AcknowledgeView(PressView):
    """The button «Ознакомлен(а)»; it works from any page, and a second click changes nothing."""

    def load(self):
        self.object = self.visible(PAPERS, pk=self.kwargs["pk"])

    def act(self):
        acknowledge(self.object.pk, actor=self.request.user)
        messages.success(self.request, "Отмечено, что вы ознакомились с документом.")

    def get_target(self):
        return reverse("desk") if self.request.POST.get("next") == "desk" else super().get_target()


class ReadersView(ServiceFormView):
    """Pages about the readers of one paper."""

    template_name = "roadmap/document_side_form.html"

    def load(self):
        self.object = self.visible(PAPERS, pk=self.kwargs["pk"])

    def check_right(self):
        if not workflow.asks_to_read(self.request.user, self.object):
            raise PermissionDenied(workflow.KEEPS)

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, subline=self.object.title, **kwargs)

    def get_cancel_url(self):
        return self.object.get_absolute_url()


class AskToReadView(ReadersView):
    form_class = ReadersForm
    heading = "Кого ознакомить"
    submit_label = "Сохранить список"
    success_message = "Список ознакомления сохранён."

    def get_form_kwargs(self):
        people = list(Employee.objects.visible_to(self.request.user))
        return super().get_form_kwargs() | {"school": self.request.user.school, "people": people}

    def get_initial(self):
        rows = list(self.object.acknowledgements.all())
        return {
            "audience": CHOSEN if rows else NOBODY,
            "people": [row.employee_id for row in rows],
            "read_by": next((row.due_on for row in rows if row.done_on is None), None),
        }

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            explain="Кто уже ознакомился, останется в списке. После утверждения документ появится у каждого на столе.",
            **kwargs,
        )

    def act(self, form):
        named = [item.responsible for item in self.object.items.select_related("responsible") if item.responsible]
        ask_to_read(
            self.object.pk, actor=self.request.user, readers=form.readers(named), read_by=form.cleaned_data["read_by"]
        )
        return self.object.get_absolute_url()


class RecordSignaturesView(ReadersView):
    """Signatures on the printed sheet, entered by whoever keeps it."""

    template_name = "roadmap/document_signatures.html"
    form_class = PaperSignaturesForm
    heading = "Подписи с листа ознакомления"
    submit_label = "Внести подписи"

    def get_form_kwargs(self):
        rows = self.object.acknowledgements.filter(done_on=None).select_related("employee")
        return super().get_form_kwargs() | {"rows": list(rows)}

    def get_context_data(self, **kwargs):
        context = super().get_context_data(asked=self.object.acknowledgements.exists(), **kwargs)
        return context | {"nobody": not context["form"].rows}

    def act(self, form):
        remarks = form.remarks()
        count = record_signatures(
            self.object.pk,
            actor=self.request.user,
            people=form.signed(),
            on=form.cleaned_data["on"],
            remarks=remarks,
        )
        entered = [(count, "подпись,подписи,подписей"), (len(remarks), "примечание,примечания,примечаний")]
        words = ", ".join(plural(number, forms) for number, forms in entered if number)
        messages.success(self.request, f"Внесено: {words}.")
        return self.object.get_absolute_url()
