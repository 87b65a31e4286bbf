"""«Первые шаги»: the way from an empty school to a year that has begun; it leaves the desk when that is reached."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from roadmap.context import year_of
from roadmap.models import Appointment, Association, Employee, Roadmap
from roadmap.permissions import Role, administers, forms_group, manages_people, plans_the_year
from vsoko.models import School
from vsoko.registries import DeskPanel
from vsoko.wording import plural

BEGINNERS = (Role.DIRECTOR, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class FirstStep:
    """`key` is what `read_state` finds (nothing: the panel leaves with the step that ends it).

    Who has no `right` to the step is told who does it: the holders of `role`.
    """

    key: str
    label: str
    url_name: str
    detail: str
    right: Callable
    role: Role = Role.ADMINISTRATOR


STEPS = (
    FirstStep(
        "others", "Внести сотрудников", "roster-import", "Списком из Excel или по одному; вход тем, кто будет работать здесь",
        manages_people,
    ),
    FirstStep(
        "director", "Открыть вход директору", "employee-list", "Карту и приказы утверждает директор", administers
    ),
    FirstStep(
        "associations", "Создать методические объединения", "association-list", "Их проверяют аудиты", manages_people
    ),
    FirstStep(
        "roadmap", "Загрузить или составить дорожную карту", "roadmap-list", "Из файла Word, Excel или таблицы",
        plans_the_year, Role.DEPUTY_EDU,
    ),
    FirstStep(
        "head", "Назначить рабочую группу", "working-group", "Руководитель и аудиторы; нужна дорожная карта года", forms_group,
        Role.DEPUTY_EDU,
    ),
    FirstStep(
        "", "Утвердить дорожную карту", "roadmap-list", "После этого год начинается", plans_the_year,
        Role.DIRECTOR,
    ),
)  # fmt: skip


def first_steps(request):
    """Return the panel for those who prepare the year, or None once a roadmap is in force; then it leads by itself."""
    in_force = (Roadmap.State.APPROVED, Roadmap.State.CLOSED)
    user = request.user
    if not forms_group(user) or any(roadmap.state in in_force for roadmap in year_of(request).roadmaps):
        return None
    state, holders = read_state(user), read_holders(user)
    rows = [row_of(step, bool(step.key) and getattr(state, step.key), user, holders) for step in STEPS]
    left = sum(row["shape"] != "done" for row in rows)
    return DeskPanel("Первые шаги", rows, f"До начала года {plural(left, 'шаг,шага,шагов')}")


def read_state(user):
    """Return the user's school with what is there: people, associations, roadmap, group; one query."""
    here = {"school": OuterRef("pk")}
    held = Appointment.objects.filter(**here).covering(timezone.localdate())
    begun = Appointment.objects.filter(employee=OuterRef("pk"), role__in=BEGINNERS)
    people = Employee.objects.filter(**here).working()
    return School.objects.annotate(
        others=Exists(people.exclude(Exists(begun))),
        director=Exists(held.filter(role=Role.DIRECTOR, employee__user__isnull=False)),
        associations=Exists(Association.objects.filter(**here, closed_on=None)),
        roadmap=Exists(Roadmap.objects.filter(**here)),
        head=Exists(held.filter(role=Role.GROUP_HEAD)),
    ).get(pk=user.school_id)


def read_holders(user):
    """Return {role: [people who hold it today]} of the roles that the steps name; one query."""
    rows = Appointment.objects.filter(school=user.school_id, role__in={step.role for step in STEPS})
    found = {}
    for row in rows.covering(timezone.localdate()).select_related("employee"):
        found.setdefault(row.role, []).append(str(row.employee))
    return found


def row_of(step, done, user, holders):
    """Return a line of the panel: a link for those who can take the step, else the words about who does."""
    url, detail = reverse(step.url_name), step.detail
    if not step.right(user):
        url, names = "", holders.get(step.role, ())
        detail = f"Делает {step.role.label}: {', '.join(names)}"
        if not names:
            url = reverse("employee-list") if manages_people(user) else ""
            detail = f"Делает {step.role.label}, в программе его пока нет: внесите сотрудника и дайте ему эту роль"
    return {
        "label": step.label,
        "url": url,
        "detail": "" if done else detail,
        "shape": "done" if done else "plan",
        "value": "сделано" if done else "впереди",
    }
