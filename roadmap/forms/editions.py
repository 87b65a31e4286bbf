from django import forms

from vsoko.forms import PlainForm


class EditionForm(PlainForm):
    reason = forms.CharField(
        label="Почему меняется карта", widget=forms.Textarea, max_length=4000,
        help_text="Эту причину прочтёт директор, она останется в истории карты.",
    )  # fmt: skip


class CancellationForm(PlainForm):
    reason = forms.CharField(label="Почему отменяется", widget=forms.Textarea, max_length=2000)
