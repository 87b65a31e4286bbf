"""A draft of a survey: its questions, and taking off one that was begun by mistake."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse

from audits import survey_workflow as workflow
from audits.forms.surveys import QuestionRows
from audits.models import Survey
from audits.permissions import carries_surveys
from audits.services import surveys
from audits.services.survey_closing import measurable
from audits.views.opening import RowsView
from audits.views.surveys import CARD
from vsoko.forms import PlainForm
from vsoko.views.generic import ServiceFormView


class OfDraft:
    """What is done with a survey before it opens; `too_late` says that it has."""

    too_late = ""

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    def check_right(self):
        if not carries_surveys(self.request.user, self.object):
            raise PermissionDenied(workflow.CARRIES)
        if self.object.state != Survey.State.DRAFT:
            raise PermissionDenied(self.too_late)


class SurveyQuestions(OfDraft, RowsView):
    """All questions on one page: a number moves one, emptied words take one off."""

    form_class = PlainForm
    template_name = "audits/survey_questions.html"
    rows = QuestionRows
    heading = "Вопросы анкеты"
    submit_label = "Сохранить вопросы"
    success_message = "Вопросы сохранены."
    too_late = "Анкетирование уже открыто: вопросы больше не меняют."

    def initial_rows(self):
        return [
            {
                "place": row.position,
                "text": row.text,
                "kind": row.kind,
                "options": "\n".join(row.options),
                "indicator": row.indicator_id,
            }
            for row in self.object.questions.all()
        ]

    def row_facts(self):
        return {"indicators": list(measurable(self.object.school_id))}

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            row_label="Вопрос",
            more_label="Ещё вопросы",
            note="Очищенный вопрос уходит из анкеты, число слева меняет порядок. С прошлым годом сравниваются вопросы с теми "
            "же словами и вариантами: изменённый вопрос начинается заново.",
            **kwargs,
        )

    def act(self, form):
        surveys.save_questions(self.object.pk, actor=self.request.user, rows=self.points.words())
        return self.object.get_absolute_url()


class SurveyDelete(OfDraft, ServiceFormView):
    """A draft that was begun by mistake."""

    form_class = PlainForm
    template_name = "generic/transition.html"
    heading = "Удалить черновик анкетирования"
    submit_label = "Удалить черновик"
    success_message = "Черновик удалён."
    too_late = "Анкетирование уже открывали: удалить его нельзя."

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            object=self.object, danger=True, explain="Черновик уйдёт вместе с вопросами.", **kwargs
        )

    def act(self, form):
        surveys.delete_survey(self.object.pk, actor=self.request.user)
        return reverse("survey-list")
