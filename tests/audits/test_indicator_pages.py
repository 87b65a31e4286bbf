"""Pages of indicators: what they show, to whom, at what price, and what their forms refuse."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from audits.models import Indicator, Measurement
from audits.services import indicators as cards
from audits.services.system_indicators import count_system
from tests.audits.measuring import enter, indicator, marks
from tests.audits.test_analysis import CLOSED, answer
from tests.factories import make_association
from tests.worlds import make_finding, make_world, reported_audit
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def world(client):
    world = make_world()
    client.force_login(world.deputy)
    return world


def words(client, name, *args, **query):
    answered = client.get(reverse(name, args=args), query)
    assert answered.status_code == 200
    return answered.content.decode().replace("\u00a0", " ")


def price(client, url):
    """Return the queries of the second opening: the first one fills Django's own caches."""
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def post(client, world, code, **data):
    form = {"year": "2026/2027", "part": "q1", "scope": "school", "whose": "own"} | data
    return client.post(reverse("measurement-create", args=[indicator(world, code).pk]), form)


def errors(answered):
    assert answered.status_code == 422
    return {name: list(told) for name, told in answered.context["form"].errors.items()}


def test_the_list_shows_the_latest_value_its_change_and_its_goal(client, world):
    enter(world, "A02", "2019/2020", data=marks(10, 40, 40, 10))
    enter(world, "A02", "2020/2021", data=marks(10, 30, 50, 10))
    shown = words(client, "indicator-list", group="A")
    assert "40 %" in shown
    assert "2020/21 учебный год" in shown
    assert "▼ −10 п. п." in shown
    assert "хуже порога" in shown
    assert "значений нет" in shown
    assert "Охват методических" not in shown


def test_filters_by_how_an_indicator_stands(client, world):
    enter(world, "A02", "2020/2021", data=marks(10, 50, 30, 10))
    enter(world, "A20", "2020/2021", number=Decimal(90))

    def codes(**query):
        return [one.code for one in client.get(reverse("indicator-list"), query).context["object_list"]]

    assert codes(standing="met") == ["A02"]
    assert codes(standing="signal") == codes(standing="breach") == ["A20"]
    assert "A20" not in codes(standing="empty")
    assert codes(q="ГИА-9") == ["A06", "A07"]
    assert codes(owed="mine") == []
    assert "По этому отбору ничего не нашлось" in words(client, "indicator-list", standing="near")


def test_the_list_says_where_values_are_when_there_is_none_of_the_school(client, world):
    for name in ("7А", "7Б"):
        enter(world, "A02", "2020/2021", scope="class", school_class=name, data=marks(10, 50, 30, 10))
    shown = words(client, "indicator-list", q="A02")
    assert "по школе нет" in shown
    assert "о частях школы: 2 значения" in shown
    assert "значений нет" not in shown


def test_the_list_costs_the_same_for_one_value_and_for_many(client, world):
    url = reverse("indicator-list")
    enter(world, "A02", "2020/2021", data=marks(10, 50, 30, 10))
    few = price(client, url)
    for year in range(2010, 2021):
        for code in ("A01", "A02", "A03"):
            enter(world, code, f"{year - 9}/{year - 8}", data=marks(10, 50, 30, 10))
            enter(world, code, f"{year - 9}/{year - 8}", whose="district", number=Decimal(50), note="РЦОКО")
    cards.edit_indicator(indicator(world, "A02").pk, actor=world.deputy, responsible=world.teacher.employee)
    assert price(client, url) == few <= 15
    assert price(client, f"{url}?standing=signal&group=A&owed=all") <= 15


def test_the_page_of_one_costs_the_same_for_one_value_and_for_many(client, world):
    url = indicator(world, "A02").get_absolute_url()
    enter(world, "A02", "2020/2021", data=marks(10, 50, 30, 10))
    enter(world, "A02", "2019/2020", data=marks(10, 50, 30, 10))
    few = price(client, url)
    for number in range(60):
        enter(world, "A02", "2020/2021", scope="class", school_class=f"{number}А", data=marks(10, 50, 30, 10))
    assert price(client, url) == few <= 15
    assert "страница 1 из 2" in words(client, "indicator-detail", indicator(world, "A02").pk)


def test_the_page_of_one_tells_values_marks_and_others(client, world):
    enter(world, "A02", "2019/2020", data=marks(10, 40, 40, 10))
    enter(world, "A02", "2020/2021", data=marks(11, 30, 50, 9))
    enter(world, "A02", "2020/2021", whose="city", number=Decimal(55), note="Сборник РЦОКО, 2021")
    shown = words(client, "indicator-detail", indicator(world, "A02").pk)
    assert shown.count("<figure") == 2
    assert "Сборник РЦОКО, 2021" in shown
    assert "−14 п. п." in shown
    assert "Распределение отметок" in shown
    assert "Значение внесено: 2020/21 учебный год, школа" in shown


def test_the_few_are_hidden_on_pages_from_who_does_not_enter(client, world):
    enter(world, "A02", "2020/2021", scope="class", school_class="7А", data=marks(1, 2, 1, 0))
    pk = indicator(world, "A02").pk
    assert "75 %" in words(client, "indicator-detail", pk)
    for user in (world.teacher, world.director, world.chair):
        client.force_login(user)
        shown = words(client, "indicator-detail", pk)
        assert "мало данных" in shown
        assert "75 %" not in shown


def test_a_value_is_entered_by_its_numbers(client, world):
    answered = post(client, world, "A02", data_n5="6", data_n4="8", data_n3="4", data_n2="1", data_na="")
    assert answered.url == indicator(world, "A02").get_absolute_url()
    value = Measurement.objects.get()
    assert (value.term.part, value.numerator, value.denominator) == ("q1", 14, 19)
    assert "Записано: 2026/27 учебный год, I четверть, школа — 73,7 %." in words(
        client, "indicator-detail", value.indicator_id
    )
    assert post(client, world, "A13", year="2026", part="year", data_part="0", data_whole="0").status_code == 302
    assert "Делить не на что: записано «н/д»." in words(client, "indicator-list")


@pytest.mark.parametrize(
    ("code", "data", "name", "sentence"),
    [
        ("A02", {"data_n5": "шесть"}, "data_n5", "Это не число"),
        ("A02", {"data_n5": "6,5"}, "data_n5", "впишите целое число"),
        ("A02", {"data_n5": "6"}, "data_n4", "Ноль — тоже число"),
        ("A02", {}, "number", "Впишите числа"),
        ("A20", {"number": "120"}, "number", "больше 100"),
        ("A20", {"data_part": "5", "data_whole": "4"}, "data_part", "Часть больше целого"),
        ("A20", {"data_part": "5", "data_whole": "0"}, "data_part", "Часть больше целого"),
        ("A20", {"number": "-1"}, "number", "меньше нуля"),
        ("A20", {"number": "98", "scope": "class"}, "school_class", "Впишите класс"),
        ("A20", {"number": "98", "whose": "city"}, "note", "Назовите источник"),
        ("A20", {"number": "98", "starts_on": "2026-10-01", "ends_on": "2026-09-01"}, "ends_on", "раньше первого"),
        ("A20", {"number": "98", "year": "3000"}, "year", ""),
    ],
)
def test_what_is_typed_wrong_gets_one_sentence_beside_it_and_stays(client, world, code, data, name, sentence):
    answered = post(client, world, code, **data)
    told = errors(answered)
    assert list(told) == [name]
    assert len(told[name]) == 1
    assert sentence in told[name][0]
    for field, typed in data.items():
        if field in ("data_n5", "data_part", "number"):
            assert f'value="{typed}"' in answered.content.decode()
    assert not Measurement.objects.exists()


def test_a_double_press_writes_once_and_another_value_is_refused(client, world):
    for _ in range(2):
        assert post(client, world, "A20", number="98").status_code == 302
    assert Measurement.objects.count() == 1
    assert HistoryEntry.objects.filter(action="audits.measurement.create").count() == 1
    assert "уже внесено" in str(errors(post(client, world, "A20", number="97")))


def test_a_value_is_changed_and_taken_away(client, world):
    post(client, world, "A02", data_n5="6", data_n4="8", data_n3="4", data_n2="1", starts_on="2026-09-02")
    value = Measurement.objects.get()
    url = reverse("measurement-edit", args=[value.pk])
    form = client.get(url).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"data_n5": "7"}
    assert sent["starts_on"] == date(2026, 9, 2)
    assert client.post(url, sent | {"starts_on": "2026-09-02"}).status_code == 302
    value.refresh_from_db()
    assert (value.numerator, value.starts_on) == (15, date(2026, 9, 2))
    assert "Пока вы смотрели" in str(errors(client.post(url, sent | {"data_n5": "8"})))
    url = reverse("measurement-delete", args=[value.pk])
    assert list(errors(client.post(url, {}))) == ["comment"]
    client.post(url, {"comment": "Не тот год."})
    assert not Measurement.objects.exists()


def test_a_chair_writes_values_of_the_own_association_only(client, world):
    client.force_login(world.chair)
    assert "учебный предмет" not in words(client, "measurement-create", indicator(world, "A20").pk)
    assert list(errors(post(client, world, "A20", number="98"))) == ["scope"]
    sent = {"scope": "association", "association": world.association.pk, "number": "98"}
    assert post(client, world, "A20", **sent).status_code == 302
    client.force_login(world.teacher)
    assert post(client, world, "A20", **sent).status_code == 403


def test_a_card_is_changed_by_its_form(client, world):
    one = indicator(world, "A02")
    url = reverse("indicator-edit", args=[one.pk])
    form = client.get(url).context["form"]
    sent = {name: form[name].value() for name in form.fields}
    sent = {name: "on" if value is True else value for name, value in sent.items() if value not in (None, False)}
    assert client.post(url, sent).status_code == 302
    assert not HistoryEntry.objects.of(one).exists()
    client.post(url, sent | {"goal": "60,5", "responsible": world.teacher.employee.pk})
    one.refresh_from_db()
    assert (one.goal, one.responsible, one.code) == (Decimal("60.5"), world.teacher.employee, "A02")
    assert one.owed_from is not None
    assert "goal" in errors(client.post(url, sent | {"goal": "много"}))
    own = {"code": "ш1", "group": "E", "name": "Своё", "formula": "?", "method": "share", "unit": "%", "places": "1",
           "periodicity": "год", "source": "Журнал", "direction": "up", "basis": "number", "is_active": "on"}  # fmt: skip
    assert set(errors(client.post(reverse("indicator-create"), own))) == {"part_label", "whole_label"}
    client.post(reverse("indicator-create"), own | {"part_label": "часть", "whole_label": "всё"})
    assert Indicator.objects.get(code="Ш1").is_own


def test_the_system_counts_itself(client, world):
    audit = reported_audit(world, state="closed", **CLOSED)
    answer(audit, "yes", "yes", "partly", "no")
    make_finding(world, audit, grade="major")
    make_finding(world, audit)
    # What it found counts from its report on, and so does the audit itself.
    make_finding(
        world, reported_audit(world, association=make_association(world.school)), grade="observation", state="recorded"
    )
    with pytest.raises(NotAllowed):
        count_system(world.roadmap.pk, actor=world.teacher)
    client.post(reverse("indicator-system"))
    found = {
        value.indicator.code: value for value in Measurement.objects.filter(scope="school").select_related("indicator")
    }
    assert sorted(found) == [f"S{number:02d}" for number in range(1, 15)]
    assert (found["S01"].value, found["S01"].numerator, found["S01"].denominator) == (50, 1, 2)
    assert (found["S03"].value, found["S04"].value, found["S05"].value) == (Decimal("62.5"), 1, 50)
    assert (found["S06"].value, found["S12"].value, found["S14"].value) == (None, None, None)
    assert found["S01"].year == "2021"
    by_association = Measurement.objects.get(scope="association")
    assert (by_association.value, by_association.association) == (Decimal("62.5"), world.association)
    entries = HistoryEntry.objects.count()
    client.post(reverse("indicator-system"))
    assert HistoryEntry.objects.count() == entries
    assert Measurement.objects.filter(scope="school").count() == 14
    shown = words(client, "indicator-detail", indicator(world, "S01").pk)
    assert "Посчитано: 2021 год" in shown
    assert "Внести значение" not in shown


def test_counting_takes_the_same_queries_to_read_for_any_number_of_rows(client, world):
    def asked():
        with CaptureQueriesContext(connection) as queries:
            count_system(world.roadmap.pk, actor=world.head)
        return sum(one["sql"].startswith("SELECT") for one in queries)

    audit = reported_audit(world, state="closed", **CLOSED)
    answer(audit, "yes")
    make_finding(world, audit)
    asked()
    few = asked()
    for _ in range(20):
        make_finding(world, reported_audit(world))
    asked()
    assert asked() == few
