"""Контроль исполнения: points of papers and assignments of the rooms above as one list, the late ones first."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Case, CharField, Count, DateField, F, IntegerField, Q, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat
from django.urls import reverse
from django.utils import timezone

from roadmap.models import Appointment, DocumentItem, Employee
from roadmap.permissions import Role
from vsoko.assignment import Assignment
from vsoko.registries import Registry
from vsoko.search import spelled
from vsoko.wording import late_by
from vsoko.workdays import working_days_between

control_sources = Registry()
S = Assignment.State
OWED = (S.PLANNED, S.IN_PROGRESS)
NEVER = date(9999, 12, 31)  # an assignment without a day stands after those that have one
TABS = (
    ("", "Не исполнены", "run"),
    ("late", "Просрочены", "late"),
    ("done", "Ждут приёмки", "wait"),
    ("accepted", "Приняты", "done"),
    ("cancelled", "Сняты", "void"),
    ("all", "Все", ""),
)
OWN_NAMES = {
    "text": "text",
    "state": "state",
    "due": "due_on",
    "responsible": "responsible",
    "report": "report",
    "page": "pk",
}


@dataclass(frozen=True)
class ControlSource:
    """Assignments of one model on the page of control of execution; a registry of them makes one list.

    `rows(user)` returns those in work that the user may see; `columns` names the expressions for the paper that gave them:
    `paper`, `number`, `dated`. `of_document`, `of_association` narrow a queryset; `url_name` opens one assignment.
    `names` says how fields or annotations of the rows are called where the model is no Assignment; its states are told in
    those of one. `page` is what `url_name` takes.
    """

    rows: Callable
    columns: dict
    of_document: Callable
    of_association: Callable
    url_name: str
    names: dict = field(default_factory=lambda: OWN_NAMES)


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed by; None or empty asks for nothing."""

    q: str = ""
    responsible: Employee | None = None
    document: object = None
    association: object = None
    due_from: date | None = None
    due_to: date | None = None
    state: str = ""


@dataclass
class Line:
    """One assignment of any source."""

    source: str
    pk: int
    text: str
    state: str
    due: date | None
    person_pk: int
    person: str
    report: str
    paper: str
    number: str
    dated: date | None

    @property
    def url(self):
        return reverse(control_sources[self.source].url_name, args=[self.pk])

    @property
    def responsible(self):
        last_name, first_name, patronymic = self.person.split("|")
        return Employee(last_name=last_name, first_name=first_name, patronymic=patronymic).short_name

    @property
    def state_word(self):
        # What should have been done already is not ahead.
        late = self.state == S.PLANNED and self.is_late(timezone.localdate())
        return "не начато" if late else S(self.state).label

    @property
    def state_shape(self):
        return S(self.state).shape

    @property
    def requisites(self):
        """Return «№ 112-од от 12.12.2026» as far as the paper has them."""
        words = [f"№\u00a0{self.number}" if self.number else "", f"от {self.dated:%d.%m.%Y}" if self.dated else ""]
        return " ".join(filter(None, words))

    def is_late(self, today):
        return self.state in OWED and bool(self.due and self.due < today)

    def late_days(self, today):
        """Return by how many working days it is late, or None."""
        return working_days_between(self.due, today) if self.is_late(today) else None

    @property
    def late_words(self):
        today = timezone.localdate()
        return f"просрочено {late_by(self.due, today)}".strip() if self.is_late(today) else ""


def conditions(today, names=OWN_NAMES):
    """Return {tab: condition} in the names of one source."""
    state, due = names["state"], names["due"]
    return {
        "": Q((f"{state}__in", Assignment.OPEN)),
        "late": Q((f"{state}__in", OWED), (f"{due}__lt", today)),
        "done": Q((state, S.DONE)),
        "accepted": Q((state, S.ACCEPTED)),
        "cancelled": Q((state, S.CANCELLED)),
        "all": Q(),
    }


def person(responsible):
    names = [f"{responsible}__{part}" for part in ("last_name", "first_name", "patronymic")]
    return Concat(names[0], Value("|"), names[1], Value("|"), names[2], output_field=TextField())


def narrowed(source, user, asked):
    """Return the rows of one source under everything that is asked but the tab."""
    rows, names = source.rows(user), source.names
    if asked.responsible:
        rows = rows.filter((names["responsible"], asked.responsible))
    if asked.due_from:
        rows = rows.filter((f"{names['due']}__gte", asked.due_from))
    if asked.due_to:
        rows = rows.filter((f"{names['due']}__lte", asked.due_to))
    if asked.document:
        rows = source.of_document(rows, asked.document)
    if asked.association:
        rows = source.of_association(rows, asked.association)
    return rows.filter(*(spelled(word, names["text"]) for word in asked.q.split()))


def listed(user, asked, today):
    """Return all that is asked as one query of `Line` fields: the late first, then what is owed, each by its day."""
    parts = []
    for name, source in control_sources.items():
        tab = conditions(today, source.names).get(asked.state, Q())
        parts.append(part(name, source, narrowed(source, user, asked).filter(tab), today))
    return parts[0].union(*parts[1:], all=True).order_by("urgency", "day", "source", "record")


def part(name, source, rows, today):
    """Return the rows of one source with the columns that all sources share, in one order and of one type."""
    names, tabs = source.names, conditions(today, source.names)
    urgency = Case(
        When(tabs["late"], then=Value(0)), When(tabs[""], then=Value(1)),
        default=Value(2), output_field=IntegerField(),
    )  # fmt: skip
    columns = {
        "urgency": urgency,
        "day": Coalesce(names["due"], Value(NEVER), output_field=DateField()),
        "source": Value(name, CharField()),
        "record": Cast(names["page"], IntegerField()),
        "what": Cast(names["text"], TextField()),
        "how": Cast(names["state"], CharField()),
        "due": Cast(names["due"], DateField()),
        "whose": Cast(f"{names['responsible']}_id", IntegerField()),
        "person": person(names["responsible"]),
        "told": Cast(names["report"], TextField()),
        "paper": Cast(source.columns["paper"], TextField()),
        "paper_number": Cast(source.columns["number"], TextField()),
        "paper_dated": Cast(source.columns["dated"], DateField()),
    }
    return rows.order_by().annotate(**columns).values_list(*columns)


def lines(rows):
    """Return Line objects of what `listed` has found; its first two columns only order it."""
    return [Line(*row[2:]) for row in rows]


def counts(user, asked, today):
    """Return {tab: how many}; one query for each source."""
    numbers = dict.fromkeys(conditions(today), 0)
    for source in control_sources.values():
        counted = {
            f"n_{tab}": Count("pk", filter=condition) for tab, condition in conditions(today, source.names).items()
        }
        found = narrowed(source, user, asked).order_by().aggregate(**counted)
        numbers = {tab: number + found[f"n_{tab}"] for tab, number in numbers.items()}
    return numbers


# --- points of papers ------------------------------------------------------------------------------------------------


def points(user):
    return DocumentItem.objects.visible_to(user).exclude(state=S.PROPOSED).exclude(responsible=None)


def of_association(rows, association):
    """Points of the association's own papers, and whatever its chair has to do."""
    held = Appointment.objects.filter(association=association, role=Role.CHAIR).covering(timezone.localdate())
    return rows.filter(Q(document__association=association) | Q(responsible__in=held.values("employee")))


def register():
    control_sources.register(
        "points",
        ControlSource(
            rows=points,
            columns={"paper": F("document__title"), "number": F("document__number"), "dated": F("document__dated")},
            of_document=lambda rows, document: rows.filter(document=document),
            of_association=of_association,
            url_name="item-detail",
        ),
    )
