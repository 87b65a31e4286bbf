"""The one door for a change of state.

A transition is a row of a table: name, sources, target, who, label, comment. The table feeds the guard in `perform`,
the buttons on the page and the tests alike; there is no second place where a state is written.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import models, transaction
from django.utils import timezone

from vsoko import history


class TransitionError(Exception):
    """The step is not possible now. The text is one Russian sentence: what is missing and where to add it.

    `field` names the field of a form beside which the sentence belongs, `url` the page where it can be mended.
    """

    def __init__(self, message, *, url="", field=None):
        super().__init__(message)
        self.message = message
        self.url = url
        self.field = field

    @property
    def every(self):
        """Return all that is missing, one sentence each: this one alone."""
        return [self]


class Incomplete(TransitionError):
    """Several things are missing at once; the sentence is that of the first, `every` lists them all."""

    def __init__(self, gaps):
        first = gaps[0]
        super().__init__(first.message, url=first.url, field=first.field)
        self.gaps = gaps

    @property
    def every(self):
        return self.gaps


class NotAllowed(TransitionError):
    """The actor may see the record but not do this; the sentence names who can."""


@dataclass(frozen=True, eq=False)
class Transition:
    """One allowed change of state.

    `who(user, obj)` tells whether the user may do it; `refusal` is the sentence for those who may not. `checks` are
    functions of the record that raise TransitionError while something is missing. `done` is the sentence of history.
    """

    model: str
    name: str
    sources: tuple[str, ...]
    target: str
    label: str
    done: str
    who: Callable
    refusal: str
    comment_required: bool = False
    comment_label: str = ""
    checks: tuple[Callable, ...] = ()
    danger: bool = False

    def __post_init__(self):
        if not self.comment_label:
            # What one may add to a step is no remark on anybody's work.
            object.__setattr__(self, "comment_label", "Замечание" if self.comment_required else "Пояснение")

    @property
    def key(self):
        return f"{self.model}.{self.name}".lower()

    def allowed(self, user, obj):
        """Return whether the button belongs on the page of this user: right state and right person."""
        return obj.state in self.sources and self.who(user, obj)

    def blockers(self, obj):
        """Return the sentences (TransitionError) about what is still missing."""
        missing = []
        for check in self.checks:
            try:
                check(obj)
            except TransitionError as error:
                missing += error.every
        return missing


@dataclass
class Table:
    """All transitions of one model, in the order in which buttons appear."""

    model: str
    rows: list[Transition] = field(default_factory=list)

    def add(self, name, sources, target, **facts):
        sources = (sources,) if isinstance(sources, str) else tuple(sources)
        row = Transition(self.model, name, tuple(str(s) for s in sources), str(target), **facts)
        if any(other.name == name for other in self.rows):
            raise ValueError(f"{self.model}: transition {name} is named twice")
        self.rows.append(row)
        return row

    def __iter__(self):
        return iter(self.rows)

    def __getitem__(self, name):
        """Return the transition of that name; an unknown name is a KeyError."""
        for row in self.rows:
            if row.name == name:
                return row
        raise KeyError(f"{self.model}: no transition {name}")

    def for_user(self, user, obj):
        """Return the transitions that this user can start from the record's present state."""
        return [row for row in self.rows if row.allowed(user, obj)]


@transaction.atomic
def perform(step, pk, *, actor, queryset, comment="", on=None, values=None, caused_by=None):
    """Carry out one transition and return the changed record.

    The row is locked, its source state, the actor's right and the checks are tested again under the lock, the fields are
    written with `update_fields`, and one history entry is recorded in the same transaction. `values` is a dict of other
    fields, or a function of the locked record that returns one. Raises TransitionError or NotAllowed; then nothing changed.
    `actor` None is the system itself: it passes the right, never the state and the checks; `caused_by` is the person whose
    own step (an approval, a hand-in) made the system move this record too, and history names that person.
    """
    obj = queryset.select_for_update(of=("self",)).get(pk=pk)
    if obj.state not in step.sources:
        raise TransitionError(f"{step.label}: уже нельзя, сейчас «{obj.get_state_display()}». Обновите страницу.")
    if actor is not None and not step.who(actor, obj):
        raise NotAllowed(step.refusal)
    if on and on > timezone.localdate():
        raise TransitionError("День события ещё не наступил: поставьте сегодняшнюю дату или раньше.")
    comment = (comment or "").strip()
    if step.comment_required and not comment:
        raise TransitionError(f"Заполните поле «{step.comment_label}»: без него это действие не записывается.")
    for check in step.checks:
        check(obj)
    was = obj.state
    changed = dict(values(obj) if callable(values) else values or {})
    before = history.snapshot(obj, changed)
    for name, value in changed.items():
        setattr(obj, name, value)
    obj.state = step.target
    obj.save(update_fields=["state", *changed])
    history.record(
        obj,
        actor=actor or caused_by,
        action=step.key,
        sentence=step.done,
        from_state=was,
        to_state=step.target,
        changes=history.differences(obj, before, history.snapshot(obj, changed)),
        comment=comment,
        on=on,
    )
    return obj


def fact_day(day):
    """Return the day of the fact: today where none was given; schools record late, so it may lie years back."""
    return day or timezone.localdate()


def state_implies(state, *fields, name, unless=None):
    """Return a CheckConstraint: a record in `state` has all the named fields filled, `unless` this condition holds."""
    condition = ~models.Q(state=state) | models.Q(**{f"{field}__isnull": False for field in fields})
    return models.CheckConstraint(condition=condition | unless if unless else condition, name=name)
