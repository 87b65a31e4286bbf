from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.importing.period import read_label
from roadmap.importing.terms import read_term
from tests.roadmap.importing_files import terms_of

SCHOOL_YEAR = "2026/2027"


def one(term, label):
    parsed = terms_of(term, label=label)
    assert parsed.problems == []
    return parsed.activities[0]


@pytest.mark.parametrize(
    ("term", "label", "first", "last"),
    [
        ("декабрь 2020", "2021", "2020-12-01", "2020-12-31"),
        ("в феврале 2021 г.", "2021", "2021-02-01", "2021-02-28"),
        ("дек. 2021", "2021", "2021-12-01", "2021-12-31"),
        ("Декабрь 26", SCHOOL_YEAR, "2026-12-01", "2026-12-31"),
        ("10.2026", SCHOOL_YEAR, "2026-10-01", "2026-10-31"),
        ("сентябрь 2026/2027 уч. г.", SCHOOL_YEAR, "2026-09-01", "2026-09-30"),
        ("май-декабрь 2021", "2021", "2021-05-01", "2021-12-31"),
        ("май – декабрь 2021", "2021", "2021-05-01", "2021-12-31"),
        ("май—декабрь 2021", "2021", "2021-05-01", "2021-12-31"),
        ("с мая по декабрь 2021 года", "2021", "2021-05-01", "2021-12-31"),
        ("декабрь–март 2027", SCHOOL_YEAR, "2026-12-01", "2027-03-31"),
        ("декабрь 2026 – январь", SCHOOL_YEAR, "2026-12-01", "2027-01-31"),
        ("Сентябрь 2026 г. - май 2027 г.", SCHOOL_YEAR, "2026-09-01", "2027-05-31"),
        ("до 20 апреля 2027 года", SCHOOL_YEAR, None, "2027-04-20"),
        ("не позднее 20.04.2027", SCHOOL_YEAR, None, "2027-04-20"),
        ("ежегодно до 20 апреля 2027", SCHOOL_YEAR, None, "2027-04-20"),
        ("в срок до конца мая 2027", SCHOOL_YEAR, None, "2027-05-31"),
        ("к 1 сентября 2026", SCHOOL_YEAR, None, "2026-09-01"),
        ("IV квартал 2026", SCHOOL_YEAR, "2026-10-01", "2026-12-31"),
        ("4 кв. 2026 г.", SCHOOL_YEAR, "2026-10-01", "2026-12-31"),
        ("I–II квартал 2021", "2021", "2021-01-01", "2021-06-30"),
        ("первое полугодие 2021 года", "2021", "2021-01-01", "2021-06-30"),
        ("2 полугодие 2026/2027", "2021", "2027-01-01", "2027-05-31"),
        ("05.10.2026", SCHOOL_YEAR, "2026-10-05", "2026-10-05"),
        ("05.10.26", SCHOOL_YEAR, "2026-10-05", "2026-10-05"),
        ("2026-10-05", SCHOOL_YEAR, "2026-10-05", "2026-10-05"),
        ("05–09.10.2026", SCHOOL_YEAR, "2026-10-05", "2026-10-09"),
        ("с 5 по 9 октября 2026 г.", SCHOOL_YEAR, "2026-10-05", "2026-10-09"),
        ("30 ноября – 4 декабря 2026", SCHOOL_YEAR, "2026-11-30", "2026-12-04"),
        ("12 декабря 2026 г.", SCHOOL_YEAR, "2026-12-12", "2026-12-12"),
        ("29 февраля 2024", "2024", "2024-02-29", "2024-02-29"),
        ("в течение 2021 года", "2021", "2021-01-01", "2021-12-31"),
        ("2026–2027 уч. год", SCHOOL_YEAR, "2026-09-01", "2027-08-31"),
        ("в течение сентября 2026", SCHOOL_YEAR, "2026-09-01", "2026-09-30"),
    ],
)
def test_a_term_with_its_year_is_taken_as_written(term, label, first, last):
    row = one(term, label)
    assert (row.date_from and str(row.date_from), str(row.date_to)) == (first, last)
    assert row.term_text == term
    assert not row.inferred


@pytest.mark.parametrize(
    ("term", "label", "first", "last"),
    [
        ("декабрь", SCHOOL_YEAR, "2026-12-01", "2026-12-31"),
        ("январь", SCHOOL_YEAR, "2027-01-01", "2027-01-31"),
        ("декабрь", "2021", "2021-12-01", "2021-12-31"),
        ("сентябрь-октябрь", SCHOOL_YEAR, "2026-09-01", "2026-10-31"),
        ("ноябрь-март", SCHOOL_YEAR, "2026-11-01", "2027-03-31"),
        ("с мая по декабрь", "2021", "2021-05-01", "2021-12-31"),
        ("до 20 апреля", SCHOOL_YEAR, None, "2027-04-20"),
        ("до 20 апреля", "2021", None, "2021-04-20"),
        ("до конца учебного года", SCHOOL_YEAR, None, "2027-08-31"),
        ("12 декабря", SCHOOL_YEAR, "2026-12-12", "2026-12-12"),
        ("5.10 - 9.10", SCHOOL_YEAR, "2026-10-05", "2026-10-09"),
        ("1 полугодие", SCHOOL_YEAR, "2026-09-01", "2026-12-31"),
        ("II полугодие", "2021", "2021-07-01", "2021-12-31"),
        ("3-я четверть", SCHOOL_YEAR, "2027-01-01", "2027-03-31"),
        ("в течение года", SCHOOL_YEAR, "2026-09-01", "2027-08-31"),
        ("В течении учебного года", SCHOOL_YEAR, "2026-09-01", "2027-08-31"),
        ("ежемесячно", "2021", "2021-01-01", "2021-12-31"),
        ("Постоянно", "2021", "2021-01-01", "2021-12-31"),
        ("1 раз в четверть", SCHOOL_YEAR, "2026-09-01", "2027-08-31"),
    ],
)
def test_a_term_without_a_year_gets_it_from_the_period_and_says_so(term, label, first, last):
    row = one(term, label)
    assert (row.date_from and str(row.date_from), str(row.date_to)) == (first, last)
    assert row.inferred


def spans(parsed):
    return [(f"{row.date_from:%m.%Y}", row.inferred) for row in parsed.activities]


def test_a_month_before_a_dated_january_belongs_to_the_year_before():
    assert spans(terms_of("ноябрь", "декабрь", "январь 2021", "март", "май 2021")) == [
        ("11.2020", True),
        ("12.2020", True),
        ("01.2021", False),
        ("03.2021", True),
        ("05.2021", False),
    ]


def test_a_month_after_a_dated_december_belongs_to_the_next_year():
    assert spans(terms_of("декабрь 2021", "январь"))[1] == ("01.2022", True)


def test_rows_out_of_order_stay_within_the_period():
    assert spans(terms_of("май 2021", "март", "июнь 2021"))[1] == ("03.2021", True)


def test_a_month_far_before_the_period_is_not_moved_there_by_its_neighbour():
    assert spans(terms_of("март", "январь 2021"))[0] == ("03.2021", True)


def test_an_opening_december_without_any_years_comes_before_january():
    months = [span for span, _ in spans(terms_of("декабрь", "декабрь", "январь", "май", "декабрь"))]
    assert months == ["12.2020", "12.2020", "01.2021", "05.2021", "12.2021"]


def test_an_august_before_september_opens_the_school_year():
    months = [span for span, _ in spans(terms_of("август", "сентябрь", "январь", "май", label=SCHOOL_YEAR))]
    assert months == ["08.2026", "09.2026", "01.2027", "05.2027"]


def test_several_months_become_the_time_from_the_first_to_the_last_with_a_remark():
    row = one("октябрь, декабрь, март", SCHOOL_YEAR)
    assert (row.date_from, row.date_to) == (date(2026, 10, 1), date(2027, 3, 31))
    assert row.remarks == ["В сроке «октябрь, декабрь, март» несколько дат: взято время от первой до последней."]


@pytest.mark.parametrize(
    ("term", "remark"),
    [
        ("первая неделя октября", "понят приблизительно"),
        ("конец октября", "понят приблизительно"),
        ("октябрь (по отдельному приказу)", "Уточнение в скобках"),
        ("до октября", "по конец месяца"),
        ("с октября", "принят конец периода"),
        ("по мере необходимости", "принят весь период"),
        ("ежемесячно до 10 числа", "понят только весь период"),
        ("октябрь 2016", "далеко от периода"),
    ],
)
def test_what_is_understood_in_part_is_said(term, remark):
    row = one(term, SCHOOL_YEAR)
    assert row.date_to is not None
    assert remark in row.remarks[0]


@pytest.mark.parametrize(
    "term", ["каждый понедельник", "в течение недели", "не ранее 5 октября", "5 квартал", "??", "год"]
)
def test_what_is_not_understood_leaves_the_term_open_with_a_remark(term):
    row = one(term, SCHOOL_YEAR)
    assert (row.date_from, row.date_to) == (None, None)
    assert row.remarks == [f"Срок «{term}» не распознан: впишите начало и окончание."]


def test_a_wrong_year_of_the_file_is_asked_about_once():
    roadmap = terms_of("январь 2021", "февраль 2021", "март 2025", "декабрь 2021", label="2025")
    assert [remark for activity in roadmap.activities for remark in activity.remarks] == []
    assert roadmap.remarks == ["Сроки далеко от периода карты 2025: проверьте её год и годы в мероприятиях 1, 2, 4."]


def test_an_empty_term_is_said():
    assert one("", "2021").remarks == ["Срок не указан: впишите начало и окончание."]


@pytest.mark.parametrize(
    ("term", "sentence"),
    [
        ("31 февраля 2021", "Даты «31 февраля 2021» не бывает: исправьте срок."),
        ("29 февраля", "Даты «29 февраля» не бывает: исправьте срок."),
        ("05.13.2021", "Даты «05.13.2021» не бывает: исправьте срок."),
        ("до 31 апреля", "Даты «до 31 апреля» не бывает: исправьте срок."),
        ("45 октября", "Даты «45 октября» не бывает: исправьте срок."),
        ("09–05.10.2021", "Срок «09–05.10.2021» кончается раньше, чем начинается: исправьте его."),
    ],
)
def test_an_impossible_date_is_a_problem_of_its_row(term, sentence):
    parsed = terms_of("январь 2021", term)
    assert [(problem.row, problem.message) for problem in parsed.problems] == [(3, sentence)]


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_terms(text):
    parsed = terms_of(text.replace("\t", " "))
    assert all(row.date_from is None or row.date_from <= row.date_to for row in parsed.activities)


WORDS = (
    "с", "по", "до", "декабрь", "мая", "2021", "2026/2027", "5", "05.10", "IV", "квартал", "полугодие", "-", ",", "и",
    "конец", "неделя", "(", ")", "в течение", "года", "ежемесячно", "31", "февраля", "г.",
)  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=8), st.sampled_from(["2021", SCHOOL_YEAR]))
def test_no_mixture_of_term_words_breaks_the_reading(words, label):
    parsed = terms_of(" ".join(words), label=label)
    assert len(parsed.activities) + len(parsed.problems) == 1


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["{:%d.%m.%Y}", "{:%Y-%m-%d}", "{:%d/%m/%Y}"]))
def test_every_day_written_in_figures_is_read_back(day, form):
    term = read_term(form.format(day), read_label("2021"))
    assert (term.first.year, term.first.month, term.first.day) == (day.year, day.month, day.day)
