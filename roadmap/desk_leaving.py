"""The desk's line about who has left the school and still answers for something: nobody else will take it up by himself."""

from collections import Counter

from django.urls import reverse

from roadmap.models import Employee
from roadmap.permissions import Role, rights
from vsoko.holdings import held_by
from vsoko.registries import DeskSource, Duty, desk_sources
from vsoko.wording import day_num, plural


def leaving_duties(user, today):
    if not rights(user).has(Role.DEPUTY_EDU, Role.ADMINISTRATOR):
        return []
    held = Counter(holder for _, _, holder in held_by(owed=True, school=user.school_id, left_on__isnull=False))
    people = Employee.objects.filter(pk__in=held).order_by("left_on", "pk") if held else []
    return [
        Duty(
            key=f"leaving:{person.pk}",
            title=f"Передать дела: {person.short_name}",
            url=reverse("employee-handover", args=[person.pk]),
            detail=f"Уволен(а) {day_num(person.left_on)}, не передано: {plural(held[person.pk], 'запись,записи,записей')}",
            since=person.left_on,
        )
        for person in people
    ]


def register():
    desk_sources.register("leaving", DeskSource(leaving_duties))
