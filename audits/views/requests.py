"""The list of documents that an audit asks for: made by the lead, answered by whoever is audited, taken as evidence."""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from audits import request_workflow as workflow
from audits.forms.opening import AnswerRow, LineRows, RequestForm
from audits.models import Audit, DocumentRequest, RequestLine
from audits.permissions import is_auditee, is_lead, is_on_team
from audits.services import requests
from audits.views.opening import RowsView
from vsoko.models import HistoryEntry
from vsoko.views.generic import PressView, SchoolPageMixin, TransitionView
from vsoko.wording import plural
from vsoko.workflow import NotAllowed, TransitionError

LIST = DocumentRequest.objects.select_related(
    "audit__school", "audit__roadmap", "audit__programme", "audit__association", "audit__course_programme",
    "audit__lead", "audit__auditee",
).prefetch_related("audit__team__employee")  # fmt: skip
LINE = RequestLine.objects.select_related(
    "request__audit__school", "request__audit__association", "request__audit__course_programme",
    "request__audit__lead", "request__audit__auditee",
)  # fmt: skip


class RequestDetail(SchoolPageMixin, TemplateView):
    """The list with what has come; whoever answers for the subject answers all of it here, in one or in several goes."""

    template_name = "audits/request.html"
    heading = "Что подготовить к аудиту"

    def load(self):
        self.object = self.visible(LIST, audit=self.kwargs["pk"])
        self.audit = self.object.audit
        self.lines = self.object.lines.select_related("answered_by").prefetch_related("files")

    @property
    def answers(self):
        sent = self.object.state == DocumentRequest.State.SENT
        return sent and self.audit.state in workflow.RUNNING and is_auditee(self.request.user, self.audit)

    def post(self, request, *args, **kwargs):
        if not is_auditee(request.user, self.audit):
            raise PermissionDenied(workflow.ANSWERS)
        rows, kept = [AnswerRow(line) for line in self.lines], 0
        for row in rows:
            row.read(request.POST, request.FILES)
            try:
                if not row.touched:
                    row.typed = {}
                elif row.save(request.user):
                    kept += 1
                    row.typed = {}
            except NotAllowed as error:
                raise PermissionDenied(error.message) from error
        if any(row.error for row in rows):
            fresh = {line.pk: line for line in self.lines.all()}
            for row in rows:
                row.line = fresh[row.line.pk]
            return self.render_to_response(self.get_context_data(rows=rows, kept=kept), status=422)
        if kept:
            messages.success(request, f"Записано: {plural(kept, 'ответ,ответа,ответов')}.")
        return HttpResponseRedirect(request.path)

    def get_context_data(self, rows=None, **kwargs):
        user, audit, request = self.request.user, self.audit, self.object
        rows = rows or [AnswerRow(line) for line in self.lines]
        leads = is_lead(user, audit) and audit.state in workflow.RUNNING
        takes = is_on_team(user, audit) and audit.state == Audit.State.IN_PROGRESS
        return super().get_context_data(
            object=request,
            audit=audit,
            rows=rows,
            problems=[row for row in rows if row.error],
            left=sum(row.is_open for row in rows),
            answers=self.answers,
            leads=leads,
            sends=leads and request.state == DocumentRequest.State.DRAFT,
            takes=takes,
            items=self.items_of(rows) if takes else {},
            entries=list(HistoryEntry.objects.of(request)[:50]),
            today=timezone.localdate(),
            **kwargs,
        )

    def items_of(self, rows):
        """Give each answered row the questions for which it may be evidence: its own, or all where it names none."""
        by_code = defaultdict(list)
        for item in self.audit.items.select_related("course_programme"):
            label = f"{item.code}: {item.course_programme}" if item.course_programme else item.code
            by_code[item.code].append((item.pk, label))
        every = [pair for pairs in by_code.values() for pair in pairs]
        for row in rows:
            own = [pair for code in row.line.codes for pair in by_code[code]]
            row.items = (own or every) if row.line.state == RequestLine.State.ANSWERED else []
        return by_code


class RequestEdit(RowsView):
    form_class = RequestForm
    rows = LineRows
    heading = "Перечень документов"
    submit_label = "Сохранить перечень"
    success_message = "Перечень сохранён."

    def check_right(self):
        if not is_lead(self.request.user, self.object):
            raise PermissionDenied(workflow.LEADS)
        self.stored = getattr(self.object, "request", None)
        self.known = requests.question_codes(self.object) if self.object.state in workflow.RUNNING else {}

    def get_initial(self):
        if self.stored:
            return {"due_on": self.stored.due_on, "version": self.stored.version}
        return {"due_on": requests.due_day(self.object), "version": 0}

    def initial_rows(self):
        if self.stored is None:
            return [line_of(None, text, codes) for text, codes in requests.proposed_lines(self.object)]
        asked = self.stored.lines.filter(state=RequestLine.State.ASKED)
        return [line_of(line.pk, line.text, line.codes) for line in asked]

    def row_facts(self):
        return {"known": self.known}

    def get_cancel_url(self):
        return self.stored.get_absolute_url() if self.stored else super().get_cancel_url()

    def get_context_data(self, **kwargs):
        answered = self.stored.lines.exclude(state=RequestLine.State.ASKED).count() if self.stored else 0
        return super().get_context_data(
            explain=""
            if self.stored
            else "Ниже — предложение по тому, что смотрят вопросы аудита: поправьте и сохраните.",
            row_label="Строка",
            more_label="Ещё строки",
            note="Просите только то, что уже есть: новых справок и отчётов для аудита не готовят, с учителей документов вне "
            "установленного перечня не требуют (273-ФЗ, ст. 47, ч. 6.1). Чтобы убрать строку, очистите её.",
            answered=answered,
            **kwargs,
        )

    def act(self, form):
        rows = self.points.lines()
        if not rows and self.stored is None:
            raise TransitionError("В перечне нет ни одной строки: впишите, что подготовить.")
        data = form.cleaned_data
        request = requests.save_request(
            self.object.pk, actor=self.request.user, version=data["version"], due_on=data["due_on"], rows=rows
        )
        return request.get_absolute_url()


def line_of(pk, text, codes):
    return {"pk": pk, "text": text, "codes": ", ".join(codes)}


class RequestSend(TransitionView):
    queryset = LIST
    explain = (
        "Тот, кто отвечает за объект, увидит перечень одной строкой на рабочем столе и ответит файлом, реквизитами или словами, "
        "что такого документа нет."
    )

    def get_context_data(self, **kwargs):
        request = self.object
        facts = [
            ("Кому", request.audit.auditee.short_name),
            ("Строк", str(request.lines.count())),
            ("Подготовить до", f"{request.due_on:%d.%m.%Y}"),
        ]
        return super().get_context_data(facts=facts, **kwargs)


class LineReturn(TransitionView):
    queryset = LINE

    def get_success_url(self, changed):
        return changed.request.get_absolute_url()

    def get_cancel_url(self):
        return self.object.request.get_absolute_url()


class LineTake(PressView):
    """Make what a line shows the evidence of a question."""

    def load(self):
        self.object = self.visible(LINE, pk=self.kwargs["pk"])

    def act(self):
        item = self.request.POST.get("item", "")
        if not item.isdecimal() or len(item) > 18:
            raise Http404
        taken = requests.take_over(self.object.pk, actor=self.request.user, item_pk=int(item))
        messages.success(self.request, f"Взято свидетельством к вопросу {taken.code}.")

    def get_target(self):
        return reverse("audit-request", args=[self.object.request.audit_id])
