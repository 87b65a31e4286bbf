"""Menu entries of the programme, audits and criteria."""

from audits.models import Audit
from audits.permissions import sees_programme
from roadmap.permissions import Role, rights, sees_everything, works_on_the_cycle
from vsoko.registries import MenuItem, menu


def meets_audits(user):
    """Return whether audits concern the user: the group and leaders, heads of associations, whoever answers in one.

    Only for those who are none of these by their roles it is asked, once for a user object.
    """
    if sees_everything(user) or rights(user).has(Role.CHAIR, Role.CURATOR):
        return True
    employee = rights(user).employee
    if employee is None:
        return False
    # The user of a request is wrapped: what it keeps is found by its attributes alone.
    if getattr(user, "_answers", None) is None:
        user._answers = Audit.objects.filter(auditee=employee).exists()
    return user._answers


def register():
    menu.register(
        "programme",
        MenuItem("Программа аудитов", "programme-current", "План", sees_programme, 25, ("/programmes/",)),
    )
    menu.register("audits", MenuItem("Аудиты", "audit-list", "Проверка", meets_audits, 10))
    menu.register(
        "criteria", MenuItem("Критерии", "criterion-list", "Школа", works_on_the_cycle, 50, ("/checklists/",))
    )
