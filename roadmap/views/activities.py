"""One row of the roadmap: what the source says, what happened, what comes next."""

import re

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from roadmap import workflow
from roadmap.forms.activities import ActivityDeleteForm, ActivityForm, EvidenceForm
from roadmap.models import Activity, Consultation, Document, Edition, Roadmap
from roadmap.models.activity import Stage
from roadmap.paper_links import beside_row
from roadmap.permissions import consults, plans_the_year
from roadmap.progress import with_progress
from roadmap.services import activities as service
from roadmap.services.editions import under_way
from roadmap.services.rows import facts_of
from roadmap.standing import standing_of
from roadmap.steps import step_of, waiting
from vsoko.registries import row_origins
from vsoko.views.generic import SchoolDetailView, ServiceFormView, TransitionView, steps_for
from vsoko.wording import period

STEPS = {
    "finish": "activity-finish",
    "start": "activity-start",
    "not_required": "activity-drop",
    "cancel": "activity-cancel",
    "resume": "activity-resume",
}


class ActivityDetail(SchoolDetailView):
    model = Activity
    template_name = "roadmap/activity_detail.html"

    def get_queryset(self):
        return with_progress(Activity.objects.select_related("roadmap__school", "former__roadmap")).prefetch_related(
            "responsible__employee", "evidence__file", "evidence__document__kind"
        )

    def get_heading(self):
        return self.object.title

    def get_context_data(self, **kwargs):
        row, user, today = self.object, self.request.user, timezone.localdate()
        standing = standing_of(row, today)
        papers = Document.objects.visible_to(user).filter(activity=row).select_related("kind").order_by("-id")[:20]
        living = (paper for paper in papers if paper.state not in (Document.State.ANNULLED, Document.State.SUPERSEDED))
        step = step_of(row, standing, user, next(living, None))
        by_hand = steps_for(workflow.ACTIVITY, user, row, STEPS) if row.roadmap.approved_on else []
        return super().get_context_data(
            standing=standing,
            today=today,
            step=step,
            exact_term=exact_term(row),
            waiting="" if step else waiting(row, standing),
            papers=papers,
            consultations=self.consultations(),
            acts=[act for act in by_hand if step is None or act["url"] != step.url],
            plans=plans_the_year(user, row),
            attaches=workflow.attaches_evidence(user, row),
            further=beside_row(user, row) if row.roadmap.approved_on else [],
            consults=consults(user, row),
            origins=[origin for find in row_origins.values() if (origin := find(row, user))],
            **kwargs,
        )

    def consultations(self):
        if self.object.stage != Stage.CONSULTATION:
            return []
        return Consultation.objects.filter(activity=self.object).select_related("association", "consultant")[:50]


def exact_term(row):
    """Return the days of the term, unless the words of the document say exactly the same."""
    words = period(row.starts_on, row.ends_on)
    return "" if _letters(row.term_text) == _letters(words.removesuffix("г.")) else words


def _letters(text):
    return re.sub(r"[\W_]", "", text.lower())


def through_edition(request, roadmap, step, **query):
    """Return the redirect that continues an edit of an approved roadmap in its edition, begun on the way if needed.

    `step(edition)` is the page in the edition; `query` carries the row or the number over the page that asks for a reason.
    """
    edition = under_way(roadmap)
    if edition is None:
        pairs = "&".join(f"{name}={value}" for name, value in query.items())
        return HttpResponseRedirect(f"{reverse('roadmap-edition-create', args=[roadmap.pk])}?{pairs}")
    if edition.state == Edition.State.ON_APPROVAL:
        messages.info(request, "Одно изменение карты уже на утверждении: следующее начните после решения директора.")
        return HttpResponseRedirect(edition.get_absolute_url())
    return HttpResponseRedirect(step(edition))


class RowFormView(ServiceFormView):
    """The form of a row; `responsible` of the row goes beside the model's fields."""

    right = plans_the_year
    form_class = ActivityForm
    template_name = "roadmap/activity_form.html"

    def row_kwargs(self, roadmap, activity=None):
        responsible = facts_of(activity)["responsible"] if activity else []
        return {"school": roadmap.school, "responsible": responsible, "instance": activity or Activity(roadmap=roadmap)}


class ActivityCreate(RowFormView):
    heading = "Новое мероприятие"
    submit_label = "Добавить мероприятие"
    success_message = "Мероприятие добавлено в карту."

    def load(self):
        self.object = self.visible(Roadmap.objects.select_related("school"), pk=self.kwargs["pk"])

    def get(self, request, *args, **kwargs):
        if self.object.state == Roadmap.State.APPROVED:
            number = request.GET.get("number", "")[:20]
            return through_edition(
                request, self.object, number=number,
                step=lambda edition: f"{reverse('edition-row-add', args=[edition.pk])}?number={number}",
            )  # fmt: skip
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | self.row_kwargs(self.object)

    def get_initial(self):
        return {"number": self.request.GET.get("number", "")[:20]}

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def act(self, form):
        service.create_activity(self.object.pk, actor=self.request.user, **form.row_fields())
        return self.object.get_absolute_url()


class ActivityPage:
    """What belongs to one row that the user sees."""

    def load(self):
        rows = Activity.objects.select_related("roadmap__school").prefetch_related("responsible__employee")
        self.object = self.visible(rows, pk=self.kwargs["pk"])

    def get_cancel_url(self):
        return self.object.get_absolute_url()


class ActivityEdit(ActivityPage, RowFormView):
    heading = "Изменение мероприятия"
    success_message = "Мероприятие изменено."

    def get(self, request, *args, **kwargs):
        if self.object.roadmap.state == Roadmap.State.APPROVED:
            return through_edition(
                request, self.object.roadmap, row=self.object.pk,
                step=lambda edition: reverse("edition-row-change", args=[edition.pk, self.object.pk]),
            )  # fmt: skip
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        # The form changes its instance; the page goes on showing the row as it is.
        copy = Activity.objects.get(pk=self.object.pk)
        return super().get_form_kwargs() | self.row_kwargs(self.object.roadmap, self.object) | {"instance": copy}

    def act(self, form):
        return service.edit_activity(self.object.pk, actor=self.request.user, **form.row_fields()).get_absolute_url()


class ActivityDelete(ActivityPage, ServiceFormView):
    right = plans_the_year
    heading = "Удалить мероприятие из черновика"
    form_class = ActivityDeleteForm
    submit_label = "Удалить мероприятие"
    success_message = "Мероприятие удалено из черновика."

    def act(self, form):
        return service.delete_activity(self.object.pk, actor=self.request.user, **form.cleaned_data).get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(explain=str(self.object), **kwargs)


class ActivityTransition(TransitionView):
    queryset = Activity.objects.select_related("roadmap__school").prefetch_related("responsible")


class ActivityStart(ActivityTransition):
    transition = workflow.START_ACTIVITY
    service = staticmethod(service.start_activity)


class ActivityFinish(ActivityTransition):
    transition = workflow.FINISH_ACTIVITY
    service = staticmethod(service.finish_activity)
    explain = "Мероприятие станет выполненным, даже если по записям программы сделано не всё: назовите, чем это подтверждается."


class ActivityResume(ActivityTransition):
    transition = workflow.RESUME_ACTIVITY
    service = staticmethod(service.resume_activity)


class ActivityDrop(ActivityTransition):
    transition = workflow.DROP_ACTIVITY
    service = staticmethod(service.drop_activity)
    explain = "Так закрывают пункт «при наличии», когда поводов не нашлось: например, аудиты прошли без несоответствий."


class ActivityCancel(ActivityTransition):
    transition = workflow.CANCEL_ACTIVITY
    service = staticmethod(service.cancel_activity)


class EvidenceAdd(ActivityPage, ServiceFormView):
    heading = "Приложить свидетельство"
    form_class = EvidenceForm
    submit_label = "Приложить свидетельство"
    success_message = "Свидетельство приложено."

    def check_right(self):
        if not workflow.attaches_evidence(self.request.user, self.object):
            raise PermissionDenied("Свидетельство прикладывает ответственный, руководитель или рабочая группа.")

    def get_form_kwargs(self):
        papers = Document.objects.visible_to(self.request.user).filter(roadmap=self.object.roadmap)
        papers = papers.filter(state__in=Document.IN_FORCE) | papers.filter(activity=self.object)
        return super().get_form_kwargs() | {"documents": papers.order_by("-id")}

    def act(self, form):
        service.add_evidence(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=str(self.object), **kwargs)
