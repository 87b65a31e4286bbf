"""«Первые шаги»: the way from an empty school to a year that has begun; it leaves the desk when that is reached."""

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from roadmap.context import year_of
from roadmap.models import Appointment, Association, Employee, Roadmap
from roadmap.permissions import Role, forms_group
from vsoko.models import School
from vsoko.registries import DeskPanel
from vsoko.wording import plural

BEGINNERS = (Role.DIRECTOR, Role.ADMINISTRATOR)


def first_steps(request):
    """Return the panel for those who prepare the year, or None once a roadmap is in force; then it leads by itself."""
    in_force = (Roadmap.State.APPROVED, Roadmap.State.CLOSED)
    if not forms_group(request.user) or any(roadmap.state in in_force for roadmap in year_of(request).roadmaps):
        return None
    state = read_state(request.user)
    rows = [
        step(
            state.others,
            "Внести сотрудников",
            "employee-list",
            "Имя, должность, роль; вход тем, кто будет работать здесь",
        ),
        step(state.director, "Открыть вход директору", "employee-list", "Карту и приказы утверждает директор"),
        step(state.associations, "Создать методические объединения", "association-list", "Их проверяют аудиты"),
        step(
            state.roadmap, "Загрузить или составить дорожную карту", "roadmap-list", "Из файла Word, Excel или таблицы"
        ),
        step(state.head, "Назначить рабочую группу", "working-group", "Руководитель и внутренние аудиторы"),
        step(False, "Утвердить дорожную карту", "roadmap-list", "После этого год начинается"),
    ]
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


def step(done, label, url_name, detail):
    return {
        "label": label,
        "url": reverse(url_name),
        "detail": "" if done else detail,
        "shape": "done" if done else "plan",
        "value": "сделано" if done else "впереди",
    }
