"""A change of an approved roadmap: reason, then each change as «было → станет», then the director's approval."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse

from roadmap import workflow
from roadmap.forms.editions import CancellationForm, EditionForm
from roadmap.models import Activity, Edition
from roadmap.permissions import plans_the_year
from roadmap.services import editions as service
from roadmap.services.edition_changes import HEADINGS, in_words
from roadmap.services.rows import FIELDS, day_of, facts_of
from roadmap.views.activities import RowFormView
from roadmap.views.roadmaps import RoadmapPage
from vsoko.views.generic import PressView, SchoolDetailView, ServiceFormView, TransitionView
from vsoko.workflow import TransitionError


class EditionCreate(RoadmapPage, ServiceFormView):
    """Asks why; then goes on to the row or the number for which it was begun."""

    right = plans_the_year
    heading = "Изменение утверждённой карты"
    form_class = EditionForm
    submit_label = "Начать изменение"

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def act(self, form):
        edition = service.create_edition(self.object.pk, actor=self.request.user, **form.cleaned_data)
        row, number = self.request.GET.get("row", ""), self.request.GET.get("number")
        if row.isdecimal():
            return reverse("edition-row-change", args=[edition.pk, int(row)])
        if number is not None:
            return f"{reverse('edition-row-add', args=[edition.pk])}?number={number[:20]}"
        return edition.get_absolute_url()

    def get_context_data(self, **kwargs):
        explain = "Утверждённые пункты остаются в истории. Соберите правки, и директор утвердит их все вместе."
        return super().get_context_data(subline=self.object.title, explain=explain, **kwargs)


class EditionPage:
    """What belongs to one change of a roadmap that the user sees; changes of other plans have pages elsewhere."""

    def load(self):
        editions = Edition.objects.filter(pk__in=service.editions().values("pk"))
        self.object = self.visible(editions.select_related("school", "source_file"), pk=self.kwargs["pk"])

    def get_cancel_url(self):
        return self.object.get_absolute_url()


class EditionDetail(EditionPage, SchoolDetailView):
    model = Edition
    template_name = "roadmap/edition_detail.html"

    def get_heading(self):
        return f"Изменение карты № {self.object.number}"

    def get_context_data(self, **kwargs):
        edition, user = self.object, self.request.user
        collects = edition.state == Edition.State.DRAFT and plans_the_year(user, edition)
        return super().get_context_data(
            roadmap=edition.target,
            changes=[
                change | {"heading": HEADINGS[change["op"]], "words": in_words(change)} for change in edition.changes
            ],
            collects=collects,
            rows=edition.target.activities.all() if collects else [],
            paper=edition.documents.order_by("-id").first(),
            drops=collects,
            **kwargs,
        )


class EditionReason(EditionPage, ServiceFormView):
    right = plans_the_year
    heading = "Почему меняется карта"
    form_class = EditionForm

    def get_initial(self):
        return {"reason": self.object.reason}

    def act(self, form):
        return service.edit_reason(self.object.pk, actor=self.request.user, **form.cleaned_data).get_absolute_url()


class EditionStep(EditionPage, TransitionView):
    def check_right(self):
        # The steps follow the paper; whoever plans the year sends it or takes the change back.
        if not plans_the_year(self.request.user, self.object):
            raise PermissionDenied


class EditionSubmit(EditionStep):
    transition = workflow.SUBMIT_EDITION
    service = staticmethod(service.submit_edition)
    explain = "Изменение уйдёт директору на подпись. Строки карты изменятся, когда он утвердит."

    def blockers(self):
        missing = super().blockers()
        return missing if missing or self.object.changes else [TransitionError(service.EMPTY)]


class EditionDrop(EditionStep):
    transition = workflow.DROP_EDITION
    service = staticmethod(service.drop_edition)
    explain = "Карта останется прежней."


class EditionRow(EditionPage, RowFormView):
    def row(self):
        rows = Activity.objects.select_related("roadmap__school").prefetch_related("responsible__employee")
        found = rows.filter(pk=self.kwargs["row"], roadmap_id=self.object.target_id).first()
        if found is None:
            raise Http404
        return found


class EditionRowAdd(EditionRow):
    heading = "Добавить мероприятие"
    submit_label = "Внести в изменение"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | self.row_kwargs(self.object.target)

    def get_initial(self):
        return {"number": self.request.GET.get("number", "")[:20]}

    def act(self, form):
        return service.propose_row(self.object.pk, actor=self.request.user, fields=form.row_fields()).get_absolute_url()


class EditionRowChange(EditionRow):
    """The form begins with what the edition already proposes for the row; beside it stands the row in force."""

    heading = "Изменить мероприятие"
    submit_label = "Внести в изменение"

    def load(self):
        super().load()
        self.present = self.row()

    def get_form_kwargs(self):
        activity = Activity.objects.get(pk=self.present.pk)
        proposed = facts_of(self.present) | self.proposed()
        for name in FIELDS:
            setattr(activity, name, day_of(proposed[name]) if name in ("starts_on", "ends_on") else proposed[name])
        return super().get_form_kwargs() | {
            "school": self.object.school, "responsible": proposed["responsible"], "instance": activity,
        }  # fmt: skip

    def proposed(self):
        changes = (one for one in self.object.changes if one["activity"] == self.present.pk and one["op"] == "change")
        return next(changes, {"fields": {}})["fields"]

    def act(self, form):
        return service.propose_change(
            self.object.pk, self.present.pk, actor=self.request.user, fields=form.row_fields()
        ).get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(present=self.present, subline=str(self.present), **kwargs)


class EditionRowCancel(EditionRow):
    heading = "Отменить мероприятие"
    form_class = CancellationForm
    template_name = "generic/form.html"
    submit_label = "Внести в изменение"

    def load(self):
        super().load()
        self.present = self.row()

    def act(self, form):
        return service.propose_cancellation(
            self.object.pk, self.present.pk, actor=self.request.user, **form.cleaned_data
        ).get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(explain=str(self.present), **kwargs)


class EditionTakeBack(EditionPage, PressView):
    right = plans_the_year

    def act(self):
        service.take_back(self.object.pk, self.kwargs["index"], actor=self.request.user)
