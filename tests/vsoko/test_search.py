"""Words of the search: case, ё, dashes and endings make no difference; numbers are found as they are written."""

import pytest
from django.core.management import call_command

from tests.factories import make_activity, make_roadmap, make_school
from vsoko import search


def finds(question, text):
    """Return whether a text kept for the search has all that a question asks."""
    kept, keys = search.stems_of(text), search.asked(question)
    return bool(keys) and all(f" {key} " in kept for key in keys)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("аудита", "Аудит № 2026-03"),
        ("АУДИТ", "о проведении внутренних аудитов"),
        ("отчет", "Отчёт о внутреннем аудите"),
        ("отчёты", "отчет"),
        ("Циркулева", "Подготовил Циркулев О.Н."),
        ("чернильникова", "назначить Чернильникову М.А."),
        ("оценок", "внутренняя оценка качества"),
        ("списка", "Список председателей"),
        ("112-од", "приказ № 112-ОД"),
        ("112", "приказ № 112-од"),
        ("2026-03/02", "Несоответствие 2026-03/02: нет подписи"),
        ("2026-03", "Несоответствие 2026-03/02: нет подписи"),
        ("2026‑03/02", "2026-03/02"),
        ("№463", "ГБОУ школа № 463"),
        ("12.12.2026", "приказ от 12.12.2026"),
        ("учебная воспитательной", "учебно-воспитательная работа"),
        ("о создании группы", "Создать рабочую группу"),
        ("отче\u0308т", "отчёт"),
    ],
)
def test_forms_of_a_word_find_each_other(question, text):
    assert finds(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("112-од", "приказ № 112-р"),
        ("2026-03/02", "2026-03/12"),
        ("12-од", "приказ № 112-од"),
        ("аудит химия", "аудит учителей математики"),
        ("100%", "100_процентов"[3:]),
        ("_", "любой текст"),
        ("", "любой текст"),
    ],
)
def test_what_is_not_there_is_not_found(question, text):
    assert not finds(question, text)


def test_a_question_of_service_words_alone_asks_for_them():
    assert search.asked("и") == ["и"]
    assert search.asked("об аудите") == search.asked("аудит")


def test_found_words_are_marked_where_they_stand():
    keys = search.asked("аудита 112-од")
    shown = search.pieces("Приказ № 112-од. Об Аудите школы", keys)
    assert [piece for piece, hit in shown if hit] == ["112-од", "Аудите"]
    assert "".join(piece for piece, hit in shown) == "Приказ № 112-од. Об Аудите школы"


def test_an_excerpt_shows_the_found_word_of_a_long_text_and_is_cut_between_words():
    text = f"{'слово ' * 200}несоответствие {'потом ' * 200}"
    shown = search.excerpt(text, search.asked("несоответствия"))
    assert "несоответствие" in shown
    assert len(shown) <= search.EXCERPT + 4
    assert shown.startswith("… слово ")
    assert shown.endswith(" потом …")
    assert search.excerpt("Короткий текст", search.asked("другое")) == "Короткий текст"


def test_a_word_longer_than_an_excerpt_is_shown_whole():
    word = "а" * 400
    assert word in search.excerpt(f"{'слово ' * 50}{word} конец", search.asked(word))


@pytest.mark.searched
@pytest.mark.django_db
def test_the_command_says_how_much_it_has_written_and_nothing_of_nothing(capsys):
    call_command("index_search")
    assert capsys.readouterr().out == ""
    make_activity(make_roadmap(make_school()), title="Проверка журналов")
    call_command("index_search")
    assert capsys.readouterr().out == "Указатель поиска составлен: 1\u00a0запись.\n"
