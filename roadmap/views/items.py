"""Поручения: points of papers that somebody has to carry out, report and have accepted."""

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from roadmap import document_workflow as workflow
from roadmap.forms.items import DueChangeForm
from roadmap.item_pages import next_step, steps_of
from roadmap.models import DocumentItem, DocumentItemDueChange
from roadmap.services import items as services
from vsoko.views.generic import SchoolDetailView, ServiceFormView, TransitionView
from vsoko.wording import day_num

ITEMS = DocumentItem.objects.select_related("document__school", "document__kind", "responsible")


class ItemDetailView(SchoolDetailView):
    model = DocumentItem
    template_name = "roadmap/item_detail.html"

    def get_queryset(self):
        return ITEMS.select_related("done_by", "accepted_by", "document__activity__roadmap")

    def get_heading(self):
        return f"Пункт {self.object.number}: {self.object.text}"

    def get_context_data(self, **kwargs):
        item, user = self.object, self.request.user
        changes = list(item.due_changes.select_related("asked_by", "decided_by"))
        for change in changes:
            change.assignment = item
        asked = next((one for one in changes if one.state == one.State.ASKED), None)
        expected = next_step(item, asked, user)
        return super().get_context_data(
            changes=changes,
            next=expected,
            acts=steps_of(item, asked, user, expected),
            today=timezone.localdate(),
            **kwargs,
        )


class ItemStep(TransitionView):
    queryset = ITEMS
    template_name = "roadmap/item_step.html"

    def get_context_data(self, **kwargs):
        item = self.object
        facts = [("Поручение", item.text), ("Документ", item.document.title)]
        if item.due_on:
            facts.append(("Срок", day_num(item.due_on)))
        if item.report:
            facts.append(("Что сделано", item.report))
        return super().get_context_data(subline=f"Пункт {item.number}", facts=facts, **kwargs)


class ItemStartView(ItemStep):
    transition = workflow.DOCUMENT_ITEM["start"]
    service = staticmethod(services.start_item)


class ItemReportView(ItemStep):
    transition = workflow.DOCUMENT_ITEM["report"]
    service = staticmethod(services.report_item)
    explain = "Результат примет тот, кто подписал документ, или другой руководитель."


class ItemAcceptView(ItemStep):
    transition = workflow.DOCUMENT_ITEM["accept"]
    service = staticmethod(services.accept_item)


class ItemReturnView(ItemStep):
    transition = workflow.DOCUMENT_ITEM["return"]
    service = staticmethod(services.return_item)
    explain = "Поручение вернётся ответственному с вашим замечанием."


class ItemCancelView(ItemStep):
    transition = workflow.DOCUMENT_ITEM["cancel"]
    service = staticmethod(services.cancel_item)


class ItemDueAskView(ServiceFormView):
    """A request for another day; whoever accepts the work decides."""

    form_class = DueChangeForm
    heading = "Просьба о новом сроке"
    submit_label = "Попросить новый срок"
    success_message = "Просьба отправлена: срок изменится, когда её удовлетворят."

    def load(self):
        self.object = self.visible(ITEMS, pk=self.kwargs["pk"])

    def check_right(self):
        if not workflow.DOCUMENT_ITEM["report"].who(self.request.user, self.object):
            raise PermissionDenied(services.WHO_ASKS)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"item": self.object}

    def get_context_data(self, **kwargs):
        due = f"Прежний срок — {day_num(self.object.due_on)}. " if self.object.due_on else ""
        return super().get_context_data(
            subline=str(self.object), explain=f"{due}Срок переносят не больше двух раз.", **kwargs
        )

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def act(self, form):
        services.ask_due_change(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class DueChangeStep(TransitionView):
    template_name = "roadmap/item_step.html"
    queryset = DocumentItemDueChange.objects.select_related(
        "assignment__document__school", "assignment__responsible", "asked_by"
    )

    def get_context_data(self, **kwargs):
        change = self.object
        facts = [
            ("Поручение", change.assignment.text),
            ("Просит", f"{change.asked_by}: {change.reason}"),
            ("Прежний срок", day_num(change.old_due)),
            ("Новый срок", day_num(change.new_due)),
        ]
        return super().get_context_data(subline=str(change.assignment), facts=facts, **kwargs)


class DueGrantView(DueChangeStep):
    transition = workflow.DOCUMENT_ITEM_DUE["grant"]
    service = staticmethod(services.grant_due_change)


class DueRefuseView(DueChangeStep):
    transition = workflow.DOCUMENT_ITEM_DUE["refuse"]
    service = staticmethod(services.refuse_due_change)
