"""Paper beside the screen: a signature made by hand, and a print or a file that somebody checks."""

from django import forms

from vsoko.forms import PlainForm, TransitionForm


class SignByHandForm(TransitionForm):
    """The day on the printed paper and its scan."""

    field_order = ("on", "file")

    file = forms.FileField(label="Скан с подписью", help_text="PDF или фотография (JPG, PNG) до 20 МБ.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["on"].label = "День подписания"
        self.fields["on"].help_text = "Как он стоит под подписью на бумаге."
        self.fields["on"].required = True
        del self.fields["comment"]


class CheckForm(PlainForm):
    file = forms.FileField(label="Файл документа", help_text="PDF или скан: он не сохраняется.")
