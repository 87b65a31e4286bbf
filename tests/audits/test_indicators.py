"""Indicators: what a school begins with, formulas worked out by hand, values and their rights."""

from datetime import date
from decimal import Decimal

import pytest

from audits.indicator_formulas import METHODS, computed
from audits.indicator_list import shipped
from audits.indicator_terms import Term, ended, kinds_of, parsed, unknown_words
from audits.indicator_words import hide_small, number_of, told
from audits.models import Indicator, Measurement
from audits.services import indicators as cards
from audits.services import measurements as service
from tests.audits.measuring import enter, indicator, marks
from vsoko.models import HistoryEntry
from vsoko.workflow import NotAllowed, TransitionError

NBSP = "\u00a0"
MARKS = {"n5": 6, "n4": 8, "n3": 4, "n2": 1, "na": 1}


def value_of(method, weight=7, **numbers):
    result = computed(method, {name: Decimal(str(number)) for name, number in numbers.items()}, weight=weight)
    return result.value


@pytest.mark.parametrize(
    ("method", "numbers", "value"),
    [
        ("success", MARKS, "90"),  # (6 + 8 + 4) / 20
        ("quality", MARKS, "70"),  # (6 + 8) / 20
        ("learning", MARKS, "63.95"),  # (600 + 512 + 144 + 16 + 7) / 20
        ("mean_mark", MARKS, "4"),  # (30 + 32 + 12 + 2) / 19
        ("share", {"part": 0, "whole": 40}, "0"),
        ("share", {"part": 7, "whole": 0}, None),
        ("ratio", {"part": 120, "whole": 600}, "0.2"),
        ("per_hundred", {"part": 3, "whole": 600}, "0.5"),
        ("categories", {"highest": 12, "first": 10, "whole": 40}, "55"),
        ("answers", {"positive": 80, "whole": 100}, "80"),
        ("answers", {"positive": 80, "partly": 10, "whole": 100}, "85"),
        ("focuses", {"part": 5}, "83.3333"),
        ("criteria", {"openness": 90, "comfort": 80, "access": 70, "kindness": 100, "satisfaction": 95}, "87"),
        ("success", marks(0, 0, 0, 0), None),
        ("mean_mark", marks(0, 0, 0, 0, 5), None),
    ],
)
def test_formulas_are_those_worked_out_by_hand(method, numbers, value):
    assert value_of(method, **numbers) == (None if value is None else Decimal(value))


def test_the_weight_of_not_certified_is_a_setting():
    assert value_of("learning", weight=0, **marks(0, 0, 0, 0, 4)) == 0
    assert value_of("learning", weight=8, **marks(0, 0, 0, 0, 4)) == 8


def test_every_indicator_of_the_list_has_a_formula_and_a_known_term():
    rows = shipped()
    assert len(rows) == 69
    assert {code[0] for code in rows} == set("ABCUES")
    for code, row in rows.items():
        method = METHODS[row["method"]]
        needed = {field.name for field in method.fields if not field.label}
        assert all(row[f"{name}_label"] for name in needed), code
        assert unknown_words(row["periodicity"]) == [], code
        assert (row["method"] == "system") == (code[0] == "S")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("2026/27 учебный год, I четверть", Term("2026/2027", "q1")),
        ("2026/2027", Term("2026/2027")),
        ("2026-2027 уч. год", Term("2026/2027")),
        ("IV четверть 2026/27", Term("2026/2027", "q4")),
        ("3 четверть 2026/2027 учебного года", Term("2026/2027", "q3")),
        ("2026 год", Term("2026")),
        ("2026 год, II квартал", Term("2026", "q2")),
        ("I полугодие 2026/27", Term("2026/2027", "h1")),
        ("2026/27 учебный год, сентябрь", Term("2026/2027", "m09")),
        ("2026/28", None),
        ("2026 год, I четверть", None),
        ("первая четверть", None),
        ("2026/27 и ещё что-то", None),
        ("", None),
    ],
)
def test_a_period_is_read_as_people_write_it(text, term):
    assert parsed(text) == term


def test_every_term_is_read_back_from_its_own_words():
    for year in ("2026", "2026/2027"):
        for part in ("year", "h1", "h2", "q1", "q2", "q3", "q4", *(f"m{n:02d}" for n in range(1, 13))):
            term = Term(year, part)
            assert parsed(str(term)) == term
            assert term.days[0] <= term.days[1]
    assert Term("2026/2027", "q3").days == (date(2027, 1, 1), date(2027, 3, 31))
    assert Term("2026/2027", "m02").days == (date(2027, 2, 1), date(2027, 2, 28))


def test_what_is_owed_is_the_last_term_that_is_over():
    assert kinds_of("четверть, год") == ["q", "year"]
    assert ended("четверть, год", date(2026, 11, 1)) == [Term("2026/2027", "q1"), Term("2025/2026")]
    assert ended("год", date(2027, 1, 1), is_calendar=True) == [Term("2026")]
    assert ended("раз в три года", date(2027, 1, 1)) == []


@pytest.mark.parametrize(
    ("text", "number"),
    [("0", "0"), ("87,5", "87.5"), ("1\u00a0204", "1204"), ("43.6 %", "43.6"), ("", None), ("н/д", None)],
)
def test_numbers_are_read_as_people_write_them(text, number):
    assert number_of(text) == (None if number is None else Decimal(number))


@pytest.mark.parametrize("text", ["много", "8о", "-3", "1,2,3", "99999999999", "NaN", "1e5"])
def test_what_is_no_number_gets_a_sentence(text):
    with pytest.raises(ValueError, match=r"\.$"):
        number_of(text)


# --- values ----------------------------------------------------------------------------------------------------------


def history_of(one):
    return list(HistoryEntry.objects.of(one))


def test_a_school_begins_with_the_whole_list(world):
    assert Indicator.objects.filter(school=world.school).count() == 69
    assert indicator(world, "A01").threshold == 93
    assert indicator(world, "A05").tells_both


def test_a_value_is_counted_and_told(world):
    value = enter(world, "A02", "2020/2021", data=marks(6, 8, 4, 1, 1))
    assert (value.value, value.numerator, value.denominator) == (70, 14, 20)
    assert (value.starts_on, value.ends_on) == (date(2020, 9, 1), date(2021, 8, 31))
    assert value.entered_by == world.deputy
    entry = history_of(value.indicator)[0]
    assert entry.sentence == "Значение внесено: 2020/21 учебный год, школа"
    assert entry.changes["значение"] == [None, f"70{NBSP}%"]


def test_number_and_percent_go_together_where_the_order_wants_both(world):
    value = enter(world, "A05", "2021", data={"part": 215, "whole": 493})
    hide_small([value])
    assert told(value) == f"215 / 43,6{NBSP}%"
    with pytest.raises(TransitionError, match="и число, и процент"):
        enter(world, "A05", "2020", number=Decimal(43))


def test_a_zero_is_a_value_and_nothing_to_divide_by_is_none(world):
    zero = enter(world, "A12", "2021", data={"part": 0, "whole": 52})
    nothing = enter(world, "A13", "2021", data={"part": 0, "whole": 0})
    hide_small([zero, nothing])
    assert (zero.value, told(zero)) == (0, f"0 / 0{NBSP}%")
    assert nothing.value is None
    assert told(nothing) == "0 / н/д"


@pytest.mark.parametrize(
    ("code", "facts", "sentence"),
    [
        ("A01", {}, "Впишите числа"),
        ("A01", {"data": {"n5": 1, "n4": 2, "n3": 0}}, "Впишите и «2»: без этого числа"),
        ("A16", {"data": {"part": 50, "whole": 40}}, "Часть больше целого"),
        ("A20", {"number": Decimal(101)}, "больше 100"),
        ("A04", {"number": Decimal("5.2")}, "больше 5"),
        ("U07", {"number": Decimal("100.5")}, "больше 100"),
        ("A02", {"number": Decimal(75), "scope": "class", "school_class": "7А"}, "не слишком ли мала группа"),
        ("A06", {"whose": "district", "number": Decimal(60)}, "Назовите источник"),
        ("A06", {"whose": "district", "note": "РЦОКО", "data": {"part": 60, "whole": 1}}, "только у своей школы"),
        ("A06", {"whose": "district", "note": "РЦОКО"}, "с которым сравнивать"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(world, code, facts, sentence):
    with pytest.raises(TransitionError, match=sentence):
        enter(world, code, "2020/2021", **facts)
    assert not Measurement.objects.exists()
    assert history_of(indicator(world, code)) == []


def test_the_same_once_more_is_found_and_another_is_refused(world):
    first = enter(world, "A02", "2020/2021", data=marks(6, 8, 4, 1))
    assert enter(world, "A02", "2020/2021", data=marks(6, 8, 4, 1)).pk == first.pk
    with pytest.raises(TransitionError, match="уже внесено"):
        enter(world, "A02", "2020/2021", data=marks(7, 8, 4, 1))
    assert len(history_of(first.indicator)) == 1
    by_class = enter(world, "A02", "2020/2021", scope="class", school_class="7А", data=marks(7, 8, 4, 1))
    assert (
        enter(world, "A02", "2020/2021", scope="class", school_class=" 7а ", data=marks(7, 8, 4, 1)).pk == by_class.pk
    )


def test_two_people_at_once_do_not_overwrite_each_other(world):
    value = enter(world, "A20", "2020/2021", number=Decimal(98))
    seen = service.version_of(value)
    service.edit_value(value.pk, actor=world.head, seen=seen, year="2020/2021", number=Decimal(99))
    with pytest.raises(TransitionError, match="Пока вы смотрели"):
        service.edit_value(value.pk, actor=world.deputy, seen=seen, year="2020/2021", number=Decimal(97))
    value.refresh_from_db()
    assert value.value == 99
    assert history_of(value.indicator)[0].changes == {"значение": [f"98{NBSP}%", f"99{NBSP}%"]}


def test_who_writes_what(world):
    with pytest.raises(NotAllowed):
        enter(world, "A20", "2020/2021", number=Decimal(98), actor=world.teacher)
    with pytest.raises(NotAllowed):
        enter(world, "A20", "2020/2021", number=Decimal(98), actor=world.director)
    with pytest.raises(NotAllowed):
        enter(world, "A20", "2020/2021", number=Decimal(98), actor=world.chair)
    enter(
        world,
        "A20",
        "2020/2021",
        number=Decimal(98),
        actor=world.chair,
        scope="association",
        association=world.association,
    )
    cards.edit_indicator(indicator(world, "A20").pk, actor=world.deputy, responsible=world.teacher.employee)
    assert enter(world, "A20", "2020/2021", number=Decimal(98), actor=world.teacher).value == 98
    with pytest.raises(NotAllowed):
        enter(world, "S01", "2020/2021", number=Decimal(98))


def test_a_value_is_taken_away_and_the_history_keeps_it(world):
    value = enter(world, "A20", "2020/2021", number=Decimal(98))
    service.delete_value(value.pk, actor=world.deputy, comment="Не тот год.")
    entry = history_of(value.indicator)[0]
    assert (entry.changes, entry.comment) == ({"значение": [f"98{NBSP}%", None]}, "Не тот год.")
    assert not Measurement.objects.exists()


def test_the_card_of_an_own_indicator(world):
    with pytest.raises(NotAllowed):
        cards.create_indicator(world.school, actor=world.teacher, code="Ш1")
    fields = {
        "code": "Ш1", "name": "Доля дежурных", "group": "E", "formula": "Дежурные / все", "method": "share", "unit": "%",
        "part_label": "дежурные", "whole_label": "все", "periodicity": "год", "source": "Журнал",
    }  # fmt: skip
    own = cards.create_indicator(world.school, actor=world.administrator, **fields)
    assert enter(world, "Ш1", "2020/2021", data={"part": 1, "whole": 4}).value == 25
    with pytest.raises(TransitionError, match="уже занят"):
        cards.create_indicator(world.school, actor=world.deputy, **fields)
    with pytest.raises(TransitionError, match="не срок"):
        cards.edit_indicator(own.pk, actor=world.deputy, periodicity="иногда")
    edited = cards.edit_indicator(own.pk, actor=world.deputy, responsible=world.teacher.employee)
    assert edited.owed_from is not None
    assert history_of(own)[0].sentence == "Карточка показателя изменена"
    cards.edit_indicator(own.pk, actor=world.deputy, is_active=False)
    with pytest.raises(TransitionError, match="не применяется"):
        enter(world, "Ш1", "2021/2022", data={"part": 1, "whole": 4})
