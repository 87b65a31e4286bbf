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


class StationeryForm(PlainForm):
    """Another file instead of the present one, or none."""

    file = forms.FileField(label="Файл", required=False)
    remove = forms.BooleanField(label="Снять нынешний файл", required=False)

    def __init__(self, *args, present, **kwargs):
        super().__init__(*args, **kwargs)
        if present is None:
            del self.fields["remove"]

    def clean(self):
        data = super().clean()
        if not self.errors and not data.get("file") and not data.get("remove"):
            self.add_error("file", "Приложите файл.")
        return data
