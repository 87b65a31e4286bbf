"""Measures of the improvement plan, and the step that opens the next year."""

from django.contrib import messages
from django.db.models import Case, Count, When
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from audits.analysis_steps import plan_step
from audits.forms.analysis import ImprovementForm, NextYearForm
from audits.improvement_plan import plan_of
from audits.models import Action, ImprovementItem
from audits.paper_lines import papers_beside
from audits.services import improvements
from audits.services.later_measures import bring_into_change, later_measures
from audits.services.next_year import (
    check_signed,
    following_label,
    measures_until,
    open_next_year,
    period_of,
    yearly_rows,
)
from audits.views.analysis import AnalysisWriterMixin, reads_analysis
from roadmap.permissions import is_leader, sees_everything
from vsoko.forms import PlainForm
from vsoko.views.generic import SchoolListView, ServiceFormView, TransitionView
from vsoko.views.seen import note_seen
from vsoko.workflow import TransitionError

State = ImprovementItem.State
DECLINED_LAST = Case(When(state=State.DECLINED, then=1), default=0)
CARD = ImprovementItem.objects.select_related("school", "analysis__roadmap", "analysis__school")


class ImprovementList(AnalysisWriterMixin, SchoolListView):
    model = ImprovementItem
    filterset_class = None
    template_name = "audits/improvement_list.html"
    right = staticmethod(reads_analysis)

    def get_heading(self):
        return f"План совершенствования по итогам: {self.roadmap.year_words}"

    def load(self):
        super().load()
        asked = self.request.GET.get("state", "")
        self.state = asked if asked in State.values else ""

    def get_queryset(self):
        """What was declined stands last: it is no part of the plan."""
        rows = super().get_queryset().filter(analysis=self.analysis)
        rows = rows.filter(state=self.state) if self.state else rows.order_by(DECLINED_LAST, "id")
        return rows.select_related("responsible", "source_finding", "source_activity", "activity__roadmap", "analysis")

    def get_context_data(self, **kwargs):
        leads = is_leader(self.request.user, self.analysis)
        plan = plan_of(self.analysis)
        numbers = dict(self.analysis.improvements.order_by().values_list("state").annotate(n=Count("pk")))
        counts = [{"label": "Все", "n": sum(numbers.values()), "url": "?", "current": not self.state}] + [
            {"label": state.label, "n": numbers.get(state, 0), "url": f"?state={state}", "current": self.state == state}
            for state in State
        ]
        undecided = numbers.get(State.PROPOSED, 0)
        context = super().get_context_data(
            roadmap=self.roadmap,
            analysis=self.analysis,
            follows=sees_everything(self.request.user, self.analysis),
            may_write=leads and self.analysis.state != "on_approval",
            counts=counts,
            undecided=undecided,
            plan_is_open=plan.is_open,
            next=plan_step(self.request.user, self.analysis, plan, undecided),
            total_word="мера,меры,мер",
            **papers_beside(self.request.user, self.analysis, once=True),
            **kwargs,
        )
        note_seen(self.request.user, [item.source_finding for item in context["object_list"]])
        return context | {"narrowed": bool(self.state)}


class ImprovementFormMixin(ServiceFormView):
    form_class = ImprovementForm
    right = staticmethod(is_leader)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"school": self.object.school_id}

    def words(self, form):
        return {name: form.cleaned_data[name] for name in form.Meta.fields}


class ImprovementCreate(AnalysisWriterMixin, ImprovementFormMixin):
    heading = "Новая мера"
    submit_label = "Внести меру"
    success_message = "Мера внесена."
    right = staticmethod(is_leader)

    def get_cancel_url(self):
        return reverse("improvement-list", args=[self.roadmap.pk])

    def act(self, form):
        item = improvements.create_improvement(self.analysis.pk, actor=self.request.user, **self.words(form))
        return item.get_absolute_url()


class ImprovementEdit(ImprovementFormMixin):
    heading = "Правка меры"
    success_message = "Мера изменена."

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"instance": self.object}

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def act(self, form):
        return improvements.edit_improvement(
            self.object.pk, actor=self.request.user, **self.words(form)
        ).get_absolute_url()


class ImprovementStep(TransitionView):
    queryset = CARD

    def get_context_data(self, **kwargs):
        facts = [("Основание", self.object.source_text)]
        if self.object.expected_result:
            facts.append(("Ожидаемый результат", self.object.expected_result))
        return super().get_context_data(facts=facts, **kwargs)


class LaterMeasures(AnalysisWriterMixin, ServiceFormView):
    """What was signed after the next roadmap had been approved goes into a change of that roadmap."""

    form_class = PlainForm
    template_name = "audits/improvement_later.html"
    heading = "Внести меры в карту"
    submit_label = "Внести в изменение карты"
    success_message = "Меры внесены в изменение карты: проверьте их и передайте изменение на утверждение."
    right = staticmethod(is_leader)

    def load(self):
        super().load()
        self.later = later_measures(self.analysis)

    def get(self, request, *args, **kwargs):
        """Whoever comes when nothing is left to be brought in is told so and led back."""
        if self.later.why_not:
            messages.info(request, self.later.why_not)
            return HttpResponseRedirect(self.get_cancel_url())
        return super().get(request, *args, **kwargs)

    def get_cancel_url(self):
        return reverse("improvement-list", args=[self.roadmap.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(roadmap=self.roadmap, later=self.later, **kwargs)

    def act(self, form):
        return bring_into_change(self.analysis.pk, actor=self.request.user).get_absolute_url()


class NextYear(AnalysisWriterMixin, ServiceFormView):
    """One confirmed step: the measures of the signed plan and yearly activities become the draft of the next roadmap."""

    form_class = NextYearForm
    template_name = "audits/next_year.html"
    heading = "Карта следующего года"
    submit_label = "Создать карту следующего года"
    success_message = "Карта следующего года создана: проверьте сроки и передайте её на утверждение."
    right = staticmethod(is_leader)

    def load(self):
        super().load()
        if self.analysis.state != "approved":
            raise Http404

    def get(self, request, *args, **kwargs):
        """A year is opened once: whoever comes to open it again is led to it; before the plan is signed, to the plan."""
        if hasattr(self.roadmap, "successor"):
            messages.info(request, "Карта следующего года уже создана, вот она.")
            return HttpResponseRedirect(self.roadmap.successor.get_absolute_url())
        try:
            check_signed(self.analysis)
        except TransitionError as error:
            messages.info(request, error.message)
            return HttpResponseRedirect(error.url)
        return super().get(request, *args, **kwargs)

    def get_initial(self):
        return {"label": following_label(self.roadmap)}

    def get_cancel_url(self):
        return reverse("improvement-list", args=[self.roadmap.pk])

    def get_context_data(self, **kwargs):
        _, last = period_of(following_label(self.roadmap))
        proposed = self.analysis.improvements.filter(state=State.PROPOSED).count()
        return super().get_context_data(
            roadmap=self.roadmap,
            measures=measures_until(self.analysis, last),
            waiting=self.analysis.improvements.filter(state=State.APPROVED, due_on__gt=last),
            unfinished=Action.objects.filter(finding__audit__roadmap=self.roadmap, state__in=Action.OWED).count(),
            proposed=proposed,
            yearly=yearly_rows(self.roadmap),
            **kwargs,
        )

    def act(self, form):
        return open_next_year(self.analysis.pk, actor=self.request.user, **form.cleaned_data).get_absolute_url()
