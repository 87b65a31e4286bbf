"""The self-check of an audit, for who answers for its subject: saved by sections, handed in and taken back."""

from itertools import zip_longest

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from audits import workflow
from audits.announcing import NOT_YET, is_announced
from audits.forms.checklist import LEFT
from audits.forms.selfcheck import OwnSheet
from audits.models import Audit, SelfCheck
from audits.permissions import is_auditee
from audits.services import selfchecks
from audits.services.drafts import drop_own_words, keep_own_draft, own_words, ticket_for
from audits.views.checklist import SheetPage
from audits.views.kept import KeptMixin
from vsoko.models import HistoryEntry
from vsoko.views.generic import TransitionView, steps_for
from vsoko.wording import plural
from vsoko.workflow import NotAllowed, TransitionError

CARD = Audit.objects.select_related(
    "school", "roadmap", "association", "course_programme", "lead", "auditee", "template", "selfcheck"
)
STEPS = {"hand_in": "selfcheck-hand-in", "take_back": "selfcheck-take-back"}
QUESTIONS = "вопрос,вопроса,вопросов"


class OwnCheck(KeptMixin, SheetPage):
    """`?section=2` is a tab by its place, `?section=left` all questions without an answer."""

    right = is_auditee
    author_right = staticmethod(is_auditee)
    trouble = ""
    refused = False

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])
        self.selfcheck = getattr(self.object, "selfcheck", None)

    def check_right(self):
        super().check_right()
        if self.object.state == Audit.State.PLANNED and not is_announced(self.object):
            raise PermissionDenied(NOT_YET)

    @cached_property
    def is_open(self):
        """Return whether it is not too late to answer, to hand in or to take back."""
        own = self.selfcheck or SelfCheck(audit=self.object)
        checks = workflow.TAKE_BACK_SELFCHECK.checks if own.is_handed_in else [workflow.audit_takes_selfcheck]
        try:
            for check in checks:
                check(own)
        except TransitionError:
            return False
        return True

    @property
    def writes(self):
        """Return whether the form is shown; what was refused stays typed in it."""
        handed = self.selfcheck and self.selfcheck.is_handed_in
        return self.refused or (self.is_open and not handed)

    def get_template_names(self):
        return ["audits/selfcheck.html" if self.writes else "audits/selfcheck_read.html"]

    def sheet(self):
        try:
            return OwnSheet(self.object, self.request.GET.get("section", ""))
        except TransitionError as error:
            self.trouble = error.message
            return None

    def keep(self, actor, audit):
        self.object = audit
        sheet = self.sheet()
        words = sheet.typed_in(self.request.POST) if sheet else {}
        if words:
            keep_own_draft(audit, actor=actor, words=words)
        return len(words)

    def post(self, request, *args, **kwargs):
        sheet = self.sheet()
        if sheet is None:
            return self.get(request, *args, **kwargs)
        kept = 0
        try:
            kept = sheet.save(request.POST, request.user)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        except TransitionError as error:
            self.trouble = error.message
        else:
            back = {row.prefix for row in sheet.rows if row.returned and not row.error}
            if back:
                drop_own_words(self.object, request.user, back)
        if self.trouble or any(row.error for row in sheet.rows):
            self.refused = True
            return self.render_to_response(self.get_context_data(sheet=sheet, kept=kept), status=422)
        if kept:
            messages.success(request, f"Сохранено: {plural(kept, 'ответ,ответа,ответов')}.")
        return HttpResponseRedirect(self.way_on(sheet))

    def way_on(self, sheet):
        """The next tab; after the last one what is still without an answer, and with nothing left the handing in."""
        if sheet.next_tab:
            return f"{self.request.path}?section={sheet.next_tab}"
        now = OwnSheet(CARD.get(pk=self.object.pk))
        if now.selfcheck and not now.score.left:
            return reverse("selfcheck-hand-in", args=[now.selfcheck.pk])
        return f"{self.request.path}?section={LEFT}"

    def get_context_data(self, sheet=None, **kwargs):
        sheet = sheet or self.sheet()
        user, own = self.request.user, self.selfcheck
        rows = sheet.rows if sheet else []
        if rows and self.writes and not self.refused:
            sheet.put_back(own_words(self.object, user))
        return super().get_context_data(
            object=self.object,
            selfcheck=own,
            sheet=sheet,
            questions=list(zip_longest(rows, rows[1:])) if rows else [],
            ticket=ticket_for(user, self.object),
            returned=sum(row.returned for row in rows),
            trouble=self.trouble,
            problems=[row for row in rows if row.error],
            left_url=f"?section={LEFT}",
            acts=steps_for(workflow.SELFCHECK, user, own, STEPS) if own and self.is_open else [],
            entries=HistoryEntry.objects.of(own) if own else [],
            today=timezone.localdate(),
            **kwargs,
        )


class OwnCheckStep(TransitionView):
    queryset = selfchecks.selfchecks()

    def get_context_data(self, **kwargs):
        return super().get_context_data(facts=self.facts(), **kwargs)

    def facts(self):
        audit = self.object.audit
        facts = [("Аудит", f"№ {audit.number}: {audit.subject_name}")]
        try:
            score = OwnSheet(audit).score
        except TransitionError:
            return facts
        return [*facts, ("Отвечено", f"{plural(score.done, QUESTIONS)} из {score.total}")]


class HandIn(OwnCheckStep):
    explain = (
        "Аудиторы увидят ваш ответ на вопрос после того, как ответят сами; что разошлось, покажет отчёт. Отозвать "
        "самопроверку можно, пока аудиторы не начали отвечать. Вопросы без ответа не сравниваются."
    )


class TakeBack(OwnCheckStep):
    explain = "Аудиторы больше не увидят самопроверку, пока вы не передадите её снова. Ответы останутся у вас."
