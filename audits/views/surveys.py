"""Surveys of opinion: their list, one with its results, its facts, questions and blank, and its steps."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.urls import reverse
from django.views.generic import TemplateView

from audits import survey_workflow as workflow
from audits.forms.surveys import LateSurveyForm, NewSurveyForm, SurveyForm
from audits.models import FreeAnswer, Survey
from audits.permissions import carries_surveys
from audits.reports.survey_pictures import figures_of
from audits.services import surveys
from audits.services.survey_closing import fed_by
from audits.services.survey_results import results_of, shown_words
from audits.survey_blank import FREE_LINES, PURPOSE, blocks_of
from audits.survey_filters import SurveyFilter
from audits.survey_steps import next_of
from audits.survey_words import level_of, told
from roadmap.context import year_of
from roadmap.models import Roadmap
from roadmap.permissions import rights, sees_everything
from vsoko.views.generic import (
    SchoolDetailView,
    SchoolListView,
    SchoolPageMixin,
    ServiceFormView,
    TransitionView,
    steps_for,
)
from vsoko.views.rendering import panel_of
from vsoko.wording import percent, period

CARD = Survey.objects.select_related("school", "roadmap", "published_by")
STEP_URLS = {step.name: f"survey-{step.name}" for step in workflow.SURVEY}


class SurveyList(SchoolListView):
    model = Survey
    filterset_class = SurveyFilter
    template_name = "audits/survey_list.html"
    heading = "Анкетирование"

    def get_queryset(self):
        rows = super().get_queryset().select_related("roadmap")
        return rows.annotate(count=Count("responses")).order_by("-roadmap__period_from", "-starts_on", "-pk")

    def get_context_data(self, **kwargs):
        user = self.request.user
        context = super().get_context_data(
            may_carry=carries_surveys(user),
            reads_wishes=sees_everything(user) or bool(rights(user).chaired),
            total_word="анкетирование,анкетирования,анкетирований",
            **kwargs,
        )
        for survey in context["object_list"]:
            survey.count_word = count_word(survey, user)
        return context


def count_word(survey, user):
    """Return how many answered as a list tells it: whoever reads a part only is not told the whole."""
    if survey.state == Survey.State.DRAFT:
        return "—"
    if not (sees_everything(user, survey) or survey.state == Survey.State.PUBLISHED):
        return "по своим программам"
    whole = f"{survey.count} из {survey.population}" if survey.population else str(survey.count)
    return f"{whole}, {percent(survey.count * 100 / survey.population, 0)}" if survey.population else whole


class SurveyDetail(SchoolDetailView):
    model = Survey
    template_name = "audits/survey_detail.html"

    def get_queryset(self):
        return CARD

    def get_heading(self):
        return self.object.title

    def get_context_data(self, **kwargs):
        survey, user = self.object, self.request.user
        everything = sees_everything(user, survey)
        if not everything:
            kwargs["entries"] = []
        context = {"carries": carries_surveys(user, survey), "everything": everything, "rule": told()["rule"]}
        if survey.state != Survey.State.DRAFT:
            context |= self.results()
        else:
            context["questions"] = survey.questions.select_related("indicator")
        if everything:
            waiting = Q(state=FreeAnswer.State.UNREAD)
            context |= FreeAnswer.objects.filter(response__survey=survey).aggregate(
                free_total=Count("pk"), free_unread=Count("pk", filter=waiting)
            )
        # Of one programme alone nothing goes into an indicator.
        if everything and "results" in context and context["results"].chosen is None:
            context["fed"] = fed_by(survey, context["results"].questions)
        context["next"] = next_of(survey, context.get("free_unread", 0)) if context["carries"] else None
        taken = context["next"]["url"] if context["next"] else ""
        steps = [row for row in steps_for(workflow.SURVEY, user, survey, STEP_URLS) if row["url"] != taken]
        return super().get_context_data(
            steps=steps, period_words=period(survey.starts_on, survey.ends_on), may_edit=surveys.may_edit(user, survey),
            **context, **kwargs,
        )  # fmt: skip

    def results(self):
        survey, user = self.object, self.request.user
        results = results_of(survey, user, self.request.GET.get("course"))
        return {
            "results": results,
            "level": level_of(results.mean) if results.mean is not None else "",
            "figures": figures_of(results, survey),
            "words": shown_words(survey, results),
            "partial": results.scope.courses is not None,
        }


class SurveyCreate(ServiceFormView):
    form_class = NewSurveyForm
    template_name = "audits/survey_form.html"
    heading = "Новое анкетирование"
    submit_label = "Создать черновик"
    right = carries_surveys

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_initial(self):
        year = year_of(self.request).roadmap
        return {"roadmap": year.pk} if year and year.state != Roadmap.State.CLOSED else {}

    def get_cancel_url(self):
        return reverse("survey-list")

    def act(self, form):
        survey = surveys.create_survey(actor=self.request.user, **form.cleaned_data)
        messages.success(self.request, "Черновик создан: проверьте вопросы и откройте анкетирование.")
        return survey.get_absolute_url()


class SurveyEdit(ServiceFormView):
    template_name = "audits/survey_form.html"
    heading = "Изменить анкетирование"
    success_message = "Анкетирование изменено."
    right = carries_surveys

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    def check_right(self):
        super().check_right()
        if not surveys.may_edit(self.request.user, self.object):
            raise PermissionDenied("Анкетирование завершено: менять его уже нельзя.")

    @property
    def is_draft(self):
        return self.object.state == Survey.State.DRAFT

    def get_form_class(self):
        return SurveyForm if self.is_draft else LateSurveyForm

    def get_form_kwargs(self):
        return super().get_form_kwargs() | ({"user": self.request.user} if self.is_draft else {})

    def get_initial(self):
        chosen = list(self.object.course_programmes.values_list("pk", flat=True)) if self.is_draft else []
        return {name: getattr(self.object, name) for name in surveys.FIELDS} | {"course_programmes": chosen}

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, subline=self.object.title, **kwargs)

    def act(self, form):
        return surveys.edit_survey(self.object.pk, actor=self.request.user, **form.cleaned_data).get_absolute_url()


class SurveyBlank(SchoolPageMixin, TemplateView):
    """The questionnaire on paper: printed from the browser, or as a PDF."""

    template_name = "audits/survey_blank.html"
    right = sees_everything

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    def get_heading(self):
        return self.object.title

    def get_context_data(self, **kwargs):
        survey = self.object
        return super().get_context_data(
            object=survey,
            blocks=blocks_of(survey.questions.all()),
            courses=survey.course_programmes.all(),
            intro=told()["intro"],
            room=FREE_LINES,
            **panel_of(survey, PURPOSE),
            **kwargs,
        )


class SurveyStep(TransitionView):
    queryset = CARD
    explanations = {
        "open": "Вопросы станут неизменными, анкеты можно будет вносить и загружать.",
        "close": "Новых анкет больше не примут. Председатели МО увидят результаты по своим программам. Показатели, которые "
        "измеряют вопросы анкеты, получат значения; внесённые человеком останутся.",
        "publish": "Результаты и показанные свободные ответы увидят все сотрудники; непрочитанных и скрытых ответов там нет.",
        "reopen": "Анкеты снова можно будет вносить и загружать.",
        "withdraw": "Результаты снова увидят только рабочая группа, руководство и председатели по своим программам.",
    }

    def get_explain(self):
        return self.explanations[self.transition.name]

    def get_context_data(self, **kwargs):
        survey = self.object
        facts = [
            ("Кто отвечает", survey.get_audience_display()),
            ("Сроки", period(survey.starts_on, survey.ends_on)),
            ("Внесено анкет", str(survey.responses.count())),
        ]
        return super().get_context_data(facts=facts, about=survey.title, **kwargs)
