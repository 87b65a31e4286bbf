"""An action on its way: notes, its passing to somebody else, requests for another day."""

from audits import finding_workflow as workflow
from audits.forms.progress import DueChangeForm, HandoverForm, NoteForm
from audits.models import ActionDueChange
from audits.services import due_changes, progress
from audits.views.actions import CARD
from roadmap.models import Employee
from vsoko.views.generic import ServiceFormView, TransitionView

CHANGES = ActionDueChange.objects.select_related(
    "assignment__plan__school", "assignment__finding", "assignment__responsible", "asked_by"
)


class OfAction(ServiceFormView):
    """A form about one action; afterwards its page is shown."""

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=str(self.object), **kwargs)


class ActionNoteCreate(OfAction):
    form_class = NoteForm
    heading = "Отметить ход работы"
    submit_label = "Записать ход"
    success_message = "Отметка записана."
    right = staticmethod(workflow.carries_out)

    def act(self, form):
        progress.note_progress(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class ActionHandOver(OfAction):
    form_class = HandoverForm
    heading = "Передать действие другому"
    submit_label = "Передать действие"
    right = staticmethod(progress.hands_over)

    def get_form_kwargs(self):
        people = Employee.objects.filter(school=self.object.school_id, left_on=None)
        return super().get_form_kwargs() | {"people": people.exclude(pk=self.object.responsible_id)}

    def get_context_data(self, **kwargs):
        explain = "Срок не меняется. Действие появится на столе у нового ответственного, вы будете его видеть."
        return super().get_context_data(explain=explain, **kwargs)

    def act(self, form):
        progress.hand_over(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class DueChangeAsk(OfAction):
    form_class = DueChangeForm
    heading = "Попросить о другом сроке"
    submit_label = "Отправить просьбу"
    success_message = "Просьба отправлена: решает не тот, кто просит."

    right = staticmethod(workflow.carries_out)

    def act(self, form):
        due_changes.ask_due_change(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class DueChangeStep(TransitionView):
    queryset = CHANGES

    def get_context_data(self, **kwargs):
        change = self.object
        facts = [
            ("Действие", change.assignment.text),
            ("Прежний срок", f"{change.old_due:%d.%m.%Y}"),
            ("Новый срок", f"{change.new_due:%d.%m.%Y}"),
            ("Почему", change.reason),
            ("Кто просит", str(change.asked_by)),
        ]
        return super().get_context_data(facts=facts, **kwargs)
