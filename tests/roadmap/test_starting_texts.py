"""What a new draft begins with, and how its plain text becomes a sheet."""

import pytest

from roadmap.permissions import Role
from roadmap.services.drafts import kind_of
from roadmap.sheet import parts_of
from roadmap.texts import starting_text
from tests.factories import appoint, make_activity, make_employee, make_roadmap, make_school, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_school()


@pytest.fixture
def director(school):
    return make_user(school, Role.DIRECTOR)


@pytest.fixture
def deputy(school):
    return make_user(school, Role.DEPUTY_EDU)


@pytest.mark.parametrize("code", ["D01", "D02", "D03", "D04", "D07", "D14", "D18", "D21"])
def test_a_starting_text_knows_the_school_and_leaves_no_placeholder(school, deputy, code):
    kind = kind_of(school, code)
    start = starting_text(kind, school, roadmap=make_roadmap(school))
    words = " ".join([start.title, start.text, *(text for text, _ in start.items)])
    assert "{" not in words
    assert start.title


def test_starting_minutes_follow_the_stage_of_their_row(school, director, deputy):
    roadmap = make_roadmap(school)
    kind = kind_of(school, "D04")
    briefing = starting_text(kind, school, roadmap=roadmap, activity=make_activity(roadmap, "briefing"))
    staff = starting_text(kind, school, roadmap=roadmap, activity=make_activity(roadmap, "staff"))
    assert (briefing.audience, briefing.signer) == ("chairs", deputy.employee)
    assert (staff.audience, staff.signer, staff.body_name) == ("staff", director.employee, "Педагогический совет")


def test_the_order_of_the_group_lists_the_people_of_the_group(school, deputy):
    roadmap = make_roadmap(school)
    head = make_employee(school, "Пеналова")
    appoint(head, Role.GROUP_HEAD)
    text = starting_text(kind_of(school, "D03"), school, roadmap=roadmap).text
    assert "1 | Пеналова Анна Ивановна | учитель | руководитель" in text


def test_words_of_a_sheet_stand_where_papers_have_them():
    body, appendices = parts_of("Во исполнение\nПРИКАЗЫВАЮ:\n\nПриложение № 1\nСОСТАВ\n№ | Имя\n1 | Пеналова")
    assert body == [{"is": "text", "text": "Во исполнение"}, {"is": "lead", "text": "ПРИКАЗЫВАЮ:"}]
    assert appendices == [
        (
            "Приложение № 1",
            [
                {"is": "lead", "text": "СОСТАВ"},
                {"is": "table", "head": ["№", "Имя"], "rows": [["1", "Пеналова"]], "numbers": 1},
            ],
        )
    ]
