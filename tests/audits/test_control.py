"""Control of execution: points of papers and actions of plans in one list, for whoever may see them, the late ones first."""

import io
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from audits.models import EffectivenessCheck
from roadmap.permissions import Role
from roadmap.services.items import accept_item, report_item
from tests.builders.audits import make_action, make_check, make_finding, make_plan
from tests.factories import approve_paper, make_paper, make_school, make_user
from vsoko.workdays import working_days_between

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
AHEAD = TODAY + timedelta(days=20)


def point(world, text="Составить план.", *, due_on=AHEAD, responsible=None, **fields):
    """Return a point of an approved order."""
    items = [{"text": text, "due_on": due_on, "responsible": (responsible or world.teacher).employee}]
    paper = make_paper(world.school, author=world.deputy, items=items, **fields)
    return approve_paper(paper, director=world.director).items.get()


@pytest.fixture
def found(client, world):
    """Return f(user, **query): the texts of the list."""

    def found(user, **query):
        client.force_login(user)
        return [line.text for line in client.get(reverse("item-list"), query).context["lines"]]

    return found


def test_plans_to_present_and_checks_stand_there_until_they_are_done(client, world, found):
    finding = make_finding(world, "acknowledged")
    check = make_check(world, due_on=date(2021, 7, 1))
    owed = f"Представить план корректирующих мероприятий: {world.association.name}"
    checked = f"Проверить результативность по несоответствию {check.finding.number}: {check.finding.title}"
    assert found(world.deputy, state="late") == [owed, checked]
    for person, text in ((world.chair, owed), (world.auditor, checked)):
        [line] = [line for line in client.get(reverse("item-list")).context["lines"] if line.text == text]
        assert line.responsible == person.employee.short_name
        assert client.get(line.url).status_code == 200
        assert found(world.deputy, responsible=person.employee.pk, state="late") == [text]
    make_plan(world, "on_approval", audit=finding.audit)
    EffectivenessCheck.objects.update(
        state="effective", result="Да.", checked_on=date(2021, 8, 1), checked_by=world.auditor
    )
    assert found(world.deputy, state="late") == []
    assert {owed, checked} <= set(found(world.deputy, state="accepted"))


def test_late_ones_of_all_sources_stand_first_with_their_working_days(client, world, found):
    point(world, "Впереди")
    point(world, "Без срока", due_on=None)
    point(world, "Давно", due_on=date(2021, 4, 1))
    make_action(world, "planned", text="Действие", due_on=date(2021, 3, 1))
    assert found(world.deputy) == ["Действие", "Давно", "Впереди", "Без срока"]
    assert found(world.deputy, state="late") == ["Действие", "Давно"]
    words = client.get(reverse("item-list")).content.decode().replace("\u00a0", " ")
    days = working_days_between(date(2021, 4, 1), TODAY)
    assert f"просрочено на {days} рабоч" in words
    assert "Сбросить" not in client.get(reverse("item-list"), {"state": "late"}).content.decode()
    assert words.count("не начато") == 2  # what is late is not ahead
    assert "План корректирующих мероприятий: " in words


def test_what_is_reported_waits_for_acceptance_and_leaves_the_list_when_accepted(client, world, found):
    item = point(world)
    client.force_login(world.teacher)
    assert client.get(reverse("desk")).content.decode().count(item.get_absolute_url()) == 1
    report_item(item.pk, actor=world.teacher, comment="План составлен.")
    client.force_login(world.director)
    assert client.get(reverse("desk")).content.decode().count(item.get_absolute_url()) == 1
    assert found(world.deputy) == found(world.deputy, state="done") == ["Составить план."]
    assert found(world.deputy, state="late") == []
    accept_item(item.pk, actor=world.director)
    assert found(world.deputy) == []
    assert found(world.deputy, state="accepted") == found(world.deputy, state="all") == ["Составить план."]


def test_it_is_narrowed_by_person_paper_association_period_and_word(world, found):
    order = point(world, "Составить опись").document
    point(world, "Проверить журналы", due_on=date(2021, 4, 1), responsible=world.chair)
    own = make_paper(
        world.school, "D04", author=world.deputy, association=world.association,
        items=[{"text": "Решение объединения", "due_on": AHEAD, "responsible": world.teacher.employee}],
    )  # fmt: skip
    approve_paper(own, director=world.deputy)
    action = make_action(world, "planned", text="Исправить записи", due_on=date(2021, 3, 1))
    assert found(world.deputy, responsible=world.chair.employee.pk) == ["Проверить журналы"]
    assert found(world.deputy, document=order.pk) == ["Составить опись"]
    assert found(world.deputy, document=action.plan.documents.get().pk) == ["Исправить записи"]
    assert found(world.deputy, association=world.association.pk) == [
        "Исправить записи", "Проверить журналы", "Решение объединения",
    ]  # fmt: skip
    assert found(world.deputy, due_from="2021-03-02", due_to="2021-12-31") == ["Проверить журналы"]
    assert found(world.deputy, q="ЖУРНАЛЫ") == ["Проверить журналы"]
    assert (
        len(found(world.deputy, due_from="чепуха", responsible="²", state="чепуха")) == 5
    )  # with the plan that was presented


def test_everybody_sees_what_their_papers_let_them_see(world, found):
    minutes = make_paper(
        world.school, "D04", author=world.deputy, items=[{"text": "Решение", "responsible": world.chair.employee}]
    )
    approve_paper(minutes, director=world.deputy)
    make_action(world, "planned", text="Действие")
    assert found(world.deputy) == ["Действие", "Решение"]
    assert found(world.chair) == ["Действие", "Решение"]
    assert found(world.secretary) == ["Решение"]
    assert found(make_user(make_school(), Role.DIRECTOR)) == []


def test_the_table_for_excel_holds_what_is_filtered(client, world):
    point(world, "=1+1", due_on=date(2021, 4, 1))
    point(world, "Впереди")
    client.force_login(world.deputy)
    answer = client.get(reverse("control-export"), {"state": "late"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    head, row = sheet.iter_rows()
    assert head[0].value == "Поручение"
    assert (row[0].value, row[0].data_type) == ("=1+1", "s")
    assert row[5].value.date() == date(2021, 4, 1)
    assert row[6].value == working_days_between(date(2021, 4, 1), TODAY)


def test_the_sheet_names_its_day_its_filter_and_everything_on_it(client, world):
    one = {"text": "Пункт", "due_on": date(2021, 4, 1), "responsible": world.teacher.employee}
    approve_paper(make_paper(world.school, author=world.deputy, items=[one] * 60), director=world.director)
    client.force_login(world.secretary)
    words = client.get(reverse("control-sheet"), {"state": "late", "due_to": "2021-12-31"}).content.decode()
    assert words.count("просрочено на") == 60
    assert "Показаны: просрочены; по: 31.12.2021." in words


def test_an_empty_list_says_why(client, world):
    client.force_login(world.deputy)
    assert "Неисполненных поручений нет" in client.get(reverse("item-list")).content.decode()
    assert "Таких поручений нет" in client.get(reverse("item-list"), {"state": "late"}).content.decode()
    assert "ничего не нашлось" in client.get(reverse("item-list"), {"q": "нет"}).content.decode()
    assert "По этому отбору поручений нет" in client.get(reverse("control-sheet")).content.decode()


@pytest.mark.one_database
@pytest.mark.parametrize("name", ["item-list", "control-sheet", "control-export"])
def test_thirty_cost_what_one_does(client, world, name):
    client.force_login(world.deputy)

    def count(size):
        points = [{"text": "Пункт", "responsible": world.teacher.employee}] * size
        approve_paper(make_paper(world.school, author=world.deputy, items=points), director=world.director)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(reverse(name))
            b"".join(answer.streaming_content if answer.streaming else [answer.content])
        return len(queries)

    count(1)  # what is read once a process is read now
    assert count(1) == count(30) <= 15
