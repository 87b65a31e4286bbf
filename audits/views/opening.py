"""The opening of an audit: its questions to be read in advance, the timetable of its meetings."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.views.generic import TemplateView

from audits.announced_questions import questions_by_section
from audits.announcing import NOT_YET, is_announced
from audits.forms.opening import MeetingRows
from audits.models import Audit
from audits.permissions import is_auditee, is_lead
from audits.services.impartiality import team_of
from audits.services.timetable import LEADS, RUNNING, proposed_meetings, save_timetable, timetable_remarks
from roadmap.permissions import sees_everything
from vsoko.forms import PlainForm
from vsoko.models import CalendarPeriod
from vsoko.views.generic import SchoolPageMixin, ServiceFormView
from vsoko.workflow import TransitionError

CARD = Audit.objects.select_related(
    "school", "roadmap", "programme", "association", "course_programme", "lead", "auditee", "template", "request"
).prefetch_related("team__employee")


class Questions(SchoolPageMixin, TemplateView):
    """What the audit will ask, without an answer: for whoever answers for the subject, and for the group."""

    template_name = "audits/questions.html"
    heading = "Вопросы аудита"

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    def check_right(self):
        user, audit = self.request.user, self.object
        if sees_everything(user):
            return
        if not is_auditee(user, audit):
            raise PermissionDenied
        if not is_announced(audit):
            raise PermissionDenied(NOT_YET)

    def get_context_data(self, **kwargs):
        return super().get_context_data(object=self.object, groups=questions_by_section(self.object), **kwargs)


class RowsView(ServiceFormView):
    """A form with rows under it (`points`); «Ещё строки» comes back with all that was typed and more blank rows."""

    template_name = "audits/rows_form.html"
    right = is_lead
    rows = None

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    def check_right(self):
        if not is_lead(self.request.user, self.object):
            raise PermissionDenied(LEADS)

    def initial_rows(self):
        raise NotImplementedError

    def row_facts(self):
        raise NotImplementedError

    def make_rows(self, data, initial):
        return self.rows(data, prefix="rows", initial=initial, form_kwargs=self.row_facts())

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        self.points = self.make_rows(request.POST, self.initial_rows())
        if "more" in request.POST:
            self.points = self.make_rows(None, [typed_in(row) for row in self.points])
            return self.render_to_response(self.get_context_data(form=self.as_typed(form)))
        if all([form.is_valid(), self.points.is_valid()]):
            return self.form_valid(form)
        return self.form_invalid(form)

    def as_typed(self, form):
        given = {name: value for name, value in self.get_form_kwargs().items() if name not in ("data", "files")}
        return self.form_class(**given | {"initial": typed_in(form)})

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs):
        kwargs.setdefault("points", getattr(self, "points", None) or self.make_rows(None, self.initial_rows()))
        kwargs.setdefault("subline", str(self.object))
        return super().get_context_data(object=self.object, **kwargs)


def typed_in(form):
    return {field.name: field.value() for field in form}


class TimetableEdit(RowsView):
    form_class = PlainForm
    rows = MeetingRows
    heading = "График встреч"
    submit_label = "Сохранить график"
    success_message = "График встреч сохранён."

    def stored(self):
        if not hasattr(self, "_stored"):
            self._stored = list(self.object.meetings.all())
        return self._stored

    def initial_rows(self):
        if self.object.state not in RUNNING:
            return []
        if not self.stored():
            return [row | {"auditor": getattr(row["auditor"], "pk", None)} for row in proposed_meetings(self.object)]
        names = ("day", "at", "stage", "about", "participants", "place")
        return [{name: getattr(one, name) for name in names} | {"auditor": one.auditor_id} for one in self.stored()]

    def row_facts(self):
        return {"audit": self.object, "team": team_of(self.object)}

    def get_context_data(self, **kwargs):
        explain = "Ниже — предложение по рабочим дням аудита и разделам чек-листа: поправьте и сохраните. "
        return super().get_context_data(
            explain="" if self.stored() else explain,
            row_label="Встреча",
            more_label="Ещё встреча",
            note="График увидит тот, кто отвечает за объект; он же встанет в план аудита. Учебные занятия не отменяют.",
            **kwargs,
        )

    def act(self, form):
        meetings = self.points.meetings()
        if not meetings and not self.stored():
            raise TransitionError("В графике нет ни одной встречи: впишите хотя бы одну.")
        audit = save_timetable(self.object.pk, actor=self.request.user, rows=meetings)
        calendar = CalendarPeriod.objects.calendar(audit.school_id)
        for sentence in timetable_remarks(audit, list(audit.meetings.all()), calendar):
            messages.warning(self.request, sentence)
        return audit.get_absolute_url()
