"""Roles for a period. What ends stays with its days, so that every old paper finds who was who."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from roadmap.models import Appointment, AssociationMember
from roadmap.permissions import ASSOCIATION_ROLES, GROUP_ROLES, Role, administers, manages_people
from vsoko import history
from vsoko.models import School
from vsoko.workflow import NotAllowed, TransitionError

ENTRUSTED = (Role.DIRECTOR, Role.ADMINISTRATOR)
HELD_BY_ONE = (Role.DIRECTOR, Role.CHAIR, Role.CURATOR, Role.GROUP_HEAD, Role.GROUP_SECRETARY)
REFUSAL = "Роли дают администратор, директор и заместитель по УВР."
REFUSAL_ENTRUSTED = "Роли директора и администратора дают только директор и администратор."
DAY = timedelta(days=1)


def check_right(actor, role):
    if actor is not None and not manages_people(actor):
        raise NotAllowed(REFUSAL)
    if actor is not None and role in ENTRUSTED and not administers(actor):
        raise NotAllowed(REFUSAL_ENTRUSTED)


def one_at_a_time(school_id):
    """Let roles of one school be given and ended one after another: what a role allows depends on all the others."""
    School.objects.select_for_update().get(pk=school_id)


def scope_of(appointment):
    """Return the record whose history tells of the role: the association, the group, or the person."""
    return appointment.association or appointment.working_group or appointment.employee


@transaction.atomic
def appoint(
    employee, role, *, actor, association=None, starts_on=None, ends_on=None, acting=False, basis="", comment=""
):
    """Give a role for a period and return the appointment.

    Raises TransitionError when the person has it already in that period, or somebody else holds what one person holds.
    """
    check_right(actor, role)
    one_at_a_time(employee.school_id)
    if role in GROUP_ROLES:
        raise TransitionError("Роли рабочей группы даёт её состав: измените его на странице «Рабочая группа».")
    if role not in ASSOCIATION_ROLES:
        association = None
    elif association is None:
        raise TransitionError("Выберите МО: председатель и куратор назначаются в одно из них.")
    if employee.left_on:
        raise TransitionError("Сотрудник уволен: роль ему дать нельзя.")
    refuse_doubles(employee, role, association, starts_on, ends_on, acting)
    appointment = Appointment.objects.create(
        school=employee.school, employee=employee, role=role, association=association, starts_on=starts_on,
        ends_on=ends_on, acting=acting, basis=basis,
    )  # fmt: skip
    history.record(
        scope_of(appointment), actor=actor, action="roadmap.appointment.create", sentence=f"Назначение: {appointment}"[:300],
        comment=comment or basis, on=starts_on,
    )  # fmt: skip
    return appointment


def refuse_doubles(employee, role, association, starts_on, ends_on, acting):
    others = Appointment.objects.filter(school_id=employee.school_id, role=role, association=association).within(
        starts_on or date.min, ends_on or date.max
    )
    if others.filter(employee=employee).exists():
        raise TransitionError(
            "Эта роль у сотрудника в эти дни уже есть: завершите прежнюю или измените дни.", field="role"
        )
    holder = others.filter(acting=False).select_related("employee").first()
    if role in HELD_BY_ONE and not acting and holder:
        word = holder.get_role_display()
        raise TransitionError(
            f"{word[:1].upper()}{word[1:]} в эти дни уже есть: {holder.employee} "
            "Завершите прежнее назначение или отметьте «исполняет обязанности».",
            field="role",
        )


@transaction.atomic
def end_appointment(pk, *, actor, on):
    """End a role after the day `on`, which is its last one. Returns the appointment."""
    appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("employee", "association", "working_group__roadmap", "school")
        .get(pk=pk)
    )
    check_right(actor, appointment.role)
    if appointment.role in GROUP_ROLES:
        raise TransitionError("Роли рабочей группы меняет её состав: откройте страницу «Рабочая группа».")
    if appointment.starts_on and on < appointment.starts_on:
        raise TransitionError(f"Роль дана с {appointment.starts_on:%d.%m.%Y}: последний день не может быть раньше.")
    one_at_a_time(appointment.school_id)
    keep_a_manager([appointment], on=on)
    was, appointment.ends_on = appointment.ends_on, on
    appointment.save(update_fields=["ends_on"])
    history.record(
        scope_of(appointment), actor=actor, action="roadmap.appointment.end",
        sentence=f"Роль завершена: {appointment}"[:300], changes={"по": [history.plain(was), history.plain(on)]},
    )  # fmt: skip
    return appointment


def is_only_director(appointment, day):
    """Return whether the school has nobody else to sign after the appointment has ended on that day."""
    others = Appointment.objects.filter(school_id=appointment.school_id, role=Role.DIRECTOR).exclude(pk=appointment.pk)
    return appointment.role == Role.DIRECTOR and not others.covering(day + DAY).exists()


def keep_a_manager(ending, *, on):
    """Raise TransitionError where the ending of these roles would leave nobody to give roles."""
    if not any(appointment.role in ENTRUSTED for appointment in ending):
        return
    others = Appointment.objects.filter(
        school_id=ending[0].school_id, role__in=ENTRUSTED, employee__user__is_active=True
    ).exclude(pk__in=[appointment.pk for appointment in ending])
    if not others.covering(on + DAY).exists():
        raise TransitionError("Сначала назначьте другого администратора: иначе роли назначать будет некому.")


def end_everything(employee, *, on):
    """End all roles and memberships of a person on that day and return the words of the roles."""
    one_at_a_time(employee.school_id)
    held = list(employee.appointments.filter(still_on(on)).select_related("association"))
    keep_a_manager(held, on=on)
    finish(employee.appointments.all(), on)
    finish(AssociationMember.objects.filter(employee=employee), on)
    return [appointment.title for appointment in held]


def still_on(day):
    return Q(ends_on__isnull=True) | Q(ends_on__gt=day)


def finish(rows, day):
    """End dated rows (roles, memberships) on that day; those that would have begun later never were."""
    rows.filter(starts_on__gt=day).delete()
    rows.filter(still_on(day)).update(ends_on=day)


def replace_holders(role, people, *, since, school, association=None, working_group=None, basis=""):
    """Let exactly these people hold the role from that day on and return (names before, names after).

    Those who stay keep their first day; those who go keep the role until the day before.
    """
    held = Appointment.objects.filter(
        school=school, role=role, association=association, working_group=working_group, acting=False
    ).filter(still_on(since - DAY))
    holders = {row.employee_id: row.employee for row in held.select_related("employee")}
    wanted = {person.pk: person for person in people}
    finish(held.exclude(employee__in=wanted), since - DAY)
    Appointment.objects.bulk_create(
        Appointment(
            school=school, employee=person, role=role, association=association, working_group=working_group,
            starts_on=since, basis=basis,
        )
        for pk, person in wanted.items()
        if pk not in holders
    )  # fmt: skip
    return [str(person) for person in holders.values()], [str(person) for person in wanted.values()]


def changed_holders(changes):
    """Return {word of the role: [before, after]} of {role: (before, after)} where somebody changed."""
    return {
        Role(role).label: [", ".join(sorted(before)), ", ".join(sorted(after))]
        for role, (before, after) in changes.items()
        if sorted(before) != sorted(after)
    }
