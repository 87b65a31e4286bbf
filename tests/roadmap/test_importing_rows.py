"""Which rows of a table are activities: headings, sections, signatures, torn and numbered rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.importing.parse import parse_roadmap
from tests.roadmap.importing_files import HEADER, parse_rows, text

FIRST = ("1", "Приказ", "Приказ", "Директор", "январь 2021")
SECOND = ("2", "Аудит", "Отчёт", "Рабочая группа", "май 2021")


def titles(parsed):
    assert parsed.problems == []
    return [row.title for row in parsed.activities]


def test_the_header_is_found_under_the_title_of_the_paper():
    content = "УТВЕРЖДАЮ\nДиректор\n\nПлан мероприятий\t\tна 2021 год\n".encode() + text(FIRST, SECOND)
    assert titles(parse_roadmap(content, "карта.txt", "2021")) == ["Приказ", "Аудит"]


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (("Срок исполнения", "Исполнитель", "Содержание работы", "№"), ("май 2021", "Директор", "Аудит", "3")),
        (("№п/п", "Сроки", "Наименование мероприятий", "Ответственные"), ("3", "май 2021", "Аудит", "Директор")),
        (("N", "Мероприятия", "Срок проведения", "Кто отвечает"), ("3", "Аудит", "май 2021", "Директор")),
    ],
)
def test_columns_stand_in_any_order_under_their_usual_names(header, row):
    (activity,) = parse_rows(row, header=header).activities
    assert (activity.number, activity.title, activity.term_text) == ("3", "Аудит", "май 2021")
    assert activity.responsible == ["director"]


def test_beginning_and_end_may_be_two_columns():
    header = ("№", "Мероприятие", "Начало", "Окончание")
    (activity,) = parse_rows(("1", "Аудит", "01.05.2021", "декабрь"), header=header).activities
    assert (str(activity.date_from), str(activity.date_to)) == ("2021-05-01", "2021-12-31")
    assert activity.term_text == "01.05.2021 – декабрь"


def test_the_term_may_be_parted_by_a_second_row_of_headings():
    rows = [("", "", "начало", "окончание"), ("1", "Аудит", "", "20.12.2021")]
    (activity,) = parse_rows(*rows, header=("№", "Мероприятие", "Сроки", "")).activities
    assert (activity.date_from, str(activity.date_to)) == (None, "2021-12-20")


def test_a_column_that_is_not_taken_over_is_named():
    parsed = parse_rows((*FIRST, "сделано"), header=(*HEADER, "Отметка о выполнении"))
    assert parsed.remarks == ["Столбцы, которые не переносятся: «Отметка о выполнении»."]


def test_sections_repeated_headings_and_numbers_of_columns_are_no_activities():
    rows = [("1", "2", "3", "4", "5"), ("Раздел I. Подготовка",), FIRST, HEADER, ("", "Проведение"), SECOND]
    parsed = parse_rows(*rows)
    assert titles(parsed) == ["Приказ", "Аудит"]
    assert parsed.remarks == [
        "Строки без мероприятия пропущены: строка 3 «Раздел I. Подготовка», строка 6 «Проведение»."
    ]


def test_a_numbered_heading_of_subitems_is_a_section():
    rows = [("1.", "Подготовка"), ("1.1.", *FIRST[1:]), ("1.2", *SECOND[1:]), ("2", "Решение")]
    parsed = parse_rows(*rows)
    assert [row.number for row in parsed.activities] == ["1.1", "1.2", "2"]


def test_each_section_counts_its_months_and_numbers_anew():
    rows = [
        ("Раздел 1",), ("1", "А", "", "", "октябрь"), ("2", "Б", "", "", "май"),
        ("Раздел 2",), ("1", "В", "", "", "сентябрь"), ("2", "Г", "", "", "июнь 2027"),
    ]  # fmt: skip
    parsed = parse_rows(*rows, label="2026/2027")
    assert [f"{row.date_to:%m.%Y}" for row in parsed.activities] == ["10.2026", "05.2027", "09.2026", "06.2027"]
    assert parsed.missing_numbers == []


@pytest.mark.parametrize(
    "row",
    [
        ("Директор _____________ А.А. Пеналова",),
        ("", "Директор", "", "А.А. Пеналова"),
        ("", "Составил: Линейкин П.П."),
        ("Секретарь", "", "", "Циркулев И.И."),
        ("", "СОГЛАСОВАНО", "протокол № 3"),
    ],
)
def test_signatures_under_the_table_are_no_activities(row):
    parsed = parse_rows(FIRST, row, ("", "", "", "Линейкин П.П."))
    assert titles(parsed) == ["Приказ"]
    assert parsed.activities[0].responsible_text == "Директор"


def test_a_table_that_begins_with_its_terms_has_sections_and_a_signature_in_their_column():
    header = ("Сроки", "Мероприятие", "Ответственный")
    rows = [("май 2021", "Аудит", "Директор"), ("Раздел 2. Итоги",), ("июнь 2021", "Анализ", "Директор")]
    parsed = parse_rows(*rows, ("Директор ____________ П.А. Линейкин",), header=header)
    assert [(row.title, row.term_text) for row in parsed.activities] == [("Аудит", "май 2021"), ("Анализ", "июнь 2021")]


def test_cells_torn_by_a_page_end_are_glued_wherever_they_stand():
    rows = [
        ("1", "Анализ работы (за", "Отчёт", "Заместители директора", "май-"),
        ("", "", "", "по УВР, ВР"),
        ("", "", "", "", "декабрь 2021"),
        ("", "год)", "с выводами"),
    ]
    (activity,) = parse_rows(*rows).activities
    assert (activity.title, activity.result) == ("Анализ работы (за год)", "Отчёт с выводами")
    assert activity.responsible == ["deputy_edu", "deputy_upbringing"]
    assert (str(activity.date_from), str(activity.date_to)) == ("2021-05-01", "2021-12-31")


def test_words_that_belong_to_no_activity_are_not_lost_in_silence():
    parsed = parse_rows(("", "", "осталось от прошлой страницы"), FIRST, ("продолжение без места",))
    assert parsed.remarks == [
        "Текст не отнесён ни к одному мероприятию: строка 2 «осталось от прошлой страницы», "
        "строка 4 «продолжение без места»."
    ]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (
            ("2", "", "Отчёт", "Директор", "май 2021"),
            "У пункта 2 нет названия мероприятия: впишите его или удалите строку.",
        ),
        (("2", "", "", "", ""), "У пункта 2 нет названия мероприятия: впишите его или удалите строку."),
        (("", "", "Отчёт", "Директор", "май 2021"), "Нет названия мероприятия: впишите его или удалите строку."),
    ],
)
def test_a_row_without_a_title_is_a_problem(row, sentence):
    parsed = parse_rows(FIRST, row)
    assert [str(problem) for problem in parsed.problems] == [f"карта.txt, строка 3: {sentence}"]


def test_an_activity_without_number_and_term_among_numbered_ones_is_kept():
    parsed = parse_rows(FIRST, ("", "Педсовет", "Протокол", "Директор", ""))
    assert titles(parsed) == ["Приказ", "Педсовет"]


def test_gaps_in_numbers_are_calm_remarks():
    numbers = ["1", "2", "4", "7", "5", "2.1", "2.4"]
    parsed = parse_rows(*[(number, f"Дело {number}", "", "", "май") for number in numbers])
    assert parsed.missing_numbers == ["3", "6", "2.2", "2.3"]
    assert parsed.remarks == ["Пункты 3, 6, 2.2 и 2.3 в исходном документе отсутствуют."]


def test_a_double_number_is_said_beside_the_second():
    parsed = parse_rows(FIRST, ("1", *SECOND[1:]))
    assert parsed.activities[1].remarks == ["Номер 1 уже есть у мероприятия в строке 2."]


@pytest.mark.parametrize("label", ["", "21", "2021/2023", "2027/2026", "1021", "год", "2026/27"])
def test_an_impossible_year_is_one_sentence(label):
    parsed = parse_rows(FIRST, label=label)
    assert len(parsed.problems) == 1
    assert parsed.problems[0].message.startswith(("Год", "В учебном году"))
    assert parsed.activities == []


def test_a_school_year_is_recognised_with_spaces_and_a_dash():
    assert parse_rows(FIRST, label=" 2026 – 2027 ").label == "2026/2027"


CELLS = st.text(max_size=30) | st.sampled_from(["1", "I", "Директор", "май 2021", "____", "до", *HEADER])


@given(st.lists(st.lists(CELLS, max_size=7), max_size=12))
def test_no_table_breaks_the_reading(rows):
    parsed = parse_rows(*[[cell.replace("\t", " ") for cell in row] for row in rows])
    assert parsed.activities or parsed.problems


@given(st.binary(max_size=300), st.sampled_from([".txt", ".csv", ".xlsx", ".docx"]))
def test_no_bytes_break_the_reading(content, ending):
    parsed = parse_roadmap(content, f"файл{ending}", "2021")
    assert len(parsed.problems) == 1
