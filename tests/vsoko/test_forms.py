import pytest
from django import forms

from roadmap.models import Consultation
from vsoko.forms import PlainForm, RecordForm


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


class Choices(RecordForm):
    class Meta:
        model = Consultation
        fields = ["consultant", "association", "focus"]


class OwnWords(Choices):
    focus = forms.ChoiceField(choices=[("", "любая"), ("arts", "художественная")], required=False)
    association = forms.ModelChoiceField(Consultation.objects.none(), empty_label="все", required=False)


def first_words(field):
    return next(label for value, label in field.choices if value == "")


def test_a_list_says_what_to_choose_instead_of_dashes():
    fields = Choices().fields
    assert [first_words(fields[name]) for name in fields] == ["выберите", "не выбрано", "не выбрано"]


def test_a_list_with_words_of_its_own_keeps_them():
    fields = OwnWords().fields
    assert [first_words(fields[name]) for name in ("focus", "association")] == ["любая", "все"]
