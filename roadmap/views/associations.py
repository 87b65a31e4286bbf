from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Prefetch, Q
from django.utils import timezone

from roadmap.context import year_of
from roadmap.forms.associations import AssociationForm, ClosingForm, MembersForm
from roadmap.forms.people import EndingForm
from roadmap.models import Appointment, Association, AssociationMember
from roadmap.models.activity import Stage
from roadmap.paper_links import MINUTES, create_url, made_of, may_prepare
from roadmap.permissions import Role, manages_people
from roadmap.services import associations
from vsoko.views.generic import SchoolDetailView, SchoolListView, ServiceFormView
from vsoko.wording import plural


def heads(day):
    """Return the prefetch of chairs and curators of that day, as `heads`."""
    rows = Appointment.objects.covering(day).filter(role__in=(Role.CHAIR, Role.CURATOR)).select_related("employee")
    return Prefetch("appointments", rows, "heads")


def word_heads(association):
    """Give the association `chairs` and `curators`: the appointments of the day for which `heads` was fetched."""
    association.chairs = [row for row in association.heads if row.role == Role.CHAIR]
    association.curators = [row for row in association.heads if row.role == Role.CURATOR]
    return association


class AssociationList(SchoolListView):
    """Present associations; the closed ones under «упразднённые»."""

    model = Association
    template_name = "roadmap/association_list.html"
    heading = "Методические объединения"

    def get_queryset(self):
        today = timezone.localdate()
        current = Q(members__starts_on__isnull=True) | Q(members__starts_on__lte=today)
        current &= Q(members__ends_on__isnull=True) | Q(members__ends_on__gte=today)
        return (
            super().get_queryset().filter(closed_on__isnull=not self.shows_closed)
            .annotate(size=Count("members", filter=current))
            .order_by("name", "pk").prefetch_related(heads(today))
        )  # fmt: skip

    @property
    def shows_closed(self):
        return self.request.GET.get("state") == "closed"

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            total_word="объединение,объединения,объединений", may_manage=manages_people(self.request.user), **kwargs
        )
        for association in context["object_list"]:
            word_heads(association)
        numbers = Association.objects.visible_to(self.request.user).aggregate(
            open=Count("pk", filter=Q(closed_on__isnull=True)), closed=Count("pk", filter=Q(closed_on__isnull=False))
        )
        if numbers["closed"]:
            context["counts"] = [
                {"label": "Действующие", "n": numbers["open"], "url": "?", "current": not self.shows_closed},
                {"label": "Упразднённые", "n": numbers["closed"], "url": "?state=closed", "current": self.shows_closed},
            ]
        return context


class AssociationDetail(SchoolDetailView):
    model = Association
    template_name = "roadmap/association_detail.html"

    def get_heading(self):
        return self.object.name

    def get_context_data(self, **kwargs):
        today = timezone.localdate()
        roles = list(self.object.appointments.select_related("employee").order_by("role", "-starts_on"))
        members = list(self.object.members.select_related("employee"))
        return super().get_context_data(
            may_manage=manages_people(self.request.user) and not self.object.closed_on,
            chairs=[row for row in roles if row.role == Role.CHAIR and row.covers(today)],
            curators=[row for row in roles if row.role == Role.CURATOR and row.covers(today)],
            past_roles=[row for row in roles if row.ends_on and row.ends_on < today],
            members=[row for row in members if row.ends_on is None or row.ends_on >= today],
            past_members=[row for row in members if row.ends_on and row.ends_on < today],
            programmes=self.object.course_programmes.all(),
            papers=self.papers(),
            today=today,
            **kwargs,
        )

    def papers(self):
        """Return [{label, url}] of the papers that the user may begin here: minutes, and what is made of its records."""
        user = self.request.user
        minutes = create_url(MINUTES, association=self.object.pk)
        own = [{"label": "Протокол заседания МО", "url": minutes}] if may_prepare(user, MINUTES) else []
        return [] if self.object.closed_on else own + made_of(user, self.object, **self.row_of_the_year())

    def row_of_the_year(self):
        """Return the row of the open year that sums up the work of associations, for the address of a draft."""
        roadmap = year_of(self.request).roadmap
        row = roadmap and roadmap.activities.filter(stage=Stage.AUDITS).values_list("pk", flat=True).first()
        return {"activity": row} if row else {}


class AssociationRight:
    def check_right(self):
        if not manages_people(self.request.user, getattr(self, "object", None)):
            raise PermissionDenied(associations.REFUSAL)


class AssociationCreate(AssociationRight, ServiceFormView):
    form_class = AssociationForm
    heading = "Новое методическое объединение"
    submit_label = "Создать объединение"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def act(self, form):
        made = associations.create_association(self.request.user.school, actor=self.request.user, **form.cleaned_data)
        messages.success(self.request, "Объединение создано. Теперь внесите, кто в него входит.")
        return made.get_absolute_url()


class AssociationPage(AssociationRight, ServiceFormView):
    """A form about one association."""

    def load(self):
        self.object = self.visible(Association, pk=self.kwargs["pk"])

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(association=self.object, subline=self.object.name, **kwargs)


class AssociationEdit(AssociationPage):
    form_class = AssociationForm
    heading = "Изменить объединение"
    success_message = "Объединение изменено."

    def get_form_kwargs(self):
        instance = Association.objects.get(pk=self.object.pk)
        return super().get_form_kwargs() | {"user": self.request.user, "instance": instance}

    def get_initial(self):
        held = self.object.appointments.covering(timezone.localdate()).filter(acting=False)
        names = {Role.CHAIR: "chair", Role.CURATOR: "curator"}
        return {names[row.role]: row.employee_id for row in held}

    def act(self, form):
        associations.edit_association(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class AssociationClose(AssociationPage):
    template_name = "generic/transition.html"
    form_class = ClosingForm
    heading = "Упразднить объединение"
    submit_label = "Упразднить объединение"
    success_message = "Объединение упразднено."

    def act(self, form):
        associations.close_association(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        size = self.object.members.covering(timezone.localdate()).count()
        return super().get_context_data(
            explain="Полномочия главы и куратора и членство закончатся этим днём. Документы и аудиты объединения останутся.",
            facts=[("Членов сейчас", plural(size, "человек,человека,человек"))],
            danger=True,
            **kwargs,
        )


class MemberAdd(AssociationPage):
    form_class = MembersForm
    heading = "Внести членов объединения"
    submit_label = "Внести отмеченных"
    success_message = "Состав дополнен."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "association": self.object}

    def act(self, form):
        associations.add_members(self.object.pk, actor=self.request.user, **form.cleaned_data)
        return self.object.get_absolute_url()


class MemberEnd(AssociationPage):
    template_name = "generic/transition.html"
    form_class = EndingForm
    heading = "Завершить членство"
    submit_label = "Завершить членство"
    success_message = "Членство завершено."

    def load(self):
        self.member = self.visible(
            AssociationMember.objects.select_related("association", "employee"), pk=self.kwargs["pk"]
        )
        self.object = self.member.association

    def act(self, form):
        associations.end_membership(self.member.pk, actor=self.request.user, on=form.cleaned_data["on"])
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        facts = [("Кто", self.member.employee.full_name), ("Объединение", self.object.name)]
        explain = "Прежние дни сохранятся: по ним проверяется, не проверял ли человек своё объединение."
        return super().get_context_data(facts=facts, explain=explain, **kwargs)
