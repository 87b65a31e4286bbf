"""Associations (МО): who heads and curates them, who is a member on which days, and their end."""

from django.db import transaction
from django.utils import timezone

from roadmap.models import Association, AssociationMember
from roadmap.permissions import Role, manages_people
from roadmap.services.appointments import changed_holders, finish, replace_holders, still_on
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError, fact_day

REFUSAL = "Методические объединения ведут администратор, директор и заместитель по УВР."


def check_right(actor, association=None):
    if actor is not None and not manages_people(actor, association):
        raise NotAllowed(REFUSAL)


def locked(pk, actor):
    association = Association.objects.select_for_update(of=("self",)).select_related("school").get(pk=pk)
    check_right(actor, association)
    if association.closed_on:
        raise TransitionError("Объединение упразднено: изменить его нельзя.")
    return association


@transaction.atomic
def create_association(school, *, actor, name, focus="", chair=None, curator=None, since=None, basis=""):
    """Create an association, with chair and curator where they are named, and return it."""
    check_right(actor)
    association = Association.objects.create(school=school, name=name, focus=focus)
    changes = head(association, chair, curator, since, basis)
    history.record(
        association, actor=actor, action="roadmap.association.create", sentence="Объединение создано", changes=changes,
        comment=basis, on=since,
    )  # fmt: skip
    return association


@transaction.atomic
def edit_association(pk, *, actor, name, focus="", chair=None, curator=None, since=None, basis=""):
    """Rename an association or give it another chair or curator from the day `since`; the former keep their days."""
    association = locked(pk, actor)
    before = history.snapshot(association, ("name", "focus"))
    association.name, association.focus = name, focus
    association.save(update_fields=["name", "focus"])
    changes = history.differences(association, before, history.snapshot(association, ("name", "focus")))
    changes |= head(association, chair, curator, since, basis)
    if changes:
        history.record(
            association, actor=actor, action="roadmap.association.edit", sentence="Объединение изменено", changes=changes,
            comment=basis, on=since,
        )  # fmt: skip
    return association


def head(association, chair, curator, since, basis):
    holders = {
        role: replace_holders(
            role, [person] if person else [], since=fact_day(since), school=association.school, association=association,
            basis=basis,
        )
        for role, person in ((Role.CHAIR, chair), (Role.CURATOR, curator))
    }  # fmt: skip
    return changed_holders(holders)


@transaction.atomic
def add_members(pk, *, actor, employees, since=None, comment=""):
    """Let people be members from that day on (None: they always were). Returns the association."""
    association = locked(pk, actor)
    present = association.members.filter(still_on(fact_day(since)), employee__in=employees).select_related("employee")
    if present:
        raise TransitionError(f"Уже в объединении: {', '.join(str(row.employee) for row in present)}.")
    AssociationMember.objects.bulk_create(
        AssociationMember(association=association, employee=employee, starts_on=since) for employee in employees
    )
    names = ", ".join(str(employee) for employee in employees)
    history.record(
        association, actor=actor, action="roadmap.association.join", sentence="Внесены члены объединения",
        changes={"Члены": ["", names]}, on=since,
        comment=comment,
    )  # fmt: skip
    return association


@transaction.atomic
def end_membership(pk, *, actor, on):
    """End a membership after the day `on`. Returns it."""
    member = AssociationMember.objects.select_for_update(of=("self",)).select_related("employee").get(pk=pk)
    association = locked(member.association_id, actor)
    if member.starts_on and on < member.starts_on:
        raise TransitionError(f"В объединении с {member.starts_on:%d.%m.%Y}: последний день не может быть раньше.")
    member.ends_on = on
    member.save(update_fields=["ends_on"])
    history.record(
        association, actor=actor, action="roadmap.association.leave", sentence="Член объединения выбыл",
        changes={"Члены": [str(member.employee), ""]}, on=min(on, timezone.localdate()),
    )  # fmt: skip
    return member


@transaction.atomic
def close_association(pk, *, actor, on, comment=""):
    """Close an association: roles and memberships end that day, papers and audits stay."""
    association = locked(pk, actor)
    if on > timezone.localdate():
        raise TransitionError("Этот день ещё не наступил: упраздните объединение, когда он придёт.")
    finish(association.members.all(), on)
    finish(association.appointments.all(), on)
    association.closed_on = on
    association.save(update_fields=["closed_on"])
    history.record(
        association,
        actor=actor,
        action="roadmap.association.close",
        sentence="Объединение упразднено",
        comment=comment,
        on=on,
    )
    return association
