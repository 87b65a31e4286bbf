"""The list of audits, the card of one, its conditions and the steps of its way."""

from django.contrib import messages
from django.db.models import Prefetch, prefetch_related_objects
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

from audits import repeating, workflow
from audits.audit_opening import Opening
from audits.audit_steps import next_step
from audits.completeness import checked_items
from audits.filters import AuditFilter
from audits.forms.audits import AuditForm
from audits.mandatory import paper_set
from audits.models import Audit, Finding, SamplingCard
from audits.models.criterion import Subject
from audits.paper_lines import PaperLines
from audits.permissions import grants_exemptions, is_auditee, is_lead, is_on_team, plans_audits, sees_checklist
from audits.services import audits, planning, programme_changes, proposals
from audits.services.cards import writes_cards
from audits.services.comparison import comparison
from audits.services.days import day_remarks
from audits.services.impartiality import Case, judge, team_of, unaccompanied
from audits.services.report import sections_of
from audits.services.requests import with_openings
from audits.services.risk import key_for
from audits.services.scores import Score, score_of, with_scores
from audits.services.team_warnings import warnings_of
from roadmap.context import year_of
from roadmap.models import Association
from roadmap.permissions import sees_everything
from roadmap.progress import count_of
from vsoko.models import CalendarPeriod
from vsoko.views.generic import SchoolDetailView, SchoolListView, ServiceFormView, TransitionView, steps_for
from vsoko.views.seen import seen_by
from vsoko.workflow import TransitionError

CARD = Audit.objects.select_related(
    "school", "roadmap__school", "programme__roadmap", "association", "course_programme", "lead", "auditee", "template",
    "plan", "acknowledged_by", "based_on", "selfcheck", "request",
).prefetch_related("team__employee")  # fmt: skip
ASKED = (Audit.State.PLANNED, Audit.State.IN_PROGRESS)
STEPS = {"start": "audit-start", "reopen": "audit-reopen", "close": "audit-close", "cancel": "audit-cancel"}


class AuditList(SchoolListView):
    model = Audit
    filterset_class = AuditFilter
    template_name = "audits/audit_list.html"
    heading = "Аудиты"

    def get_queryset(self):
        rows = super().get_queryset().select_related("association", "course_programme", "lead", "roadmap")
        return with_scores(rows).prefetch_related("team__employee").order_by("-starts_on", "-sequence")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(
            counts=self.filterset.counts(),
            may_plan=plans_audits(self.request.user),
            today=timezone.localdate(),
            total_word="аудит,аудита,аудитов",
            **kwargs,
        )
        context["rows"] = [(audit, score_of(audit)) for audit in context["object_list"]]
        return context


class AuditDetail(SchoolDetailView):
    model = Audit
    template_name = "audits/audit_detail.html"

    def get_queryset(self):
        return with_openings(CARD).annotate(cards=count_of(SamplingCard.objects.all(), match="sample__audit"))

    def get_heading(self):
        name = self.object.subject_name
        return name[:1].upper() + name[1:]

    def get_context_data(self, **kwargs):
        audit, user = self.object, self.request.user
        items = checked_items(audit)
        score = Score.of(items)
        known = Finding.objects.annotate(seen=seen_by(user, Finding, "pk")).by_number()
        prefetch_related_objects([audit], Prefetch("findings", known))
        every = list(audit.findings.all())
        papers, findings = PaperLines(user, audit, every), [finding for finding in every if finding.seen]
        may_read = bool(items) and sees_checklist(user, audit)
        paper = next((document for document in papers.set.papers if document.kind.code == audits.PAPER), None)
        return super().get_context_data(
            score=score,
            sections=sections_of(audit, items),
            findings=findings,
            papers=papers,
            opening=Opening(user, audit, papers.set),
            **self.team(),
            sees_exemptions=sees_everything(user),
            may_exempt=grants_exemptions(user, audit) and audit.state in ASKED and audit.subject != Subject.SCHOOL,
            next=next_step(user, audit, score, paper, findings),
            acts=steps_for(workflow.AUDIT, user, audit, STEPS),
            may_edit=audit.state == Audit.State.PLANNED and plans_audits(user, audit),
            may_record=audit.state == Audit.State.IN_PROGRESS and (is_on_team(user, audit) or is_lead(user, audit)),
            may_fill_cards=audit.state == Audit.State.IN_PROGRESS and writes_cards(user, audit),
            may_read=may_read,
            selfcheck=selfcheck_of(user, audit),
            is_auditee=is_auditee(user, audit),
            compared=comparison(audit, items) if may_read else None,
            repeats=repeating.links(user, audit, findings),
            today=timezone.localdate(),
            **kwargs,
        )

    def team(self):
        """Return who audits and what stands against it; asked only while something can still be done."""
        audit, people = self.object, team_of(self.object)
        if audit.state not in ASKED:
            return {"team": [{"person": person} for person in people], "warnings": []}
        judged = judge(Case.of(audit), people)
        alone = unaccompanied(judged, people)
        return {
            "team": [
                {"person": person, "why": judged.barred.get(person.pk), "exempted": judged.exempted.get(person.pk)}
                for person in people
            ],
            "warnings": [alone] if alone else [],
        }


def selfcheck_of(user, audit):
    """Return the self-check as far as this user may know of it: before it is handed in only its author does."""
    own = getattr(audit, "selfcheck", None)
    return own if own and (is_auditee(user, audit) or (own.is_handed_in and sees_everything(user, audit))) else None


class ConditionsMixin(ServiceFormView):
    """The form of an audit's conditions; «Показать, кто может проверять» asks again without saving."""

    form_class = AuditForm
    template_name = "audits/audit_form.html"
    right = plans_audits
    audit = None

    def post(self, request, *args, **kwargs):
        if "refresh" in request.POST:
            return self.render_to_response(self.get_context_data(form=self.form_as_typed()))
        return super().post(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(audit=self.audit, **kwargs)

    def form_as_typed(self):
        lists = ("sections", "sampled_programmes", "team")
        data = self.request.POST
        typed = {name: data.getlist(name) if name in lists else data.get(name) for name in AuditForm.base_fields}
        return AuditForm(initial=typed, user=self.request.user, subject=self.subject, audit=self.audit)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user, "subject": self.subject, "audit": self.audit}

    def point_out_days(self, audit):
        """Say at once when the days that were saved are days off, vacation or exams."""
        for sentence in day_remarks(audit, CalendarPeriod.objects.calendar(audit.school_id)):
            messages.warning(self.request, sentence)


class AuditCreate(ConditionsMixin):
    """Plan an audit of the open year: `?subject=school`, `?association=12`, `?copy=7`, `?follow_up=7`."""

    heading = "Запланировать аудит"
    submit_label = "Запланировать аудит"
    success_message = "Аудит запланирован."

    def load(self):
        self.object = self.roadmap = year_of(self.request).roadmap
        wanted = self.request.GET.get("subject")
        self.subject = Subject(wanted) if wanted in Subject.values else Subject.ASSOCIATION
        self.association = self.base = None
        self.follow_up = "follow_up" in self.request.GET
        if (base := self.request.GET.get("follow_up" if self.follow_up else "copy", "")).isdecimal():
            self.base = self.visible(CARD, pk=base)
            self.subject = Subject(self.base.subject)
        if (association := self.request.GET.get("association", "")).isdecimal():
            self.association = self.visible(Association, pk=association)

    def get_initial(self):
        if self.roadmap is None:
            return {}
        if self.base:
            return repeating.initial(self.base, follow_up=self.follow_up)
        first = {"period_from": self.roadmap.period_from}
        if self.association:
            first["association"] = self.association.pk
        return first | (self.proposed() if "proposed" in self.request.GET else {})

    def proposed(self):
        """Return what the risks propose for this subject, to be changed at will."""
        found = proposals.proposal_for(self.roadmap, key_for(self.subject, self.association))
        return found.conditions() if found else {}

    def get_cancel_url(self):
        return reverse("programme-current")

    def get_context_data(self, **kwargs):
        if self.base:
            kwargs |= {
                "heading": repeating.HEADINGS[self.follow_up],
                "explain": repeating.told(self.base, self.follow_up),
            }
        else:
            kwargs |= {"subjects": Subject.choices}
        return super().get_context_data(subject=self.subject, **kwargs)

    def act(self, form):
        if self.roadmap is None:
            raise TransitionError("Дорожной карты ещё нет: сначала составьте её или загрузите из файла.")
        conditions = form.conditions()
        if self.base:
            conditions |= {"based_on": self.base, "follow_up": self.follow_up}
        audit = planning.plan_audit(self.roadmap.pk, actor=self.request.user, **conditions)
        self.point_out_days(audit)
        return audit.get_absolute_url()


class AuditEdit(ConditionsMixin):
    submit_label = "Сохранить условия"
    success_message = "Условия аудита сохранены."

    def load(self):
        self.object = self.audit = self.visible(CARD, pk=self.kwargs["pk"])
        self.subject = Subject(self.object.subject)

    def get(self, request, *args, **kwargs):
        if self.object.state != Audit.State.PLANNED:
            return HttpResponseRedirect(self.object.get_absolute_url())
        return super().get(request, *args, **kwargs)

    def get_heading(self):
        return f"Условия аудита № {self.object.number}"

    def get_initial(self):
        audit = self.object
        values = {name: getattr(audit, name) for name in planning.FIELDS}
        for name in ("association", "course_programme", "template", "auditee", "lead"):
            values[name] = getattr(audit, f"{name}_id")
        values["team"] = [member.employee_id for member in audit.team.all()]
        values["sampled_programmes"] = [programme.pk for programme in audit.sampled_programmes.all()]
        approved = audit.programme and audit.programme.approved_on
        change = programme_changes.change_under_way(audit.programme) if approved else None
        return values | programme_changes.proposed(change, audit)

    def get_cancel_url(self):
        return self.object.get_absolute_url()

    def act(self, form):
        self.point_out_days(planning.edit_audit(self.object.pk, actor=self.request.user, **form.conditions()))
        return self.object.get_absolute_url()


class AuditStep(TransitionView):
    queryset = CARD

    def facts(self):
        audit = self.object
        facts = [("Объект", audit.subject_name), ("Группа", ", ".join(person.short_name for person in team_of(audit)))]
        if self.transition == workflow.CLOSE_AUDIT and (missing := paper_set(audit).missing):
            facts.append(("Не хватает документов", ", ".join(missing)))
        return facts

    def get_context_data(self, **kwargs):
        return super().get_context_data(facts=self.facts(), **kwargs)


class AuditStart(AuditStep):
    """The team is asked again whether it is impartial: what stands against it is shown before the button."""

    explain = "Вопросы чек-листа скопируются в аудит, участники группы смогут отвечать."

    @cached_property
    def judged(self):
        return judge(Case.of(self.object), team_of(self.object))

    def facts(self):
        audit, people = self.object, team_of(self.object)
        warnings = warnings_of(audit, Case.of(audit), self.judged, people)
        return super().facts() + [("Обратите внимание", words) for words in warnings]

    def blockers(self):
        people = team_of(self.object)
        against = [
            f"{person.short_name} не может проверять: {', '.join(self.judged.barred[person.pk])}."
            for person in people
            if person.pk in self.judged.barred
        ]
        alone = unaccompanied(self.judged, people)
        return super().blockers() + [TransitionError(words) for words in (*against, alone) if words]
