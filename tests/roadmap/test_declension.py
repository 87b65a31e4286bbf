"""Cases of names and posts: right for hard surnames, doubtful instead of wrong, and curable on the card."""

from pathlib import Path

import pytest

from roadmap.declension import CASES, OBLIQUE, forms_of, full_in, is_sure, post_in, short_in, signature_in
from roadmap.declension.names import decline
from roadmap.declension.posts import decline_post
from roadmap.models import Employee

HARD = [row.split() for row in (Path(__file__).parent / "hard_surnames.txt").read_text(encoding="utf-8").splitlines()]
GENDERS = {"ж": "f", "м": "m"}


def person(last_name, gender="m", first_name="Пётр", patronymic="Иванович", position="учитель", **fields):
    return Employee(
        last_name=last_name, gender=gender, first_name=first_name, patronymic=patronymic, position=position, **fields
    )


def test_forms_of_hard_surnames_are_right_in_95_of_100():
    forms = [(decline("last_name", word, GENDERS[gender])[case], right)
             for gender, word, *cases in HARD for case, right in zip(OBLIQUE, cases, strict=True)]  # fmt: skip
    wrong = [f"{given}, а надо {right}" for given, right in forms if given != right]
    assert len(forms) > 800
    assert len(wrong) <= len(forms) * 0.05, wrong


def test_any_miss_is_cured_by_the_card():
    for gender, word, *right in HARD:
        written = {"last_name": {case: f"{form}-то" for case, form in zip(OBLIQUE, right, strict=True)}}
        cured = forms_of(person(word, GENDERS[gender], case_forms=written), "last_name")
        assert [cured[case] for case in OBLIQUE] == [f"{form}-то" for form in right]
        assert not cured.doubtful


@pytest.mark.parametrize(
    ("part", "word", "gender"),
    [
        ("last_name", "Лев", "m"), ("last_name", "Волчок", "m"), ("last_name", "Сова", "f"), ("last_name", "Smith", "m"),
        ("last_name", "фон Бок", "m"), ("first_name", "Айгуль", "f"), ("first_name", "Шота", "m"),
        ("patronymic", "Ивановна", "m"),
    ],
)  # fmt: skip
def test_what_custom_decides_is_doubtful(part, word, gender):
    assert decline(part, word, gender).doubtful == set(OBLIQUE)


def test_only_the_case_that_stress_decides_is_doubtful():
    assert decline("last_name", "Грач", "m").doubtful == {"твор"}
    assert decline("last_name", "Рабинович", "m").doubtful == set()


@pytest.mark.parametrize(
    ("patronymic", "gender", "genitive"),
    [("Мамед оглы", "m", "Мамед оглы"), ("Али-кызы", "f", "Али-кызы"), ("Ильич", "m", "Ильича"), ("", "f", "")],
)
def test_patronymics_of_every_custom(patronymic, gender, genitive):
    found = decline("patronymic", patronymic, gender)
    assert (found["род"], found.doubtful) == (genitive, set())


@pytest.mark.parametrize(
    ("post", "dative", "instrumental"),
    [
        ("директор", "директору", "директором"),
        ("Заместитель директора по УВР", "заместителю директора по УВР", "заместителем директора по УВР"),
        ("педагог-организатор", "педагогу-организатору", "педагогом-организатором"),
        ("учитель физики и математики", "учителю физики и математики", "учителем физики и математики"),
        ("учитель физики и тьютор", "учителю физики и тьютору", "учителем физики и тьютором"),
        ("учитель истории, председатель МО", "учителю истории, председателю МО", "учителем истории, председателем МО"),
        ("заведующая библиотекой", "заведующей библиотекой", "заведующей библиотекой"),
        ("старший вожатый", "старшему вожатому", "старшим вожатым"),
        ("секретарь", "секретарю", "секретарём"),
        ("и.о. директора", "и.о. директора", "и.о. директора"),
    ],
)
def test_posts_decline_by_their_head_word(post, dative, instrumental):
    found = decline_post(post)
    assert (found["дат"], found["твор"], found.doubtful) == (dative, instrumental, set())


@pytest.mark.parametrize("post", ["сурдопереводчик", "старший дежурант", "IT-специалист", "главный"])
def test_an_unknown_post_is_doubtful_and_left_alone(post):
    found = decline_post(post)
    assert found.doubtful == set(OBLIQUE)
    assert {found[case] for case in CASES} == {post}


def test_one_unknown_post_makes_the_whole_doubtful():
    assert decline_post("учитель музыки, ИЗО").doubtful == set(OBLIQUE)


def test_a_name_is_written_in_the_three_ways_of_papers():
    deputy = person("Чернильникова", "f", "Анна", "Ивановна", "заместитель директора по УВР")
    assert short_in(deputy, "вин") == "Чернильникову\u00a0А.И."
    assert signature_in(deputy, "дат") == "А.И.\u00a0Чернильниковой"
    assert full_in(deputy, "твор") == "Чернильниковой Анной Ивановной"
    assert post_in(deputy, "род") == "заместителя директора по УВР"
    assert is_sure(deputy, "дат", ("last_name", "position"))


def test_who_has_no_patronymic_is_named_without_a_gap():
    assert full_in(person("Ван", patronymic=""), "род") == "Вана Петра"
