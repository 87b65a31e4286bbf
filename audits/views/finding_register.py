"""The register of findings: filtered, sorted, kept under a name, printed; and what is done with marked rows at once."""

from django import forms
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views import View

from audits import finding_register
from audits.finding_filters import FindingFilter
from audits.finding_pdf import MOST_PRINTED, PURPOSE
from audits.models import Finding
from audits.permissions import drafts_for_director
from audits.services import checkers, reminders
from audits.views.effectiveness import CHECKERS
from roadmap.models import Appointment, Employee
from roadmap.permissions import is_group_head, is_leader
from vsoko import saved_filters
from vsoko.forms import PlainForm
from vsoko.rendering import request_rendering
from vsoko.views.generic import SchoolListView, SchoolPageMixin, ServiceFormView
from vsoko.wording import full_stop, plural
from vsoko.workflow import TransitionError

RECORDS = "запись,записи,записей"
NOTHING_MARKED = "Отметьте в списке хотя бы одну запись."
NOTHING_SEEN = "Среди отмеченных нет записей, которые вам видны: отметьте их в списке заново."


def marked(request):
    """Return the numbers of the rows marked on the page."""
    return {int(pk) for pk in request.GET.getlist("id") if pk.isdecimal() and len(pk) < 19}


class FindingList(SchoolListView):
    model = Finding
    filterset_class = FindingFilter
    template_name = "audits/finding_list.html"
    heading = "Несоответствия и наблюдения"

    def get_queryset(self):
        return finding_register.rows_for(self.request.user)

    def get_filterset_kwargs(self, filterset_class):
        return super().get_filterset_kwargs(filterset_class) | {"user": self.request.user}

    def get_context_data(self, **kwargs):
        user, query = self.request.user, self.request.GET.urlencode()
        kept = saved_filters.conditions(finding_register.LISTING, query)
        saved = saved_filters.kept_by(user, finding_register.LISTING, query)
        return super().get_context_data(
            today=timezone.localdate(),
            counts=self.filterset.counts(),
            sorted_by=self.filterset.sorted_by,
            saved=saved,
            conditions=kept,
            save_url=f"{reverse('saved-create', args=[finding_register.LISTING])}?{kept}" if kept else "",
            current_saved=next((row for row in saved if row.current), None),
            may_remind=is_leader(user),
            may_assign=is_group_head(user),
            may_import=drafts_for_director(user),
            total_word=RECORDS,
            **kwargs,
        )


class FindingPrint(SchoolPageMixin, View):
    """Asks for the PDF of what the filter in the address shows, and leads to where it can be waited for."""

    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        query = saved_filters.conditions(finding_register.LISTING, request.GET.urlencode())
        rows = finding_register.filter_of(request.user, query).qs.count()
        back = f"{reverse('finding-list')}?{query}"
        if rows > MOST_PRINTED:
            messages.error(
                request,
                f"В отборе {plural(rows, RECORDS)}, а PDF вмещает до {MOST_PRINTED}: сузьте отбор или выгрузите его в Excel.",
            )
            return HttpResponseRedirect(back)
        kept = saved_filters.for_printing(request.user, finding_register.LISTING, query)
        try:
            rendering = request_rendering(kept, PURPOSE, actor=request.user)
        except TransitionError as error:
            messages.error(request, error.message)
            return HttpResponseRedirect(back)
        return HttpResponseRedirect(reverse("rendering", args=[rendering.pk]))


class MarkedMixin(ServiceFormView):
    """A step for the rows marked in the list: GET says what will happen to each, POST does it to all."""

    template_name = "audits/finding_marked.html"

    def load(self):
        self.findings = Finding.objects.visible_to(self.request.user).filter(pk__in=marked(self.request))

    def get(self, request, *args, **kwargs):
        if not marked(request):
            messages.error(request, NOTHING_MARKED)
            return HttpResponseRedirect(self.get_cancel_url())
        return super().get(request, *args, **kwargs)

    def get_cancel_url(self):
        """Lead back to the list as it was filtered."""
        query = saved_filters.conditions(finding_register.LISTING, self.request.GET.get("back", ""))
        return reverse("finding-list") + (f"?{query}" if query else "")


class FindingRemind(MarkedMixin):
    form_class = PlainForm
    heading = "Напомнить об отмеченных"
    submit_label = "Отправить напоминания"
    right = staticmethod(is_leader)

    def get_context_data(self, **kwargs):
        found = reminders.look(self.findings)
        blockers = [] if found.due else ["Среди отмеченных нет записей, о которых сегодня можно напомнить."]
        return super().get_context_data(
            rows=[(row, word, ", ".join(map(str, people))) for row, word, people in found.due],
            rows_word="Чего ждём и от кого",
            left=[(row, "сегодня уже напоминали") for row in found.told_today]
            + [(row, "никто ничего не должен сделать") for row in found.idle],
            blockers=blockers,
            explain="Каждый получит одно письмо обо всём, что от него ждут.",
            **kwargs,
        )

    def act(self, form):
        number, told, silent = reminders.remind(
            marked(self.request), actor=self.request.user, visible=Finding.objects.visible_to(self.request.user)
        )
        if told:
            words = f"Напоминания записаны ({plural(number, RECORDS)}): {', '.join(map(str, told))}"
            messages.success(self.request, full_stop(words))
        if silent:
            words = f"Нет адреса для писем, скажите лично: {', '.join(map(str, silent))}"
            messages.warning(self.request, full_stop(words))
        if not told and not silent:
            messages.info(self.request, "Сегодня об этом уже напоминали.")
        return self.get_cancel_url()


class CheckersForm(PlainForm):
    checker = forms.ModelChoiceField(
        Employee.objects.none(),
        label="Кто проверит результативность",
        empty_label="Выберите проверяющего",
        help_text="Тот, кто не исполнял действий по этим записям. Дни проверки остаются.",
        error_messages={"required": "Выберите проверяющего: он не должен исполнять действия по этим записям."},
    )

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["checker"].queryset = people


class FindingPrintMarked(MarkedMixin):
    """Says which rows the PDF will hold, and asks for it."""

    form_class = PlainForm
    heading = "PDF отмеченных записей"
    submit_label = "Подготовить PDF"

    def get_context_data(self, **kwargs):
        rows = finding_register.rows_for(self.request.user).filter(pk__in=marked(self.request))
        rows = [(row, row.get_state_display(), row.subject_name) for row in rows]
        blockers = [] if rows else [NOTHING_SEEN]
        return super().get_context_data(rows=rows, rows_word="Состояние, объект", blockers=blockers, **kwargs)

    def act(self, form):
        pks = list(self.findings.values_list("pk", flat=True))
        if not pks:
            raise TransitionError(NOTHING_SEEN)
        query = finding_register.query_of_marked(pks, self.request.GET.get("back", ""))
        if len(query) > saved_filters.LONGEST:
            raise TransitionError("Отмечено слишком много записей: отметьте меньше или подготовьте PDF по отбору.")
        kept = saved_filters.for_printing(self.request.user, finding_register.LISTING, query)
        return reverse("rendering", args=[request_rendering(kept, PURPOSE, actor=self.request.user).pk])


class FindingAssign(MarkedMixin):
    form_class = CheckersForm
    heading = "Назначить проверяющего"
    submit_label = "Назначить проверяющего"
    right = staticmethod(is_group_head)

    def get_form_kwargs(self):
        held = Appointment.objects.filter(role__in=CHECKERS).covering(timezone.localdate())
        people = Employee.objects.filter(school=self.request.user.school_id, left_on=None)
        return super().get_form_kwargs() | {"people": people.filter(pk__in=held.values("employee"))}

    def get_context_data(self, **kwargs):
        waiting = list(checkers.awaited_checks(self.findings))
        at = {check.finding_id for check in waiting}
        return super().get_context_data(
            rows=[(check.finding, check.checker or "не назначен", "") for check in waiting],
            rows_word="Кто проверяет сейчас",
            left=[(row, row.get_state_display()) for row in self.findings if row.pk not in at],
            blockers=[] if waiting else ["Среди отмеченных нет записей, которые ждут проверки результативности."],
            **kwargs,
        )

    def act(self, form):
        named = checkers.assign_checkers(self.findings, actor=self.request.user, **form.cleaned_data)
        messages.success(self.request, f"Проверяющий назначен: {plural(named, RECORDS)}.")
        return self.get_cancel_url()
