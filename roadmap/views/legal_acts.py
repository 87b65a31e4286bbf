"""The table of legal acts: which are in force, which have expired, which nobody has checked for long."""

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from roadmap.act_filters import LegalActFilter
from roadmap.forms.school import LegalActForm
from roadmap.models import Document, LegalAct
from roadmap.permissions import administers
from roadmap.views.school import ReferenceForm
from vsoko.views.generic import SchoolListView


class LegalActList(SchoolListView):
    model = LegalAct
    filterset_class = LegalActFilter
    template_name = "roadmap/legal_act_list.html"
    heading = "Нормативные акты"
    subline = "На них ссылаются документы и критерии: акт узнаётся по номеру в тексте"

    def get_queryset(self):
        return super().get_queryset().select_related("replaced_by")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            counts=self.filterset.counts(),
            total_word="акт,акта,актов",
            may_manage=administers(self.request.user),
            today=timezone.localdate(),
            **kwargs,
        )
        self.count_papers(context["object_list"])
        return context

    def count_papers(self, acts):
        """Give each act the number of papers citing it that the user sees."""
        seen = Document.objects.visible_to(self.request.user).filter(acts__in=[act.pk for act in acts])
        numbers = dict(seen.order_by().values_list("acts").annotate(Count("pk", distinct=True)))
        for act in acts:
            act.papers = numbers.get(act.pk, 0)


class LegalActEdit(ReferenceForm):
    model = LegalAct
    form_class = LegalActForm
    success_message = "Акт сохранён."

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"school": self.request.user.school}

    def get_heading(self):
        return "Изменить нормативный акт" if self.object else "Новый нормативный акт"

    def get_cancel_url(self):
        return reverse("legal-act-list")
