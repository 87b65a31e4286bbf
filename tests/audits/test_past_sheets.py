"""Workbooks of earlier years: what is read from their rows, and one sentence for each fault."""

import io
import zipfile
from datetime import date, timedelta

import pytest
from django.utils import timezone

from audits.models.finding import Branch, Grade
from audits.past_sheets import parse_past
from tests.audits.past_books import HEADS, action_row, finding_row, past_book

pytestmark = pytest.mark.django_db


def read(*args, **kwargs):
    return parse_past(past_book(*args, **kwargs), "gody.xlsx")


def sentences(book):
    assert not (book.problems and book.remarks and not book.has_head)
    return [str(problem) for problem in book.problems]


def test_rows_are_read_as_people_type_them(world):
    row = finding_row(
        world, "  7-А ", found_on="12.03.20", grade="Незначительное", branch="ПРАВИЛА", fact="Первое.\nВторое."
    )
    book = read([row], [action_row(world, "7-A", kind="корректирующее")], above=[["Прошлые годы"], []])
    (finding,), (action,) = book.findings, book.actions
    assert sentences(book) == []
    assert finding.fields["number"] == "7-А"
    assert finding.fields["found_on"] == date(2020, 3, 12)
    assert (finding.fields["grade"], finding.fields["branch"]) == (Grade.MINOR, Branch.RULES)
    assert finding.fields["fact"] == "Первое.\nВторое."
    assert (finding.sheet, finding.number) == ("Несоответствия", 4)
    # A Latin «A» is the same letter to whoever has typed it.
    assert action.key == finding.key


def test_each_fault_is_named_by_its_sheet_and_row(world):
    tomorrow = timezone.localdate() + timedelta(days=1)
    book = read(
        [
            finding_row(world, "1"),
            finding_row(world, "1"),
            finding_row(world, "", title=None),
            finding_row(world, "3" * 25, title="я" * 201),
            finding_row(world, "4", found_on="весной", closed_on=tomorrow),
            finding_row(world, "5", grade="наблюдение", decision="принято к работе"),
            finding_row(world, "6", closed_on=date(2020, 1, 1)),
            finding_row(world, "7", branch=None),
            finding_row(world, "8", cause=None),
            finding_row(world, "9", branch="погода"),
            finding_row(world, "10", decision="принято к работе", acknowledged_on=date(2020, 3, 1)),
        ],
        [
            action_row(world, "1"),
            action_row(world, "1", text="исправить  протоколы"),
            action_row(world, "1", text="Иначе", kind="разговор"),
            action_row(world, "1", text="Ещё", accepted_on=date(2020, 3, 1)),
            action_row(world, "1", text="Третье", done_on=None),
            action_row(world, "1", text="Четвёртое", done_on=None, accepted_on=None, due_on=None),
        ],
    )
    assert [sentence.split(": ")[:2] for sentence in sentences(book)] == [
        ["Несоответствия, строка 3", "Номер 1 уже стоит в строке 2 листа «Несоответствия»"],
        ["Несоответствия, строка 4", "Графа «Номер» пуста"],
        ["Несоответствия, строка 4", "Графа «Суть» пуста"],
        ["Несоответствия, строка 5", "В графе «Номер» 25 знаков"],
        ["Несоответствия, строка 5", "В графе «Суть» 201 знаков"],
        ["Несоответствия, строка 6", "«весной» в графе «Дата» не день"],
        ["Несоответствия, строка 6", f"{tomorrow:%d.%m.%Y} в графе «Закрыто» ещё не наступило"],
        ["Несоответствия, строка 7", "Только у несоответствия есть «Причина», «Где причина», «Закрыто»"],
        ["Несоответствия, строка 8", "Закрыто раньше, чем установлено"],
        ["Несоответствия, строка 9", "Графа «Где причина» пуста"],
        ["Несоответствия, строка 10", "Графа «Причина» пуста"],
        ["Несоответствия, строка 11", "«погода» не подходит для графы «Где причина»"],
        ["Несоответствия, строка 12", "Ознакомлен раньше, чем установлено"],
        ["Несоответствия, строка 12", "«Решение» принимают о наблюдении или рекомендации"],
        ["Действия, строка 3", "Такое же действие по номеру 1 уже стоит в строке 2 листа «Действия»"],
        ["Действия, строка 4", "«разговор» не подходит для графы «Вид»"],
        ["Действия, строка 5", "Принято раньше, чем выполнено"],
        ["Действия, строка 6", "Принято, а дня выполнения нет"],
        ["Действия, строка 7", "Действие не выполнено, и срока у него нет"],
    ]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (lambda world: b"%PDF-1.7", "Внутри файла документ PDF"),
        (lambda world: past_book([finding_row(world)])[:900], "Файл повреждён"),
        (lambda world: past_book(heads={"А": ["Что"], "Б": ["Кто"]}), "Не найдены графы «Номер» и «Суть»"),
        (lambda world: past_book(), "Под заголовком нет ни одной записи"),
        (
            lambda world: past_book([["1", "Без срока"]], heads={"А": ["Номер", "Суть"], "Б": HEADS["Действия"]}),
            "А, строка 1: Нет нужных граф: «Дата», «Объект»",
        ),
        (
            lambda world: past_book([["1"]], heads={"А": [*HEADS["Несоответствия"], "Суть"], "Б": ["Кто"]}),
            "А, строка 1: Графа стоит дважды",
        ),
        # Nobody's paper of a year is that long: one sentence instead of ten thousand records.
        (lambda world: past_book([["1"]] * 10_000), "больше 1500 строк"),
    ],
)
def test_a_bad_file_gets_one_sentence(world, content, sentence):
    (told,) = sentences(parse_past(content(world), "gody.xlsx"))
    assert sentence in told


def test_columns_and_sheets_that_are_not_read_are_named(world):
    heads = {"Лист1": [*HEADS["Несоответствия"], "Примечание"], "Разное": ["Кто", "Что"]}
    book = read([[*finding_row(world), "важно"]], heads=heads)
    assert sentences(book) == []
    assert book.remarks[0] == "На листе «Лист1» графы «Примечание» не читаются."
    assert "Лист «Разное» пропущен" in book.remarks[1]


def test_a_formula_that_excel_has_counted_gives_its_value(world):
    content = past_book([finding_row(world, number=12)])
    counted = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(counted, "w") as target:
        for part in source.namelist():
            written = source.read(part)
            if part.endswith("sheet1.xml"):
                assert b'<c r="A2" t="n"><v>12</v>' in written
                written = written.replace(b'<c r="A2" t="n"><v>', b'<c r="A2" t="n"><f>6*2</f><v>')
            target.writestr(part, written)
    book = parse_past(counted.getvalue(), "gody.xlsx")
    assert (sentences(book), book.findings[0].fields["number"]) == ([], "12")
    assert "есть формулы: записаны их значения" in book.remarks[0]


def test_a_formula_without_a_value_gets_one_sentence_and_text_that_looks_like_one_stays_text(world):
    row = finding_row(world, title="=HYPERLINK(A1)")
    # Nothing has counted this formula: a workbook that was never opened in Excel keeps no value.
    book = read([row], formulas=[("Несоответствия", "J2", "=CONCATENATE(A2)")])
    assert sentences(book) == [
        "Несоответствия, строка 2: В графе «Установлено» формула без значения: впишите само значение или сохраните "
        "книгу в Excel."
    ]
    assert book.findings[0].fields["title"] == "=HYPERLINK(A1)"
    assert any("есть формулы" in remark for remark in book.remarks)
