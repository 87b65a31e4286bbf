"""Заготовки: the list by kinds, the words of one with its placeholders and a preview, a copy for another occasion."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from roadmap.forms.skeletons import SkeletonCopyForm, SkeletonForm
from roadmap.models import Association, Roadmap, Skeleton
from roadmap.permissions import Role
from roadmap.placeholders import DECLINED, LATE, PERSON, TABLE
from roadmap.points import STAGES
from roadmap.services import skeletons
from vsoko import registries
from vsoko.models import HistoryEntry
from vsoko.views.generic import SchoolListView, ServiceFormView


class SkeletonRight:
    def check_right(self):
        if not skeletons.edits_skeletons(self.request.user, getattr(self, "object", None)):
            raise PermissionDenied(skeletons.REFUSAL)


class SkeletonList(SkeletonRight, SchoolListView):
    model = Skeleton
    template_name = "roadmap/skeleton_list.html"
    heading = "Заготовки документов"
    subline = "С этих слов начинаются новые документы. Готовые документы правка не меняет"

    def get_queryset(self):
        return super().get_queryset().select_related("kind").defer("text", "points")

    def get_context_data(self, **kwargs):
        return super().get_context_data(total_word="заготовка,заготовки,заготовок", **kwargs)


class SkeletonPage(SkeletonRight, ServiceFormView):
    def load(self):
        self.object = self.visible(Skeleton.objects.select_related("kind__school", "school"), pk=self.kwargs["pk"])

    def get_cancel_url(self):
        return reverse("skeleton-list")

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, **kwargs)


class SkeletonEdit(SkeletonPage):
    form_class = SkeletonForm
    template_name = "roadmap/skeleton_form.html"
    submit_label = "Сохранить заготовку"
    success_message = "Заготовка сохранена: с этих слов начнутся новые документы."
    sheet = None

    def get_heading(self):
        return self.object.name

    def get_form_kwargs(self):
        # The form writes into its instance even what it then refuses; the heading keeps the saved name.
        instance = Skeleton.objects.select_related("kind__school").get(pk=self.object.pk)
        return super().get_form_kwargs() | {"instance": instance}

    def form_valid(self, form):
        if "preview" not in self.request.POST:
            return super().form_valid(form)
        self.sheet = self.previewed(form)
        return self.render_to_response(self.get_context_data(form=form))

    def act(self, form):
        skeletons.edit_skeleton(self.object.pk, actor=self.request.user, **form.words())
        return self.object.get_absolute_url()

    def previewed(self, form):
        """Return the sheet of a paper made from what is typed and from the newest facts that the user sees."""
        user = self.request.user
        code = self.object.kind.code
        sources = (one for one in registries.paper_sources.values() if code in one.kinds)
        records = (source.visible(user).order_by("-pk").first() for source in sources)
        return skeletons.preview(
            form.instance,
            actor=user,
            roadmap=Roadmap.objects.visible_to(user).current(timezone.localdate()),
            association=Association.objects.visible_to(user).filter(closed_on=None).first(),
            record=next((record for record in records if record is not None), None),
        )

    def get_context_data(self, **kwargs):
        form = kwargs.setdefault("form", self.get_form())
        return super().get_context_data(
            sheet=self.sheet,
            groups=groups_of(form.names),
            roles=[role.label for role in Role],
            stages=dict.fromkeys(stage.label for stage in STAGES.values()),
            conditions=[(name, one.words) for name, one in registries.point_conditions.items()],
            entries=HistoryEntry.objects.of(self.object)[:50],
            **kwargs,
        )


GROUPS = {
    "То, о чём документ": (),
    "Школа и люди": ("org", "dir", "coord", "upbringing", "head", "secretary"),
    "Год, сроки, документы": ("year", "row", "term", "p", "reg", "prog", "roadmap"),
    "Органы, объединения, списки": ("staff", "chairs", "group", "mo", "work", "vsoko"),
    "Сам документ": ("doc",),
}


def groups_of(names):
    """Return [(title, [(placeholder, what it is, how else it may be written)])] for the tables under the words.

    A placeholder of no group belongs to what the papers of the kind are about.
    """
    of_group = {first: title for title, firsts in GROUPS.items() for first in firsts}
    groups = {title: [] for title in GROUPS}
    for name, one in names.items():
        title = of_group.get(name.partition(".")[0] if name in registries.paper_facts else "", next(iter(GROUPS)))
        groups[title].append((f"{{{{{name}}}}}", one.words, otherwise(name, one.sort)))
    return [(title, rows) for title, rows in groups.items() if rows]


def otherwise(name, sort):
    """Return how else a placeholder may be written: with a case, with a part of a person."""
    if sort == PERSON:
        return f"{{{{{name}:дат}}}}, {{{{{name}.full}}}}, {{{{{name}.sign}}}}, {{{{{name}.pos:вин}}}}"
    return {DECLINED: f"{{{{{name}:род}}}}", TABLE: "отдельной строкой", LATE: "при показе"}.get(sort, "")


class SkeletonCopy(SkeletonPage):
    form_class = SkeletonCopyForm
    submit_label = "Создать заготовку"
    success_message = "Заготовка создана: измените её слова."

    def get_heading(self):
        return f"Новая заготовка по образцу: {self.object.name}"

    def act(self, form):
        return skeletons.copy_skeleton(self.object.pk, actor=self.request.user, **form.cleaned_data).get_absolute_url()

    def get_cancel_url(self):
        return self.object.get_absolute_url()
