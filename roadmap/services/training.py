"""Training of auditors: written on the card of the person, kept with its term."""

from datetime import date

from django.db import transaction

from roadmap.models import Employee, Training
from roadmap.permissions import forms_group
from vsoko import history
from vsoko.workflow import NotAllowed, TransitionError

FIELDS = ("programme", "organisation", "hours", "certificate", "finished_on", "valid_until")
REFUSAL = "Обучение аудиторов записывают директор, его заместители, руководитель группы и администратор."


def longest(employees):
    """Return {employee pk: the Training that holds longest}, by one query; who has none is left out."""
    found = {}
    for one in Training.objects.filter(employee__in=employees).select_related("employee"):
        before = found.get(one.employee_id)
        if before is None or (one.valid_until or date.max) > (before.valid_until or date.max):
            found[one.employee_id] = one
    return found


@transaction.atomic
def add_training(employee, *, actor, **fields):
    """Write what the person has learnt and return the Training. Raises NotAllowed, and TransitionError for wrong days."""
    check_right(actor, employee)
    training = Training(school=employee.school, employee=employee, **fields)
    check_days(training)
    training.save()
    note(training, actor, "train", "Записано обучение аудитора", {"Обучение": ["", str(training)]})
    return training


@transaction.atomic
def edit_training(pk, *, actor, **fields):
    """Correct a record and return it."""
    training = locked(pk, actor)
    before = history.snapshot(training, fields)
    for name, value in fields.items():
        setattr(training, name, value)
    check_days(training)
    training.save(update_fields=list(fields))
    if changes := history.differences(training, before, history.snapshot(training, fields)):
        note(training, actor, "train_edit", "Запись об обучении исправлена", changes)
    return training


@transaction.atomic
def delete_training(pk, *, actor):
    """Remove a record made by mistake; the history of the card keeps what it said. Returns the employee."""
    training = locked(pk, actor)
    note(training, actor, "train_delete", "Запись об обучении удалена", {"Обучение": [str(training), ""]})
    training.delete()
    return training.employee


def locked(pk, actor):
    training = Training.objects.select_for_update(of=("self",)).select_related("employee__school").get(pk=pk)
    check_right(actor, training.employee)
    return training


def check_right(actor, employee: Employee):
    if not forms_group(actor, employee):
        raise NotAllowed(REFUSAL)


def check_days(training):
    if training.valid_until and training.valid_until < training.finished_on:
        raise TransitionError("Срок кончается раньше, чем окончено обучение: поправьте даты.", field="valid_until")


def note(training, actor, action, sentence, changes):
    history.record(
        training.employee, actor=actor, action=f"roadmap.employee.{action}", sentence=sentence, changes=changes
    )
