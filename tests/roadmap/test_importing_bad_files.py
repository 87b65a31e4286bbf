"""Files that cannot be imported: one sentence each, and nothing is taken from them."""

import zipfile
from io import BytesIO

import pytest

from roadmap.importing import archives, delimited, readers
from roadmap.importing.parse import parse_roadmap
from tests.roadmap.importing_files import (
    HEADER,
    ROWS,
    SEED,
    add_table,
    document,
    fill_sheet,
    parse_rows,
    repacked,
    text,
    workbook,
)

DOCX = document(lambda paper: add_table(paper, [HEADER, *ROWS]))
XLSX = workbook(fill_sheet)
PLAIN_DOCX = document(lambda paper: paper.add_paragraph("Здравствуйте"))
PLAIN_XLSX = workbook(lambda sheet: sheet.append(["Фамилия", "Имя"]))
OTHER_ZIP = BytesIO()
with zipfile.ZipFile(OTHER_ZIP, "w") as archive:
    archive.writestr("readme.txt", "нет")
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


@pytest.mark.parametrize(
    ("content", "filename", "sentence"),
    [
        (b"", "карта.txt", "Файл пуст"),
        (b"\xef\xbb\xbf \r\n", "карта.csv", "Файл пуст"),
        (b"", "карта.docx", "Файл пуст"),
        (b"x", "карта.pdf", "Файлы такого вида не читаются"),
        (b"x", "карта", "Файлы такого вида не читаются"),
        (OLE, "карта.xls", "Файлы такого вида не читаются"),
        (OLE, "карта.xlsx", "защищён паролем"),
        (OLE, "карта.txt", "старого формата"),
        (DOCX, "карта.xlsx", "Внутри файла документ Word"),
        (XLSX, "карта.docx", "Внутри файла книга Excel"),
        (XLSX, "карта.csv", "Внутри файла архив"),
        (OTHER_ZIP.getvalue(), "карта.docx", "Внутри файла не документ Word"),
        (SEED.read_bytes(), "карта.xlsx", "Внутри файла не то, что обещает имя"),
        (b"%PDF-1.7 ...", "карта.docx", "Внутри файла документ PDF"),
        (DOCX[: len(DOCX) // 2], "карта.docx", "Файл повреждён"),
        (repacked(XLSX, "xl/workbook.xml", lambda body: body[:40]), "карта.xlsx", "Книга Excel повреждена"),
        (repacked(DOCX, "word/document.xml", lambda body: body[:90]), "карта.docx", "Документ Word повреждён"),
        (bytes(range(256)), "карта.txt", "Внутри файла не текст"),
        ("без таблицы\nсовсем".encode(), "карта.txt", "В файле нет таблицы"),
        ("Фамилия;Имя\nПеналова;Анна".encode(), "карта.csv", "Не найдена таблица мероприятий"),
        (PLAIN_XLSX, "карта.xlsx", "Не найдена таблица мероприятий"),
        (PLAIN_DOCX, "карта.docx", "В документе нет таблицы"),
        (workbook(lambda sheet: None), "карта.xlsx", "В файле нет таблицы"),
        (workbook(lambda sheet: fill_sheet(sheet, [])), "карта.xlsx", "нет ни одного мероприятия"),
        (b"a\tb\n" * 1501, "карта.txt", "В файле больше 1500 строк"),
    ],
)  # fmt: skip
def test_a_bad_file_gets_one_sentence_and_imports_nothing(content, filename, sentence):
    parsed = parse_roadmap(content, filename, "2021")
    assert parsed.activities == []
    assert len(parsed.problems) == 1
    assert (parsed.problems[0].sheet, parsed.problems[0].row) == (filename, None)
    assert sentence in parsed.problems[0].message
    assert ":" in parsed.problems[0].message


def test_an_archive_that_swells_is_not_opened():
    bomb = repacked(XLSX, "xl/worksheets/sheet1.xml", lambda body: body + b" " * (archives.MAX_XML + 1))
    assert len(bomb) < readers.MAX_BYTES
    assert "слишком велик внутри" in parse_roadmap(bomb, "карта.xlsx", "2021").problems[0].message


@pytest.mark.parametrize(("size", "sentence"), [(2, "больше 2 МБ текста"), (10, "больше 10 МБ")])
def test_a_file_too_large_is_not_read(size, sentence):
    content = b"\t" * (size * archives.MEBI) + b"end"
    assert sentence in parse_roadmap(content, "карта.csv", "2021").problems[0].message


def test_a_file_of_too_many_lines_is_not_cut_into_rows():
    content = "а;б\n".encode() * (delimited.MAX_LINES + 1)
    assert "больше 10000 строк" in parse_roadmap(content, "карта.csv", "2021").problems[0].message


def test_a_cell_too_long_is_a_problem_of_its_row():
    (problem,) = parse_roadmap(text(ROWS[0], ("2", "а" * 3001)), "карта.txt", "2021").problems
    assert (problem.row, problem.message) == (
        3, "В ячейке больше 3000 знаков: оставьте в ней только название или результат."
    )  # fmt: skip


def test_problems_are_named_from_the_first_row_to_the_last():
    parsed = parse_rows(("1", "Решение", "", "", "35 мая 2021"), ("2", "", "", "Директор", "май 2021"))
    assert [problem.row for problem in parsed.problems] == [2, 3]


def test_problems_of_a_document_name_table_and_row():
    content = document(lambda paper: add_table(paper, [HEADER, ROWS[0], ("2", "", "", "Директор", "31 июня")]))
    assert [str(problem) for problem in parse_roadmap(content, "карта.docx", "2021").problems] == [
        "Таблица 1, строка 3: У пункта 2 нет названия мероприятия: впишите его или удалите строку."
    ]
