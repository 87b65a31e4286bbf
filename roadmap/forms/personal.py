from django import forms

from vsoko.forms import PlainForm


class ErasingForm(PlainForm):
    basis = forms.CharField(
        label="Основание", max_length=300,
        help_text="Приказ, заявление, истёкший срок: дата и номер. Имени сотрудника не пишите, оно стирается.",
    )  # fmt: skip
    sure = forms.BooleanField(label="Понимаю: вернуть имя и вход будет нельзя")
