"""Placeholders: what can be wrong with them, what is filled at once and what when the paper is read."""

from datetime import date
from types import SimpleNamespace

import pytest

from roadmap.models import Employee
from roadmap.permissions import Role
from roadmap.placeholders import BLANK, Facts, Name, Setting, expand, fill, mistakes, table_lines
from roadmap.points import Point, points_of
from roadmap.services.content import content_of
from roadmap.services.documents import kind_of
from tests.factories import approve_paper, make_employee, make_paper, make_school, make_user
from vsoko.wording import NBSP

NAMES = {
    "org.short": Name("школа"), "p.date": Name("день"), "coord": Name("координатор", "person"),
    "mo": Name("МО", "declined"), "team": Name("группа", "table"), "old": Name("прежний", "clause"),
    "doc.signer": Name("кто подписывает", "late"),
}  # fmt: skip


def facts(**values):
    made = Facts(Setting(school=None))
    made.names = NAMES
    made.of_record = dict.fromkeys(NAMES) | {name.replace("_", "."): value for name, value in values.items()}
    return made


def woman(last_name="Циркулева", **fields):
    return Employee(
        last_name=last_name, first_name="Анна", patronymic="Ивановна", gender="f",
        position=fields.pop("position", "учитель химии"), **fields,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("{{кто}}", "{{кто}}: такой подстановки нет, выберите из списка подстановок."),
        ("{{org.shrt}}", "{{org.shrt}}: такой подстановки нет, может быть, {{org.short}}?"),
        ("{{coord:винн}}", "{{coord:винн}}: такого падежа нет, есть им, род, дат, вин, твор, предл."),
        ("{{p.date:дат}}", "{{p.date:дат}}: эта подстановка не склоняется, уберите падеж."),
        ("{{coord.age}}", "{{coord.age}}: такой подстановки нет"),
        ("{{org.short.pos}}", "{{org.short.pos}}: такой подстановки нет"),
        ("состав: {{team}}", "{{team}}: это таблица, поставьте её отдельной строкой."),
        ("{{coord", "Скобки подстановки не парные: «{{coord»."),
        ("coord}} здесь", "Скобки подстановки не парные: «coord}} здесь»."),
        ("{{ {{coord}} }}", "Скобки подстановки не парные"),
    ],
)
def test_a_mistake_is_named(text, sentence):
    found = mistakes(f"Первая строка\n{text}", NAMES)
    assert len(found) == 1
    assert found[0].startswith(sentence)


def test_a_right_text_has_no_mistakes():
    text = (
        "{{ org.short }}, {{coord:вин}}, {{coord.pos:дат}}, {{coord.full:род}}, {{mo:предл}}\n{{team}}\n{{doc.signer}}"
    )
    assert mistakes(text, NAMES) == []


def test_values_take_the_form_of_papers():
    filled = fill("{{org.short}} {{p.date}} {{mo:род}}", facts(
        org_short="Школа № 5", p_date=date(2026, 12, 2), mo={"им": "объединение", "род": "объединения"}
    ))  # fmt: skip
    assert filled == f"Школа № 5 2{NBSP}декабря 2026{NBSP}г. объединения"


@pytest.mark.parametrize(
    ("text", "filled"),
    [("Ведёт {{coord}}.", "Ведёт Циркулева А.И."), ("{{coord}}... нет", "Циркулева А.И.... нет"), ("{{old}}.", "Б.")],
)
def test_initials_at_the_end_of_a_sentence_have_their_full_stop_already(text, filled):
    assert fill(text, facts(coord=woman(), old="Б.")).replace(NBSP, " ") == filled


def test_a_point_may_leave_out_its_term():
    assert points_of("Ознакомить. | секретарь школы | | acquainted") == [
        Point("Ознакомить.", "секретарь школы", "", "acquainted")
    ]


def test_what_is_not_known_becomes_a_blank():
    assert fill("от {{p.date}}, {{coord:вин}}, {{coord.pos}}", facts()) == f"от {BLANK}, {BLANK}, {BLANK}"


def test_a_line_about_what_there_is_none_of_is_left_out():
    text = "Первое\nПризнать утратившим силу приказ {{old}}.\nВторое"
    assert fill(text, facts()) == "Первое\nВторое"
    assert fill(text, facts(old="от 01.09.2020")) == "Первое\nПризнать утратившим силу приказ от 01.09.2020.\nВторое"


@pytest.mark.parametrize(
    ("person", "text", "written"),
    [
        (woman(), "на {{coord:вин}}, {{coord.pos:вин}}.", f"на Циркулеву{NBSP}А.И., учителя химии."),
        (woman("Сова"), "на {{coord:вин}}, {{coord.pos:вин}}.", f"на работника (Сова{NBSP}А.И., учитель химии)."),
        (woman(position="тьюторант"), "на {{coord:вин}}, {{coord.pos:вин}}.", f"на Циркулеву{NBSP}А.И. (тьюторант)."),
        (woman("Сова"), "{{coord:дат}} подготовить", f"Работнику (Сова{NBSP}А.И., учитель химии) подготовить"),
        (woman(position="тьюторант"), "{{coord.pos:дат}} передать", "Работнику (должность: тьюторант) передать"),
        (woman("Сова"), "{{coord}}, {{coord.pos}}", f"Сова{NBSP}А.И., учитель химии"),
        (woman("Сова"), "{{coord.sign}}", f"А.И.{NBSP}Сова"),
        (woman(), "{{coord.full:твор}}", "Циркулевой Анной Ивановной"),
    ],
)
def test_a_person_is_written_in_a_sure_case_or_in_the_nominative(person, text, written):
    assert fill(text, facts(coord=person)) == written


def test_tables_and_late_words_stay_in_the_draft():
    text = "Председатель — {{doc.signer}}\n{{team}}"
    assert fill(text, facts(team=[("№", "Кто"), (1, "Пеналова")])) == text


@pytest.mark.django_db
class TestShown:
    @pytest.fixture
    def deputy(self):
        return make_user(make_school(), Role.DEPUTY_EDU, Role.DIRECTOR)

    def paper(self, deputy, text, **fields):
        return make_paper(deputy.employee.school, "D02", author=deputy, text=text, **fields)

    def test_a_table_is_filled_when_the_paper_is_read(self, deputy):
        paper = self.paper(
            deputy, "Читают:\n{{doc.readers}}", readers=[make_employee(deputy.employee.school, "Ластик")]
        )
        lines = expand(paper, paper.text).splitlines()
        assert lines[:2] == ["Читают:", "№ | Фамилия, имя, отчество | Должность | Дата | Подпись"]
        assert lines[2].startswith("1 | Ластик Анна Ивановна | учитель | ")

    def test_a_table_of_nothing_leaves_no_line(self, deputy):
        assert table_lines([]) == []
        assert table_lines(None) == [BLANK]

    def test_a_cell_cannot_break_the_table(self, deputy):
        reader = make_employee(deputy.employee.school, "Ластик", position="учитель | химии\nи физики")
        lines = expand(self.paper(deputy, "{{doc.readers}}", readers=[reader]), "{{doc.readers}}").splitlines()
        assert len(lines) == 2
        assert "учитель / химии и физики" in lines[1]

    def test_approval_freezes_the_filled_table(self, deputy):
        reader = make_employee(deputy.employee.school, "Ластик")
        paper = approve_paper(self.paper(deputy, "{{doc.readers}}", readers=[reader]), director=deputy)
        Employee.objects.filter(pk=reader.pk).update(last_name="Стёркина")
        paper.refresh_from_db()
        assert "Ластик Анна Ивановна" in paper.content["text"]
        assert "{{" not in paper.content["text"]

    def test_an_unknown_one_in_an_old_draft_stays_in_sight(self, deputy):
        assert content_of(self.paper(deputy, "см. {{нечто}}"))["text"] == "см. {{нечто}}"

    def test_a_text_without_placeholders_asks_nothing(self, deputy, django_assert_num_queries):
        paper = SimpleNamespace(kind=kind_of(deputy.employee.school, "D02"))
        with django_assert_num_queries(0):
            assert expand(paper, "Обычный текст") == "Обычный текст"
