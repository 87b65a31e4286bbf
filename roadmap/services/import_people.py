"""Who the posts and names of an imported roadmap are in this school."""

import re

from roadmap.importing.text_clean import alike
from roadmap.models import Appointment, Employee
from roadmap.permissions import Role

# Posts of one person. The group, chairs and teachers answer together and change during the year: they stay a role.
OF_ONE_PERSON = (
    Role.DIRECTOR,
    Role.DEPUTY_EDU,
    Role.DEPUTY_UPBRINGING,
    Role.GROUP_HEAD,
    Role.SECRETARY,
    Role.ADMINISTRATOR,
)
_WORDS = dict(Role.choices) | {"working_group": "рабочая группа"}
_NAME_PARTS = re.compile(r"[\w-]+")


class Staff:
    """Employees and appointments of a school, read once for a whole roadmap."""

    def __init__(self, school):
        self.employees = list(Employee.objects.filter(school=school))
        appointments = Appointment.objects.filter(school=school, role__in=OF_ONE_PERSON).select_related("employee")
        self.appointments = list(appointments.order_by("acting", "starts_on", "id"))

    def responsible(self, row, first, last):
        """Return (rows as the services take them, remarks) for a ParsedActivity that lasts from `first` to `last`.

        A post goes to who holds it on the last day, else to who held it during the term; nobody: the role stays alone.
        """
        rows, remarks = [], []
        for role in row.responsible:
            holders = self._holders(role, last, last) or self._holders(role, first, last)
            rows.extend(_named(holder, role) for holder in holders)
            if not holders:
                rows.append({"role": role, "employee": None, "name": _WORDS[role]})
        taken = {one["employee"] for one in rows}
        for name in row.names:
            found = self._by_name(name, first)
            if len(found) == 1:
                rows.extend(_named(one, "") for one in found if one.pk not in taken)
                taken.add(found[0].pk)
            else:
                remarks.append(f"«{name}» среди сотрудников {'не один' if found else 'нет'}: назначьте ответственного.")
        return rows, remarks

    def _holders(self, role, first, last):
        found = [
            one.employee
            for one in self.appointments
            if one.role == role
            and (one.starts_on is None or one.starts_on <= last)
            and (one.ends_on is None or one.ends_on >= first)
        ]
        return list(dict.fromkeys(found))

    def _by_name(self, name, day):
        return [one for one in named(self.employees, name) if one.left_on is None or one.left_on >= day]


def _named(employee, role):
    return {"role": role, "employee": employee.pk, "name": str(employee)}


def named(employees, name):
    """Return those of the employees whom «Линейкин П.П.», «П. П. Линейкин» or a name in full may mean."""
    whole, parts = _joined(name), _NAME_PARTS.findall(alike(name))
    exact = [one for one in employees if whole in map(_joined, (one.short_name, one.full_name, one.signature))]
    return exact or [one for one in employees if _is_named(one, parts)]


def _joined(name):
    """Return a name without its spaces and dots: a surname may have two words."""
    return re.sub("[ .]", "", alike(name))


def _is_named(employee, parts):
    if alike(employee.last_name) not in parts:
        return False
    given = list(parts)
    given.remove(alike(employee.last_name))
    own = [alike(employee.first_name), alike(employee.patronymic)]
    return len(given) <= len(own) and all(name.startswith(part) for name, part in zip(own, given, strict=False))
