"""What an auditor has learnt: written, corrected and removed from the card of the person."""

from django.core.exceptions import PermissionDenied

from roadmap.forms.training import TrainingForm
from roadmap.models import Employee, Training
from roadmap.permissions import forms_group
from roadmap.services import training
from vsoko.forms import PlainForm
from vsoko.views.generic import ServiceFormView


class TrainingPage(ServiceFormView):
    form_class = TrainingForm

    def check_right(self):
        if not forms_group(self.request.user, self.object):
            raise PermissionDenied(training.REFUSAL)

    def get_cancel_url(self):
        return f"{self.object.get_absolute_url()}#training"

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=self.object.full_name, **kwargs)


class TrainingCreate(TrainingPage):
    heading = "Записать обучение аудитора"
    submit_label = "Записать обучение"
    success_message = "Обучение записано."

    def load(self):
        self.object = self.visible(Employee, pk=self.kwargs["pk"])

    def act(self, form):
        return training.add_training(self.object, actor=self.request.user, **form.cleaned_data).get_absolute_url()


class TrainingEdit(TrainingPage):
    heading = "Исправить запись об обучении"
    submit_label = "Сохранить запись"
    success_message = "Запись исправлена."

    def load(self):
        self.record = self.visible(Training.objects.select_related("employee"), pk=self.kwargs["pk"])
        self.object = self.record.employee

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": Training.objects.get(pk=self.record.pk)}

    def act(self, form):
        training.edit_training(self.record.pk, actor=self.request.user, **form.cleaned_data)
        return self.get_cancel_url()


class TrainingDelete(TrainingEdit):
    form_class = PlainForm
    heading = "Удалить запись об обучении"
    submit_label = "Удалить запись"
    success_message = "Запись удалена."

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        del kwargs["instance"]
        return kwargs

    def get_context_data(self, **kwargs):
        explain = f"{self.record}. Удаляют то, что записано по ошибке; в истории карточки запись останется."
        return super().get_context_data(explain=explain, **kwargs)

    def act(self, form):
        training.delete_training(self.record.pk, actor=self.request.user)
        return self.get_cancel_url()
