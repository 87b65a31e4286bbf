"""Free answers are read one by one before anybody else sees them; what they ask for becomes wishes."""

from django.db.models import Count

from audits import survey_workflow as workflow
from audits.forms.surveys import WishForm
from audits.models import FreeAnswer, Survey, Wish
from audits.permissions import carries_surveys
from audits.services import wishes
from audits.survey_filters import WishFilter
from audits.survey_words import told
from roadmap.permissions import is_employee, sees_everything
from vsoko.views.generic import SchoolDetailView, SchoolListView, ServiceFormView, TransitionView, steps_for
from vsoko.wording import day_num

ANSWER = FreeAnswer.objects.select_related("response__survey__school", "response__course_programme", "question")
WISH = Wish.objects.select_related("school", "survey__roadmap", "course_programme", "decided_by")
STEP_URLS = {step.name: f"wish-{step.name}" for step in workflow.WISH}
S = FreeAnswer.State
TABS = ((S.UNREAD, "Не прочитаны"), (S.SHOWN, "Показаны"), (S.HIDDEN, "Скрыты"))


class FreeAnswerList(SchoolListView):
    """The queue of one survey: first what nobody has read."""

    model = FreeAnswer
    filterset_class = None
    template_name = "audits/free_answer_list.html"
    heading = "Свободные ответы"
    right = sees_everything

    def load(self):
        self.object = self.visible(Survey.objects.select_related("school", "roadmap"), pk=self.kwargs["pk"])
        asked = self.request.GET.get("state", "")
        self.state = S(asked) if asked in S.values else S.UNREAD

    def get_queryset(self):
        rows = super().get_queryset().filter(response__survey=self.object, state=self.state)
        return rows.select_related("question", "response__course_programme", "read_by", "wish").order_by(
            "question__position", "response__number"
        )

    def get_context_data(self, **kwargs):
        rows = FreeAnswer.objects.filter(response__survey=self.object).order_by()
        numbers = dict(rows.values_list("state").annotate(n=Count("pk")))
        counts = [
            {"label": label, "n": numbers.get(state, 0), "url": f"?state={state}", "current": state == self.state}
            for state, label in TABS
        ]
        return super().get_context_data(
            object=self.object, tabs=counts, shown_state=self.state, carries=carries_surveys(self.request.user),
            rule=told()["rule"], total_word="ответ,ответа,ответов", **kwargs,
        )  # fmt: skip


class FreeAnswerStep(TransitionView):
    queryset = ANSWER

    def get_success_url(self, changed):
        return changed.queue_url

    def get_cancel_url(self):
        return self.object.queue_url

    def get_context_data(self, **kwargs):
        answer = self.object
        facts = [("Вопрос", answer.question.text), {"label": "Ответ", "value": answer.text, "doc": True}]
        return super().get_context_data(facts=facts, about=answer.survey.title, **kwargs)


class WishList(SchoolListView):
    model = Wish
    filterset_class = WishFilter
    template_name = "audits/wish_list.html"
    heading = "Пожелания"
    right = is_employee

    def get_queryset(self):
        return super().get_queryset().select_related("survey__roadmap", "course_programme")

    def get_context_data(self, **kwargs):
        return super().get_context_data(total_word="пожелание,пожелания,пожеланий", **kwargs)


class WishFormMixin(ServiceFormView):
    form_class = WishForm
    right = carries_surveys

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class WishCreate(WishFormMixin):
    heading = "Пожелание из ответа"
    submit_label = "Составить пожелание"
    success_message = "Пожелание составлено."
    template_name = "audits/wish_form.html"

    def load(self):
        self.object = self.visible(ANSWER, pk=self.kwargs["pk"])

    def get_initial(self):
        return {"text": self.object.text[:1000], "course_programme": self.object.response.course_programme_id}

    def get_cancel_url(self):
        return self.object.queue_url

    def get_context_data(self, **kwargs):
        return super().get_context_data(answer=self.object, subline=self.object.survey.title, **kwargs)

    def act(self, form):
        wish = wishes.create_wish(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return wish.get_absolute_url()


class WishDetail(SchoolDetailView):
    model = Wish
    template_name = "audits/wish_detail.html"

    def get_queryset(self):
        return WISH

    def get_heading(self):
        return "Пожелание"

    def get_context_data(self, **kwargs):
        wish, user = self.object, self.request.user
        facts = [
            {"label": "Пожелание", "value": wish.text, "doc": True},
            {"label": "О чём", "value": wish.about,
             "url": wish.course_programme.get_absolute_url() if wish.course_programme else ""},
            ("Кто просил", f"{wish.survey.get_audience_display()}, {wish.survey.roadmap.year_words}"),
        ]  # fmt: skip
        if wish.decided_on:
            facts.append(("Решение", f"{day_num(wish.decided_on)}, {wish.decided_by}"))
        if wish.decline_reason:
            facts.append(("Почему отклонено", wish.decline_reason))
        carries = carries_surveys(user, wish)
        return super().get_context_data(
            facts=facts,
            steps=steps_for(workflow.WISH, user, wish, STEP_URLS),
            may_edit=carries and wish.state == Wish.State.NEW,
            sees_survey=sees_everything(user, wish),
            **kwargs,
        )


class WishEdit(WishFormMixin):
    heading = "Изменить пожелание"
    success_message = "Пожелание изменено."

    def load(self):
        self.object = self.visible(WISH, pk=self.kwargs["pk"])

    def get_initial(self):
        return {name: getattr(self.object, name) for name in wishes.FIELDS}

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def act(self, form):
        return wishes.edit_wish(self.object.pk, actor=self.request.user, **form.cleaned_data).get_absolute_url()


class WishStep(TransitionView):
    queryset = WISH

    def get_context_data(self, **kwargs):
        facts = [("Пожелание", self.object.text), ("О чём", self.object.about)]
        return super().get_context_data(facts=facts, about=self.object.about, **kwargs)
