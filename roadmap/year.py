"""The year as the frame of every page shows it: which roadmap is open, its ribbon, its plan and fact."""

from calendar import monthrange
from functools import cached_property

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst

from roadmap.models import Activity, Roadmap
from roadmap.models.activity import Stage
from roadmap.progress import rows_in_use
from roadmap.standing import standing_of
from vsoko.timeline import Station, ribbon_svg
from vsoko.wording import NBSP, day_text

PREPARATION = (Stage.DECISION, Stage.BRIEFING, Stage.REGULATION, Stage.GROUP, Stage.STAFF, Stage.CONSULTATION)
# The tape has room for some six names; the other rows stand in the table.
STATIONS = (Stage.DECISION, Stage.GROUP, Stage.AUDITS, Stage.PLANS, Stage.ELIMINATION, Stage.ANALYSIS)
SHAPES_BY_WEIGHT = ("late", "run", "plan", "done", "void")


def roadmaps_of(user):
    """Return all roadmaps of the school, the newest first, with whether they `have_rows`; read once a request."""
    if "_roadmaps" not in user.__dict__:
        rows = Exists(Activity.objects.filter(roadmap=OuterRef("pk")))
        user.__dict__["_roadmaps"] = list(Roadmap.objects.visible_to(user).annotate(have_rows=rows))
    return user.__dict__["_roadmaps"]


class Year:
    """The roadmap that is open for a person: the chosen one, else the one of today, else the latest.

    Nothing is asked until a page needs it, then the rows by one query and the roadmap with them.
    """

    def __init__(self, user, chosen=None):
        self.user = user
        self.chosen = chosen
        self.today = timezone.localdate()

    @property
    def roadmaps(self):
        return roadmaps_of(self.user)

    @cached_property
    def rows(self):
        """Rows of the open roadmap as [(activity, standing)]."""
        rows = rows_in_use(self.user.school_id, self.today, self.chosen)
        return [(row, standing_of(row, self.today)) for row in rows]

    @cached_property
    def roadmap(self):
        if self.rows:
            return self.rows[0][0].roadmap
        return Roadmap.objects.visible_to(self.user).by_use(self.today, self.chosen).first()

    @property
    def has_others(self):
        return self.rows[0][0].other_years if self.rows else len(self.roadmaps) > 1

    @cached_property
    def ribbon(self):
        return Ribbon(self) if self.roadmap else None

    @property
    def stations(self):
        return stations(self.rows)

    def tally(self):
        """Return the rows of «Ход года»: what prepares the year as one line, then each stage that carries it."""
        lines = []
        prepared = [pair for pair in self.rows if pair[0].stage in PREPARATION]
        if prepared:
            lines.append(_line("Подготовка", prepared, self.roadmap.get_absolute_url()))
        for stage in Stage:
            rows = [pair for pair in self.rows if pair[0].stage == stage and stage not in PREPARATION]
            if rows:
                url = rows[0][0].get_absolute_url() if len(rows) == 1 else self.roadmap.get_absolute_url()
                lines.append(_line(capfirst(stage.label), rows, url))
        return lines


class OpenYear:
    """The year of a school as whoever stands before the door may see it: what is when, without figures, marks and links."""

    has_others = False

    def __init__(self, school):
        self.today = timezone.localdate()
        in_force = Roadmap.objects.filter(school=school, state__in=(Roadmap.State.APPROVED, Roadmap.State.CLOSED))
        self.roadmap = in_force.current(self.today)

    @cached_property
    def rows(self):
        return [(row, None) for row in self.roadmap.activities.all()]

    @property
    def stations(self):
        found = []
        for stage in STATIONS:
            rows = [row for row, _ in self.rows if row.stage == stage]
            starts = [row.starts_on for row in rows if row.starts_on]
            if rows:
                start = min(starts) if len(starts) == len(rows) else None
                found.append(Station(stage.label, start, max(row.ends_on for row in rows), shape=""))
        return found


class Ribbon:
    """The ribbon of the frame; the drawings are made only where a template prints them."""

    def __init__(self, year):
        self.year = year
        roadmap = year.roadmap
        self.caption = f"Цикл {roadmap.label}" if roadmap.is_school_year else f"Цикл {roadmap.label} года"
        if year.today > roadmap.period_to:  # beside another year the year of today matters more than its weekday
            self.today_text = f"{day_text(year.today)} {year.today.year}{NBSP}года"
        else:
            self.today_text = f"{date_format(year.today, 'l').lower()}, {day_text(year.today)}"
        self.url = reverse("roadmap-list") if year.has_others else ""
        self.url_label = "Другой год"

    @cached_property
    def stations(self):
        return self.year.stations

    @cached_property
    def span(self):
        return span_of(self.year.roadmap, [row for row, _ in self.year.rows])

    def full_svg(self):
        return ribbon_svg(self.stations, *self.span, self.year.today)

    def thin_svg(self):
        return ribbon_svg(self.stations, *self.span, self.year.today, thin=True)


def span_of(roadmap, rows):
    """Return the first and the last day of the drawing: whole months of the period and of all terms."""
    days = [day for row in rows for day in (row.starts_on, row.ends_on) if day]
    first, last = min([roadmap.period_from, *days]), max([roadmap.period_to, *days])
    return first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])


def stations(pairs):
    """Return one Station for each stage that carries the year; a year without such stages shows its rows by number."""
    found = []
    for stage in STATIONS:
        rows = [pair for pair in pairs if pair[0].stage == stage]
        if rows:
            found.append(_station(stage.label, rows))
    return found or [_station(f"пункт {row.number}" if row.number else row.title[:24], [(row, s)]) for row, s in pairs]


def _station(name, pairs):
    rows = [row for row, _ in pairs]
    standings = [standing for _, standing in pairs]
    starts = [row.starts_on for row in rows if row.starts_on]
    figures = _figures(standings)
    word = standings[0].word if len(standings) == 1 else ""
    return Station(
        f"{name} {figures}".strip(),
        min(starts) if len(starts) == len(rows) else None,
        max(row.ends_on for row in rows),
        sum(standing.share for standing in standings) / len(standings),
        _drawn(rows[0], _shape(standings)),
        rows[0].get_absolute_url() if len(rows) == 1 else rows[0].roadmap.get_absolute_url(),
        "" if figures and figures in word else word,
    )


def row_station(activity, standing):
    """Return the Station of one row for the column beside the table."""
    words = f"{standing.word}: {standing.counted}" if standing.counted else standing.word
    return Station(
        str(activity),
        activity.starts_on,
        activity.ends_on,
        standing.share,
        _drawn(activity, standing.shape),
        words=words,
    )


def _drawn(row, shape):
    """Return the shape of the drawing: without a mark, and so without lateness, until the roadmap is in force."""
    return shape if row.roadmap.state in (Roadmap.State.APPROVED, Roadmap.State.CLOSED) else ""


def _figures(standings):
    if len(standings) == 1:
        return standings[0].figures
    owed = [standing for standing in standings if standing.shape != "void"]
    return f"{sum(standing.shape == 'done' for standing in owed)} из {len(owed)}" if owed else ""


def _shape(standings):
    """Return the most urgent shape of several rows; ahead and done together are under way."""
    shapes = {standing.shape for standing in standings}
    if {"plan", "done"} <= shapes and "late" not in shapes:
        return "run"
    return next(shape for shape in SHAPES_BY_WEIGHT if shape in shapes)


def _line(label, pairs, url):
    standings = [standing for _, standing in pairs]
    first = standings[0]
    detail = (first.problem or first.detail) if len(standings) == 1 else ""
    figures = _figures(standings)
    # The same figures twice would say nothing of either: where the grey line tells them, the mark says how the row stands.
    value = first.word if not figures or figures in detail else figures
    return {"shape": _shape(standings), "label": label, "detail": detail, "value": value, "url": url}
