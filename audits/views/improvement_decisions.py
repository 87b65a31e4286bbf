"""Many proposed measures decided on one page: each is accepted, declined or left, all that was decided in one go."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.views.generic import TemplateView

from audits.forms.decisions import DecisionDayForm, decided, decision_forms
from audits.improvement_plan import plan_of
from audits.models import ImprovementItem
from audits.services import improvements
from audits.services.next_year import following_label, period_of
from audits.views.analysis import AnalysisWriterMixin
from roadmap.permissions import is_leader, sees_everything
from vsoko.views.seen import note_seen
from vsoko.workflow import NotAllowed, TransitionError

ON_A_PAGE = 30
UNFILLED = "Решения не записаны: исправьте отмеченные места и запишите ещё раз."


class ImprovementDecisions(AnalysisWriterMixin, TemplateView):
    template_name = "audits/improvement_decide.html"
    heading = "Решения о мерах"
    right = staticmethod(is_leader)

    def rows(self):
        rows = self.analysis.improvements.select_related("source_finding", "source_activity", "analysis__roadmap")
        return rows.order_by("id")

    def forms(self, rows, data=None):
        _, last = period_of(following_label(self.roadmap))
        return decision_forms(rows, self.roadmap.school_id, data, due_on=last)

    def post(self, request, *args, **kwargs):
        # What was on the page, though somebody may have decided on a part of it meanwhile: nothing typed is lost.
        shown = [int(pk) for pk in request.POST.getlist("measure") if pk.isdecimal()]
        forms = self.forms(self.rows().filter(pk__in=shown), request.POST)
        day = DecisionDayForm(request.POST)
        if not all(form.is_valid() for form in (day, *forms)):
            return self.refused(forms, day, UNFILLED)
        decisions = decided(forms)
        try:
            improvements.decide_improvements(
                self.analysis.pk, actor=request.user, on=day.cleaned_data["on"], **decisions
            )
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except improvements.Undecided as error:
            for form in forms:
                if wrong := error.rows.get(form.item.pk):
                    form.add_error(wrong.field or "decision", wrong.message)
            return self.refused(forms, day, error.message)
        except TransitionError as error:
            return self.refused(forms, day, error.message)
        messages.success(
            request, f"Принято мер: {len(decisions['accepted'])}, отклонено: {len(decisions['declined'])}."
        )
        left = self.rows().filter(state=ImprovementItem.State.PROPOSED).exclude(pk__in=shown).exists()
        page = "improvement-decide" if left else "improvement-list"
        return HttpResponseRedirect(reverse(page, args=[self.roadmap.pk]))

    def refused(self, forms, day, sentence):
        return self.render_to_response(self.get_context_data(forms=forms, day=day, sentence=sentence), status=422)

    def get_context_data(self, forms=None, day=None, **kwargs):
        plan = plan_of(self.analysis)
        if forms is None:
            rows = self.rows().filter(state=ImprovementItem.State.PROPOSED)
            page = Paginator(rows, ON_A_PAGE).get_page(self.request.GET.get("page"))
            forms = self.forms(page.object_list)
            kwargs |= {"paginator": page.paginator, "page_obj": page}
        note_seen(self.request.user, [form.item.source_finding for form in forms])
        return super().get_context_data(
            roadmap=self.roadmap,
            forms=forms,
            day=day or DecisionDayForm(),
            total_word="мера,меры,мер",
            locked=self.analysis.state == "on_approval",
            closed=None if plan.is_open else plan,
            follows=sees_everything(self.request.user, self.analysis),
            **kwargs,
        )
