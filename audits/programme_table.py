"""What stands on the page of a programme: its audits, what it does not cover yet, and the one next step."""

from functools import cached_property

from django.urls import reverse
from django.utils import timezone

from audits.models import Audit, AuditProgramme
from audits.models.criterion import Subject
from audits.permissions import plans_audits
from audits.programme_grid import coverage, grid, months_of
from audits.services.days import day_remarks
from audits.services.scores import score_of, with_scores
from roadmap.models import Association, Edition
from vsoko.models import CalendarPeriod
from vsoko.timeline import Station, gantt_head_svg, gantt_row_svg
from vsoko.wording import plural

State = AuditProgramme.State


class ProgrammeTable:
    """Audits of the year by one query: rows of the programme, those that wait to join it, and unscheduled ones."""

    def __init__(self, programme):
        self.programme = programme
        audits = Audit.objects.filter(roadmap=programme.roadmap_id).order_by("starts_on", "sequence")
        self.audits = list(
            with_scores(audits)
            .select_related("association", "course_programme", "lead", "template")
            .prefetch_related("team__employee")
        )
        self.today = timezone.localdate()
        self.months = months_of(programme.roadmap, self.live)
        self.span = self.months[0][0], self.months[-1][1]
        for audit in self.audits:
            audit.bar = gantt_row_svg(self.station(audit), *self.span, self.today)
        self.associations = list(Association.objects.filter(school=programme.school_id, closed_on=None))

    @property
    def rows(self):
        return [audit for audit in self.audits if audit.programme_id == self.programme.pk]

    @property
    def waiting(self):
        return [
            audit
            for audit in self.audits
            if audit.programme_id is None and not audit.unscheduled and audit.state == Audit.State.PLANNED
        ]

    @property
    def unscheduled(self):
        return [audit for audit in self.audits if audit.unscheduled]

    @property
    def live(self):
        return [audit for audit in self.audits if audit.state != Audit.State.CANCELLED]

    @property
    def yearly(self):
        """Return what counts as an audit of the year: a follow-up asks only what was found before."""
        return [audit for audit in self.live if not audit.follow_up]

    def station(self, audit):
        """Return the bar of an audit: done is what is answered; a report that is in is the whole."""
        score = score_of(audit)
        share = score.done / score.total if score.total else 0
        shape = "void" if audit.state == Audit.State.CANCELLED else ""
        done = 1 if audit.state in Audit.LOCKED else share
        return Station(str(audit), audit.starts_on, audit.ends_on, done, shape, words=audit.get_state_display())

    @cached_property
    def head(self):
        return gantt_head_svg(*self.span, self.today)

    @cached_property
    def grid(self):
        return grid(self.associations, self.live, self.months)

    @cached_property
    def coverage(self):
        return coverage(self.programme.school_id, self.associations, self.yearly)

    @cached_property
    def day_remarks(self):
        calendar = CalendarPeriod.objects.calendar(self.programme.school_id)
        return [words for audit in self.audits for words in day_remarks(audit, calendar)]

    @property
    def uncovered(self):
        """Return the associations that no audit of the year names: each is audited at least once (domain text, D06)."""
        covered = {audit.association_id for audit in self.yearly if audit.subject == Subject.ASSOCIATION}
        return [association for association in self.associations if association.pk not in covered]

    @property
    def misses_school(self):
        return not any(audit.subject == Subject.SCHOOL for audit in self.yearly)

    @property
    def crowded(self):
        """Return sentences about weeks with more than one audit of an association (domain text, D06)."""
        weeks = {}
        for audit in self.live:
            if audit.subject == Subject.ASSOCIATION:
                weeks.setdefault(audit.starts_on.isocalendar()[:2], []).append(audit)
        return [
            f"В одну неделю: {', '.join(f'№ {audit.number}' for audit in audits)}. Обычно хватает одного аудита МО."
            for audits in weeks.values()
            if len(audits) > 1
        ]


def programme_step(user, programme, change, table):
    """Return the step as a dict for includes/next_step.html, or None where nothing is expected of anybody."""
    writes = plans_audits(user, programme)
    submit = {"url": reverse("programme-submit", args=[programme.pk])}
    if programme.state == State.ON_APPROVAL:
        return {"title": "Программа ждёт согласования и утверждения", "text": "Пока она там, её условия не меняются."}
    if programme.state == State.DRAFT:
        if not writes:
            return {"title": "Программу составляет руководитель рабочей группы"}
        if not table.rows:
            return {
                "title": "Выберите, что проверять в этом году",
                "text": "По прошлым аудитам видно, с чего начать и почему; решаете вы.",
                "url": reverse("programme-proposals", args=[programme.pk]),
                "label": "Открыть предложения",
            }
        ready = plural(len(table.rows), "аудит,аудита,аудитов")
        return {
            "title": "Передайте программу на утверждение",
            "text": f"В ней {ready}.",
            "label": "Передать программу",
        } | submit
    if change is None:
        return None
    if change.state == Edition.State.ON_APPROVAL:
        return {"title": "Изменение программы ждёт утверждения", "text": change.reason}
    if not writes:
        return {"title": "Готовится изменение программы", "text": change.reason}
    if not change.changes and not table.waiting:
        return _plan("Внесите изменения", f"Причина записана: {change.reason}")
    return {
        "title": "Передайте изменение на утверждение",
        "text": change.reason,
        "label": "Передать изменение",
    } | submit


def _plan(title, text):
    return {"title": title, "text": text, "url": reverse("audit-create"), "label": "Запланировать аудит"}
