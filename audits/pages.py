"""Menu entries of the programme, audits and criteria."""

from audits.permissions import sees_programme
from roadmap.permissions import is_employee
from vsoko.registries import MenuItem, menu


def register():
    menu.register(
        "programme",
        MenuItem("Программа аудитов", "programme-current", "План", sees_programme, 25, ("/programmes/",)),
    )
    menu.register("audits", MenuItem("Аудиты", "audit-list", "Проверка", is_employee, 10))
    menu.register("criteria", MenuItem("Критерии", "criterion-list", "Школа", is_employee, 50, ("/checklists/",)))
