"""People, associations, roles and programmes from a school's list: all of them at once in one transaction.

Every change goes through the service that a person's own click would call, so guards, history and search are the same; the
name of the file stands in each entry of history.
"""

from django.db import transaction

from roadmap.models import Association, AssociationMember, CourseProgramme, RosterImport
from roadmap.permissions import manages_people
from roadmap.services.appointments import appoint
from roadmap.services.associations import add_members, create_association
from roadmap.services.people import REFUSAL, add_employee, edit_employee
from roadmap.services.references import save_reference
from roadmap.services.roster_intents import NEW, UNCHANGED, PersonIntent
from roadmap.services.roster_outlook import Outlook
from vsoko import history, search
from vsoko.models import School
from vsoko.workflow import NotAllowed, TransitionError

LOADED = "roadmap.rosterimport.load"


@transaction.atomic
def import_roster(school, book, *, actor, stored, seen, create):
    """Write what the book changes and return the RosterImport, or None where nothing is left to write.

    `stored` is the file that was read, `seen` the mark of the preview that was confirmed, `create` the new associations that
    were agreed to (keys of `Outlook.unknown`); without one its people come without it. Raises TransitionError when the rows no
    longer mean what the preview has shown; then nothing is written.
    """
    if actor.school_id != school.pk or not manages_people(actor):
        raise NotAllowed(REFUSAL)
    # One load of a school at a time: the second of two presses finds the work of the first.
    School.objects.select_for_update(of=("self",)).get(pk=school.pk)
    outlook = Outlook(school, book, actor)
    problems = [*book.problems, *outlook.problems]
    if not (problems or outlook.wanted):
        return None
    if problems or outlook.mark != seen:
        raise TransitionError("Пока вы смотрели, записи школы изменились: проверьте строки ещё раз.")
    load = RosterImport(school=school, source_file=stored, loaded_by=actor)
    with search.written_at_the_end():
        writing = Writing(load, outlook, create)
        if not writing.write():
            return None
        load.save()
        history.record(load, actor=actor, action=LOADED, sentence="Список загружен из файла", comment=stored.name)
    return load


class Writing:
    """One load as it is written: it notes what it has made and what it has replaced."""

    def __init__(self, load, outlook, create):
        self.load, self.outlook, self.actor, self.school = load, outlook, load.loaded_by, load.school
        self.comment = f"Файл «{load.source_file.name}»"
        self.known = dict.fromkeys(outlook.unknown.values())
        self.agreed = [name for key, name in outlook.unknown.items() if key in create]
        self.groups = {}  # {(association, since): its new members}

    def write(self):
        """Write everything and return whether there was anything."""
        for name in self.agreed:
            self.known[name] = create_association(self.school, actor=self.actor, name=name, basis=self.comment)
            self._made(self.known[name])
        for intent in self.outlook.people:
            if intent.kind != UNCHANGED:
                self._person(intent)
        for (association, since), people in self.groups.items():
            self._members(association, since, people)
        for intent in self.outlook.courses:
            if intent.kind != UNCHANGED:
                self._course(intent)
        return bool(self.load.made or self.load.former)

    def _made(self, record):
        self.load.made.setdefault(record._meta.label_lower, []).append(record.pk)

    def _replaced(self, record, values):
        self.load.former.setdefault(record._meta.label_lower, {})[str(record.pk)] = values

    def _association(self, meant):
        """Return the association; None where it is new and was not agreed to."""
        return meant if isinstance(meant, Association) else self.known[meant]

    def _person(self, intent):
        if intent.kind == NEW:
            intent.existing = add_employee(self.school, actor=self.actor, comment=self.comment, **intent.card)
            self._made(intent.existing)
            self.load.people_total += 1
        elif intent.card:
            kept = {name: getattr(intent.existing, name) for name in (*intent.card, "case_forms")}
            self._replaced(intent.existing, kept)
            edit_employee(intent.existing.pk, actor=self.actor, comment=self.comment, **intent.card)
            self.load.changed_total += 1
        for role, meant, since in intent.roles:
            association = meant and self._association(meant)
            if association or not meant:
                self._made(
                    appoint(
                        intent.existing, role, actor=self.actor, association=association, starts_on=since,
                        comment=self.comment,
                    )
                )  # fmt: skip
        for meant, since in intent.joins:
            if association := self._association(meant):
                self.groups.setdefault((association, since), []).append(intent.existing)

    def _members(self, association, since, people):
        add_members(association.pk, actor=self.actor, employees=people, since=since, comment=self.comment)
        joined = AssociationMember.objects.filter(
            association=association, employee__in=people, starts_on=since, ends_on=None
        )
        for row in joined:
            self._made(row)

    def _course(self, intent):
        values, existing = dict(intent.values), intent.existing
        if "association" in values:
            values["association"] = self._association(values["association"])
            if existing and values["association"] is None:
                del values["association"]
        if "author" in values:
            values["author"] = _employee(values["author"])
        if "teachers" in values:
            values["teachers"] = [_employee(one) for one in values["teachers"]]
        if existing and not values:
            return
        if existing:
            self._replaced(existing, {name: _kept(existing, name) for name in values})
        else:
            values["name"] = intent.row.fields["name"]
        saved = save_reference(
            CourseProgramme, actor=self.actor, school=self.school, pk=existing.pk if existing else None,
            comment=self.comment, **values,
        )  # fmt: skip
        if not existing:
            self._made(saved)
        self.load.programmes_total += 1


def _employee(meant):
    return meant.existing if isinstance(meant, PersonIntent) else meant


def _kept(course, name):
    """Return a value of a programme as JSON keeps it."""
    if name == "teachers":
        return [one.pk for one in course.teachers.all()]
    value = getattr(course, f"{name}_id" if name in ("association", "author") else name)
    return value.isoformat() if name == "updated_on" and value else value
