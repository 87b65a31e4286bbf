"""Cards of course programmes: six направленности, their former names understood, and the list with its filters."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmap.models import CourseProgramme
from tests.factories import make_association
from tests.worlds import make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(client):
    world = make_world()
    client.force_login(world.deputy)
    return world


def course(world, name, **fields):
    return CourseProgramme.objects.create(school=world.school, name=name, **({"focus": "arts"} | fields))


@pytest.fixture
def listed(client):
    """Return f(**query): the names in the list."""

    def listed(**query):
        return [row.name for row in client.get(reverse("course-programme-list"), query).context["object_list"]]

    return listed


@pytest.mark.parametrize(
    ("former", "focus"),
    [
        ("социально-педагогическая", "social"),
        ("Научно-техническая", "technical"),
        ("спортивно-техническая", "technical"),
        ("эколого-биологическая", "science"),
        ("социально-гуманитарная", "social"),
    ],
)
def test_a_former_name_finds_what_it_is_called_today(world, client, listed, former, focus):
    course(world, "Акварель")
    course(world, "Своё дело", focus=focus)
    assert listed(q=former) == ["Своё дело"]
    form = client.get(reverse("course-programme-create")).context["form"]
    label = dict(form.fields["focus"].choices)[focus]
    assert former.lower() in label
    assert len(form.fields["focus"].choices) == 7


def test_the_list_is_narrowed_by_name_author_focus_association_and_update(world, listed):
    today = timezone.localdate()
    course(world, "Акварель", author=world.teacher.employee, updated_on=today)
    course(world, "Лепка", focus="technical", association=world.association, updated_on=today - timedelta(days=365))
    course(world, "Полёт", association=make_association(world.school), updated_on=today - timedelta(days=364))
    course(world, "Хор")
    assert listed(q="тетрадкина") == ["Акварель"]
    assert listed(q="полет") == ["Полёт"]
    assert listed(focus="technical") == listed(association=world.association.pk) == ["Лепка"]
    assert listed(updated="old") == ["Лепка", "Хор"]
    assert listed(updated="new") == ["Акварель", "Полёт"]
    assert listed(q="нет такого") == []


@pytest.mark.one_database
def test_the_list_has_pages_and_costs_the_same_for_any_number(world, client, django_assert_max_num_queries):
    for number in range(60):
        course(world, f"Курс {number:02d}", author=world.teacher.employee, association=world.association)
    with django_assert_max_num_queries(15):
        shown = client.get(reverse("course-programme-list"))
    assert len(shown.context["object_list"]) == 50
    assert len(client.get(reverse("course-programme-list"), {"page": 2}).context["object_list"]) == 10


def test_wrong_hours_and_days_are_refused_beside_their_fields(world, client):
    tomorrow = timezone.localdate() + timedelta(days=1)
    typed = {"name": "Хор", "focus": "arts", "hours": "0", "ages": "7–10 лет", "updated_on": tomorrow.isoformat()}
    response = client.post(reverse("course-programme-create"), typed)
    assert response.status_code == 422
    errors = response.context["form"].errors
    assert "Часов не меньше одного" in errors["hours"][0]
    assert "ещё не наступил" in errors["updated_on"][0]
    assert "7–10 лет" in response.content.decode()
    assert not CourseProgramme.objects.exists()
