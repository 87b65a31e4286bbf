"""What each row of a school's list would do, as it is shown and written."""

from dataclasses import dataclass, field

from roadmap.models import CourseProgramme, Employee
from roadmap.permissions import Role
from roadmap.roster.sheets import RosterRow

NEW, CHANGED, UNCHANGED = "new", "changed", "unchanged"


@dataclass(eq=False)
class PersonIntent:
    """What one row about a person would do. Associations are records, or the words of one that is not there yet."""

    row: RosterRow
    existing: Employee | None = None
    card: dict = field(default_factory=dict)
    roles: list = field(default_factory=list)  # [(role, association, since)]
    joins: list = field(default_factory=list)  # [(association, since)]
    changes: list = field(default_factory=list)  # [(what, was, becomes)]
    remarks: list = field(default_factory=list)

    @property
    def kind(self):
        if self.existing is None:
            return NEW
        return CHANGED if self.card or self.roles or self.joins else UNCHANGED

    @property
    def name(self):
        return self.existing.full_name if self.existing else self.row.told

    @property
    def lines(self):
        """Return what will be written, one line a fact."""
        roles = [
            f"роль: {Role(role).label}" + (f", {association}" if association else "")
            for role, association, _ in self.roles
        ]
        joins = [f"в объединение: {association}" for association, _ in self.joins]
        return [*told(self.changes), *roles, *joins, *self.row.remarks, *self.remarks]


@dataclass(eq=False)
class CourseIntent:
    """What one row about a programme would do; people in it are records or, new ones of the same file, PersonIntents."""

    row: RosterRow
    existing: CourseProgramme | None = None
    values: dict = field(default_factory=dict)
    changes: list = field(default_factory=list)

    @property
    def kind(self):
        if self.existing is None:
            return NEW
        return CHANGED if self.values else UNCHANGED

    @property
    def name(self):
        return f"«{self.existing.name if self.existing else self.row.told}»"

    @property
    def lines(self):
        return [*told(self.changes), *self.row.remarks]


def told(changes):
    return [f"{what}: {was} → {becomes}" if was else f"{what}: {becomes}" for what, was, becomes in changes]
