"""The real roadmap of school № 463, row by row as the domain text says (sections 1.2 and 1.3)."""

from datetime import date

import pytest

from roadmap.importing.parse import parse_roadmap
from tests.roadmap.importing_files import SEED

DECEMBER_2020 = (date(2020, 12, 1), date(2020, 12, 31))
JANUARY = (date(2021, 1, 1), date(2021, 1, 31))
FROM_MAY = (date(2021, 5, 1), date(2021, 12, 31))
DEPUTIES = ["deputy_edu", "deputy_upbringing"]
GROUP = ["working_group"]

EXPECTED = [
    ("1", "decision", ["director"], "декабрь", DECEMBER_2020, True),
    ("2", "briefing", DEPUTIES, "декабрь", DECEMBER_2020, True),
    ("3", "regulation", ["director"], "декабрь", DECEMBER_2020, True),
    ("4", "group", DEPUTIES, "январь 2021", JANUARY, False),
    ("5", "staff", DEPUTIES, "январь 2021", JANUARY, False),
    ("6", "consultation", ["director"], "февраль 2021", (date(2021, 2, 1), date(2021, 2, 28)), False),
    ("9", "audits", ["chair", *GROUP], "май-декабрь 2021", FROM_MAY, False),
    ("10", "plans", ["chair", *GROUP], "май-декабрь 2021", FROM_MAY, False),
    ("11", "elimination", GROUP, "июнь–декабрь 2021", (date(2021, 6, 1), date(2021, 12, 31)), False),
    ("12", "analysis", GROUP, "декабрь 2021", (date(2021, 12, 1), date(2021, 12, 31)), False),
]


@pytest.fixture(scope="module")
def parsed():
    return parse_roadmap(SEED.read_bytes(), SEED.name, "2021")


def test_ten_rows_come_out_as_the_table_of_the_domain_text(parsed):
    understood = [
        (row.number, row.stage, row.responsible, row.term_text, (row.date_from, row.date_to), row.inferred)
        for row in parsed.activities
    ]
    assert understood == EXPECTED
    assert [row.position for row in parsed.activities] == list(range(1, 11))
    assert (parsed.label, parsed.period_from, parsed.period_to) == ("2021", date(2021, 1, 1), date(2021, 12, 31))
    assert parsed.problems == []


def test_words_of_the_source_stay_and_rows_name_their_lines(parsed):
    lines = SEED.read_text().split("\n")
    for row in parsed.activities:
        cells = lines[row.source_row - 1].split("\t")
        assert (cells[0], cells[1], cells[3], cells[4]) == (row.number, row.title, row.responsible_text, row.term_text)
        assert row.result.startswith(cells[2])


def test_the_row_torn_by_a_page_end_is_one_and_nothing_is_corrected_in_it(parsed):
    torn = parsed.activities[8]
    assert torn.result == (
        "Корректирующие и предупреждающие действия по устранению предупреждению недостатков качества образования "
        "(при необходимости)"
    )
    assert torn.remarks == [
        "Присоединено продолжение из строки 74.",
        "Возможно, пропущен союз «и»: «устранению и предупреждению».",
    ]


def test_missing_numbers_are_named_and_nothing_is_renumbered(parsed):
    assert parsed.missing_numbers == ["7", "8"]
    assert parsed.remarks == ["Пункты 7 и 8 в исходном документе отсутствуют."]


def test_all_other_rows_are_without_remarks(parsed):
    assert [row.number for row in parsed.activities if row.remarks] == ["11"]


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8-sig", "utf-16"])
def test_the_same_in_other_encodings(parsed, encoding):
    content = SEED.read_text().encode(encoding)
    assert parse_roadmap(content, SEED.name, "2021").activities == parsed.activities


def test_the_same_with_line_ends_of_windows(parsed):
    content = SEED.read_bytes().replace(b"\n", b"\r\n")
    assert parse_roadmap(content, SEED.name, "2021") == parsed
