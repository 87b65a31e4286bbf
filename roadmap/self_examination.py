"""Самообследование: an event of its own, whatever the roadmap says of it.

The report on the past calendar year is published and sent to the founder by 20 April (order of the Ministry of education of
14.06.2013 № 462, point 8); it is a paper (D14), whose text takes the results of the audits of that year.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Activity, Document, Roadmap
from roadmap.paper_facts import WRITTEN_UNTIL
from roadmap.paper_links import SELF_EXAMINATION, may_prepare
from vsoko.registries import DeskSource, Duty, desk_sources
from vsoko.wording import day_num

DUE = (4, 20)
AHEAD = timedelta(days=60)  # the first of the reminders of the domain text: 60, 30, 14 and 7 days before


@dataclass(frozen=True)
class SelfExamination:
    """The self-examination of a calendar year: its term, and the paper that the user sees, if there is one."""

    year: int
    paper: Document | None = None

    @property
    def title(self):
        return f"Отчёт о самообследовании за {self.year} год"

    @property
    def due(self):
        return date(self.year + 1, *DUE)

    @property
    def is_done(self):
        return self.paper is not None and self.paper.state in Document.IN_FORCE

    @property
    def word(self):
        return self.paper.get_state_display() if self.paper else "не начат"

    @property
    def url(self):
        return self.paper.get_absolute_url() if self.paper else reverse("document-create", args=[SELF_EXAMINATION])


def self_examination(user, today=None):
    """Return the one whose term is the nearest: that of the past year until July, then that of the year that goes on."""
    today = today or timezone.localdate()
    year = today.year if today.month >= WRITTEN_UNTIL else today.year - 1
    first, last = date(year, WRITTEN_UNTIL, 1), date(year + 1, WRITTEN_UNTIL, 1) - timedelta(days=1)
    papers = Document.objects.visible_to(user).filter(kind__code=SELF_EXAMINATION)
    papers = papers.filter(
        Q(approved_on__range=(first, last)) | Q(approved_on=None, created_at__date__range=(first, last))
    ).exclude(state__in=[Document.State.ANNULLED, Document.State.SUPERSEDED])
    return SelfExamination(year, papers.order_by("-approved_on", "-id").first())


def self_examination_duties(user, today):
    """Return the line of whoever prepares the report, from sixty days before its term until it is signed."""
    if not date(today.year, *DUE) - AHEAD <= today < date(today.year, WRITTEN_UNTIL, 1):
        return []
    if not may_prepare(user, SELF_EXAMINATION):
        return []
    event = self_examination(user, today)
    if event.paper and event.paper.state != Document.State.DRAFT:
        return []
    return [
        Duty(
            key=f"self-examination:{event.year}",
            title=f"{'Передать на подпись отчёт' if event.paper else 'Подготовить отчёт'} о самообследовании за {event.year} год",
            url=event.url,
            due=event.due,
            detail=f"Публикуют и направляют учредителю не позднее {day_num(event.due)}{told_later(user, event.due)}",
            shape="draft" if event.paper else "plan",
            word=event.word,
        )
    ]


def told_later(user, due):
    """Return what is said where the roadmap in force names a later day for it."""
    rows = Activity.objects.visible_to(user).filter(
        roadmap__state=Roadmap.State.APPROVED, ends_on__gt=due, ends_on__year=due.year, title__contains="амообследован"
    )
    row = rows.exclude(state__in=[Activity.State.CANCELLED, Activity.State.NOT_REQUIRED]).order_by("ends_on").first()
    return f"; в дорожной карте стоит {day_num(row.ends_on)}, это позже" if row else ""


def register():
    desk_sources.register("self_examination", DeskSource(self_examination_duties))
