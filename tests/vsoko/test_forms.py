import pytest
from django import forms

from vsoko.forms import PlainForm


class Everything(PlainForm):
    text = forms.CharField()
    day = forms.DateField()
    one = forms.ChoiceField(choices=[("a", "а")])
    several = forms.MultipleChoiceField(choices=[("a", "а")])
    paper = forms.FileField()
    agreed = forms.BooleanField()
    own = forms.CharField(error_messages={"required": "Напишите причину: она останется в истории."})


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("text", "Заполните это поле."),
        ("day", "Укажите день: число, месяц и год."),
        ("one", "Выберите один из вариантов."),
        ("several", "Отметьте хотя бы один вариант."),
        ("paper", "Приложите файл."),
        ("agreed", "Поставьте отметку: без неё дальше нельзя."),
        ("own", "Напишите причину: она останется в истории."),
    ],
)
def test_an_empty_answer_is_told_what_to_do(field, words):
    assert Everything({}).errors[field] == [words]


def test_a_day_that_does_not_exist_is_named_so():
    assert Everything({"day": "2021-02-30"}).errors["day"] == ["Такого дня нет: укажите число, месяц и год."]
