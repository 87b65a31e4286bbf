"""The desk: what waits for a person, in the order of urgency, each duty once and within a fixed number of queries."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from roadmap.models import ActivityResponsible, DocumentItem
from roadmap.permissions import Role
from roadmap.services.documents import (
    approve_document,
    recall_document,
    register_document,
    return_document,
    submit_document,
)
from roadmap.services.items import report_item
from tests.factories import (
    approve_paper,
    make_activity,
    make_association,
    make_paper,
    make_roadmap,
    make_school,
    make_user,
)
from vsoko import desk, registries
from vsoko.registries import DeskSource, Duty, Expectation

TODAY = date(2026, 11, 18)  # a Wednesday


def duty(key, due=None, **fields):
    return Duty(key, f"Дело {key}", "/", due=due, **fields)


@pytest.fixture
def sources(monkeypatch):
    """Return a function that makes these the only sources of the desk."""

    def only(**found):
        monkeypatch.setattr(registries, "desk_sources", found)

    return only


def titles(groups):
    return {group.title: [one.key for one in group.duties] for group in groups}


def test_duties_stand_by_urgency_and_what_has_no_day_waits_today(sources):
    days = {"late": TODAY - timedelta(1), "today": TODAY, "sunday": date(2026, 11, 22), "monday": date(2026, 11, 23)}
    rows = [duty(key, day) for key, day in days.items()] + [duty("undated")]
    sources(one=DeskSource(lambda user, today: reversed(rows)))
    assert titles(desk.by_urgency(desk.duties_of(None, TODAY), TODAY)) == {
        "Просрочено": ["late"],
        "Сегодня": ["undated", "today"],
        "До конца недели": ["sunday"],
        "Позже": ["monday"],
    }


def test_one_duty_is_one_line_whoever_names_it(sources):
    sources(one=DeskSource(lambda user, today: [duty("a")]), two=DeskSource(lambda user, today: [duty("a"), duty("b")]))
    assert [one.key for one in desk.duties_of(None, TODAY)] == ["a", "b"]


def test_what_others_owe_stands_by_day(sources):
    rows = [Expectation("Б", "", None, "/"), Expectation("В", "", TODAY, "/")]
    sources(one=DeskSource(lambda user, today: [], lambda user, today: rows), two=DeskSource(lambda user, today: []))
    assert [row.who for row in desk.expectations_of(None, TODAY)] == ["В", "Б"]


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        ([], "Сейчас вас ничего не ждёт"),
        ([0], "Сегодня 1\u00a0дело"),
        ([-1, 0, 0], "Сегодня 2\u00a0дела, ещё 1 просрочено"),
        ([-1] * 5, "Просрочено 5\u00a0дел"),
        ([2, 30], "До конца недели 1\u00a0дело"),
        ([30], "Сегодня всё сделано, позже 1\u00a0дело"),
    ],
)
def test_the_headline_counts(days, sentence):
    rows = [duty(str(number), TODAY + timedelta(days=day)) for number, day in enumerate(days)]
    assert desk.sentence(desk.by_urgency(rows, TODAY)) == sentence


# --- что кладёт на стол год и его документы -------------------------------------------------------------------------


@pytest.fixture
def school(db):
    return make_school()


@pytest.fixture
def director(school):
    return make_user(school, Role.DIRECTOR, last_name="Линейкин")


@pytest.fixture
def deputy(school):
    return make_user(school, Role.DEPUTY_EDU, last_name="Чернильникова")


@pytest.fixture
def secretary(school):
    return make_user(school, Role.SECRETARY, last_name="Закладкина")


@pytest.fixture
def teacher(school):
    return make_user(school, Role.TEACHER, last_name="Глаголина")


@pytest.fixture
def on_desk(client):
    """Return a function: the titles of the duties that this user finds on the page now."""

    def read(user):
        client.force_login(user)
        page = client.get(reverse("desk"))
        return [one.title for group in page.context["groups"] for one in group.duties]

    return read


def test_a_paper_goes_from_desk_to_desk(on_desk, director, deputy, secretary, school):
    paper = make_paper(school, author=deputy)
    assert on_desk(deputy) == ["Дописать и передать: О создании ВСОКО"]
    submit_document(paper.pk, actor=deputy)
    assert on_desk(deputy) == []
    assert on_desk(director) == ["Подписать: О создании ВСОКО"]
    return_document(paper.pk, actor=director, comment="нет срока")
    assert on_desk(director) == []
    assert on_desk(deputy) == ["Исправить и передать: О создании ВСОКО"]
    submit_document(paper.pk, actor=deputy)
    approve_document(paper.pk, actor=director)
    assert on_desk(secretary) == ["Внести номер: О создании ВСОКО"]
    register_document(paper.pk, actor=secretary, number="1-од", dated=timezone.localdate())
    assert on_desk(secretary) == []


def test_a_paper_that_its_author_took_back_is_a_draft_and_not_a_returned_one(on_desk, deputy, school):
    paper = make_paper(school, author=deputy)
    submit_document(paper.pk, actor=deputy)
    recall_document(paper.pk, actor=deputy)
    assert on_desk(deputy) == ["Дописать и передать: О создании ВСОКО"]


def test_without_a_secretary_the_deputy_gives_the_number(on_desk, director, deputy, school):
    approve_paper(make_paper(school, author=deputy), director=director)
    assert on_desk(deputy) == ["Внести номер: О создании ВСОКО"]


def test_a_visa_waits_on_the_desk_of_its_role(on_desk, director, school):
    head = make_user(school, Role.GROUP_HEAD, group=None)
    deputy = make_user(school, Role.DEPUTY_EDU)
    paper = make_paper(school, "D06", author=head, title="Программа аудитов")
    submit_document(paper.pk, actor=head)
    assert on_desk(deputy) == ["Согласовать: Программа аудитов"]
    assert on_desk(director) == []


def test_the_author_sees_for_whom_the_paper_waits(client, director, deputy, school):
    submit_document(make_paper(school, author=deputy).pk, actor=deputy)
    client.force_login(deputy)
    [row] = client.get(reverse("desk")).context["expected"]
    assert row["label"] == "Директор"
    assert row["detail"].startswith("О создании ВСОКО, передан")


def test_points_and_reading_come_with_the_approval(on_desk, director, deputy, teacher, school):
    due = timezone.localdate() + timedelta(days=3)
    paper = make_paper(
        school, author=deputy, readers=[teacher.employee], read_by=due,
        items=[{"text": "Составить список", "responsible": teacher.employee, "due_on": due}],
    )  # fmt: skip
    assert on_desk(teacher) == []
    approve_paper(paper, director=director)
    assert sorted(on_desk(teacher)) == ["Ознакомиться: О создании ВСОКО", "Составить список"]


def test_what_is_reported_goes_to_whoever_signed(on_desk, client, director, deputy, teacher, school):
    items = [{"text": "Составить список", "responsible": teacher.employee, "due_on": timezone.localdate()}]
    paper = approve_paper(make_paper(school, author=deputy, items=items), director=director)
    client.force_login(director)
    assert [row["label"] for row in client.get(reverse("desk")).context["expected"]] == [teacher.employee.short_name]
    report_item(DocumentItem.objects.get(document=paper).pk, actor=teacher, comment="Список составлен")
    assert "Составить список" not in on_desk(teacher)
    assert "Принять результат: Составить список" in on_desk(director)
    assert "Принять результат: Составить список" not in on_desk(deputy)


def test_a_row_of_an_approved_roadmap_waits_for_its_main_responsible(on_desk, school, director, deputy, teacher):
    today = timezone.localdate()
    roadmap = make_roadmap(school)
    late = make_activity(
        roadmap, title="Провести совещание", starts_on=today - timedelta(9), ends_on=today - timedelta(1)
    )
    far = make_activity(roadmap, title="Собрать анализ", starts_on=today + timedelta(90), ends_on=today + timedelta(99))
    for activity in (late, far):
        ActivityResponsible.objects.create(activity=activity, employee=teacher.employee, is_main=True)
        ActivityResponsible.objects.create(activity=activity, role=Role.DEPUTY_EDU)
    assert on_desk(teacher) == []
    type(roadmap).objects.filter(pk=roadmap.pk).update(state="approved", approved_on=today, approved_by=director)
    assert on_desk(teacher) == ["Выполнить: Провести совещание"]
    assert on_desk(deputy) == []


def test_another_school_puts_nothing_on_the_desk(on_desk, director, deputy, school):
    submit_document(make_paper(school, author=deputy).pk, actor=deputy)
    other = make_school()
    assert on_desk(make_user(other, Role.DIRECTOR)) == []


def test_the_desk_of_the_first_day_leads_on(client, school):
    administrator = make_user(school, Role.ADMINISTRATOR)
    client.force_login(administrator)
    page = client.get(reverse("desk"))
    assert page.context["heading"] == "До начала года 6\u00a0шагов"
    make_user(school, Role.DIRECTOR)
    make_association(school)
    assert client.get(reverse("desk")).context["heading"] == "До начала года 4\u00a0шага"


def panel_row(client, label):
    (panel,) = client.get(reverse("desk")).context["panels"]
    return next(row for row in panel.rows if row["label"] == label)


def test_a_step_of_somebody_else_names_who_does_it(client, school):
    make_user(school, Role.DIRECTOR, last_name="Линейкин", gender="m")
    client.force_login(make_user(school, Role.ADMINISTRATOR))
    row = panel_row(client, "Утвердить дорожную карту")
    assert (row["url"], row["detail"][:24]) == ("", "Делает директор: Линейки")
    # Nobody plans the year yet: the administrator is led to where that person is entered.
    row = panel_row(client, "Загрузить или составить дорожную карту")
    assert row["url"] == reverse("employee-list")
    assert "в программе его пока нет" in row["detail"]
    deputy = make_user(school, Role.DEPUTY_EDU, last_name="Чернильникова")
    row = panel_row(client, "Загрузить или составить дорожную карту")
    assert (row["url"], row["detail"]) == ("", f"Делает заместитель директора по УВР: {deputy.employee}")


def test_who_can_take_a_step_is_led_to_it(client, school):
    client.force_login(make_user(school, Role.DEPUTY_EDU))
    row = panel_row(client, "Загрузить или составить дорожную карту")
    assert (row["url"], row["detail"]) == (reverse("roadmap-list"), "Из файла Word, Excel или таблицы")
    assert panel_row(client, "Открыть вход директору")["detail"].startswith("Делает администратор")


def test_who_prepares_no_year_is_told_that_nothing_waits(client, teacher):
    client.force_login(teacher)
    page = client.get(reverse("desk"))
    assert page.context["heading"] == "Сейчас вас ничего не ждёт"
    assert page.context["panels"] == []


def fill(school, rows, *, deputy, director, roadmap):
    """Give both desks as many duties of every kind, each with other people behind it."""
    today = timezone.localdate()
    for _ in range(rows):
        other = make_user(school, Role.DEPUTY_EDU)
        given = [{"text": "Своё", "responsible": deputy.employee, "due_on": today}]
        given.append({"text": "Чужое", "responsible": other.employee, "due_on": today})
        readers = [deputy.employee, other.employee]
        approve_paper(make_paper(school, author=other, items=given, readers=readers), director=director)
        submit_document(make_paper(school, author=other).pk, actor=other)
        make_paper(school, author=deputy)
        row = make_activity(roadmap, starts_on=today, ends_on=today)
        ActivityResponsible.objects.create(activity=row, employee=deputy.employee, is_main=True)


@pytest.mark.one_database
def test_the_desk_costs_the_same_for_any_number_of_duties(client, school, director, django_assert_max_num_queries):
    """The heaviest desk: one who is deputy and head of the group at once."""
    roadmap = make_roadmap(school, state="approved", approved_on=timezone.localdate(), approved_by=director)
    deputy = make_user(school, Role.DEPUTY_EDU, Role.GROUP_HEAD, Role.CHAIR)
    spent = {}
    for rows in (1, 29):
        fill(school, rows, deputy=deputy, director=director, roadmap=roadmap)
        for user in (director, deputy):
            client.force_login(user)
            client.get(reverse("desk"))
            with django_assert_max_num_queries(15) as queries:
                page = client.get(reverse("desk"))
            assert sum(len(group.duties) for group in page.context["groups"]) >= rows
            spent.setdefault(user, set()).add(len(queries))
    assert [len(numbers) for numbers in spent.values()] == [1, 1], spent
