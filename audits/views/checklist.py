"""The auditor's checklist: a section is saved by one POST; with scripts on each answer is sent at once to AnswerOne."""

from itertools import zip_longest

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views import View
from django.views.generic import TemplateView

from audits.forms.audits import AssignForm
from audits.forms.checklist import DIFFERING, LEFT, SHOWN, WHOLE, Row, Sheet, mark_of
from audits.models import Audit, ChecklistItem
from audits.models.checklist import group_label
from audits.models.selfcheck import with_own
from audits.permissions import is_lead, is_on_team, sees_checklist
from audits.services.answers import lack_of, with_proof
from audits.services.drafts import drafts_of, keep_draft, ticket_for
from audits.services.impartiality import team_of
from audits.services.offers import offered
from audits.services.questions import assign_questions
from audits.services.scores import Score
from audits.views.kept import KeptMixin
from roadmap.citing import outdated_among
from roadmap.models import LegalAct
from roadmap.permissions import rights
from vsoko.qr import qr_svg
from vsoko.views.generic import SchoolPageMixin, ServiceFormView
from vsoko.wording import moment, plural
from vsoko.workflow import NotAllowed

CARD = Audit.objects.select_related(
    "school", "roadmap", "association", "course_programme", "lead", "auditee"
).prefetch_related("team__employee")
ANSWERS = "Отвечают на вопросы только участники аудиторской группы этого аудита."


class SheetPage(SchoolPageMixin, TemplateView):
    right = sees_checklist

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    def get_heading(self):
        name = self.object.subject_name
        return name[:1].upper() + name[1:]


class Checklist(KeptMixin, SheetPage):
    """`?section=2` is a tab by its place, `?section=left` all questions without an answer, `?section=all` the printed blank,
    `?section=differ` where the self-check says otherwise.
    """

    refused = False
    author_right = staticmethod(is_on_team)

    @property
    def writes(self):
        """Return whether the form is shown; what was refused stays typed in it, even when the audit has been locked."""
        running = self.object.state == Audit.State.IN_PROGRESS
        return self.refused or (running and is_on_team(self.request.user, self.object))

    def get_template_names(self):
        return ["audits/checklist.html" if self.writes else "audits/checklist_read.html"]

    def sheet(self):
        posted = self.request.POST if self.request.method == "POST" else None
        return Sheet(self.object, rights(self.request.user).employee, self.request.GET.get("section", ""), posted)

    def keep(self, actor, audit):
        posted, kept = self.request.POST, 0
        for row in Sheet(audit, rights(actor).employee, self.request.GET.get("section", ""), posted).rows:
            row.read(posted, self.request.FILES)
            if row.touched:
                keep_draft(row.item, actor=actor, words=row.typed, files=row.files)
                kept += 1
        return kept

    def post(self, request, *args, **kwargs):
        if not is_on_team(request.user, self.object):
            raise PermissionDenied(ANSWERS)
        sheet = self.sheet()
        kept = 0
        cited = request.POST.get("cite", "")
        for row in sheet.rows:
            row.read(request.POST, request.FILES)
            if cited == str(row.item.pk):
                row.cite_cards()
            if not row.touched:
                row.typed = {}
            elif row.save(request.user):
                kept += 1
            else:
                self.refused = True
        if self.refused:
            prefetch_related_objects([row.item for row in sheet.rows], *SHOWN)
            return self.render_to_response(self.get_context_data(sheet=sheet, kept=kept), status=422)
        if kept:
            messages.success(request, f"Сохранено: {plural(kept, 'ответ,ответа,ответов')}.")
        return HttpResponseRedirect(self.way_on(sheet, cited))

    def way_on(self, sheet, cited=""):
        """Stay while an answer of this tab lacks something; then the next tab, and after the last one the audit.

        Whoever has put cards into an answer comes back to it.
        """
        here = f"{self.request.path}?section={self.request.GET.get('section') or 0}"
        if cited.isdecimal():
            return f"{here}#q{cited}"
        lacking = with_proof(ChecklistItem.objects.filter(pk__in=[row.item.pk for row in sheet.rows]))
        if any(lack_of(item) for item in lacking) or sheet.only_left or sheet.only_differing:
            return here
        if sheet.next_tab:
            return f"{self.request.path}?section={sheet.next_tab[0]}"
        return self.object.get_absolute_url()

    def get_context_data(self, sheet=None, **kwargs):
        sheet = sheet or self.sheet()
        if self.writes and not self.refused:
            drafts = drafts_of(self.request.user, [row.item for row in sheet.rows])
            for row in sheet.rows:
                if row.item.pk in drafts:
                    row.put_back(drafts[row.item.pk])
        return super().get_context_data(
            object=self.object,
            sheet=sheet,
            refused=self.refused,
            ticket=ticket_for(self.request.user, self.object),
            returned=sum(row.draft is not None for row in sheet.rows),
            questions=self.questions(sheet) if self.writes else [],
            problems=[row for row in sheet.rows if row.problem],
            left_url=f"?section={LEFT}",
            whole_url=f"?section={WHOLE}",
            differing_url=f"?section={DIFFERING}",
            may_assign=is_lead(self.request.user, self.object) and self.object.state == Audit.State.IN_PROGRESS,
            assigned=assigned_words(sheet),
            today=timezone.localdate(),
            **kwargs,
        )

    def questions(self, sheet):
        """Return [(row, what a «нет» would offer, the next row)] of the tab; a row tells which of its acts have expired."""
        note_outdated(sheet.rows)
        offers = offered(self.object, [row.item for row in sheet.rows])
        following = zip_longest(sheet.rows, sheet.rows[1:])
        return [(row, offers.get(row.item.pk), after) for row, after in following]


def note_outdated(rows):
    """Give each row the sentences about acts of its requirement that are in force no more; one query for all of them."""
    acts = Prefetch("acts", LegalAct.objects.select_related("replaced_by"))
    prefetch_related_objects([row.item.criterion for row in rows], acts)
    for row in rows:
        row.outdated = outdated_among(
            row.item.criterion.acts.all(), "в критерии: его правит руководитель рабочей группы"
        )


def assigned_words(sheet):
    """Return [(person, [tabs])] of the questions that were given to somebody."""
    given = {}
    for label, items in sheet.groups:
        for item in items:
            if item.assigned_to and label not in given.setdefault(item.assigned_to, []):
                given[item.assigned_to].append(label)
    return list(given.items())


def answered_words(item):
    """Return who gave the answer and when, for a colleague who has the same form open."""
    return f"{item.answered_by}, {moment(item.answered_at)}: «{item.get_answer_display()}»"


class Blank(SheetPage):
    """All questions on paper: for whoever audits with a pen."""

    template_name = "audits/blank.html"

    def get_context_data(self, **kwargs):
        entry = f"{reverse('audit-checklist', args=[self.object.pk])}?section={WHOLE}"
        return super().get_context_data(
            object=self.object,
            sheet=Sheet(self.object, None, LEFT),
            entry_url=entry,
            code=qr_svg(self.request.build_absolute_uri(entry), "QR-код: ввод ответов с этого бланка"),
            **kwargs,
        )


class AnswerOne(SchoolPageMixin, View):
    """One answer sent by the page's script; the reply tells the row's new version and how much is left."""

    http_method_names = ["post"]

    def keep_posted(self):
        """The script keeps what was not answered, and sends it again."""

    def load(self):
        items = ChecklistItem.objects.select_related("audit__school", "criterion", "course_programme")
        self.object = self.visible(items, pk=self.kwargs["pk"])

    def post(self, request, *args, **kwargs):
        row = Row(self.object)
        row.read(request.POST, request.FILES)
        try:
            kept = row.save(request.user)
        except NotAllowed as error:
            raise PermissionDenied(error.message) from error
        audit = self.object.audit
        items = list(with_own(with_proof(audit.items.select_related("course_programme", "answered_by"))))
        groups = {}
        for item in items:
            groups.setdefault(group_label(audit, item), []).append(item)
        score = Score.of(items)
        if kept:
            row = Row(next(item for item in items if item.pk == row.item.pk), reader=request.user.pk)
        # What is kept may have been replaced by a colleague before it was sent again: the page still shows the old answer,
        # and must not take the version of one that its reader has not seen.
        unseen = kept and row.by_colleague
        reply = {
            "kept": kept,
            "version": -1 if unseen else row.version,
            # After a conflict the row counts as untouched: only a new word of this auditor replaces the colleague's.
            "was": mark_of(row.typed) if row.is_conflict else row.was,
            "answer": row.item.answer,
            "own": row.selfcheck if kept else "",
            "problem": row.problem,
            "others": {
                item.pk: answered_words(item) for item in items if Row(item, reader=request.user.pk).by_colleague
            },
            "left": score.left,
            "total": score.total,
            "tabs": [f"{tab.done} из {tab.total}" for tab in map(Score.of, groups.values())],
            "at": f"{timezone.localtime():%H:%M}",
        }
        return JsonResponse(reply, status=200 if kept else 409 if row.is_conflict else 422)


class Assign(ServiceFormView):
    form_class = AssignForm
    heading = "Кто какие вопросы проверяет"
    submit_label = "Распределить вопросы"
    success_message = "Вопросы распределены."
    right = is_lead

    def load(self):
        self.object = self.visible(CARD, pk=self.kwargs["pk"])

    def get_form_kwargs(self):
        labels = {}
        for item in self.object.items.select_related("course_programme"):
            labels.setdefault(group_label(self.object, item), item.assigned_to_id)
        return super().get_form_kwargs() | {"labels": list(labels), "team": team_of(self.object), "chosen": labels}

    def get_cancel_url(self):
        return reverse("audit-checklist", args=[self.object.pk])

    def get_context_data(self, **kwargs):
        return super().get_context_data(subline=str(self.object), **kwargs)

    def act(self, form):
        assign_questions(self.object.pk, actor=self.request.user, labels=form.chosen())
        return self.get_cancel_url()
