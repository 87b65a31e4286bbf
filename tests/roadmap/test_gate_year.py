"""Over the login: the name of the school and its year, and nothing that is its own business."""

import pytest
from django.urls import reverse

from tests.factories import make_school
from tests.worlds import make_world

pytestmark = pytest.mark.django_db


def test_the_login_shows_the_plan_of_the_one_school_without_figures_and_links(client):
    world = make_world(short_name="ГБОУ школа № 463")
    page = client.get(reverse("login")).content.decode()
    assert "ГБОУ школа № 463" in page
    assert "Цикл 2021 года" in page
    tape = page[page.index("ribbon__tape") : page.index("</nav>")]
    assert "аудиты" in tape
    assert "<a " not in tape
    assert "mk" not in tape.replace("tp-mk", "")
    assert world.chair.employee.last_name not in page


def test_a_plan_that_is_not_in_force_is_not_shown(client):
    make_world(approved=False)
    assert "ribbon__tape" not in client.get(reverse("login")).content.decode()


def test_where_several_schools_share_the_house_none_is_named(client):
    world = make_world(short_name="ГБОУ школа № 463")
    make_school()
    page = client.get(reverse("login")).content.decode()
    assert world.school.short_name not in page
    assert "ribbon__tape" not in page
