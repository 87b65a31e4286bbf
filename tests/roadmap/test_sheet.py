"""How plain lines become the parts of a paper, and what the card of its kind decides about its form."""

import pytest
from django.template.loader import render_to_string

from roadmap.models import Document, DocumentKind
from roadmap.services.documents import kind_of
from roadmap.sheet import sheet_of, subject_of
from roadmap.sheet_blocks import blocks_of, parts_of, widths_of
from tests.builders.roadmap import make_paper
from tests.factories import appoint

Grip = DocumentKind.Grip


def fresh(paper):
    return sheet_of(Document.objects.get(pk=paper.pk))


def test_votes_stand_below_the_decisions(world):
    text = "СЛУШАЛИ:\nО плане.\nГолосовали: «за» — 9.\nРЕШИЛИ:"
    paper = make_paper(world, code="D04", text=text)
    paper.items.create(position=1, number="1", text="Принять план.")
    sheet = fresh(paper)
    assert [block["text"] for block in sheet["blocks"]] == ["СЛУШАЛИ:", "О плане.", "РЕШИЛИ:"]
    assert [block["text"] for block in sheet["votes"]] == ["Голосовали: «за» — 9."]
    page = render_to_string("pdf/document.html", sheet | {"check": None})
    assert page.index("РЕШИЛИ:") < page.index("Принять план.") < page.index("Голосовали:")


# --- blocks ---------------------------------------------------------------------------------------------------------


def test_several_appendices_are_numbered_and_one_is_as_it_was_written():
    _, one = parts_of("Текст.\nПриложение\nСОСТАВ\nа | б")
    assert [(head, [block["is"] for block in blocks]) for head, blocks in one] == [("Приложение", ["title", "table"])]
    _, two = parts_of("Текст.\nПриложение\nСостав.\nПриложение №\u00a01\nПлан")
    assert [head for head, _ in two] == ["Приложение № 1", "Приложение № 2"]
    assert [blocks[0]["is"] for _, blocks in two] == ["text", "title"]


def test_tables_with_captions_are_numbered_through_the_paper():
    body, [(_, appendix)] = parts_of(
        "Таблица: Первая\nа | б\nТаблица: Вторая\nа | б\nПриложение\nТаблица: Третья\nа | б"
    )
    found = [block["text"] for block in [*body, *appendix] if block["is"] == "caption"]
    assert found == ["Таблица 1 — Первая", "Таблица 2 — Вторая", "Таблица 3 — Третья"]


def test_an_empty_cell_at_the_end_of_a_line_is_a_cell():
    (table,) = blocks_of(["Дата | Этап | Место", "11.05.2021 | Встреча |", "12.05.2021 |  | каб. 7"])
    assert table["rows"] == [["11.05.2021", "Встреча", ""], ["12.05.2021", "", "каб. 7"]]


def test_a_cell_of_several_lines_keeps_them_on_paper():
    blocks = blocks_of(["№ | Что", "1 ¶ важное | Требование: пункт 4. ¶ Установлено: <нет>."])
    assert blocks[0]["rows"] == [["1\nважное", "Требование: пункт 4.\nУстановлено: <нет>."]]
    page = render_to_string("pdf/document_blocks.html", {"blocks": blocks})
    assert "<td>1\nважное</td>" in page
    assert "Требование: пункт 4.\nУстановлено: &lt;нет&gt;." in page
    assert "t--lines" in page  # in whose cells the end of a line is one


def test_a_row_with_more_or_fewer_cells_keeps_its_columns():
    (table,) = blocks_of(["№ | Кто", "1 | ", "2 | а | б"])
    assert table["rows"] == [["1", ""], ["2", "а б"]]


@pytest.mark.parametrize(
    ("rows", "wide"),
    [
        ([["№", "Мероприятие", "Срок"], ["1", "Провести аудит", "01.02.2021"]], False),
        ([["Ответственный"] * 8, ["Чернильникова\u00a0М.А."] * 8], True),
    ],
)
def test_a_table_lies_on_its_side_when_its_words_do_not_fit(rows, wide):
    widths, found = widths_of(rows)
    assert (found, round(sum(widths))) == (wide, 100)


def test_the_column_with_more_words_is_wider():
    number, long, short = widths_of([["№", "Что", "Срок"], ["1", "слово " * 40, "01.02.2021"]])[0]
    assert long > short > number


@pytest.mark.parametrize(
    ("title", "name", "number", "subject"),
    [
        ("Положение о ВСОКО", "положение", "", "о ВСОКО"),
        ("Программа аудитов на 2021 год", "Годовая программа аудитов", "", "на 2021 год"),
        ("План аудита № 2021-03: МО химии", "План аудита", "№\u00a02021-03", "МО химии"),
        ("План: МО химии", "План", "№\u00a07", "МО химии"),
        ("Анализ работы МО химии за 2021 год", "Анализ работы объединения", "", "МО химии за 2021 год"),
        ("Справка о готовности программ", "Справка по итогам контроля", "№\u00a07", "о готовности программ"),
        ("Отчёт о результатах за год", "Отчёт о самообследовании", "", "о результатах за год"),
        ("Протокол", "протокол", "", "Протокол"),
        ("О создании ВСОКО", "приказ", "№\u00a07", "О создании ВСОКО"),
    ],
)
def test_the_subject_does_not_repeat_what_stands_above_it(title, name, number, subject):
    assert subject_of(title, name, number) == subject


# --- the card of the kind ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("storage", "left"), [("permanent", 30), ("with_parent", 30), ("five_years", 20)])
def test_the_margin_follows_the_term_of_keeping_and_is_frozen(world, storage, left):
    kind = kind_of(world.school, "D01")
    kind.storage = storage
    kind.save()
    paper = make_paper(world, "approved")
    DocumentKind.objects.update(storage="permanent" if left == 20 else "five_years")
    assert fresh(paper)["left"] == left


def test_grips_are_those_of_the_card(world):
    paper = make_paper(world)
    assert (fresh(paper)["grips"], len(fresh(paper)["signatures"])) == (None, 1)
    DocumentKind.objects.filter(pk=paper.kind_id).update(grips=[Grip.REVIEWED, Grip.OPINION, Grip.APPROVE])
    sheet = fresh(paper)
    assert [lines[0] for lines in sheet["grips"]["left"]] == ["РАССМОТРЕНО", "УЧТЕНО МНЕНИЕ"]
    assert sheet["grips"]["right"] == [
        ["УТВЕРЖДАЮ", "Директор", world.school.short_name, "____________ А.И.\u00a0Линейкин", "___.___.______"]
    ]
    assert sheet["signatures"] == []


def test_minutes_are_cited_only_where_the_same_row_has_them(world):
    row = world.roadmap.activities.get(stage="regulation")
    paper = make_paper(world, code="D02", activity=row)
    blank = "протокол от ___.___.______ №\u00a0______"
    assert [lines[-1] for lines in fresh(paper)["grips"]["left"]] == [blank, blank]
    make_paper(world, "approved", code="D04", body_name="Педагогический совет", number="9", dated="2021-01-11")
    assert fresh(paper)["grips"]["left"][0][-1] == blank
    minutes = {"code": "D04", "activity": row, "number": "3", "number_year": "2020/2021", "dated": "2021-02-08"}
    make_paper(world, "approved", body_name="Педагогический совет", **minutes)
    assert [lines[-1] for lines in fresh(paper)["grips"]["left"]] == ["протокол от 08.02.2021 №\u00a03", blank]


def test_who_drew_up_a_plan_signs_under_it_in_that_role(world):
    appoint(world.chair.employee, "auditor")
    plan = make_paper(world, code="D08", author=world.head, number="2021-03")
    assert fresh(plan)["signatures"] == [{"title": "Руководитель рабочей группы", "name": "А.И.\u00a0Циркулев"}]
    assert fresh(plan)["name"] == "ПЛАН АУДИТА №\u00a02021-03"
    analysis = make_paper(
        world, code="D21", author=world.chair, signer=world.chair.employee, association=world.association
    )
    assert fresh(analysis)["signatures"] == [{"title": "Председатель МО", "name": "А.И.\u00a0Дробинина"}]


def test_the_report_of_self_examination_is_signed_by_the_director_and_sealed(world):
    sheet = fresh(make_paper(world, code="D14"))
    assert [sign["title"] for sign in sheet["signatures"]] == ["Заместитель директора по УВР", "Директор"]
    assert (sheet["seal"], fresh(make_paper(world))["seal"]) == ("М.П.", "")
