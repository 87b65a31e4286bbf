"""Cards of the sample: their list, one card, its form between two lessons, and the blank for a pen."""

from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView

from audits.card_kinds import kinds
from audits.forms.cards import CardForm, initial_of, offered
from audits.models import Audit, SamplingCard
from audits.models.checklist import Answer
from audits.models.sampling import CardKind
from audits.permissions import sees_checklist
from audits.services import cards
from audits.services.samples import samples_of
from audits.views.card_kind import AsksOfKind, ChosenKind, capital
from vsoko.forms import PlainForm
from vsoko.qr import qr_svg
from vsoko.views.generic import SchoolDetailView, SchoolListView, ServiceFormView
from vsoko.wording import day_num

AUDIT = Audit.objects.select_related(
    "school", "roadmap", "association", "course_programme", "lead", "auditee"
).prefetch_related("team__employee")
CARD = SamplingCard.objects.select_related(
    "auditor", "sample__audit__school", "sample__audit__lead", "sample__audit__association",
    "sample__audit__course_programme",
).prefetch_related("sample__audit__team__employee", "lines__item__course_programme")  # fmt: skip


def is_open(audit):
    return audit.state == Audit.State.IN_PROGRESS


class CardList(SchoolListView):
    """What was looked at in one audit, with the sums that its report tells."""

    model = SamplingCard
    filterset_class = None
    template_name = "audits/card_list.html"
    heading = "Карточки выборки"
    right = sees_checklist

    def load(self):
        self.object = self.visible(AUDIT, pk=self.kwargs["pk"])

    def get_queryset(self):
        rows = super().get_queryset().filter(sample__audit=self.object).select_related("sample", "auditor")
        found = {name: Count("lines", filter=Q(lines__answer=answer)) for name, answer in ANSWERS}
        return rows.annotate(**found).order_by("-day", "-pk")

    def get_context_data(self, **kwargs):
        audit = self.object
        return super().get_context_data(
            audit=audit,
            samples=samples_of(audit),
            may_write=is_open(audit) and cards.writes_cards(self.request.user, audit),
            total_word="карточка,карточки,карточек",
            **kwargs,
        )


ANSWERS = (("yes", Answer.CONFORMS), ("partly", Answer.PARTLY), ("no", Answer.FAILS))


class CardDetail(SchoolDetailView):
    model = SamplingCard
    template_name = "audits/card_detail.html"

    def get_queryset(self):
        return CARD

    def get_heading(self):
        return capital(self.object.place)

    def get_context_data(self, **kwargs):
        card, user = self.object, self.request.user
        population = card.sample.population
        facts = [
            ("Когда смотрели", day_num(card.day)),
            ("Реквизиты", card.document or "не записаны"),
            (
                kinds(card.school_id)[card.sample.kind].population,
                "не указано" if population is None else str(population),
            ),
            ("Кто смотрел", f"{card.auditor}, {card.auditor.position}"),
        ]
        may_edit = is_open(card.audit) and cards.edits_card(user, card)
        return super().get_context_data(audit=card.audit, facts=facts, may_edit=may_edit, **kwargs)


class CardFormMixin(AsksOfKind, ServiceFormView):
    form_class = CardForm
    template_name = "audits/card_form.html"

    @cached_property
    def items(self):
        """Return the questions about which this auditor may write."""
        user, audit = self.request.user, self.audit
        rows = audit.items.select_related("criterion", "course_programme")
        return [item for item in rows if not cards.is_own_question(user, audit, item)]

    def get(self, request, *args, **kwargs):
        if not is_open(self.audit):
            return HttpResponseRedirect(reverse("card-list", args=[self.audit.pk]))
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"words": self.asked, "items": self.items, "shown": self.shown()}

    def get_context_data(self, **kwargs):
        return super().get_context_data(audit=self.audit, asked=self.asked, **kwargs)


class CardCreate(ChosenKind, CardFormMixin):
    submit_label = "Сохранить карточку"
    success_message = "Карточка сохранена."

    @staticmethod
    def right(user, audit):
        return cards.writes_cards(user, audit)

    def load(self):
        self.object = self.audit = self.visible(AUDIT, pk=self.kwargs["pk"])

    def get_heading(self):
        return capital(CardKind(self.kind).label)

    def get_initial(self):
        known = self.audit.samples.filter(kind=self.kind).values_list("population", flat=True).first()
        return {"population": known} if known else {}

    def get_cancel_url(self):
        if self.first:
            return reverse("audit-checklist", args=[self.audit.pk])
        return reverse("card-list", args=[self.audit.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(**self.tabs(), subline="Новая карточка выборки", **kwargs)

    def act(self, form):
        facts, key = form.facts(), form.cleaned_data["key"]
        card = cards.create_card(self.audit.pk, actor=self.request.user, kind=self.kind, key=key, **facts)
        if "another" in self.request.POST:
            return self.request.get_full_path()
        return card.get_absolute_url()


class CardEdit(CardFormMixin):
    submit_label = "Сохранить карточку"
    success_message = "Карточка сохранена."
    right = cards.edits_card

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])
        self.audit, self.kind = self.object.audit, self.object.sample.kind

    def get_heading(self):
        return str(self.object)

    def get_initial(self):
        return initial_of(self.object)

    def shown(self):
        """Return the questions of the card, then the others of its kind about the same programme."""
        said = {line.item_id for line in self.object.lines.all()}
        there = [item for item in self.items if item.pk in said]
        course = there[0].course_programme if there else None
        more = [item for item in self.items if item.course_programme == course and item.pk not in said]
        return there + offered(self.asked, more)

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(card=self.object, subline="Карточка выборки", **kwargs)

    def act(self, form):
        return cards.edit_card(self.object.pk, actor=self.request.user, **form.facts()).get_absolute_url()


class CardDelete(ServiceFormView):
    """Take a card out; GET asks, POST does it."""

    template_name = "generic/transition.html"
    form_class = PlainForm
    heading = "Удалить карточку"
    submit_label = "Удалить карточку"
    success_message = "Карточка удалена."
    right = cards.edits_card

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        facts = [("Карточка", self.object.reference)]
        return super().get_context_data(object=self.object, danger=True, facts=facts, **kwargs)

    def act(self, form):
        audit = cards.delete_card(self.object.pk, actor=self.request.user)
        return reverse("card-list", args=[audit.pk])


class CardBlank(ChosenKind, TemplateView):
    """One card on paper: what is filled in with a pen in the lesson and entered later."""

    template_name = "audits/card_blank.html"
    right = sees_checklist

    def load(self):
        self.object = self.audit = self.visible(AUDIT, pk=self.kwargs["pk"])

    def get_heading(self):
        return capital(CardKind(self.kind).label)

    @cached_property
    def items(self):
        return list(self.audit.items.select_related("criterion", "course_programme"))

    def get_context_data(self, **kwargs):
        entry = reverse("card-create", args=[self.audit.pk]) + self.address(self.kind, self.course)
        return super().get_context_data(
            audit=self.audit,
            words=self.asked,
            items=self.shown(),
            room=range(FREE if self.shown() else FREE + 4),
            course=self.course,
            entry_url=entry,
            may_write=is_open(self.audit) and cards.writes_cards(self.request.user, self.audit),
            code=qr_svg(self.request.build_absolute_uri(entry), "QR-код: ввод этой карточки"),
            **self.tabs(),
            **kwargs,
        )


FREE = 3  # rows of a blank for questions that the kind does not usually feed
