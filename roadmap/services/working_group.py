"""The working group of a year: formed by an order, changed by another; every former composition keeps its days."""

from datetime import timedelta

from django.db import transaction

from roadmap.models import Appointment, Roadmap, WorkingGroup
from roadmap.permissions import GROUP_ROLES, Role, forms_group
from roadmap.services.activities import settle_stage
from roadmap.services.appointments import changed_holders, finish, replace_holders
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError

REFUSAL = "Состав рабочей группы меняют директор, его заместители, руководитель группы и администратор."


@transaction.atomic
def form_group(roadmap, *, actor, head, auditors, since, secretary=None, document=None, end_former=False):
    """Give the year's group exactly this composition from the day `since` on and return the group.

    `document` is the order it rests on. `end_former` ends the roles of the groups of other years the day before. Raises
    TransitionError when the director is among the auditors (domain text, section 5.2) or the year is closed.
    """
    roadmap = Roadmap.objects.select_for_update(of=("self",)).select_related("school").get(pk=roadmap.pk)
    if not forms_group(actor, roadmap):
        raise NotAllowed(REFUSAL)
    if roadmap.state == Roadmap.State.CLOSED:
        raise TransitionError("Год закрыт: состав его группы уже не меняется.")
    refuse_directors([head, *auditors], since)
    group, created = WorkingGroup.objects.get_or_create(roadmap=roadmap, defaults={"school": roadmap.school})
    basis = order_words(document)
    holders = {
        role: replace_holders(role, people, since=since, school=roadmap.school, working_group=group, basis=basis)
        for role, people in (
            (Role.GROUP_HEAD, [head]),
            (Role.GROUP_SECRETARY, [secretary] if secretary else []),
            (Role.AUDITOR, auditors),
        )
    }
    if end_former:
        former = Appointment.objects.filter(school=roadmap.school, role__in=GROUP_ROLES).exclude(working_group=group)
        finish(former, since - timedelta(days=1))
    group.document = document
    group.save(update_fields=["document"])
    history.record(
        group, actor=actor, action="roadmap.workinggroup.form",
        sentence="Рабочая группа создана" if created else "Состав рабочей группы изменён",
        changes=changed_holders(holders), comment=basis, on=since,
    )  # fmt: skip
    settle_stage(roadmap, "group", on=since)
    return group


def refuse_directors(people, day):
    director = Appointment.objects.filter(employee__in=people, role=Role.DIRECTOR).covering(day).first()
    if director:
        raise TransitionError(f"{director.employee} — директор и в аудиторскую группу не входит: выберите другого.")


def order_words(document):
    """Return title and requisites; an order that still waits for its number is named by its title alone."""
    if document is None:
        return ""
    return (f"{document.title} {document.requisites}" if document.number else document.title)[:200]
