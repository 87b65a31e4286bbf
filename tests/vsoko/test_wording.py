from datetime import UTC, date, datetime

import pytest

from vsoko import wording
from vsoko.typeset import NBSP, nb
from vsoko.workdays import add_working_days, working_days_between

TODAY = date(2021, 11, 16)
DOCUMENTS = "документ,документа,документов"


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "0 документов"),
        (None, "0 документов"),
        (1, "1 документ"),
        (2, "2 документа"),
        (4, "4 документа"),
        (5, "5 документов"),
        (11, "11 документов"),
        (12, "12 документов"),
        (14, "14 документов"),
        (21, "21 документ"),
        (22, "22 документа"),
        (111, "111 документов"),
        (1001, "1001 документ"),
    ],
)
def test_a_number_takes_the_form_that_russian_asks_for(number, words):
    assert wording.plural(number, DOCUMENTS) == words.replace(" ", NBSP)
    assert wording.plural(number, tuple(DOCUMENTS.split(","))) == words.replace(" ", NBSP)


def spaced(text):
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (wording.day, "19.11 пт"),
        (wording.day_text, "19 ноября"),
        (wording.day_paper, "19 ноября 2021 г."),
        (wording.day_num, "19.11.2021"),
    ],
)
def test_a_day_is_written_for_its_place(write, words):
    needs_today = write in (wording.day, wording.day_text)
    assert spaced(write(date(2021, 11, 19), *([TODAY] if needs_today else []))) == words
    assert write(None) == ""


def test_a_day_of_another_year_names_the_year():
    assert wording.day(date(2020, 12, 14), TODAY) == "14.12.2020"
    assert spaced(wording.day_text(date(2020, 12, 14), TODAY)) == "14 декабря 2020 года"


def test_a_moment_is_told_by_the_clock_of_the_school():
    late_in_london = datetime(2021, 11, 15, 21, 30, tzinfo=UTC)
    assert wording.moment(late_in_london) == "16.11.2021, 00:30"
    assert wording.day_num(late_in_london) == "16.11.2021"


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (date(2021, 12, 6), date(2021, 12, 9), "06–09.12"),
        (date(2021, 12, 6), date(2021, 12, 6), "06.12"),
        (date(2021, 11, 30), date(2021, 12, 3), "30.11–03.12"),
        (date(2020, 12, 6), date(2020, 12, 9), "06–09.12.2020"),
        (date(2020, 12, 28), date(2021, 1, 15), "28.12.2020–15.01.2021"),
        (date(2020, 12, 1), date(2020, 12, 31), "декабрь 2020 г."),
        (date(2021, 5, 1), date(2021, 12, 31), "май – декабрь 2021 г."),
        (date(2020, 12, 1), date(2021, 2, 28), "декабрь 2020 г. – февраль 2021 г."),
        (date(2021, 1, 1), date(2021, 12, 31), "2021 год"),
        (None, date(2021, 4, 20), "до 20.04"),
        (date(2021, 4, 20), None, "с 20.04"),
        (None, None, ""),
    ],
)
def test_a_term_has_its_shortest_clear_form(start, end, words):
    assert spaced(wording.period(start, end, TODAY)) == words


@pytest.mark.parametrize(
    ("value", "words"),
    [(87.5, "87,5 %"), (88.0, "88 %"), (0, "0 %"), (100, "100 %"), (66.666, "66,7 %"), (2.25, "2,3 %"), (None, "н/д")],
)
def test_a_share_is_rounded_as_at_school_and_absence_is_no_zero(value, words):
    assert spaced(wording.percent(value)) == words


def test_decimals_keep_their_column():
    assert [wording.decimal(value) for value in (4, 4.25, None)] == ["4,0", "4,3", "н/д"]
    assert wording.decimal(4.256, 2) == "4,26"


@pytest.mark.parametrize(
    "together",
    [
        "№ 463",
        "19 ноября",
        "63 %",
        "2021 г.",
        "П.А. Линейкин",
        "Линейкин П.А.",
        "Бумагина-Скрепкина О.Ю.",
        "П. А. Линейкин",
    ],
)
def test_what_belongs_together_does_not_break(together):
    assert nb(f"до: {together} и после").count(" ") == 3


def test_initials_that_touch_the_name_stand_off_it():
    assert spaced(nb("имени В.И.Минакова")) == "имени В.И. Минакова"


def test_ordinary_words_stay_as_they_are():
    text = "Приказ о создании рабочей группы, 5 аудиторов. МО учителей"
    assert nb(text) == text


@pytest.mark.parametrize(
    ("start", "end", "count"),
    [
        (date(2021, 11, 12), date(2021, 11, 16), 2),  # Friday to Tuesday
        (date(2021, 11, 12), date(2021, 11, 14), 0),  # Friday to Sunday
        (date(2021, 11, 13), date(2021, 11, 15), 1),  # Saturday to Monday
        (date(2021, 11, 8), date(2021, 11, 29), 15),
        (date(2021, 11, 1), date(2021, 11, 29), 18),  # 4 November, and 5 November for a day of January
        (date(2021, 11, 16), date(2021, 11, 16), 0),
        (date(2021, 11, 16), date(2021, 11, 12), 0),
    ],
)
def test_working_days_pass_over_days_off(start, end, count):
    assert working_days_between(start, end) == count


def test_adding_working_days_is_the_reverse_of_counting_them():
    for count in range(1, 15):
        assert working_days_between(TODAY, add_working_days(TODAY, count)) == count


@pytest.mark.parametrize(
    ("due", "done", "words"),
    [
        (date(2021, 11, 12), False, "просрочено на 2 рабочих дня"),
        (date(2021, 11, 15), False, "просрочено на 1 рабочий день"),
        (date(2021, 11, 16), False, ""),
        (date(2021, 11, 12), True, ""),
        (None, False, ""),
    ],
)
def test_lateness_is_counted_in_working_days(due, done, words):
    assert spaced(wording.lateness(due, TODAY, done)) == words


def test_a_term_passed_on_a_day_off_is_late_without_a_count():
    assert wording.lateness(date(2021, 11, 12), date(2021, 11, 14)) == "просрочено"


def test_a_phrase_goes_on_within_a_sentence_and_ends_it_once():
    assert [wording.lowered(text) for text in ("Единый график", "ГИА не проводится", "В школе нет", "")] == [
        "единый график", "ГИА не проводится", "в школе нет", "",
    ]  # fmt: skip
    assert (wording.full_stop("Группа: Словарева П.И."), wording.full_stop("Графики")) == (
        "Группа: Словарева П.И.",
        "Графики.",
    )
