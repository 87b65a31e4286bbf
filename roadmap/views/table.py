"""The table of a roadmap: rows with their standing, their bar and the way to what carries them out."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone

from roadmap.models import Activity, ActivityResponsible, Document, Roadmap
from roadmap.numbers import gaps, spoken
from roadmap.progress import with_progress
from roadmap.standing import standing_of
from roadmap.steps import step_of
from roadmap.year import row_station, span_of
from vsoko.timeline import gantt_head_svg, gantt_row_svg
from vsoko.wording import period, plural


@dataclass
class Line:
    """One line of the table; `missing` are numbers that the source leaves out right before it."""

    activity: Activity
    standing: object
    missing: list
    bar: str
    paper: Document | None
    step: object

    @property
    def responsible(self):
        return self.activity.responsible_text or ", ".join(str(one) for one in self.activity.responsible.all())

    @property
    def term(self):
        return self.activity.term_text or period(self.activity.starts_on, self.activity.ends_on)

    @property
    def missing_words(self):
        return spoken(self.missing)

    @property
    def paper_words(self):
        """Return «приказ № 112-од, 14.12», or how far the paper is."""
        noun = self.paper.kind.noun
        numbered = self.paper.number and self.paper.state in Document.IN_FORCE
        return (
            f"{noun} № {self.paper.number}, {self.paper.dated:%d.%m}"
            if numbered
            else f"{noun}, {self.paper.state_word}"
        )

    @property
    def asks_year(self):
        return self.activity.term_inferred and not self.activity.roadmap.terms_confirmed


class RoadmapTable:
    """Everything below the heading of a roadmap's page. `pairs` are rows already counted for the ribbon."""

    def __init__(self, roadmap, user, pairs=None, choice=None):
        self.roadmap, self.user, self.choice = roadmap, user, choice
        self.today = timezone.localdate()
        self.pairs = pairs if pairs is not None else self._count()
        self.rows = [row for row, _ in self.pairs]
        self.span = span_of(roadmap, self.rows)

    def _count(self):
        return [(row, standing_of(row, self.today)) for row in with_progress(self.roadmap.activities.all())]

    @cached_property
    def lines(self):
        prefetch_related_objects(
            self.rows, Prefetch("responsible", ActivityResponsible.objects.select_related("employee"))
        )
        papers = self._papers()
        missing = gaps([row.number for row in self.rows])
        shown = missing if not self.roadmap.gaps_noted else [[] for _ in self.rows]
        fits = self.choice[1] if self.choice else lambda row: True
        return [
            self._line(row, standing, before if self.choice is None else [], papers.get(row.pk))
            for (row, standing), before in zip(self.pairs, shown, strict=True)
            if fits(row)
        ]

    def _line(self, row, standing, missing, paper):
        bar = gantt_row_svg(row_station(row, standing), *self.span, self.today)
        return Line(row, standing, missing, bar, paper, step_of(row, standing, self.user, paper))

    def _papers(self):
        """Return the latest paper of each row that this person sees, those in force first."""
        papers = Document.objects.visible_to(self.user).filter(activity__roadmap=self.roadmap)
        papers = papers.exclude(state__in=[Document.State.ANNULLED, Document.State.SUPERSEDED])
        latest = {}
        for paper in papers.select_related("kind").order_by("id"):
            known = latest.get(paper.activity_id)
            if known is None or known.state not in Document.IN_FORCE or paper.state in Document.IN_FORCE:
                latest[paper.activity_id] = paper
        return latest

    def head(self):
        return gantt_head_svg(*self.span, self.today)

    def ground(self):
        """Return the drawing of a line without a bar."""
        return gantt_row_svg(None, *self.span, self.today)

    @property
    def shows_today(self):
        return self.span[0] <= self.today <= self.span[1]

    @property
    def asks_years(self):
        """Rows whose year was inferred and nobody has confirmed yet."""
        return [] if self.roadmap.terms_confirmed else [row for row in self.rows if row.term_inferred]

    @property
    def asked_rows(self):
        return spoken([row.number or "без номера" for row in self.asks_years])

    @property
    def asked_years(self):
        return f"{spoken(sorted({str(row.ends_on.year) for row in self.asks_years}))} год"

    @property
    def counts(self):
        """Return «Выполнено 6 из 10, идут 3, впереди 1»; before the approval, how many rows there are."""
        owed = [standing for _, standing in self.pairs if standing.shape != "void"]
        if self.roadmap.state in (Roadmap.State.DRAFT, Roadmap.State.ON_APPROVAL):
            return plural(len(self.rows), "мероприятие,мероприятия,мероприятий")
        numbers = {shape: sum(one.shape == shape for one in owed) for shape in ("done", "late", "run", "plan")}
        words = [f"выполнено {numbers['done']} из {len(owed)}"]
        for shape, word in (("run", "идёт"), ("late", "просрочено"), ("plan", "впереди")):
            if numbers[shape]:
                words.append(f"{word} {numbers[shape]}")
        return ", ".join(words)
