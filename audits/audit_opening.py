"""What the page of an audit says about its opening: the timetable, the questions, the list of documents, the plan in time."""

from django.urls import reverse
from django.utils.functional import cached_property

from audits.announcing import is_announced
from audits.models import Audit, DocumentRequest
from audits.permissions import is_auditee, is_lead, sees_request
from audits.plan_notice import PLAN, notice_remark
from audits.services.timetable import timetable_remarks
from roadmap.permissions import sees_everything
from vsoko.models import CalendarPeriod
from vsoko.wording import day_text, plural

RUNNING = (Audit.State.PLANNED, Audit.State.IN_PROGRESS)
LINES = "строка,строки,строк"


class Opening:
    """The part of an audit's page about its opening, for this user.

    The audit is a row of `with_openings`; `papers` is its PaperSet.
    """

    def __init__(self, user, audit, papers):
        self.user, self.audit, self.papers = user, audit, papers
        self.open_to_reader = sees_everything(user) or (is_auditee(user, audit) and is_announced(audit, audit.ordered))
        self.leads = is_lead(user, audit) and audit.state in RUNNING
        self.meetings = list(audit.meetings.select_related("auditor")) if self.open_to_reader else []
        self.request = self.request_of()

    def request_of(self):
        """Return the list where the user sees it: the subject when it has been sent, of the group the team alone."""
        request = getattr(self.audit, "request", None)
        if request is None:
            return None
        return request if sees_request(self.user, request) else None

    @property
    def shown(self):
        return self.open_to_reader and (self.meetings or self.audit.state in RUNNING)

    @cached_property
    def calendar(self):
        return CalendarPeriod.objects.calendar(self.audit.school_id)

    @cached_property
    def remarks(self):
        """Return what is wrong with the days of the meetings and with the plan; the plan is the team's own care."""
        found, late = [], ""
        if self.leads and self.meetings:
            found = timetable_remarks(self.audit, self.meetings, self.calendar)
        if sees_everything(self.user) and self.audit.state == Audit.State.PLANNED:
            late = notice_remark(self.audit, self.papers.of_kind(PLAN), self.calendar)
        return [*found, late] if late else found

    @cached_property
    def links(self):
        """Return [{label, detail, url, shape, value}] of what belongs to the opening beside the timetable."""
        return [line for line in (self.questions(), self.documents()) if line]

    def questions(self):
        if self.audit.state not in RUNNING:
            return None
        return {
            "label": "Вопросы аудита", "url": reverse("audit-questions", args=[self.audit.pk]),
            "detail": "Что спросят, на каком основании и что для этого посмотрят",
        }  # fmt: skip

    def documents(self):
        if self.request:
            return self.standing(self.request)
        if not self.leads or hasattr(self.audit, "request"):
            return None
        return {
            "label": "Составить перечень документов", "url": reverse("audit-request-edit", args=[self.audit.pk]),
            "detail": "Предложим по вопросам, вы поправите и отправите",
        }  # fmt: skip

    def standing(self, request):
        asked, left = self.audit.asked, self.audit.unanswered
        line = {"label": "Перечень документов", "url": request.get_absolute_url()}
        if request.state == DocumentRequest.State.DRAFT:
            detail = f"{plural(asked, LINES)}, ещё не отправлен"
            return line | {"detail": detail, "shape": request.state_shape, "value": request.state_word}
        parts = [f"представлено {asked - left - self.audit.missing} из {asked}"]
        if self.audit.missing:
            parts.append(f"документа нет: {self.audit.missing}")
        if self.audit.came_back:
            parts.append(f"возвращено: {self.audit.came_back}")
        detail = f"{', '.join(parts)}; подготовить до {day_text(request.due_on)}"
        if not left:
            return line | {"detail": detail, "shape": "done", "value": "всё отвечено"}
        return line | {"detail": detail, "shape": "run" if asked > left else "plan", "value": "ждём ответа"}
