"""The plan of a year: its table with the Gantt column, its heading, approval, years and notes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from roadmap import workflow
from roadmap.context import SESSION_KEY, year_of
from roadmap.forms.roadmaps import RoadmapForm, TermYearsForm
from roadmap.models import Edition, Roadmap
from roadmap.permissions import plans_the_year
from roadmap.row_choice import choice_of
from roadmap.services.editions import editions_of
from roadmap.services.roadmaps import (
    close_roadmap,
    confirm_terms,
    create_roadmap,
    edit_roadmap,
    hide_gaps,
    submit_roadmap,
)
from roadmap.views.table import RoadmapTable
from vsoko.views.generic import PressView, SchoolDetailView, SchoolListView, ServiceFormView, TransitionView


class RoadmapDetail(SchoolDetailView):
    """The table of a year. The rows of the open year are already counted for the ribbon and are not counted again."""

    model = Roadmap
    template_name = "roadmap/roadmap_detail.html"

    def get_object(self, queryset=None):
        year = year_of(self.request)
        known = {roadmap.pk: roadmap for roadmap in year.roadmaps}
        return known.get(self.kwargs["pk"]) or super().get_object(queryset)

    def get_heading(self):
        return f"Дорожная карта на {self.object.year_words}"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        roadmap, user, year = self.object, self.request.user, year_of(self.request)
        pairs = year.rows if roadmap == year.roadmap else None
        table = RoadmapTable(roadmap, user, pairs, choice_of(self.request.GET, timezone.localdate()))
        entries = list(context["entries"])
        changes = list(editions_of(roadmap).exclude(state=Edition.State.DROPPED))
        return context | {
            "entries": entries,
            "table": table,
            "plans": plans_the_year(user, roadmap),
            "paper": roadmap.documents.order_by("-id").first(),
            "edition": next((one for one in changes if one.state != Edition.State.APPROVED), None),
            "changes": [one for one in changes if one.state == Edition.State.APPROVED],
            "returned": returned_with(roadmap, entries),
            "is_over": roadmap.period_to < timezone.localdate(),
            "ribbon_full": roadmap == year.roadmap,
            "other_year": roadmap != year.roadmap,
        }


def returned_with(roadmap, entries):
    """Return the remark with which a draft came back from approval, or nothing."""
    moves = (entry for entry in entries if entry.to_state)
    last = next(moves, None)
    if roadmap.state == Roadmap.State.DRAFT and last and last.action == workflow.RETURN_ROADMAP.key:
        return last.comment
    return ""


FIRST_STEPS = [
    {"shape": "plan", "word": "впереди", "text": text}
    for text in (
        "Мероприятия года: кто и когда",
        "Утверждение: карту подписывает директор",
        "Рабочая группа, аудиты, планы и анализ: каждый пункт карты ведёт к своей форме",
    )
]


class CurrentRoadmap(RoadmapDetail):
    """The open year, or the way to the first one."""

    def load(self):
        self.object = year_of(self.request).roadmap

    def get(self, request, *args, **kwargs):
        if self.object is None:
            context = {"heading": "Дорожная карта", "plans": plans_the_year(request.user), "steps": FIRST_STEPS}
            return self.render_to_response(context)
        return super().get(request, *args, **kwargs)

    def get_template_names(self):
        return ["roadmap/roadmap_empty.html"] if self.object is None else super().get_template_names()


class RoadmapList(SchoolListView):
    model = Roadmap
    heading = "Дорожные карты по годам"
    filterset_class = None

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            plans=plans_the_year(self.request.user), total_word="карта,карты,карт", **kwargs
        )


class RoadmapCreate(ServiceFormView):
    right = plans_the_year
    heading = "Новая дорожная карта"
    subline = "Мероприятия добавите потом по одному или загрузите из файла."
    form_class = RoadmapForm
    submit_label = "Создать карту"

    def get_form_kwargs(self):
        roadmaps = Roadmap.objects.visible_to(self.request.user).filter(successor__isnull=True)
        return super().get_form_kwargs() | {"roadmaps": roadmaps}

    def get_initial(self):
        last = next(iter(year_of(self.request).roadmaps), None)
        return {"label": following_label(last, timezone.localdate()), "predecessor": last}

    def get_cancel_url(self):
        return reverse("roadmap-list")

    def act(self, form):
        roadmap = create_roadmap(self.request.user.school, actor=self.request.user, **form.cleaned_data)
        self.request.session[SESSION_KEY] = roadmap.pk
        return roadmap.get_absolute_url()


def following_label(last, today):
    """Return the year that comes after the last roadmap, or the present one."""
    if last is None:
        return str(today.year)
    year = last.period_from.year + 1
    return f"{year}/{year + 1}" if last.is_school_year else str(year)


class RoadmapPage:
    """What belongs to one roadmap that the user sees."""

    def load(self):
        self.object = self.visible(Roadmap.objects.select_related("school"), pk=self.kwargs["pk"])


class RoadmapEdit(RoadmapPage, ServiceFormView):
    right = plans_the_year
    heading = "Заголовок дорожной карты"
    form_class = RoadmapForm
    success_message = "Заголовок карты изменён."

    def get_form_kwargs(self):
        roadmaps = Roadmap.objects.visible_to(self.request.user)
        free = roadmaps.filter(successor__isnull=True) | roadmaps.filter(successor=self.object)
        # The page shows the roadmap as it is while the form changes a copy.
        return super().get_form_kwargs() | {"roadmaps": free, "instance": Roadmap.objects.get(pk=self.object.pk)}

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def act(self, form):
        return edit_roadmap(self.object.pk, actor=self.request.user, **form.cleaned_data).get_absolute_url()


class RoadmapSubmit(TransitionView):
    queryset = Roadmap.objects.select_related("school")
    transition = workflow.SUBMIT_ROADMAP
    service = staticmethod(submit_roadmap)
    explain = (
        "Карта уйдёт директору на подпись. До его решения мероприятия не меняются; отозвать карту для правки можно."
    )

    def check_right(self):
        # The step follows the paper; whoever plans the year may send the paper.
        if not plans_the_year(self.request.user, self.object):
            raise PermissionDenied


class RoadmapClose(TransitionView):
    queryset = Roadmap.objects.select_related("school")
    transition = workflow.CLOSE_ROADMAP
    service = staticmethod(close_roadmap)
    explain = (
        "Год станет архивом: карта и её мероприятия больше не меняются. Открытые несоответствия остаются в работе."
    )


class RoadmapTerms(RoadmapPage, ServiceFormView):
    """Another year for terms in which the source names none."""

    right = plans_the_year
    heading = "Годы в сроках"
    subline = "В исходном документе год не указан: он определён по соседним строкам."
    form_class = TermYearsForm
    submit_label = "Подтвердить годы"
    success_message = "Годы в сроках подтверждены."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"rows": self.object.activities.filter(term_inferred=True)}

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def act(self, form):
        return confirm_terms(self.object.pk, actor=self.request.user, years=form.years).get_absolute_url()


class RoadmapTermsConfirm(RoadmapPage, PressView):
    right = plans_the_year

    def act(self):
        confirm_terms(self.object.pk, actor=self.request.user)
        messages.success(self.request, "Годы в сроках подтверждены.")


class RoadmapGapsHide(RoadmapPage, PressView):
    right = plans_the_year

    def act(self):
        hide_gaps(self.object.pk, actor=self.request.user)


class RoadmapSwitch(RoadmapPage, PressView):
    """Open another year: the ribbon, the menu and the lists follow it until another one is chosen."""

    def act(self):
        self.request.session[SESSION_KEY] = self.object.pk

    def get_target(self):
        wanted = self.request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(wanted, {self.request.get_host()}, self.request.is_secure())
        return wanted if safe else super().get_target()
