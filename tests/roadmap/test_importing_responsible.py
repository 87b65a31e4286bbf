import pytest
from hypothesis import given
from hypothesis import strategies as st

from roadmap.importing.responsible import read_responsible
from roadmap.importing.stage import guess_stage

BOTH_DEPUTIES = ["deputy_edu", "deputy_upbringing"]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("Директор", ["director"]),
        ("И.о. директора", ["director"]),
        ("Директор школы № 463", ["director"]),
        ("Заместители директора УВР, ВР", BOTH_DEPUTIES),
        ("Заместители директора по ВР, УВР", ["deputy_upbringing", "deputy_edu"]),
        ("Зам. директора по УВР и ВР", BOTH_DEPUTIES),
        ("зам.дир. по ВР", ["deputy_upbringing"]),
        ("ЗД по УВР", ["deputy_edu"]),
        ("Заместитель директора по воспитательной работе", ["deputy_upbringing"]),
        ("Заместители директора", BOTH_DEPUTIES),
        ("Председатели МО Рабочая группа по ВСОКО", ["chair", "working_group"]),
        ("Председатели МО\nРабочая группа по ВСОКО", ["chair", "working_group"]),
        ("Руководители МО", ["chair"]),
        ("руководители ШМО учителей математики, директор", ["chair", "director"]),
        ("Руководители МО учителей начальных классов Рабочая группа", ["chair", "working_group"]),
        ("Руководители методических объединений", ["chair"]),
        ("Руководитель рабочей группы, члены рабочей группы", ["group_head", "working_group"]),
        ("Внутренние аудиторы", ["auditor"]),
        ("Кураторы МО", ["curator"]),
        ("Секретарь", ["secretary"]),
        ("Педагоги", ["teacher"]),
        ("Классные руководители; учителя-предметники", ["teacher"]),
        ("педагоги дополнительного образования и директор", ["teacher", "director"]),
        ("Администратор системы", ["administrator"]),
        ("директор, зам. по УВР / секретарь", ["director", "deputy_edu", "secretary"]),
    ],
)
def test_posts_are_cut_by_the_dictionary(text, roles):
    found = read_responsible(text)
    assert (found.roles, found.names, found.remarks) == (roles, [], [])


@pytest.mark.parametrize(
    ("text", "roles", "names"),
    [
        ("Зам. директора по УВР Линейкин П.П.", ["deputy_edu"], ["Линейкин П.П."]),
        ("Пеналова А. А., Циркулев И. И.", [], ["Пеналова А. А.", "Циркулев И. И."]),
        ("А.А. Пеналова, директор", ["director"], ["А.А. Пеналова"]),
        (
            "Социальный педагог Чернильникова-Ручкина Анна Ивановна",
            ["teacher"],
            ["Чернильникова-Ручкина Анна Ивановна"],
        ),
    ],
)
def test_names_are_kept_apart_from_roles(text, roles, names):
    found = read_responsible(text)
    assert (found.roles, found.names, found.remarks) == (roles, names, [])


@pytest.mark.parametrize(
    ("text", "roles", "remark"),
    [
        ("Директор, Библиотекарь", ["director"], "Ответственный не распознан: «Библиотекарь»."),
        ("Заместитель директора по АХР", [], "Нет такой роли: «Заместитель директора по АХР»."),
        (
            "Завуч",
            ["deputy_edu"],
            "У заместителя директора не указано направление: принят заместитель по УВР, проверьте.",
        ),
        (
            "Заведующий ОДОД",
            ["deputy_upbringing"],
            "Заведующий ОДОД отнесён к заместителям директора по ВР: проверьте.",
        ),
        (
            "Администрация школы",
            ["director", *BOTH_DEPUTIES],
            "«Администрация» понята как директор и его заместители: уточните, кто отвечает.",
        ),
    ],
)
def test_what_is_unknown_or_only_near_is_said(text, roles, remark):
    found = read_responsible(text)
    assert (found.roles, found.remarks) == (roles, [remark])


@given(st.text(max_size=80))
def test_no_text_breaks_it_and_no_letter_disappears(text):
    found = read_responsible(text)
    if not found.roles and not found.names and text.strip(" ,;/.\n-–—()") not in ("", "и"):
        letters = sum(character.isalpha() for character in text.replace("и", ""))
        assert letters == 0 or found.remarks


@pytest.mark.parametrize(
    ("title", "stage"),
    [
        ("Издание приказа о внедрении ВСОКО", "decision"),
        ("Совещание с руководителями МО", "briefing"),
        ("Ознакомление учителей с Положением о ВСОКО", "staff"),
        ("Разработка и утверждение положения о ВСОКО", "regulation"),
        ("Анализ положения дел в школе", "analysis"),
        ("Приказ о создании рабочей группы", "group"),
        ("Консультации для руководителей МО", "consultation"),
        ("Внутренний аудит МО учителей физики", "audits"),
        ("Самообследование", "audits"),
        ("Разработка планов корректирующих мероприятий", "plans"),
        ("Выполнение планов корректирующих мероприятий", "elimination"),
        ("Анализ результатов внутренних аудитов", "analysis"),
        ("Обучение внутренних аудиторов", "other"),
        ("Школьный праздник", "other"),
    ],
)
def test_the_stage_is_guessed_by_the_title(title, stage):
    assert guess_stage(title) == stage


def test_the_result_tells_the_stage_where_the_title_does_not():
    assert guess_stage("Подготовка к новому году", "Приказ директора") == "decision"
