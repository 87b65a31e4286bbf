"""A school's list held against the school of today, by the same number of queries for any number of rows."""

import hashlib
import json

from django.utils import timezone

from roadmap.importing.text_clean import alike, bare
from roadmap.models import CourseProgramme, Employee
from roadmap.permissions import ASSOCIATION_ROLES, GROUP_ROLES, administers
from roadmap.services.appointments import ENTRUSTED, HELD_BY_ONE
from roadmap.services.roster_facts import KINDS_OF_COURSES, KINDS_OF_MO, RosterFacts
from roadmap.services.roster_intents import UNCHANGED, CourseIntent, PersonIntent
from vsoko import history

PLAIN = ("focus", "hours", "ages", "updated_on")  # of a programme


class Unfit(Exception):
    """A row cannot be taken; the text is one sentence with its cure."""


class Outlook:
    """All rows of a book held against the school of today."""

    def __init__(self, school, book, actor):
        self.facts = RosterFacts(school, actor, timezone.localdate())
        self.actor = actor
        self.problems, self.people, self.courses = [], [], []
        self.unknown = {}  # {association as it is recognised: its name in the list}
        self.taken = {}  # {(role, association): the first row that asks for what one person holds}
        self.added = {}  # {name of a new person as it is recognised: PersonIntent}
        for row in book.people:
            self._try(row, self._person, self.people)
        for row in book.programmes:
            self._try(row, self._course, self.courses)

    def _try(self, row, read, intents):
        try:
            intents.append(read(row))
        except Unfit as unfit:
            self.problems.append(row.problem(str(unfit)))

    @property
    def wanted(self):
        return [one for one in [*self.people, *self.courses] if one.kind != UNCHANGED]

    @property
    def mark(self):
        """Return a mark of what the preview has shown: another one later means that somebody has changed the school."""
        shown = [
            [one.row.sheet, one.row.number, one.name, one.kind, one.lines] for one in [*self.people, *self.courses]
        ]
        return hashlib.sha256(json.dumps([shown, self.unknown], ensure_ascii=False).encode()).hexdigest()[:32]

    def association(self, name):
        """Return the association of that name, or its words where the school has none."""
        found = self.facts.associations_named(name)
        if not found:
            return self.unknown.setdefault(bare(name, KINDS_OF_MO), name)
        if len(found) > 1:
            raise Unfit(f"«{name}» подходит нескольким объединениям: впишите название полностью.")
        if found[0].closed_on:
            raise Unfit(f"«{name}» упразднено: впишите действующее объединение или уберите название.")
        return found[0]

    def _person(self, row):
        fields, intent = row.fields, PersonIntent(row, self._existing(row))
        existing = intent.existing
        if existing is None:
            self._new_card(intent)
        else:
            self._changed_card(intent)
        if intent.card and existing and not self.facts.manages(existing):
            raise Unfit(
                f"Карточку «{existing}» меняют только администратор и директор: уберите строку или попросите их загрузить файл."
            )
        associations = [self.association(name) for name in fields["associations"]]
        for association in associations:
            if existing is None or isinstance(association, str):
                intent.joins.append((association, None))
            elif not self.facts.is_member(existing, association):
                since = self.facts.today if self.facts.was_member(existing, association) else None
                intent.joins.append((association, since))
        self._roles(intent, associations)
        if existing is None:
            self.added[alike(row.name.full)] = intent
        return intent

    def _existing(self, row):
        found = self.facts.known_as(row.name)
        if row.name.brief and not found:
            raise Unfit(
                f"«{row.name.brief[:60]}»: впишите имя и отчество полностью, по инициалам в школе никого не нашлось."
            )
        if len(found) > 1:
            raise Unfit(f"«{row.told[:60]}» в школе не один: внесите или измените этого человека в его карточке.")
        if found and row.name.patronymic and not found[0].patronymic:
            raise Unfit(
                f"{found[0].full_name} в школе без отчества: впишите его в карточке или внесите там другого человека."
            )
        if found and found[0].left_on:
            raise Unfit(f"{found[0]} уволен: верните его в карточке или уберите строку.")
        return found[0] if found else None

    def _new_card(self, intent):
        fields, name = intent.row.fields, intent.row.name
        gender = fields.get("gender") or fields["inferred_gender"]
        if not gender:
            raise Unfit(f"По имени «{name.full[:60]}» не понять, мужчина это или женщина: впишите пол в графу «Пол».")
        if not fields["position"]:
            raise Unfit(f"У «{name.full[:60]}» нет должности: впишите её.")
        intent.card = {
            "last_name": name.last_name, "first_name": name.first_name, "patronymic": name.patronymic,
            "gender": gender, "position": fields["position"], "email": fields.get("email", ""),
        }  # fmt: skip
        intent.changes = [("должность", "", fields["position"])]
        if fields.get("email"):
            intent.changes.append(("почта", "", fields["email"]))

    def _changed_card(self, intent):
        fields, existing = intent.row.fields, intent.existing
        given = {name: fields[name] for name in ("position", "gender", "email") if fields.get(name)}
        # An empty cell says nothing; letters of the other keyboard and spaces are no other post.
        intent.card = {name: value for name, value in given.items() if alike(getattr(existing, name)) != alike(value)}
        before = history.snapshot(existing, intent.card)
        after = history.snapshot(Employee(**intent.card), intent.card)
        intent.changes = [(what, *change) for what, change in history.differences(existing, before, after).items()]

    def _roles(self, intent, associations):
        fields, existing = intent.row.fields, intent.existing
        named = fields.get("roles", "")
        if named:
            roles, unknown, remarks = self.facts.roles_of(named, by_post=False)
            if unknown:
                raise Unfit(f"Роли «{unknown[0][:60]}» нет: возьмите её из списка заготовки или оставьте графу пустой.")
        elif existing is None or "position" in intent.card:
            # What a post means is asked once: a role that somebody has ended since is not given anew by the same list.
            roles, _, remarks = self.facts.roles_of(fields["position"], by_post=True)
        else:
            return
        intent.remarks += remarks
        for role in roles:
            for association in associations if role in ASSOCIATION_ROLES else [None]:
                self._role(intent, role, association, told=bool(named))
            if role in ASSOCIATION_ROLES and not associations:
                self._no_role(intent, role, "не названо объединение: впишите его в графу «МО»", told=bool(named))

    def _role(self, intent, role, association, *, told):
        existing, known = intent.existing, None if isinstance(association, str) else association
        if role in GROUP_ROLES:
            return self._no_role(intent, role, "её даёт состав рабочей группы", told=False)
        holders = [] if isinstance(association, str) else self.facts.holders(role, known)
        if existing and any(row.employee_id == existing.pk for row in holders):
            return None
        if role in ENTRUSTED and not administers(self.actor):
            return self._no_role(intent, role, "её дают только директор и администратор", told=told)
        if role in HELD_BY_ONE:
            if other := next((row.employee for row in holders if not row.acting), None):
                return self._no_role(intent, role, f"она уже у другого: {other}", told=told)
            first = self.taken.setdefault((role, association), intent.row)
            if first is not intent.row:
                return self._no_role(intent, role, f"её просит и {first.told} в строке {first.number}", told=told)
        was = not isinstance(association, str) and self.facts.was_held(role, known, existing)
        intent.roles.append((role, association, self.facts.today if was else None))
        return None

    def _no_role(self, intent, role, why, *, told):
        if told:
            raise Unfit(f"Роль «{role.label}» дать нельзя: {why}.")
        intent.remarks.append(f"роль «{role.label}» не даётся: {why}")

    def _course(self, row):
        fields = row.fields
        found = self.facts.courses.get(bare(fields["name"], KINDS_OF_COURSES), [])
        if len(found) > 1:
            raise Unfit(f"Программ «{fields['name'][:60]}» в школе несколько: измените нужную в её карточке.")
        intent = CourseIntent(row, found[0] if found else None)
        values = {name: fields[name] for name in PLAIN if name in fields}
        if "focus" in values:
            values["focus"] = self.facts.focus(values["focus"])
            if values["focus"] is None:
                raise Unfit(
                    f"Направленность «{fields['focus'][:40]}» непонятна: возьмите одну из шести из списка заготовки."
                )
        elif intent.existing is None:
            raise Unfit("Нет направленности: впишите её.")
        if "association" in fields:
            values["association"] = self.association(fields["association"])
        if "author" in fields:
            values["author"] = self._colleague(fields["author"])
        if "teachers" in fields:
            values["teachers"] = [self._colleague(name) for name in fields["teachers"]]
        self._compare(intent, values)
        return intent

    def _colleague(self, name):
        if added := self.added.get(alike(name)):
            return added
        found = [one for one in self.facts.named(name) if one.left_on is None]
        found += [one for one in self.added.values() if named_in_file(one, name)]
        if len(found) != 1:
            raise Unfit(
                f"«{name[:60]}» среди сотрудников {'не один' if found else 'нет'}: впишите фамилию, имя и отчество "
                f"{'полностью' if found else 'или внесите этого человека'}."
            )
        return found[0]

    def _compare(self, intent, values):
        existing = intent.existing
        for name, value in values.items():
            was = _was(existing, name) if existing else None
            if existing and (set(was) == set(value) if name == "teachers" else was == value):
                continue
            intent.values[name] = value
            intent.changes.append((_label(name), _told(name, was), _told(name, value)))


def named_in_file(intent, name):
    """Return whether «Линейкин П.П.» may be the new person of this row."""
    from_card = Employee(**{part: intent.card[part] for part in ("last_name", "first_name", "patronymic")})
    return alike(name).replace(" ", "") == alike(from_card.short_name).replace(" ", "")


def _was(course, name):
    return list(course.teachers.all()) if name == "teachers" else getattr(course, name)


def _label(name):
    return str(CourseProgramme._meta.get_field(name).verbose_name)


def _told(name, value):
    if not value:
        return ""
    if name == "teachers":
        return ", ".join(sorted(_told("author", one) for one in value))
    if isinstance(value, PersonIntent):
        return value.name
    if name == "focus":
        return CourseProgramme(focus=value).get_focus_display()
    return str(history.plain(value))
