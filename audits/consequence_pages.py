"""Menu entries and file rights of findings, plans and actions."""

from django.db.models import Q

from audits.models import (
    Action,
    ChecklistItem,
    EffectivenessCheck,
    Evidence,
    Finding,
    PastImport,
    RequestLine,
    ValuesImport,
)
from audits.pages import meets_audits
from roadmap.permissions import is_employee
from vsoko.registries import MenuItem, file_owners, menu


def sees_evidence(user, file_id):
    """Return whether the file proves something that the user may see."""
    return Evidence.objects.filter(
        Q(item__in=ChecklistItem.objects.visible_to(user))
        | Q(finding__in=Finding.objects.visible_to(user))
        | Q(action__in=Action.objects.visible_to(user))
        | Q(check_record__in=EffectivenessCheck.objects.visible_to(user)),
        file=file_id,
    ).exists()


def sees_shown(user, file_id):
    """Return whether the file was shown in answer to the list of documents of an audit that the user sees."""
    return RequestLine.objects.visible_to(user).filter(files=file_id).exists()


def sees_loaded_file(user, file_id):
    """Return whether earlier years or values of indicators came from the file, and the user brings them."""
    return any(
        model.objects.visible_to(user).filter(source_file=file_id).exists() for model in (PastImport, ValuesImport)
    )


def register():
    menu.register("findings", MenuItem("Несоответствия", "finding-list", "Проверка", meets_audits, order=30))
    menu.register(
        "finding-analysis", MenuItem("Анализ несоответствий", "finding-analysis", "Проверка", meets_audits, order=35)
    )
    menu.register("plans", MenuItem("Планы", "plan-list", "Проверка", meets_audits, order=40))
    menu.register("actions", MenuItem("Действия", "action-list", "Проверка", is_employee, order=50))
    menu.register("analysis", MenuItem("Анализ года", "analysis-list", "Итоги", is_employee, order=10))
    file_owners.add(sees_evidence)
    file_owners.add(sees_shown)
    file_owners.add(sees_loaded_file)
