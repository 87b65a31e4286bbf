"""What a school knows today of the people, associations and programmes that a list names in words."""

import re

from roadmap import focus_names
from roadmap.importing.responsible import read_responsible
from roadmap.importing.text_clean import alike, bare
from roadmap.models import Appointment, Association, AssociationMember, CourseProgramme, Employee
from roadmap.models.association import Focus
from roadmap.permissions import GROUP_ROLES, Role, manages_person
from roadmap.services.appointments import HELD_BY_ONE
from roadmap.services.import_people import named
from vsoko.wording import lowered

KINDS_OF_MO = ("мо", "шмо", "методическое", "объединение", "учителей", "педагогов")
KINDS_OF_COURSES = ("программа", "программы", "дооп")
ROLE_LABELS = {alike(role.label): role for role in Role}
# Whoever keeps the computers is not for that the administrator of this programme; the group comes by its order.
NOT_BY_POST = {Role.ADMINISTRATOR, *GROUP_ROLES}


def _squeezed(words):
    return re.sub(r"направленност\w*|[\W_]", "", alike(words))


FOCUSES = {_squeezed(words): focus for words, focus in focus_names.FORMER.items()} | {
    _squeezed(focus.label): focus for focus in Focus
}


def _read_roles(text, by_post):
    roles, unknown, remarks = [], [], []
    for piece in filter(None, (one.strip() for one in text.replace("\n", ";").split(";"))):
        if role := ROLE_LABELS.get(alike(piece)):
            found = [role]
        else:
            read = read_responsible(piece)
            found = [Role(role) for role in read.roles if role in Role.values]
            # What a guess was made about has to be looked at; a post without a role is nothing to tell of.
            remarks += [lowered(one) for one in read.remarks if not one.startswith("Ответственный")]
            if not found:
                unknown.append(piece)
        roles += [role for role in found if role not in roles]
    return [role for role in roles if not by_post or role not in NOT_BY_POST], unknown, remarks


class RosterFacts:
    """Read once for a whole list, by one query a kind of records; `today` parts roles that stand from those that ended."""

    def __init__(self, school, actor, today):
        self.school, self.actor, self.today = school, actor, today
        people = Employee.objects.filter(school=school).select_related("user").prefetch_related("appointments")
        self.employees = list(people)
        self.people, self._named, self._roles = {}, {}, {}
        for one in self.employees:
            self.people.setdefault(alike(one.full_name), []).append(one)
        self.associations, self._by_kind = {}, {}
        # An open one stands before one that was closed under a name like it.
        for one in sorted(Association.objects.filter(school=school), key=lambda one: one.closed_on is None):
            self.associations[bare(one.name)] = one
            self._by_kind.setdefault(bare(one.name, KINDS_OF_MO), []).append(one)
        self.courses = {}
        for one in CourseProgramme.objects.filter(school=school).prefetch_related("teachers"):
            self.courses.setdefault(bare(one.name, KINDS_OF_COURSES), []).append(one)
        self.members, self.held = {}, {}
        for row in AssociationMember.objects.filter(association__school=school):
            self.members.setdefault((row.employee_id, row.association_id), []).append(row)
        for row in Appointment.objects.filter(school=school).select_related("employee"):
            self.held.setdefault((row.role, row.association_id), []).append(row)

    def named(self, name):
        """Return the people whom «Линейкин П.П.» or a name in full may mean."""
        if name not in self._named:
            self._named[name] = named(self.employees, name)
        return self._named[name]

    def known_as(self, name):
        """Return the people of this school whom a Name of a list means; one without a patronymic may be named with it."""
        if name.brief:
            return self.named(name.brief)
        found = self.people.get(alike(name.full), [])
        if name.patronymic:
            return found or self.people.get(alike(f"{name.last_name} {name.first_name}"), [])
        return found or self.named(name.full)

    def associations_named(self, name):
        """Return the associations of that name, with or without «МО учителей» before it."""
        if whole := self.associations.get(bare(name)):
            return [whole]
        found = self._by_kind.get(bare(name, KINDS_OF_MO), [])
        return [one for one in found if one.closed_on is None] or found[:1]

    def manages(self, employee):
        return manages_person(self.actor, employee)

    def stands(self, row):
        return row.ends_on is None or row.ends_on >= self.today

    def is_member(self, employee, association):
        return any(self.stands(row) for row in self.members.get((employee.pk, association.pk), []))

    def was_member(self, employee, association):
        return bool(self.members.get((employee.pk, association.pk)))

    def holders(self, role, association):
        rows = self.held.get((role, association.pk if association else None), [])
        return [row for row in rows if self.stands(row)]

    def was_held(self, role, association, employee):
        """Return whether the role was held before in a way that a new one must not reach back into."""
        rows = self.held.get((role, association.pk if association else None), [])
        return any(role in HELD_BY_ONE or employee is not None and row.employee_id == employee.pk for row in rows)

    def roles_of(self, text, *, by_post):
        """Return (roles, [what is no role], remarks) of a post, or of the column «Роль» with `by_post` False."""
        if (text, by_post) not in self._roles:
            self._roles[text, by_post] = _read_roles(text, by_post)
        return self._roles[text, by_post]

    @staticmethod
    def focus(words):
        """Return the направленность of these words: its present or former name, with or without that word itself."""
        return FOCUSES.get(_squeezed(words))
