"""Ознакомление: who has to read a paper in force, and the day on which each of them did (domain text, D05)."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from roadmap import document_workflow as workflow
from roadmap.models import Appointment, AssociationMember, Document, Employee
from roadmap.permissions import GROUP_ROLES, Role, rights
from roadmap.services.activities import settle_activity
from roadmap.services.conditions import settle_points
from roadmap.services.drafts import name_readers
from roadmap.services.letters import tell_readers
from vsoko import history
from vsoko.wording import day_num
from vsoko.workflow import NotAllowed, TransitionError, fact_day

NOT_TEACHING = (Role.DIRECTOR, Role.SECRETARY, Role.ADMINISTRATOR)


def chairs(school, day=None):
    """Return the employees who chair an association of the school on that day."""
    held = Appointment.objects.filter(school=school, role=Role.CHAIR, association__closed_on=None)
    return working(school, day).filter(pk__in=held.covering(fact_day(day)).values("employee"))


def staff(school, day=None):
    """Return the teaching staff: who belongs to an association or holds a role of teaching, its guidance or its audit."""
    day = fact_day(day)
    held = Appointment.objects.filter(school=school).exclude(role__in=NOT_TEACHING).covering(day)
    members = AssociationMember.objects.filter(association__school=school).covering(day)
    return working(school, day).filter(Q(pk__in=held.values("employee")) | Q(pk__in=members.values("employee")))


def working_group(school, day=None):
    """Return the members of the working group on that day."""
    held = Appointment.objects.filter(school=school, role__in=GROUP_ROLES).covering(fact_day(day))
    return working(school, day).filter(pk__in=held.values("employee"))


def working(school, day=None):
    """Return the employees who have not left by that day."""
    return Employee.objects.filter(Q(left_on=None) | Q(left_on__gte=fact_day(day)), school=school)


@transaction.atomic
def ask_to_read(pk, *, actor, readers, read_by=None):
    """Make these employees the readers of a paper (a draft asks nobody until it is approved). Returns the paper.

    Who has read it already stays in the list whatever is chosen.
    """
    document = _document(pk)
    if not workflow.asks_to_read(actor, document):
        raise NotAllowed(workflow.KEEPS)
    if document.state in (Document.State.SUPERSEDED, Document.State.ANNULLED):
        raise TransitionError("Документ больше не действует: знакомить с ним не нужно.")
    if document.is_for_few and readers:
        raise TransitionError(f"Полный текст читают немногие, поэтому знакомить с ним некого: «{document}».")
    if read_by and document.state in Document.IN_FORCE and read_by < (appeared := appeared_on(document)):
        raise TransitionError(f"Документ появился {day_num(appeared)}: поставьте этот день или позже.", field="read_by")
    name_readers(document, readers, read_by)
    history.record(
        document, actor=actor, action="roadmap.document.ask_to_read", sentence="Составлен список ознакомления",
        comment=f"до {day_num(read_by)}" if read_by else "",
    )  # fmt: skip
    if document.state in Document.IN_FORCE:
        tell_readers(document)
    settle_points(document.school, actor=actor)
    settle_activity(document.activity)
    return document


@transaction.atomic
def acknowledge(pk, *, actor, on=None):
    """Note that the acting reader has read the paper; a second time changes nothing. Returns the acknowledgement."""
    document = _document(pk)
    day = _day_of_reading(document, on)
    row = _rows(document).filter(employee=rights(actor).employee).first()
    if row is None:
        raise NotAllowed("Вас нет в списке ознакомления с этим документом.")
    if row.done_on is None:
        _done(row, document, actor, day)
        settle_points(document.school, actor=actor)
        settle_activity(document.activity, on=day)
    return row


@transaction.atomic
def record_signatures(pk, *, actor, people, on=None, remarks=None):
    """Enter signatures that stand on the printed sheet, all of one day. Returns how many were entered.

    `pk` is of the document; `remarks` is {employee pk: remark}, of those who signed and of those who did not («отпуск»).
    Who is not asked to read it, or has read it already, stops the whole entry.
    """
    document = _document(pk)
    if not workflow.asks_to_read(actor, document):
        raise NotAllowed(workflow.KEEPS)
    day = _day_of_reading(document, on)
    rows = {row.employee_id: row for row in _rows(document)}
    for employee, remark in (remarks or {}).items():
        if employee not in rows:
            raise TransitionError("Примечание вносят о том, кого просили ознакомиться: сначала добавьте его в список.")
        _remark(rows[employee], actor, remark)
    for person in people:
        row = rows.get(person.pk)
        if row is None:
            raise TransitionError(f"{person}: нет в списке ознакомления, сначала добавьте.")
        if row.done_on:
            raise TransitionError(f"{person}: ознакомление уже отмечено {day_num(row.done_on)}.")
        _done(row, document, actor, day)
    settle_points(document.school, actor=actor)
    settle_activity(document.activity, on=day)
    return len(people)


def _document(pk):
    documents = Document.objects.select_related("kind", "school", "activity")
    return documents.select_for_update(of=("self",)).get(pk=pk)


def _rows(document):
    return document.acknowledgements.select_related("employee", "document__school")


def _day_of_reading(document, on):
    """Return the day, or raise TransitionError: nobody reads what is not in force, or before it was there."""
    if document.state not in Document.IN_FORCE:
        raise TransitionError("Знакомят с действующим документом: этот ещё не утверждён или уже не действует.")
    day = fact_day(on)
    if day > timezone.localdate():
        raise TransitionError("День ознакомления ещё не наступил: поставьте сегодняшний или раньше.", field="on")
    appeared = appeared_on(document)
    if day < appeared:
        raise TransitionError(f"Документ появился {day_num(appeared)}: ознакомиться раньше было нельзя.", field="on")
    return day


def appeared_on(document):
    """Return the day from which a paper in force could be read."""
    return min(known for known in (document.dated, document.approved_on) if known)


def _remark(row, actor, remark):
    before = history.snapshot(row, ["remark"])
    row.remark = remark
    row.save(update_fields=["remark"])
    changes = history.differences(row, before, history.snapshot(row, ["remark"]))
    history.record(
        row, actor=actor, action="roadmap.acknowledgement.remark", sentence="Изменено примечание", changes=changes
    )


def _done(row, document, actor, day):
    row.done_on, row.recorded_at, row.recorded_by = day, timezone.now(), actor
    row.content_hash = document.content_hash
    row.save(update_fields=["done_on", "recorded_at", "recorded_by", "content_hash"])
    own = row.employee.user_id == actor.pk
    word = "Ознакомлена" if row.employee.gender == Employee.Gender.FEMALE else "Ознакомлен"
    history.record(
        row,
        actor=actor,
        action="roadmap.acknowledgement.done",
        sentence=f"{word} с документом" if own else "Внесена подпись с листа ознакомления",
        on=day,
    )
