"""The menu of people and school, and who the user is, for the frame of every page."""

from django.db.models import F

from roadmap.permissions import (
    HELD,
    Role,
    administers,
    is_administrator,
    is_employee,
    rights,
    watches_reading,
    works_on_the_cycle,
)
from roadmap.services.skeletons import edits_skeletons
from vsoko.registries import MenuItem, frame_parts, menu, powerful, user_facts, user_relations


def person(request):
    """Return `user_post` (the post, or whose duties are carried out) and the address of the user's own card."""
    held = rights(request.user)
    if held.employee is None:
        return {"user_post": "", "card_url": ""}
    acting = "исполняет обязанности директора" if Role.DIRECTOR in held.acting else ""
    return {"user_post": acting or held.employee.position, "card_url": held.employee.get_absolute_url()}


def register():
    user_relations.append("employee")
    user_facts.update({f"held_{name}": F(f"employee__appointments__{name}") for name in HELD})
    frame_parts.register("person", person)
    powerful.register("administers", administers)
    for name, item in {
        "working_group": MenuItem("Рабочая группа", "working-group", "План", works_on_the_cycle, 20),
        "readers": MenuItem("Ознакомление", "acknowledgement-list", "Школа", watches_reading, 15),
        "associations": MenuItem(
            "Методические объединения", "association-list", "Школа", is_employee, 20, ("/members/",)
        ),
        "course_programmes": MenuItem(
            "Дополнительные программы", "course-programme-list", "Школа", works_on_the_cycle, 30
        ),
        "people": MenuItem("Сотрудники", "employee-list", "Школа", is_employee, 40, ("/roles/",)),
        "calendar": MenuItem("Календарь", "calendar-list", "Школа", works_on_the_cycle, 65),
        "legal_acts": MenuItem("Нормативные акты", "legal-act-list", "Школа", works_on_the_cycle, 60),
        "school": MenuItem("Школа и сроки", "school-edit", "Школа", administers, 70),
        "copies": MenuItem("Резервные копии", "copy-list", "Школа", is_administrator, 95),
        "refusals": MenuItem("Отказы", "refusal-list", "Школа", administers, 75),
        "skeletons": MenuItem("Заготовки документов", "skeleton-list", "Школа", edits_skeletons, 90),
        "document_kinds": MenuItem("Виды документов", "document-kind-list", "Школа", administers, 80),
    }.items():
        menu.register(name, item)
