"""«Покажи, откуда»: each figure of the analysis with the address of exactly the rows that were counted.

Lists are narrowed by their own filters, so that whoever follows a link sees in words what is shown and may go on from there.
"""

from functools import cached_property
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from audits.models.finding import NONCONFORMITIES
from audits.reports.flow_pictures import behind, register_link
from roadmap.models.association import Focus

# The rows of which each indicator of the system is a share or a mean.
COUNTED_FROM = {
    "S01": "audits_planned",
    "S02": "associations_covered",
    "S03": "associations_reported",
    "S04": "found",
    "S05": "found",
    "S06": "owed",
    "S07": "checked",
    "S08": "found",
    "S09": "eliminated",
    "S10": "group",
    "S11": "rows_owed",
    "S12": "previous",
    "S13": "documents",
    "S14": "documents",
}
FOCUS_OF = {label: value for value, label in Focus.choices}


def address(name, *args, **conditions):
    query = urlencode({key: value for key, value in conditions.items() if value not in (None, "")})
    return reverse(name, args=args) + (f"?{query}" if query else "")


class FigureLinks:
    """The addresses behind the figures of one year; a template asks for them by name."""

    def __init__(self, roadmap, figures):
        self.roadmap, self.figures = roadmap, figures
        self.year, self.day = roadmap.pk, figures["as_of"]
        self.register = register_link(roadmap)

    # --- карта и программа ---

    def rows(self, chosen):
        own = "0" if any(row.get("own") for row in self.figures["roadmap"]["rows"]) else ""
        return address("roadmap-detail", self.year, rows=chosen, on=self.day, own=own)

    def audits(self, **conditions):
        return address("audit-list", year=self.year, **conditions)

    @property
    def all_exist(self):
        """Return whether the list of present associations is the one they were counted against."""
        programme = self.figures["programme"]
        return programme.get("associations_existing") == programme["associations_total"]

    @cached_property
    def named(self):
        """Return {figure: address} of everything that stands on the page once."""
        return {
            "rows_done": self.rows("done"),
            "rows_owed": self.rows("owed"),
            "rows_late": self.rows("late"),
            "audits_planned": self.audits(held="live"),
            "audits_closed": self.audits(state="closed"),
            "associations_covered": self.audits(held="covering"),
            "associations_reported": self.audits(subject="association", held="reported"),
            "documents": address("document-list", year=self.year),
            "associations_total": reverse("association-list") if self.all_exist else "",
            "surveys": address("survey-list", year=self.year),
            "school": self.audits(subject="school", held="reported"),
            "group": address("working-group", roadmap=self.year),
            "previous": reverse("improvement-list", args=[self.roadmap.predecessor_id])
            if self.roadmap.predecessor_id
            else "",
            "found": self.register(),
            "major": self.register(grade="major"),
            "minor": self.register(grade="minor"),
            "closed": self.register(step="effective"),
            "open": self.register(state="open"),
            "repeated": self.register(repeat="true"),
            "actions": self.actions("counted"),
            "accepted": self.actions("accepted"),
            "in_time": self.actions("in_time"),
            "owed": self.actions("owed"),
            "late": self.actions("late"),
            "checked": address("check-list", year=self.year, outcome="made"),
            "effective": address("check-list", year=self.year, outcome="effective"),
            "eliminated": self.register(acted="true"),
        }

    def actions(self, counted, **conditions):
        day = self.day if counted in ("in_time", "owed", "late") else ""
        return address("action-list", found=self.year, counted=counted, on=day, **conditions)

    def indicator(self, row):
        """Return the address of all rows that an indicator of the system was counted from."""
        return self.named[COUNTED_FROM[row["code"]]]

    # --- строки таблиц ---

    def grade(self, row):
        """Return the address of the observations, opportunities and good practices of one class."""
        return address("finding-list", year=self.year, grade=row["grade"], state="other")

    def association(self, row):
        """Return the address of the reported audits that an index was counted from."""
        return self.audits(association=row.get("id", ""), subject="association", held="reported")

    def course(self, row, *, updated=False, nonconformities=False):
        focus = FOCUS_OF.get(row["focus"], "")
        if nonconformities:
            return self.register(focus=focus)
        period = dict(zip(("since", "until"), self.figures["period"], strict=True)) if updated else {}
        return address("course-programme-list", focus=focus, **period)

    def kind(self, row):
        return self.actions("counted", kind=row["kind"])

    # --- рисунки ---

    def mark(self, kind, row):
        """Return the address behind a mark of a chart; nothing where a frozen analysis kept too little to name the rows."""
        if kind == "association":
            return self.association(row) if "id" in row else ""
        if kind == "course":
            return self.course(row)
        if kind == "age" and self.day != timezone.localdate().isoformat():
            return ""  # the register counts the age as of today
        return behind(self.register, kind, row)


def linked_tables(shown, links):
    """Give the rows of the page's tables their addresses; the figures stay as they are."""
    figures = shown["figures"]
    others = [row for row in figures["findings"]["by_grade"] if row["grade"] not in NONCONFORMITIES]
    shown["links"] = links.named
    shown["previous_rows"] = [
        row
        | {
            "url": reverse("activity-detail", args=[row["activity"]])
            if row.get("activity")
            else links.named["previous"]
        }
        for row in figures["previous"]
    ]
    shown["grade_rows"] = [row | {"url": links.grade(row)} for row in others]
    shown["association_rows"] = [row | {"url": links.association(row)} for row in figures["associations"]["rows"]]
    shown["course_rows"] = [
        row
        | {
            "url": links.course(row),
            "updated_url": links.course(row, updated=True),
            "found_url": links.course(row, nonconformities=True),
        }
        for row in figures["courses"]
    ]
    shown["kind_rows"] = [row | {"url": links.kind(row)} for row in figures["actions"]["by_kind"]]
    shown["indicators"] = [row | {"url": links.indicator(row)} for row in shown["indicators"]]
