"""Menu entries of the programme, audits and criteria."""

from django.db.models import Exists, OuterRef

from audits.models import Audit
from audits.permissions import sees_programme
from roadmap.permissions import Role, rights, sees_everything, works_on_the_cycle
from vsoko.registries import MenuItem, menu, user_facts


def meets_audits(user):
    """Return whether audits concern the user: the group and leaders, heads of associations, whoever answers in one.

    The last is read with the user of a request.
    """
    return sees_everything(user) or rights(user).has(Role.CHAIR, Role.CURATOR) or user.answers_in_audits


def register():
    user_facts["answers_in_audits"] = Exists(Audit.objects.filter(auditee=OuterRef("employee")))
    menu.register(
        "programme",
        MenuItem("Программа аудитов", "programme-current", "План", sees_programme, 25, ("/programmes/",)),
    )
    menu.register("audits", MenuItem("Аудиты", "audit-list", "Проверка", meets_audits, 10, ("/cards/",)))
    menu.register("indicators", MenuItem("Показатели", "indicator-list", "Проверка", works_on_the_cycle, 60))
    menu.register("goals", MenuItem("Программа развития", "goal-list", "План", works_on_the_cycle, 40, ("/goals/",)))
    menu.register(
        "criteria", MenuItem("Критерии", "criterion-list", "Школа", works_on_the_cycle, 50, ("/checklists/",))
    )
