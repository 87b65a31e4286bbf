"""The last list taken back: whole, and only as long as nobody has worked with what it has brought."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from roadmap.models import Appointment, Association, AssociationMember, CourseProgramme, Employee, RosterImport
from roadmap.permissions import manages_people
from roadmap.services.people import REFUSAL, edit_employee
from roadmap.services.references import save_reference
from roadmap.services.roster_import import LOADED
from roadmap.services.undoing import refuse_if_touched, refuse_if_used
from vsoko import history, search
from vsoko.models import HistoryEntry, School
from vsoko.workflow import NotAllowed, TransitionError

# In this order they go: nothing is left that points to what has gone.
MADE = (CourseProgramme, AssociationMember, Appointment, Association, Employee)
TEACHERS = CourseProgramme.teachers.through


def last_import(school):
    """Return the latest list that was not taken back, or None."""
    rows = RosterImport.objects.filter(school=school).standing()
    return rows.select_related("source_file", "loaded_by__employee").first()


@transaction.atomic
def undo_roster(pk, *, actor):
    """Delete what the last list has brought, put back what it has changed, and return it.

    Raises TransitionError where somebody has worked with any of that since: the sentence says who and with what.
    """
    if not manages_people(actor):
        raise NotAllowed(REFUSAL)
    load = last_import(School.objects.select_for_update(of=("self",)).get(pk=actor.school_id))
    if load is None or load.pk != pk:
        raise TransitionError("Эту загрузку уже отменили или после неё была другая: откройте страницу заново.")
    own = {model: load.made_of(model) for model in MADE}
    # History is written last by a load: whatever came later about the same records is somebody's work.
    loaded = HistoryEntry.objects.of(load).filter(action=LOADED).order_by("id").first()
    touched = {model: all_of(load, model) for model in (CourseProgramme, Association, Employee)}
    refuse_if_touched(touched, Q(pk__lte=loaded.pk if loaded else 0))
    put_back(load, actor)
    own[TEACHERS] = TEACHERS.objects.filter(courseprogramme__in=own[CourseProgramme])
    refuse_if_used(own)
    left = people_of(own)
    for model in MADE:
        search.forget(own[model])
        own[model].delete()
    history.record_each(
        left, actor=actor, action="roadmap.rosterimport.undo", sentence="Роли и объединения из файла сняты: загрузка отменена",
        comment=load.source_file.name,
    )  # fmt: skip
    load.undone_by, load.undone_at = actor, timezone.now()
    load.save(update_fields=["undone_by", "undone_at"])
    history.record(
        load, actor=actor, action="roadmap.rosterimport.undo", sentence="Загрузка списка отменена",
        comment=load.source_file.name,
    )  # fmt: skip
    return load


def all_of(load, model):
    """Return the rows of a model that the load has made or changed, or given roles and members to."""
    known = Q(pk__in=load.made.get(model._meta.label_lower, [])) | Q(
        pk__in=list(load.former.get(model._meta.label_lower, {}))
    )
    if model in (Employee, Association):
        name = "employee" if model is Employee else "association"
        for rows in (load.made_of(Appointment), load.made_of(AssociationMember)):
            known |= Q(pk__in=rows.order_by().values(name))
    return model.objects.filter(known)


def people_of(own):
    """Return the people and associations that stay, whose roles and memberships go."""
    left = []
    for model, name in ((Employee, "employee"), (Association, "association")):
        rows = Q(pk__in=own[Appointment].order_by().values(name)) | Q(
            pk__in=own[AssociationMember].order_by().values(name)
        )
        left += model.objects.filter(rows).exclude(pk__in=own[model].order_by().values("pk"))
    return left


def put_back(load, actor):
    """Give people and programmes that the load has changed what they had before it."""
    comment = f"Отменена загрузка файла «{load.source_file.name}»"
    for pk, card in load.former.get(Employee._meta.label_lower, {}).items():
        cases = card.pop("case_forms")
        edit_employee(pk, actor=actor, comment=comment, **card)
        Employee.objects.filter(pk=pk).update(case_forms=cases)  # those of the post that has come back
    for pk, kept in load.former.get(CourseProgramme._meta.label_lower, {}).items():
        values = {name: _value(name, value) for name, value in kept.items()}
        save_reference(CourseProgramme, actor=actor, school=load.school, pk=pk, comment=comment, **values)


def _value(name, value):
    if name == "teachers":
        return list(Employee.objects.filter(pk__in=value))
    if name == "author":
        return value and Employee.objects.get(pk=value)
    if name == "association":
        return value and Association.objects.get(pk=value)
    return date.fromisoformat(value) if name == "updated_on" and value else value
