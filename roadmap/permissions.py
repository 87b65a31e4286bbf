"""Who may do what in the year's plan and papers. Roles come from appointments valid today (domain text, section 5.1)."""

from dataclasses import dataclass, field

from django.db import models
from django.utils import timezone


class Role(models.TextChoices):
    DIRECTOR = "director", "директор"
    DEPUTY_EDU = "deputy_edu", "заместитель директора по УВР"
    DEPUTY_UPBRINGING = "deputy_upbringing", "заместитель директора по ВР"
    GROUP_HEAD = "group_head", "руководитель рабочей группы"
    GROUP_SECRETARY = "group_secretary", "секретарь рабочей группы"
    AUDITOR = "auditor", "внутренний аудитор"
    CHAIR = "chair", "председатель МО"
    CURATOR = "curator", "куратор МО"
    TEACHER = "teacher", "педагог"
    SECRETARY = "secretary", "секретарь школы"
    ADMINISTRATOR = "administrator", "администратор"


GROUP_ROLES = (Role.GROUP_HEAD, Role.GROUP_SECRETARY, Role.AUDITOR)
ASSOCIATION_ROLES = (Role.CHAIR, Role.CURATOR)
HELD = ("role", "association", "acting", "starts_on", "ends_on")
LEADERS = (Role.DIRECTOR, Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING, Role.GROUP_HEAD)


@dataclass(frozen=True)
class Rights:
    """What a user is today: the employee and the roles with the associations that they concern."""

    employee: object = None
    roles: frozenset = frozenset()
    acting: frozenset = frozenset()
    associations: dict = field(default_factory=dict)

    def has(self, *roles):
        return not self.roles.isdisjoint(roles)

    @property
    def chaired(self):
        """Ids of the associations whose chair or curator the user is today."""
        return self.associations.get(Role.CHAIR, frozenset()) | self.associations.get(Role.CURATOR, frozenset())


def rights(user):
    """Return the Rights of a user; counted once for each user object, that is once a request."""
    if not user.is_authenticated:
        return Rights()
    cached = getattr(user, "_rights", None)
    if cached is None:
        cached = user._rights = _read_rights(user)
    return cached


def _read_rights(user):
    employee = getattr(user, "employee", None)
    if employee is None:
        return Rights()
    roles, acting, associations = set(), set(), {}
    for role, association, is_acting in _held(user, employee):
        roles.add(role)
        if is_acting:
            acting.add(role)
        if association:
            associations.setdefault(role, set()).add(association)
    frozen = {role: frozenset(ids) for role, ids in associations.items()}
    return Rights(employee, frozenset(roles), frozenset(acting), frozen)


def _held(user, employee):
    """Return (role, association, acting) of the appointments of today: of those read with the user, else by a query."""
    if rows := getattr(user, "rows", None):
        appointments = ([getattr(row, f"held_{name}") for name in HELD] for row in rows)
    else:
        appointments = employee.appointments.values_list(*HELD)
    today = timezone.localdate()
    return [
        held
        for *held, starts_on, ends_on in appointments
        if held[0] and (starts_on is None or starts_on <= today) and (ends_on is None or today <= ends_on)
    ]


def same_school(user, obj):
    return obj is None or getattr(obj, "school_id", user.school_id) == user.school_id


def has_role(*roles):
    """Return a right `f(user, obj=None)`: somebody of the same school who holds one of the roles today."""

    def right(user, obj=None):
        return same_school(user, obj) and rights(user).has(*roles)

    return right


is_director = has_role(Role.DIRECTOR)
is_deputy = has_role(Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING)
is_leader = has_role(*LEADERS)
is_group_head = has_role(Role.GROUP_HEAD)
is_group_member = has_role(*GROUP_ROLES)
is_secretary = has_role(Role.SECRETARY)
is_administrator = has_role(Role.ADMINISTRATOR)
sees_everything = has_role(*LEADERS, Role.GROUP_SECRETARY, Role.AUDITOR)
manages_people = has_role(Role.ADMINISTRATOR, Role.DIRECTOR, Role.DEPUTY_EDU)
administers = has_role(Role.ADMINISTRATOR, Role.DIRECTOR)
# What a teacher alone has no work with stays out of the menu; the pages themselves are open to every colleague.
works_on_the_cycle = has_role(*(role for role in Role if role != Role.TEACHER))
watches_reading = has_role(*LEADERS, Role.GROUP_SECRETARY, Role.SECRETARY)
consults = has_role(*LEADERS, *GROUP_ROLES)
plans_the_year = has_role(Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING, Role.GROUP_HEAD, Role.DIRECTOR)
forms_group = has_role(
    Role.DEPUTY_EDU, Role.DEPUTY_UPBRINGING, Role.GROUP_HEAD, Role.DIRECTOR, Role.ADMINISTRATOR
)  # fmt: skip


def manages_person(user, employee):
    """Who changes a card, roles and the login: a deputy not those of the director and the administrator.

    Else whoever may name an e-mail or issue a link for a login would hold the rights behind it.
    """
    if not manages_people(user, employee):
        return False
    today = timezone.localdate()
    return administers(user) or not any(
        appointment.role in (Role.ADMINISTRATOR, Role.DIRECTOR)
        and (appointment.ends_on is None or appointment.ends_on >= today)
        for appointment in employee.appointments.all()
    )


def is_employee(user, obj=None):
    """Anybody of the school with an employee's card."""
    return same_school(user, obj) and rights(user).employee is not None


def prepares_papers(user, obj=None):
    """Who drafts documents: deputies, the group, the secretary and chairs (minutes, plans of their association)."""
    return same_school(user, obj) and rights(user).has(*LEADERS, *GROUP_ROLES, Role.SECRETARY, Role.CHAIR)
