"""The line of an indicator over years on its page: an expectation from five years on, before that an arrow and the reason."""

import re

import pytest
from django.urls import reverse

from tests.audits.measuring import enter, indicator, marks
from tests.worlds import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def world(client):
    world = make_world()
    client.force_login(world.deputy)
    return world


def page(client, world, code):
    answered = client.get(reverse("indicator-detail", args=[indicator(world, code).pk]))
    assert answered.status_code == 200
    return re.sub(r"\s+", " ", answered.content.decode().replace("\u00a0", " "))


def enter_years(world, code, *shares, first=2016):
    """Enter the quality of knowledge of year after year: so many good marks of a hundred."""
    for number, share in enumerate(shares):
        enter(world, code, f"{first + number}/{first + number + 1}", data=marks(0, share, 100 - share, 0))


def test_five_years_expect_a_sixth_with_its_bounds_and_the_method(client, world):
    """The figures of tests/audits/test_forecast.py: 88,1 and 6,0 on either side."""
    enter_years(world, "A02", 80, 82, 81, 85, 87)
    shown = page(client, world, "A02")
    assert "за 2021/22 учебный год ожидается 88,1 %: от 82,1 % до 94,1 %." in shown
    assert "Метод наименьших квадратов по данным за 5 лет" in shown
    assert "с вероятностью 95 %" in shown
    assert "2021/22, ожидается: 88,1 %, от 82,1 % до 94,1 %." in shown


def test_a_percentage_is_not_expected_beyond_a_hundred(client, world):
    enter_years(world, "A02", 90, 93, 95, 98, 100)
    assert "ожидается 100 %" in page(client, world, "A02")


def test_four_years_give_an_arrow_and_say_why_no_more(client, world):
    enter_years(world, "A02", 80, 82, 81, 79)
    shown = page(client, world, "A02")
    assert "▼ снижается к прошлому году. Данных мало (4 года): ожидаемое значение считают с 5 лет." in shown
    assert "ожидается" not in shown.replace("ожидаемое", "")


def test_one_year_has_no_line_and_a_year_of_few_pupils_is_no_point(client, world):
    enter_years(world, "A02", 80)
    assert "Тенденция" not in page(client, world, "A02")
    enter(world, "A02", "2017/2018", data=marks(1, 1, 1, 0))
    client.force_login(world.teacher)
    assert "Тенденция" not in page(client, world, "A02")


def test_quarters_are_compared_with_the_same_quarter_of_other_years(client, world):
    for year in range(2016, 2021):
        enter(world, "A02", f"{year}/{year + 1}", part="q1", data=marks(0, 50, 50, 0))
        enter(world, "A02", f"{year}/{year + 1}", part="q2", data=marks(0, 60, 40, 0))
    assert "за 2021/22 учебный год, II четверть ожидается 60 %: от 60 % до 60 %." in page(client, world, "A02")


def test_a_year_without_a_value_is_a_gap_in_the_line(client, world):
    enter_years(world, "A02", 80, 82)
    enter_years(world, "A02", 81, first=2019)
    shown = page(client, world, "A02")
    drawing = next(part for part in shown.split("<svg")[1:] if "2018/19" in part).split("</svg>")[0]
    assert "2017/18 — 82 %; 2018/19 — н/д; 2019/20 — 81 %" in drawing
    assert drawing.count('class="ch-ln"') == 1
    assert "▼ снижается к 2017/18 учебному году" in shown
