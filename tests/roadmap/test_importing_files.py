"""The four forms of files: what is special in each of them."""

from datetime import date, datetime

import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from roadmap.importing.delimited import split_rows
from roadmap.importing.parse import parse_roadmap
from tests.roadmap.importing_files import HEADER, ROWS, add_table, document, fill_sheet, repacked, text, workbook


def parse(content, filename, label="2021"):
    return parse_roadmap(content, filename, label)


def facts(parsed):
    assert parsed.problems == []
    return [(row.number, row.title, row.responsible, str(row.date_from), str(row.date_to)) for row in parsed.activities]


EXPECTED = [
    ("1", "Приказ, положение", ["director"], "2021-01-01", "2021-01-31"),
    ("2", "Аудит; отчёт", ["working_group"], "2021-05-01", "2021-12-31"),
]


def quoted(delimiter):
    return text(*[[f'"{cell}"' for cell in row] for row in ROWS], delimiter=delimiter).decode()


@pytest.mark.parametrize("delimiter", [";", ","])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251"])
def test_csv_of_any_delimiter_and_encoding(delimiter, encoding):
    parsed = parse(quoted(delimiter).encode(encoding), "карта.csv")
    assert facts(parsed) == EXPECTED
    assert [(row.sheet, row.source_row) for row in parsed.activities] == [("карта.csv", 2), ("карта.csv", 3)]


def test_a_quoted_cell_of_csv_may_hold_line_ends_and_quotes():
    rows = 'Мероприятие;Ответственные;Срок\n"Проект\n""Успех""";"Председатели МО\nРабочая группа";май\nИтог;Директор;июнь\n'
    first, second = parse(rows.encode(), "карта.csv").activities
    assert (first.title, first.responsible) == ('Проект "Успех"', ["chair", "working_group"])
    assert second.source_row == 5


def test_an_open_quote_in_running_text_swallows_nothing():
    rows = [("1", '"Успех каждого', "", "Директор", "май"), ("2", '"Школа" – центр', "", "Директор", "июнь")]
    assert [row.title for row in parse(text(*rows), "карта.txt").activities] == ['"Успех каждого', '"Школа" – центр']


@given(st.lists(st.lists(st.text("аб\"';\n", min_size=1), min_size=1, max_size=4), min_size=1))
def test_what_is_written_with_quotes_is_read_back(rows):
    written = "\n".join(";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    cells = [list(row.cells) for row in split_rows(written, ";")]
    assert cells == [["\n".join(line for line in cell.split("\n") if line) for cell in row] for row in rows]


def test_xlsx_names_the_sheet_and_its_rows():
    def fill(sheet):
        sheet.title = "План"
        sheet["B1"] = "План мероприятий ВСОКО"
        fill_sheet(sheet, top=4)

    parsed = parse(workbook(fill), "карта.xlsx")
    assert facts(parsed) == EXPECTED
    assert [(row.sheet, row.source_row) for row in parsed.activities] == [("План", 5), ("План", 6)]


def test_xlsx_keeps_real_dates_and_months_and_whole_numbers():
    def fill(sheet):
        day, month = date(2021, 5, 17), datetime(2021, 9, 1)
        fill_sheet(sheet, [(1.0, "Аудит", "", "Директор", day), (date(2021, 2, 1), "Отчёт", "", "Директор", month)])
        sheet["E2"].number_format, sheet["E3"].number_format = "dd.mm.yyyy", "[$-419]mmmm\\ yyyy;@"

    day, month = parse(workbook(fill), "карта.xlsx").activities
    assert (day.number, day.term_text, day.date_from, day.date_to) == (
        "1",
        "17.05.2021",
        date(2021, 5, 17),
        date(2021, 5, 17),
    )
    assert (month.number, month.term_text, str(month.date_to)) == ("1.2", "сентябрь 2021", "2021-09-30")


def test_xlsx_dates_in_two_columns():
    header = ("Мероприятие", "Начало", "Окончание")

    def fill(sheet):
        sheet.append(header)
        sheet.append(("Аудит", date(2021, 5, 17), date(2021, 5, 21)))
        sheet.append(("Отчёт", date(2021, 6, 17), date(2021, 5, 21)))

    parsed = parse(workbook(fill), "карта.xlsx")
    assert (parsed.activities[0].date_from, parsed.activities[0].date_to) == (date(2021, 5, 17), date(2021, 5, 21))
    assert str(parsed.problems[0]) == (
        "Sheet, строка 3: Срок «17.06.2021 – 21.05.2021» кончается раньше, чем начинается: исправьте его."
    )


def test_xlsx_value_of_a_cell_merged_downwards_counts_in_every_row():
    def fill(sheet):
        fill_sheet(sheet)
        sheet.merge_cells("D2:D3")
        sheet.merge_cells("A5:E5")
        sheet["A5"] = "Раздел II"

    assert [row.responsible for row in parse(workbook(fill), "карта.xlsx").activities] == [["director"], ["director"]]


def test_xlsx_activity_merged_over_rows_is_one_unless_its_terms_differ():
    def fill(sheet):
        fill_sheet(sheet, [ROWS[0], ("", "", "Выписка", "", ""), ("", "", "", "Секретарь", "июнь 2021")])
        for cells in ("A2:A4", "B2:B4"):
            sheet.merge_cells(cells)

    first, second = parse(workbook(fill), "карта.xlsx").activities
    assert (first.title, first.result) == ("Приказ, положение", "Приказ Выписка")
    assert (second.title, second.responsible, str(second.date_to)) == ("Приказ, положение", ["secretary"], "2021-06-30")


def test_xlsx_formats_of_a_whole_sheet_and_a_stray_far_cell_do_not_matter():
    def fill(sheet):
        fill_sheet(sheet)
        sheet["XFD1048576"] = "забыто"
        sheet.row_dimensions[500000].height = 30

    assert facts(parse(workbook(fill), "карта.xlsx")) == EXPECTED


def test_xlsx_hidden_sheets_are_left_out_and_further_sheets_read():
    def fill(sheet):
        fill_sheet(sheet, ROWS[:1])
        fill_sheet(sheet.parent.create_sheet("Второе полугодие"), ROWS[1:])
        hidden = sheet.parent.create_sheet("Черновик")
        fill_sheet(hidden)
        hidden.sheet_state = "hidden"
        sheet.parent.create_sheet("Справка").append(["Список", "без таблицы"])

    assert facts(parse(workbook(fill), "карта.xlsx")) == EXPECTED


def test_xlsx_merged_over_the_whole_sheet_is_read_at_once():
    merged = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    content = repacked(
        workbook(fill_sheet), "xl/worksheets/sheet1.xml", lambda body: body.replace(b"</sheetData>", merged)
    )
    assert parse(content, "карта.xlsx").activities


def test_docx_table_among_text_with_rows_of_the_table():
    def fill(paper):
        paper.add_paragraph("Дорожная карта")
        add_table(paper, [("УТВЕРЖДАЮ", "СОГЛАСОВАНО"), ("Директор", "Председатель")])
        add_table(paper, [HEADER, *ROWS])
        add_table(paper, [("Директор", "А.А. Пеналова")])

    parsed = parse(document(fill), "карта.docx")
    assert facts(parsed) == EXPECTED
    assert [(row.sheet, row.source_row) for row in parsed.activities] == [("Таблица 2", 2), ("Таблица 2", 3)]


def test_docx_table_that_goes_on_in_another_one_needs_no_second_header():
    def fill(paper):
        add_table(paper, [HEADER, ROWS[0]])
        add_table(paper, [ROWS[1]])

    assert facts(parse(document(fill), "карта.docx")) == EXPECTED


def test_docx_merged_cells():
    def fill(paper):
        table = add_table(paper, [HEADER, ("Раздел I",), *ROWS])
        table.cell(1, 0).merge(table.cell(1, 4))
        table.cell(3, 3).text = ""
        table.cell(2, 3).merge(table.cell(3, 3))

    parsed = parse(document(fill), "карта.docx")
    assert [row.responsible for row in parsed.activities] == [["director"], ["director"]]
    assert parsed.remarks == ["Строки без мероприятия пропущены: строка 2 «Раздел I»."]


def test_docx_numbers_that_word_counts_by_itself():
    def fill(paper):
        table = add_table(paper, [HEADER, ("", *ROWS[0][1:]), ("", *ROWS[1][1:])])
        for row in table.rows[1:]:
            row.cells[0].paragraphs[0].style = paper.styles["Normal"]
            properties = row.cells[0].paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = 1

    assert facts(parse(document(fill), "карта.docx")) == EXPECTED


def test_docx_lines_of_a_cell_part_the_responsible():
    def fill(paper):
        table = add_table(paper, [HEADER, ROWS[0]])
        table.cell(1, 3).text = "Председатели МО"
        table.cell(1, 3).add_paragraph("Библиотекарь")

    (activity,) = parse(document(fill), "карта.docx").activities
    assert activity.responsible_text == "Председатели МО Библиотекарь"
    assert activity.remarks == ["Ответственный не распознан: «Библиотекарь»."]


def test_docx_text_in_a_form_field_and_a_wild_span():
    def fill(paper):
        table = add_table(paper, [HEADER, ROWS[0]])
        cell, last = table.cell(1, 1)._tc, table.cell(1, 4)._tc
        last.get_or_add_tcPr().get_or_add_gridSpan().val = 2**31 - 1
        field, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
        cell.addprevious(field)
        field.append(content)
        content.append(cell)
        assert cell.getparent().tag == qn("w:sdtContent")

    assert facts(parse(document(fill), "карта.docx")) == EXPECTED[:1]
