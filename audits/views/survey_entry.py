"""Questionnaires on their way in: from paper one after another, or from the workbook of a form service."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property

from audits.forms.surveys import AnswersFileForm, EntryForm
from audits.models import Response, Survey
from audits.services import survey_responses
from audits.survey_sheets import MOST_ROWS, parse_answers
from audits.survey_words import told
from roadmap.views.uploads import PreviewView, UploadView, tell
from vsoko.forms import PlainForm
from vsoko.views.generic import ServiceFormView
from vsoko.wording import plural

LATEST, PREVIEW = 5, 20
QUESTIONNAIRES = "анкета,анкеты,анкет"
SURVEY = Survey.objects.select_related("school", "roadmap")


class TakesResponses(ServiceFormView):
    """A page that takes questionnaires of one survey; closed to those who do not carry it, and unless it is open."""

    right = staticmethod(survey_responses.takes_responses)

    def load(self):
        self.object = self.visible(SURVEY, pk=self.kwargs["pk"])

    def check_right(self):
        if not self.object.is_open:
            raise PermissionDenied(survey_responses.NOT_OPEN)
        super().check_right()

    @cached_property
    def questions(self):
        return list(self.object.questions.all())

    @cached_property
    def courses(self):
        return list(self.object.course_programmes.all())

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        kwargs.setdefault("subline", self.object.title)
        return super().get_context_data(object=self.object, rule=told()["rule"], **kwargs)


class ResponseCreate(TakesResponses):
    form_class = EntryForm
    template_name = "audits/response_form.html"
    heading = "Анкета с бумаги"
    submit_label = "Записать и следующая"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"questions": self.questions, "courses": self.courses}

    def get_initial(self):
        """Start with the programme of the sheet before: they lie in piles."""
        course = self.request.GET.get("course", "")
        return {"course": int(course)} if course in {str(one.pk) for one in self.courses} else {}

    def get_context_data(self, **kwargs):
        latest = list(self.object.responses.select_related("entered_by")[:LATEST])
        return super().get_context_data(latest=latest, next_number=latest[0].number + 1 if latest else 1, **kwargs)

    def act(self, form):
        data = form.cleaned_data
        response = survey_responses.add_response(
            self.object.pk, actor=self.request.user, answers=form.answers, key=data["key"],
            course_programme=data.get("course"),
        )  # fmt: skip
        messages.success(self.request, f"{response} записана: поставьте этот номер на листе.")
        if "enough" in self.request.POST:
            return self.object.get_absolute_url()
        course = data.get("course")
        return reverse("response-create", args=[self.object.pk]) + (f"?course={course.pk}" if course else "")


class ResponseDelete(TakesResponses):
    """Take out one that was typed by mistake; GET asks, POST does it."""

    form_class = PlainForm
    template_name = "generic/transition.html"
    heading = "Удалить анкету"
    submit_label = "Удалить анкету"
    success_message = "Анкета удалена."

    def load(self):
        seen = Survey.objects.visible_to(self.request.user)
        try:
            self.response = Response.objects.select_related("entered_by").get(pk=self.kwargs["pk"], survey__in=seen)
        except Response.DoesNotExist as error:
            raise Http404 from error
        self.object = self.visible(SURVEY, pk=self.response.survey_id)

    def get_cancel_url(self):
        return reverse("response-create", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        facts = [("Анкета", f"№ {self.response.number}"), ("Кто внёс", str(self.response.entered_by))]
        return super().get_context_data(danger=True, facts=facts, **kwargs)

    def act(self, form):
        survey = survey_responses.delete_response(self.response.pk, actor=self.request.user)
        return reverse("response-create", args=[survey.pk])


class OfAnswers(TakesResponses):
    """Answers from the workbook of a form service."""

    kind = "answers"

    def facts(self, form):
        return {"survey": self.object.pk}

    def parse(self, content, name, survey):
        if survey != self.object.pk:
            raise Http404("Этот файл загружен для другого анкетирования: выберите его снова.")
        return parse_answers(content, name, self.questions, self.courses)


class AnswersImport(OfAnswers, UploadView):
    form_class = AnswersFileForm
    template_name = "audits/survey_import.html"
    heading = "Ответы из файла"
    submit_label = "Показать, как поняты ответы"

    def get_confirm_url(self):
        return reverse("survey-import-confirm", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(questions=self.questions, courses=self.courses, most=MOST_ROWS, **kwargs)


class AnswersImportConfirm(OfAnswers, PreviewView):
    form_class = PlainForm
    template_name = "audits/survey_import_confirm.html"
    heading = "Проверьте, как поняты ответы"

    def get_cancel_url(self):
        return reverse("survey-import", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        rows = self.book.rows
        fresh = survey_responses.new_rows(self.object, rows)
        return super().get_context_data(
            subline=f"{self.stored.name}: {plural(len(rows), QUESTIONNAIRES)}",
            submit_label=f"Записать {plural(len(fresh), 'анкету,анкеты,анкет')}",
            courses=self.courses,
            wanted=len(fresh),
            known=len(rows) - len(fresh),
            shown=[self.line(row) for row in rows[:PREVIEW]],
            more=max(0, len(rows) - PREVIEW),
            **kwargs,
        )

    def line(self, row):
        """Return (number of the row, programme, [words of each question that the file has])."""
        told_answers = [
            question.answers.get(row.answers.get(question.pk), row.answers.get(question.pk, "—"))
            for _, question in self.book.columns
        ]
        return row.number, row.course, told_answers

    def act(self, form):
        added, known = survey_responses.import_responses(self.object.pk, actor=self.request.user, rows=self.book.rows)
        self.forget(drop=True)
        already = f" Уже были здесь: {known}." if known else ""
        tell(
            self.request,
            f"Загружено: {plural(added, QUESTIONNAIRES)}.{already}" if added else "",
            "Все анкеты этого файла уже загружены: добавлять нечего.",
        )
        return self.object.get_absolute_url()
