from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from roadmap.context import year_of
from roadmap.forms.working_group import WorkingGroupForm
from roadmap.models import Appointment, Document, WorkingGroup
from roadmap.paper_links import MINUTES, create_url, prepared_kinds
from roadmap.permissions import GROUP_ROLES, Role, forms_group, sees_everything
from roadmap.services import working_group
from roadmap.services.training import longest
from vsoko.models import HistoryEntry
from vsoko.views.generic import SchoolPageMixin, ServiceFormView

ORDER_OF_GROUP = "D03"


class GroupPage(SchoolPageMixin):
    """Knows the roadmap (the open one, or the one that the address names) and its group."""

    def load(self):
        year = year_of(self.request)
        self.roadmap, asked = year.roadmap, self.request.GET.get("roadmap")
        if asked:
            self.roadmap = next((one for one in year.roadmaps if str(one.pk) == asked), None)
        if asked and self.roadmap is None:
            raise Http404
        groups = WorkingGroup.objects.filter(roadmap=self.roadmap).select_related("document", "roadmap")
        self.object = groups.first()
        self.others = [one for one in year.roadmaps if one != self.roadmap]

    def members(self):
        if self.object is None:
            return []
        rows = list(self.object.appointments.select_related("employee").order_by("employee__last_name", "pk"))
        return sorted(rows, key=lambda row: GROUP_ROLES.index(row.role))


class WorkingGroupDetail(GroupPage, TemplateView):
    template_name = "roadmap/working_group.html"

    def get_heading(self):
        return f"Рабочая группа, {self.roadmap.year_words}" if self.roadmap else "Рабочая группа"

    def get_context_data(self, **kwargs):
        user, today = self.request.user, timezone.localdate()
        members = self.members()
        row = self.roadmap and self.roadmap.activities.filter(stage="group").first()
        return super().get_context_data(
            roadmap=self.roadmap,
            group=self.object,
            now=self.with_training([one for one in members if one.ends_on is None or one.ends_on >= today]),
            today=today,
            before=[one for one in members if one.ends_on and one.ends_on < today],
            others=self.others,
            row=row,
            may_form=forms_group(user, self.object),
            papers=self.papers(row),
            entries=HistoryEntry.objects.of(self.object)[:50] if self.object else [],
            **kwargs,
        )

    def with_training(self, members):
        """Say of each auditor what training holds longest, to those who may know it; one query."""
        user = self.request.user
        if not (sees_everything(user) or forms_group(user)):
            return members
        found = longest([one.employee_id for one in members])
        for one in members:
            one.auditing, one.training = one.role != Role.GROUP_SECRETARY, found.get(one.employee_id)
        return members

    def papers(self, row):
        """Return [{label, url}] of the papers of the group that the user prepares: its order (of a change, once there is
        one) and its minutes.
        """
        of_row = {"activity": row.pk} if row else {}
        order = ("Подготовить приказ о группе", create_url(ORDER_OF_GROUP, **of_row))
        if self.object and self.object.document:
            changed = create_url(ORDER_OF_GROUP, variant="changed", **of_row)
            order = ("Подготовить приказ об изменении состава", changed)
        offered = {
            ORDER_OF_GROUP: order,
            MINUTES: ("Подготовить протокол группы", create_url(MINUTES, variant="group")),
        }
        mine = prepared_kinds(self.request.user, offered)
        return [{"label": label, "url": url} for code, (label, url) in offered.items() if code in mine]


class WorkingGroupEdit(GroupPage, ServiceFormView):
    form_class = WorkingGroupForm
    submit_label = "Сохранить состав"
    success_message = "Состав рабочей группы сохранён."

    def load(self):
        super().load()
        if self.roadmap is None:
            raise Http404

    def check_right(self):
        if not forms_group(self.request.user, self.roadmap):
            raise PermissionDenied(working_group.REFUSAL)

    def get_heading(self):
        return "Изменить состав рабочей группы" if self.object else "Создать рабочую группу"

    def get_form_kwargs(self):
        orders = Document.objects.filter(roadmap=self.roadmap, kind__code=ORDER_OF_GROUP, state__in=Document.IN_FORCE)
        former = Appointment.objects.visible_to(self.request.user).filter(role__in=GROUP_ROLES)
        former = former.exclude(working_group=self.object).covering(timezone.localdate())
        return super().get_form_kwargs() | {
            "user": self.request.user, "orders": orders.select_related("kind"), "former": former.exists(),
        }  # fmt: skip

    def get_initial(self):
        held = {}
        for row in self.members() or self.proposed():
            if row.ends_on is None:
                held.setdefault(row.role, []).append(row.employee_id)
        first = {role: ids[0] for role, ids in held.items()}
        return {
            "head": first.get(Role.GROUP_HEAD),
            "secretary": first.get(Role.GROUP_SECRETARY),
            "auditors": held.get(Role.AUDITOR, []),
            "document": self.object and self.object.document_id,
        }

    def proposed(self):
        """Return the members of the group of the year before, where this year has none yet: those who still work here."""
        former = Appointment.objects.filter(working_group__roadmap=self.roadmap.predecessor_id, ends_on=None)
        return former.filter(employee__left_on=None) if self.roadmap.predecessor_id and self.object is None else []

    def act(self, form):
        return working_group.form_group(self.roadmap, actor=self.request.user, **form.cleaned_data).get_absolute_url()

    def get_cancel_url(self):
        return f"{reverse('working-group')}?roadmap={self.roadmap.pk}"

    def get_context_data(self, **kwargs):
        explain = "Кто уходит, остаётся в составе до предыдущего дня; кто остаётся, сохраняет свой первый день."
        if self.proposed():
            explain = "Предложен состав прошлого года: поправьте его и сохраните."
        return super().get_context_data(
            subline=self.roadmap.year_words,
            explain=explain,
            **kwargs,
        )
